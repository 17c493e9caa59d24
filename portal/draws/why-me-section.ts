/** The look-up on a draw's page and its answer: a number line with the firm's ticket and the cut line. */
import { html } from 'hono/html'
import type { Html, View } from '../view.ts'
import { percentOfPpm } from '../view.ts'
import type { Draw } from './published-draw.ts'
import { asPercents, isWithin, type Lot, shareOf, type WhyMe } from './why-me.ts'

export function whyMeSection(view: View, draw: Draw, typed: string, mistyped: boolean, answer: WhyMe | null): Html {
  const { t } = view
  return html`<section class="me" id="why"><h2>${t('whyTitle')}</h2>
<form action="${view.href(`/draws/${draw.id}`).split('?')[0]}#why" method="get">${view.large ? html`<input type="hidden" name="size" value="large">` : ''}
<label for="code">${t('uscc')}</label><div class="line"><input id="code" name="code" value="${typed.slice(0, 60)}" maxlength="60" autocomplete="off" spellcheck="false" autocapitalize="characters" aria-describedby="code-hint"${mistyped ? html` aria-invalid="true"` : ''}><button class="bt p">${t('search')}</button></div>
<p id="code-hint" class="s k">${mistyped ? html`<b class="red">${t('codeMistyped')}</b>` : t('whyHint')}</p></form>
${answer === null ? '' : html`<div class="ans" role="status">${answerText(view, draw, answer)}</div>`}</section>`
}

/** A sealed draw: nobody is looked up here; each firm has its own opening (draw protocol §3). */
export function whySealedSection(view: View, draw: Draw): Html | string {
  const { t } = view
  if (draw.mode !== 'sealed' || draw.ofOfficers || draw.state === 'void') return ''
  return html`<section class="me" id="why"><h2>${t('whyTitle')}</h2><p>${t('whySealedText')}</p><p>${t('whySealedHow')}</p>
<p><a href="${view.href('/verify/', { draw: draw.id })}">${t('whySealedOpen')}</a></p></section>`
}

function answerText(view: View, draw: Draw, answer: WhyMe): Html {
  const { t, rich } = view
  const code = html`<span class="code">${answer.subject}</span>`
  const name = 'name' in answer && answer.name !== null ? html`<b>${view.zh(answer.name)}</b>` : code
  switch (answer.answer) {
    case 'drawn':
      return html`<p class="a1">${
        answer.order === null
          ? rich('whyDrawnUnlisted', { name })
          : rich('whyDrawn', { name, order: html`<b>${t('plainNumber', { n: answer.order })}</b>` })
      }</p>
${lotText(view, answer)}<p class="s k">${t('whyFair')}${
        answer.order === null
          ? ''
          : html`　<a href="${view.href(`/entities/${encodeURIComponent(answer.subject)}`)}">${t('entityPage')}</a>`
      }</p>${keepOpening(view, draw, answer.subject)}`
    case 'not_drawn':
      return html`<p class="a1">${rich('whyNotDrawn', { name })}</p>
${lotText(view, answer)}${isWithin(answer) ? html`<p class="note r">${t('whyContradiction')}</p>` : ''}<p class="s k">${t('whyFair')}</p>${keepOpening(view, draw, answer.subject)}`
    case 'not_in_pool':
      return html`<p class="a1">${rich('whyNotInPool', { code })}</p><p>${t('whyNotInPoolText')}</p>`
    case 'not_known':
      return html`<p class="a1">${rich('whyNotKnown', { code })}</p><p>${t('whyNotKnownText')}</p>`
  }
}

/** The firm's opening to keep: made by us from a short list, by the reader's own browser from a long one. */
function keepOpening(view: View, draw: Draw, subject: string): Html {
  const { t } = view
  const verify = view.href('/verify/', { draw: draw.id, code: subject })
  return draw.poolSha256 === null
    ? html`<p class="s"><a href="/draws/${draw.id}/opening.json?code=${encodeURIComponent(subject)}" download>${t('keepOpening')}</a>　<a href="${verify}">${t('verifyOpening')}</a></p>`
    : html`<p class="s"><a href="${verify}">${t('verifyAndKeepOpening')}</a></p>`
}

function lotText(view: View, { stratum, ticket, cut }: Lot): Html {
  const { t } = view
  const words =
    stratum === null
      ? ''
      : html`<p>${
          stratum.ratePpm === null
            ? t('whyStratumCount', { name: stratum.name, n: stratum.n, target: stratum.target })
            : t('whyStratum', { name: stratum.name, n: stratum.n, rate: percentOfPpm(stratum.ratePpm), target: stratum.target })
        }</p>`
  return cut === null ? html`${words}` : html`${words}${axis(view, shareOf(ticket), shareOf(cut))}`
}

/** The line of all possible tickets: the drawn part filled, the cut line, this firm's ticket. Reads in grey, and aloud. */
function axis(view: View, mine: number, cut: number): Html {
  const [mineText, cutText] = asPercents(mine, cut)
  const label = view.t('axis', { mine: mineText, cut: cutText })
  const [x, c] = [`${(mine * 100).toFixed(2)}%`, `${(cut * 100).toFixed(2)}%`]
  return html`<svg class="axis" role="img" aria-label="${label}"><rect y="38" width="100%" height="10" fill="#dfe3e8"/><rect y="38" width="${c}" height="10" fill="#1d4f91"/>
<rect x="${c}" y="32" width="2" height="22" fill="#1d4f91"/><text x="${c}" y="74" text-anchor="${anchor(cut)}" fill="#1d4f91">${view.t('axisCut', { cut: cutText })}</text>
<rect x="${x}" y="28" width="3" height="26" fill="#1a1f26"/><text x="${x}" y="20" text-anchor="${anchor(mine)}" fill="#1a1f26">${view.t('axisMine', { mine: mineText })}</text>
${cut > 0.7 ? '' : html`<text x="100%" y="74" text-anchor="end" fill="#5f6873" font-weight="400">100%</text>`}</svg>`
}

const anchor = (share: number): string => (share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle')
