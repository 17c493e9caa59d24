/** `/entities/:subject`: all that is public about one enterprise. No phone, no representative, no risk class: they are not in schema `published`. */
import { html } from 'hono/html'
import { parseSubject } from '#core/draws/subject.ts'
import { dateAt, instant } from '#core/time.ts'
import type { Ask } from '../ask.ts'
import { resultStory } from '../inspections/page.ts'
import { reusesOfEntity } from '../inspections/reuse-section.ts'
import { findReuses } from '../inspections/reuse-store.ts'
import { type PublishedResult, resultsOf } from '../inspections/store.ts'
import { type Page, refusal } from '../page.ts'
import { nothing, rangeText, timeOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import { type DrawnIn, drawsOf, findEntity } from './store.ts'

/** One enterprise is drawn a few times a year; more than this in public memory is not a page but a download. */
const most = 60

export async function entityPage({ deps, view, param }: Ask): Promise<Page> {
  const { t } = view
  const typed = param('subject')
  const subject = parseSubject(typed)
  if (subject === null) return refusal(view, 400, t('badEntityTitle'), t('codeMistyped'))
  const [entity, draws, results, reuses] = await Promise.all([
    findEntity(deps.db, subject),
    drawsOf(deps.db, subject, most),
    resultsOf(deps.db, subject, most),
    findReuses(deps.db, { subject, limit: most }),
  ])
  if (entity === null) return refusal(view, 404, t('entityUnknown', { code: subject.slice(0, 60) }), t('entityUnknownText'))
  const settled = new Set([...results, ...reuses].map(({ taskNo }) => taskNo))
  const waiting = draws.filter((draw) => draw.state !== 'void' && (draw.taskNo === null || !settled.has(draw.taskNo)))
  return {
    title: entity.name,
    section: 'results',
    crumbs: [{ text: view.zh(entity.regionName) }],
    body: html`<div class="side e1"><div><h1>${view.zh(entity.name)}</h1>
<dl class="id"><div><dt>${t('uscc')}</dt><dd class="code">${entity.subject}</dd></div><div><dt>${t('kind')}</dt><dd>${view.zh(entity.kindZh)}</dd></div><div><dt>${t('place')}</dt><dd>${view.zh(entity.regionName)}</dd></div></dl></div>
${yearCount(view, results, dateAt(instant(deps.now())).slice(0, 4))}</div>
<div class="side"><div>
${waiting.length === 0 ? '' : html`<section><h2>${t('upcoming')}</h2>${waiting.map((draw) => waitingNote(view, draw, subject))}</section>`}
<section><div class="hh"><h2>${t('results')}</h2><span class="k s">${t('resultsOfEntity', { n: results.length })}</span></div>
${results.length === 0 ? nothing(t('noResultsOfEntity')) : html`<ol class="tl">${results.map((result) => resultStory(view, result))}</ol>`}</section>
${reusesOfEntity(view, reuses)}
</div>
<aside aria-label="${t('rights')}"><section><h2>${t('rights')}</h2><ul class="rt">
<li><b>${t('rightObject')}</b><p>${t('rightObjectText')}</p></li>
<li><b>${t('rightOfficers')}</b><p>${t('rightOfficersText')}</p></li>
<li><a href="${view.href('/help/verify')}">${t('rightWhy')}</a><p>${t('rightWhyText')}</p></li></ul></section>
${draws.length === 0 ? '' : html`<section><h2>${t('draws')}</h2><ul class="rt">${draws.map((draw) => drawLink(view, draw, subject))}</ul></section>`}
<p class="s k after">${t('notPenalty')}</p></aside></div>`,
  }
}

const waitingNote = (view: View, draw: DrawnIn, subject: string): Html =>
  html`<div class="note"><p><b>${view.zh(draw.taskName)}</b>　${
    draw.from === null || draw.to === null ? '' : rangeText(view, draw.from, draw.to)
  }</p><p class="s k">${view.zh(draw.orgName)}　${draw.taskNo === null ? '' : html`<a href="${view.href(`/tasks/${draw.taskNo}`)}">${view.t('tasks')}</a>　`}<a href="${view.href(`/draws/${draw.drawId}#why`, { code: subject })}">${view.t('whyThis')}</a></p></div>`

const drawLink = (view: View, draw: DrawnIn, subject: string): Html =>
  html`<li><a href="${view.href(`/draws/${draw.drawId}#why`, { code: subject })}">${view.zh(draw.taskName)}</a><p>${draw.resultAt === null ? '' : timeOf(draw.resultAt)}</p></li>`

function yearCount(view: View, results: readonly PublishedResult[], year: string): Html {
  const count = results.filter((result) => result.method === 'onsite' && result.date.startsWith(year)).length
  return html`<div class="cap"><p class="k s">${view.t('inspectionsThisYear', { year })}</p><p><b class="big">${count}</b> ${view.t('times')}</p><p class="k s">${view.t('onlyPublished')}</p></div>`
}
