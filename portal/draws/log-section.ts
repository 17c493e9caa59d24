/** Where the steps of a draw stand in the transparency log, and the certificate (draw protocol §7). */
import { html } from 'hono/html'
import { timeOf } from '../parts.ts'
import type { PhraseKey } from '../text.ts'
import { figure, type Html, type View } from '../view.ts'
import { partyWord } from './frame.ts'
import type { Draw } from './published-draw.ts'

export function logSection(view: View, draw: Draw): Html | string {
  const { t } = view
  if (draw.log.length === 0) return ''
  return html`<section><h2>${t('logTitle')}</h2><p class="s k">${t('logText')}</p>
<div class="scroll" role="region" aria-label="${t('logTitle')}" tabindex="0"><table class="tb"><caption class="vh">${t('logTitle')}</caption>
<thead><tr><th scope="col">${t('logEntry')}</th><th scope="col">${t('when')}</th><th scope="col" class="n">${t('logIndex')}</th></tr></thead>
<tbody>${draw.log.map(
    ({ type, at, party, index }) =>
      html`<tr><th scope="row">${entryWord(view, type)}${typeof party === 'string' ? html` <span class="k">${partyWord(view, party)}</span>` : ''}</th><td>${timeOf(at)}</td><td class="n">${typeof index === 'number' ? figure(index) : t('logNotYet')}</td></tr>`,
  )}</tbody></table></div><p class="s"><a href="/log/">${t('logPage')}</a>　<a href="/log/checkpoint">${t('logCheckpoint')}</a></p></section>`
}

/** 抽取证书, once it is made. */
export const certificateLink = (view: View, { id, certificateSha256 }: Draw): Html | string =>
  certificateSha256 === null
    ? ''
    : html`<p class="after"><a class="bt" href="/draws/${id}/certificate.pdf" download>${view.t('certificate')}</a></p>`

function entryWord(view: View, type: string): string {
  const key = entryWords[type]
  return key === undefined ? type : view.t(key)
}

const entryWords: Readonly<Record<string, PhraseKeyWithoutFacts>> = {
  freeze: 'log_freeze',
  commit: 'log_commit',
  reveal: 'log_reveal',
  replace_request: 'log_replace_request',
  seat_request: 'log_seat_request',
  result: 'log_result',
  close: 'log_close',
  void: 'log_void',
}

type PhraseKeyWithoutFacts = Extract<PhraseKey, `log_${string}`>
