/** What happened in a draw and when: the sentence at the top, the steps with their times, and the reason when it is void. */
import { html } from 'hono/html'
import { type VoidReason, voidReasons } from '#core/draws/reasons.ts'
import { dash, tick, timeOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import { isOrphan } from './list-page.ts'
import { type Draw, isByGroup } from './published-draw.ts'

export function drawLead(view: View, draw: Draw, now: Date): Html {
  const { rich } = view
  const org = view.zh(draw.orgName)
  const pool = html`<b>${view.t(countWord(draw), { n: draw.poolSize ?? 0 })}</b>`
  const drawn = html`<b>${view.t('plainNumber', { n: draw.selected ?? 0 })}</b>`
  if (draw.state === 'void') return html`<p class="lead">${rich('leadVoid', { org })}</p>`
  if (draw.state === 'awaiting_beacon')
    return html`<p class="lead">${rich(draw.ofOfficers ? 'leadBeaconOfficers' : 'leadBeacon', { org, pool })}</p>${isOrphan(draw, now) ? html`<p class="note r">${view.t('orphanBeacon')}</p>` : ''}`
  if (draw.resultAt === null || draw.committedAt === null) {
    const late = isOrphan(draw, now) ? html`<p class="note r">${view.t('orphanText')}</p>` : ''
    return html`<p class="lead">${rich(sealedLead(draw), { org, pool })}</p>${late}`
  }
  const gap = duration(view, Date.parse(draw.resultAt) - Date.parse(draw.committedAt))
  if (draw.kind === 'P') return html`<p class="lead">${rich('leadOfficers', { org, pool, gap })}</p>`
  if (draw.kind === 'R' && draw.ofOfficers) return html`<p class="lead">${rich('leadSeats', { org, pool, gap })}</p>`
  if (draw.kind === 'R') return html`<p class="lead">${rich('leadReplacement', { org, gap })}</p>`
  return html`<p class="lead">${rich(draw.mode === 'sealed' ? 'leadDrawnSealed' : 'leadDrawn', { org, pool, drawn, gap })}</p>`
}

function sealedLead({ kind, ofOfficers }: Draw) {
  if (ofOfficers) return kind === 'R' ? 'leadSealedSeats' : 'leadSealedOfficers'
  return 'leadSealed'
}

/** Officers are drawn one by one, or as groups with the experts beside them. */
function countWord({ ofOfficers, matching }: Draw) {
  if (!ofOfficers) return 'plainNumber'
  return isByGroup(matching) ? 'countUnits' : 'countPersons'
}

/** Each step with its time and what it fixed; the one that is waited for says for what. */
export function stepsSection(view: View, draw: Draw): Html {
  const { t } = view
  const revealed = draw.parties.filter(({ nonce }) => nonce !== null)
  const lastReveal = revealed
    .map(({ at }) => at)
    .filter((at) => typeof at === 'string')
    .sort()
    .at(-1)
  const allRevealed = draw.parties.length > 0 && revealed.length === draw.parties.length
  return html`<section><h2>${t('stepsTitle')}</h2><ol class="steps${draw.beacon === null ? '' : ' five'}">
${step(view, t('step_commit'), draw.committedAt, t('step_commit_text'), true)}
${step(view, t('step_reveal'), allRevealed ? (lastReveal ?? draw.resultAt) : null, t('step_reveal_text', { n: revealed.length, all: draw.parties.length }), allRevealed)}
${draw.beacon === null ? '' : step(view, t('step_beacon'), draw.beaconValue === null ? null : beaconTime(draw), t('step_beacon_text'), draw.beaconValue !== null)}
${draw.state === 'void' && draw.resultAt === null ? '' : step(view, t('step_result'), draw.resultAt, t('step_result_text'), draw.resultAt !== null)}
${draw.state === 'void' ? step(view, t('step_void'), draw.voidedAt, t('step_void_text'), true) : step(view, t('step_close'), draw.closedAt, t(draw.state === 'closed' ? 'step_closed_text' : 'step_close_text'), draw.state === 'closed')}
</ol></section>`
}

export function voidNote(view: View, draw: Draw): Html | string {
  if (draw.state !== 'void') return ''
  const reason = draw.voidReason === null ? '—' : isVoidReason(draw.voidReason) ? view.word(voidReasons[draw.voidReason]) : draw.voidReason
  return html`<p class="note y">${view.rich('voidBecause', { reason: html`<b>${reason}</b>` })}</p>`
}

/** When the value that was used became public: the time that the house knows for a round, or the announced one. */
const beaconTime = ({ beacon, beaconValue }: Draw): string | null =>
  beaconValue?.kind === 'announced' ? beaconValue.at : (beacon?.at ?? null)

const step = (view: View, name: string, at: string | null, text: string, done: boolean): Html =>
  html`<li class="${done ? 'done' : 'wait'}"><h3>${done ? tick : dash}${name}</h3>${at === null ? '' : html`<p>${timeOf(at)}</p>`}<p>${done ? '' : html`<span class="vh">${view.t('notYet')}</span>`}${text}</p></li>`

/** 40 minutes, 3 hours: how long the list was sealed before the seed existed. */
function duration(view: View, ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return view.t('seconds', { n: seconds })
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return view.t('minutes', { n: minutes })
  const hours = Math.round(minutes / 60)
  return hours < 48 ? view.t('hours', { n: hours }) : view.t('days', { n: Math.round(hours / 24) })
}

const isVoidReason = (code: string): code is VoidReason => Object.hasOwn(voidReasons, code)
