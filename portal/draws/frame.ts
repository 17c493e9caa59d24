/** The sum that closes (draw protocol §3), the strata with their targets, and the parties of the seed. */
import { html } from 'hono/html'
import { type ExclusionReason, exclusionReasons } from '#core/draws/reasons.ts'
import { cross, dash, tick, timeOf } from '../parts.ts'
import { figure, type Html, percentOfPpm, type View } from '../view.ts'
import { type Draw, isByGroup, type Stratum } from './published-draw.ts'

/** register = pool + Σ excluded, as a bar, figures with ＋ and ＝, and a mark that it closes. */
export function frameSection(view: View, draw: Draw): Html | string {
  const { t } = view
  const { registerCount, poolSize } = draw
  // A replacement is drawn from the list that its object draw sealed: that one's page says where the list comes from.
  if (registerCount === null || poolSize === null || (draw.kind === 'R' && !draw.ofOfficers)) return ''
  const byGroup = isByGroup(draw.matching)
  const excluded = draw.excluded.reduce((sum, { count }) => sum + count, 0)
  const closes = poolSize + excluded === registerCount
  return html`<section><h2>${t('frameTitle')}</h2><p class="s k">${t(byGroup ? 'frameTextUnits' : draw.ofOfficers ? 'frameTextOfficers' : 'frameText')}</p>
${bar(view, draw, registerCount, poolSize, excluded)}
<div class="sum"><table class="add"><caption class="vh">${t('frameTitle')}</caption><tbody>
<tr><td></td><td class="n">${figure(poolSize)}</td><td>${t('frameIncluded')}</td></tr>
<tr><td>＋</td><td class="n">${figure(excluded)}</td><td>${t('frameExcluded')}</td></tr>
<tr><td>＝</td><td class="n">${figure(registerCount)}</td><td>${t(byGroup ? 'frameUnits' : draw.ofOfficers ? 'frameOfficers' : 'frameRegister')} ${closes ? html`<span class="grn">${tick}<span class="vh">${t('sumCloses')}</span></span>` : html`<b class="red">${cross}${t('sumOpen')}</b>`}</td></tr>
</tbody></table>
${draw.excluded.length === 0 ? html`<p class="k s">${t('nothingExcluded')}</p>` : html`<dl class="why">${draw.excluded.map(({ reason, count }) => html`<div><dt>${reasonWord(view, reason)}</dt><dd>${figure(count)}</dd></div>`)}</dl>`}</div></section>`
}

/** Members, rate, target and cut line of each stratum; targets are integers rounded as the sealed document says. */
export function strataSection(view: View, draw: Draw): Html | string {
  const { t } = view
  if (draw.strata.length === 0 || draw.ofOfficers) return ''
  const total = (of: (stratum: Stratum) => number) => figure(draw.strata.reduce((sum, stratum) => sum + of(stratum), 0))
  return html`<section><h2>${t('strataTitle')}</h2><p class="s k">${t('strataText')}</p>
<div class="scroll" role="region" aria-label="${t('strataTitle')}" tabindex="0"><table class="tb"><caption class="vh">${t('strataTitle')}</caption>
<thead><tr><th scope="col">${t('stratum')}</th><th scope="col" class="n">${t('members')}</th><th scope="col" class="n">${t('rate')}</th><th scope="col" class="n opt">${t('membersTimesRate')}</th><th scope="col" class="n">${t('target')}</th><th scope="col" class="n">${t('cutLine')}</th></tr></thead>
<tbody>${draw.strata.map(
    (stratum) =>
      html`<tr><th scope="row">${view.zh(stratum.name)}</th><td class="n">${figure(stratum.n)}</td><td class="n">${stratum.ratePpm === null ? '—' : percentOfPpm(stratum.ratePpm)}</td><td class="n opt">${stratum.ratePpm === null ? '—' : product(stratum.n, stratum.ratePpm)}</td><td class="n">${figure(stratum.target)}</td><td class="n">${stratum.threshold ? html`<code><span class="vh">${t('ticketStarts')}</span>${stratum.threshold.slice(0, 8)}…</code>` : '—'}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">${t('sum')}</th><td class="n">${total(({ n }) => n)}</td><td></td><td class="opt"></td><td class="n">${total(({ target }) => target)}</td><td></td></tr></tfoot></table></div></section>`
}

/** Who gave a number to the seed: its seal before, the number after. */
export function partiesSection(view: View, draw: Draw): Html | string {
  const { t } = view
  if (draw.parties.length === 0) return ''
  return html`<section><h2>${t('partiesTitle')}</h2><p class="s k">${t('partiesText')}</p>
<div class="scroll" role="region" aria-label="${t('partiesTitle')}" tabindex="0"><table class="tb"><caption class="vh">${t('partiesTitle')}</caption>
<thead><tr><th scope="col">${t('party')}</th><th scope="col">${t('sealedNumber')}</th><th scope="col">${t('revealedNumber')}</th><th scope="col" class="opt">${t('when')}</th></tr></thead>
<tbody>${draw.parties.map(
    ({ party, commitment, nonce, at }) =>
      html`<tr><th scope="row">${partyWord(view, party)}</th><td>${short(commitment)}</td><td>${nonce === null ? html`${dash} ${t(draw.state === 'void' ? 'neverRevealed' : 'notRevealed')}` : short(nonce)}</td><td class="opt">${typeof at === 'string' ? timeOf(at) : '—'}</td></tr>`,
  )}</tbody></table></div></section>`
}

/** Who a party of the seed is; a party that a policy adds is shown by its code. */
export function partyWord(view: View, party: string): string {
  if (party === 'organiser' || party === 'supervisor' || party === 'witness' || party === 'system') return view.t(`party_${party}`)
  return party
}

export const reasonWord = (view: View, reason: string): string => (isReason(reason) ? view.word(exclusionReasons[reason]) : reason)

const isReason = (code: string): code is ExclusionReason => Object.hasOwn(exclusionReasons, code)

const short = (hex: string | null): Html | string => (hex === null ? '—' : html`<code>${hex.slice(0, 8)}…</code>`)

// n·rate as the exact decimal it is: 74036 × 30000 ppm = 2221.08.
function product(n: number, ratePpm: number): string {
  const parts = n * ratePpm
  const whole = Math.floor(parts / 1_000_000)
  const rest = String(parts % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return rest === '' ? figure(whole) : `${figure(whole)}.${rest}`
}

// Positions as attributes: the content policy forbids inline styles.
function bar(view: View, draw: Draw, register: number, pool: number, excluded: number): Html {
  const label = view.t('frameBar', { pool, excluded, register })
  const width = (count: number) => (register === 0 ? 0 : (count / register) * 1000)
  let at = width(pool)
  const rest = draw.excluded.map(({ count }) => {
    const piece = html`<rect x="${(at + 1.5).toFixed(2)}" width="${Math.max(0.6, width(count) - 1.5).toFixed(2)}" height="10" fill="#b9c3cf"/>`
    at += width(count)
    return piece
  })
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="${label}"><rect width="${width(pool).toFixed(2)}" height="10" fill="#1d4f91"/>${rest}</svg>`
}
