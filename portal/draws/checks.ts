/** What was checked: claims a citizen would say, and under each the checks with what they prove. */
import { html } from 'hono/html'
import {
  type CheckName,
  type ClaimId,
  checkLabels,
  claims,
  isOfOtherKind,
  type NotCheckedWhy,
  notCheckedReasons,
} from '#core/draws/check-labels.ts'
import { cross, dash, tick } from '../parts.ts'
import type { Html, View } from '../view.ts'
import type { Check, Draw } from './published-draw.ts'

/** The verdict in one look, beside the title. */
export function verdictAside(view: View, draw: Draw): Html | string {
  const { t } = view
  const { ok, failed, open } = tally(applicable(draw.checks))
  if (draw.verdict === null)
    return draw.state === 'void'
      ? ''
      : html`<aside class="vd" aria-label="${t('verdict')}"><p class="big">${t('verdictNone')}</p><p>${t('verdictNoneText')}</p></aside>`
  if (draw.verdict === 'failed' || failed > 0)
    return html`<aside class="vd bad" aria-label="${t('verdict')}"><p class="big">${cross}${t('verdictFailed', { n: failed })}</p><p>${t('verdictFailedText')}</p></aside>`
  return html`<aside class="vd ok" aria-label="${t('verdict')}"><p class="big">${tick}${t('verdictHeld', { n: ok })}</p><p>${t('verdictHeldText')}${open > 0 ? html`<br>${t('verdictOpen', { n: open })}` : ''}</p></aside>`
}

export function checksSection(view: View, draw: Draw): Html | string {
  const { t } = view
  const checks = applicable(draw.checks)
  if (checks.length === 0) return ''
  const groups = claimIds.map((claim) => ({ claim, checks: checks.filter(({ check }) => claimOf(check) === claim) }))
  const unknown = checks.filter(({ check }) => claimOf(check) === null)
  return html`<section><h2>${t('checksTitle')}</h2><div class="g4">${groups
    .filter((group) => group.checks.length > 0)
    .map((group) =>
      claimGroup(view, view.word(claims[group.claim]), group.checks, draw.mode),
    )}${unknown.length > 0 ? claimGroup(view, t('otherChecks'), unknown, draw.mode) : ''}</div></section>`
}

/** What was expected and found may tell the size of a class; of a sealed draw only the name of the failed check is shown. */
function claimGroup(view: View, claim: string, checks: readonly Check[], mode: string): Html {
  const { t } = view
  const { ok, failed } = tally(checks)
  const count =
    failed > 0
      ? html`<span class="red">${t('checksFailed', { n: failed })}</span>`
      : html`<span class="grn">${t('checksHeld', { n: ok })}</span>`
  return html`<section><h3>${claim}${count}</h3><ul>${checks.map((check) => checkLine(view, mode === 'sealed' && check.status === 'failed' ? { ...check, note: null } : check))}</ul></section>`
}

function checkLine(view: View, { check, status, note }: Check): Html {
  const { t } = view
  const label = isCheck(check) ? checkLabels[check] : null
  const name = label === null ? check : view.word(label.name)
  const proves = label === null ? '' : view.word(label.proves)
  const mark = status === 'ok' ? tick : status === 'failed' ? cross : dash
  const said = t(status === 'ok' ? 'checkOk' : status === 'failed' ? 'checkFailed' : 'checkOpen')
  return html`<li><span>${mark}<span><span class="vh">${said}</span>${name}</span></span><span>${
    status === 'ok'
      ? proves
      : status === 'failed'
        ? html`<b class="red">${said}</b>${proves}${note ? html`<br><code>${note}</code>` : ''}`
        : html`<b>${said}</b>${reason(view, note)}`
  }</span></li>`
}

/** Checks of officers say nothing in a draw of objects, nor those of replacements; they are left out there, not counted as unchecked. */
const applicable = (checks: readonly Check[]): readonly Check[] => checks.filter(({ note }) => !isOfOtherKind(note))

const tally = (checks: readonly Check[]) => ({
  ok: checks.filter(({ status }) => status === 'ok').length,
  failed: checks.filter(({ status }) => status === 'failed').length,
  open: checks.filter(({ status }) => status === 'not_checked').length,
})

const reason = (view: View, note: string | null | undefined): string =>
  note === null || note === undefined ? '' : isReason(note) ? view.word(notCheckedReasons[note]) : note

const isCheck = (name: string): name is CheckName => Object.hasOwn(checkLabels, name)
const isReason = (code: string): code is NotCheckedWhy => Object.hasOwn(notCheckedReasons, code)
const claimOf = (name: string): ClaimId | null => (isCheck(name) ? checkLabels[name].claim : null)
const claimIds = Object.keys(claims) as readonly ClaimId[] // the keys of a constant table
