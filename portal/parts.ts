/** The small pieces that several pages are made of: times, fingerprints, lists of facts, pagers, the drawing of a tick. */
import { html, raw } from 'hono/html'
import { type Instant, instant, wallClock } from '#core/time.ts'
import type { Html, View } from './view.ts'

/** An instant for people, with the exact one for machines: `2026-03-31 09:05`, in Asia/Shanghai. */
export function timeOf(at: Date | string): Html {
  const exact: Instant = instant(new Date(at))
  return html`<time datetime="${exact}">${wallClock(exact)}</time>`
}

/** The name of a task as a title: a short bracket at its end, （第一批）, moves to the next line whole. */
export const titleOf = (view: View, name: string): Html =>
  html`${name.split(/(（[^（）]{1,12}）)/).map((part, index) => (index % 2 === 0 ? view.zh(part) : html`<span class="ib">${view.zh(part)}</span>`))}`

/** A date that is already text, `2026-03-31`. */
export const dayOf = (date: string): Html => html`<time datetime="${date}">${date}</time>`

/** A range of days: `2026-03-31 至 2026-06-30`; without an end, `2026-03-31 至 长期`. */
export const rangeText = (view: View, from: string, to: string | null): string =>
  to === null ? view.t('rangeOpen', { from }) : view.t('range', { from, to })

/** 32 bytes in blocks of 8 digits, the first stressed, so that two people can compare them aloud. */
export function fingerprint(hex: string): Html {
  const blocks = hex.match(/.{1,8}/g) ?? []
  return html`<code class="hx">${blocks.map((block, index) => (index === 0 ? html`<b>${block}</b>` : html` ${block}`))}</code>`
}

/** A size for people: 812 KB, 3.4 MB. */
export const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** Terms and what they say; a fact that is null is left out. */
export const facts = (rows: readonly (readonly [term: string, fact: string | number | Html | null])[], kind = 'facts'): Html =>
  html`<dl class="${kind}">${rows
    .filter(([, fact]) => fact !== null)
    .map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>`

/** The way to the following page of a list, and back to its start. */
export function pager(view: View, path: string, query: Readonly<Record<string, string | undefined>>, next: string | null): Html | string {
  const later = query.cursor !== undefined
  if (next === null && !later) return ''
  return html`<nav class="pager" aria-label="${view.t('pages')}">${later ? html`<a class="bt" href="${view.href(path, { ...query, cursor: undefined })}">${view.t('first')}</a>` : ''}${
    next === null ? '' : html`<a class="bt" rel="next" href="${view.href(path, { ...query, cursor: next })}">${view.t('next')}</a>`
  }</nav>`
}

/** A list that holds nothing yet says so, and says what will be here. */
export const nothing = (text: string): Html => html`<p class="nothing">${text}</p>`

export const demoTag = (view: View, demo: boolean): Html | string =>
  demo ? html`<span class="tag demo-tag">${view.t('demoTag')}</span>` : ''

export const tick = raw('<svg class="ic grn" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5l3.2 3.2L13 5"/></svg>')
export const cross = raw('<svg class="ic red" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>')
export const dash = raw('<svg class="ic k" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 8h8"/></svg>')
