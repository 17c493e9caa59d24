/** How officers were matched, and why seats are filled anew: in numbers and plain words, never with names (draw protocol §6). */
import { html } from 'hono/html'
import { dependentRounding } from '#core/draws/documents.ts'
import { isSeatReason, seatReasons } from '#core/draws/reasons.ts'
import type { Scope } from '#core/matching/facts.ts'
import { facts } from '../parts.ts'
import { figure, type Html, percentOfPpm, type View } from '../view.ts'
import type { Draw, Matching } from './published-draw.ts'

/** Kind R: which seats, and why somebody left them. */
export function seatsSection(view: View, { matching }: Draw): Html | string {
  if (matching?.algorithm !== dependentRounding || !matching.seats) return ''
  const { t } = view
  const { officerDraw, count, reason } = matching.seats
  return html`<section><h2>${t('seatsTitle')}</h2><p class="s k">${t('seatsText')}</p>${facts([
    [t('seatsOf'), drawLink(view, officerDraw)],
    [t('seatsCount'), figure(count)],
    [t('seatsReason'), seatReasonWord(view, reason)],
  ])}</section>`
}

export function matchingSection(view: View, draw: Draw): Html | string {
  const { matching } = draw
  if (matching === null) return ''
  const { t, rich } = view
  const objects: Fact = [
    t('matchingObjects'),
    rich('matchingObjectsOf', { n: matching.objectCount, draw: drawLink(view, matching.objectDraw) }),
  ]
  if (matching.algorithm !== dependentRounding)
    return html`<section><h2>${t('matchingTitle')}</h2><div class="prose"><p>${t('matchingLeastLoaded')}</p></div>${facts([
      objects,
      [t('matchingTeam'), t('matchingPersons', { n: matching.teamSize })],
    ])}</section>`
  return html`<section><h2>${t('matchingTitle')}</h2><div class="prose"><p>${t('matchingFixed')}</p><p>${t('matchingShares')}</p><p>${t('matchingLoads')}</p></div>${facts(
    [
      objects,
      [t('matchingTeam'), teamWords(view, matching)],
      [t('matchingScope'), scopeWords(view, matching)],
      [t('matchingWidened'), widenedWords(view, matching)],
      [t('matchingLeast', { least: matching.least }), leastWords(view, matching)],
      [t('matchingCap'), capWords(view, matching)],
      [t('matchingWhere'), whereWords(view, draw)],
    ],
  )}</section>`
}

export const seatReasonWord = (view: View, reason: string): string => (isSeatReason(reason) ? view.word(seatReasons[reason]) : reason)

type Fact = readonly [term: string, fact: string | Html | null]
type Rounding = Extract<Matching, { readonly algorithm: typeof dependentRounding }>

const drawLink = (view: View, id: string): Html => html`<a class="code" href="${view.href(`/draws/${id}`)}">${id}</a>`

function teamWords({ t }: View, { unit, teamSize, seats }: Rounding): string {
  if (seats) return t('matchingSeat')
  return unit === 'group' ? t('matchingGroup') : t('matchingPersons', { n: teamSize })
}

const scopeWords = (view: View, { scope, reach }: Rounding): string =>
  scope === reach
    ? view.t('matchingOneScope', { scope: scopeWord(view, scope) })
    : view.t('matchingScopes', { scope: scopeWord(view, scope), reach: scopeWord(view, reach) })

const widenedWords = (view: View, { widened }: Rounding): string | Html =>
  widened.length === 0
    ? view.t('matchingWidenedNone')
    : html`${widened.map(([scope, n]) => html`<p>${view.t('matchingWidenedTo', { n, scope: scopeWord(view, scope) })}</p>`)}`

const leastWords = ({ t }: View, { least, belowLeast }: Rounding): Html =>
  html`${belowLeast === 0 ? t('matchingLeastNone') : t('matchingLeastOf', { n: belowLeast })}<p class="s k">${t('matchingLeastText', { least })}</p>`

/** A cap of 1 is none. */
function capWords({ t }: View, { pairCapPpm, capLifted }: Rounding): string | null {
  if (pairCapPpm >= 1_000_000) return null
  const cap = percentOfPpm(pairCapPpm)
  return capLifted === 0 ? t('matchingCapHeld', { cap }) : t('matchingCapLifted', { cap, n: capLifted })
}

function whereWords({ t, rich }: View, { id, state, bundleSha256 }: Draw): string | Html {
  if (bundleSha256 === null) return t(state === 'void' ? 'matchingWhereNever' : 'matchingWhereLater')
  return rich('matchingWhereText', { bundle: html`<a href="/draws/${id}/bundle.json" download>${t('matchingBundle')}</a>` })
}

const scopeWord = ({ t }: View, scope: Scope): string => t(`scope_${scope}`)
