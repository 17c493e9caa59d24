/** 结果互认 for readers: on the page of a task who was not visited, on the page of a business why nobody came. */
import { html } from 'hono/html'
import { dayOf } from '../parts.ts'
import { taskFact } from '../tasks/basis.ts'
import type { Html, View } from '../view.ts'
import type { Reuse } from './reuse-store.ts'

/** The businesses of a task whose visit another body's result replaced; nothing where there are none. */
export const reusesOfTask = (view: View, reuses: readonly Reuse[]): Html | string =>
  section(
    view,
    reuses,
    (reuse) => html`<a href="${view.href(`/entities/${encodeURIComponent(reuse.subject)}`)}">${view.zh(reuse.name)}</a>`,
  )

/** The tasks of a business that ended this way. */
export const reusesOfEntity = (view: View, reuses: readonly Reuse[]): Html | string =>
  section(view, reuses, (reuse) => taskFact(view, reuse)[1])

const section = (view: View, reuses: readonly Reuse[], what: (reuse: Reuse) => Html): Html | string =>
  reuses.length === 0
    ? ''
    : html`<section id="reuses"><h2>${view.t('reuses')}</h2><p class="s k">${view.t('reusesText')}</p><ul class="rows two">${reuses.map(
        (reuse) =>
          html`<li><div><p class="nm">${what(reuse)}</p><p>${view.t('reuseOf')} ${view.zh(reuse.resultOrgName)}　${resultLink(view, reuse)}</p></div><span class="end s k">${dayOf(reuse.reusedOn)}</span></li>`,
      )}</ul></section>`

const resultLink = (view: View, { resultVisitId, resultDate, resultTaskNo }: Reuse): Html => {
  const words = html`${dayOf(resultDate)} ${view.t('reuseResult')}`
  return html`${resultVisitId === null ? words : html`<a href="${view.href(`/results/${resultVisitId}`)}">${words}</a>`}　<span class="code">${resultTaskNo}</span>`
}
