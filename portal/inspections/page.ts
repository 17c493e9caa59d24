/** `/results/:visitId`: one published result, with the fields of the announcement (domain.md §14) and item by item. */
import { html } from 'hono/html'
import { dateAt, instant } from '#core/time.ts'
import type { Ask } from '../ask.ts'
import { methodWord } from '../catalogue/page.ts'
import { isUuid } from '../keyset.ts'
import type { Page } from '../page.ts'
import { dayOf, demoTag, facts, timeOf } from '../parts.ts'
import { basisFact, howChosen, taskFact, teamFact } from '../tasks/basis.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Html, View } from '../view.ts'
import { outcomeTag, outcomeWords } from './search-page.ts'
import { findResult, type ItemResult, type PublishedResult } from './store.ts'

export async function resultPage({ deps, view, param }: Ask): Promise<Page> {
  const { t } = view
  const id = param('visitId')
  const result = isUuid(id) ? await findResult(deps.db, id) : null
  if (result === null) return unknownThing(view, 'results', t('resultWord'), id)
  return {
    title: `${result.name}·${t('results')}`,
    section: 'results',
    crumbs: [{ text: view.zh(result.name), href: view.href(entityPath(result.subject)) }],
    body: html`<h1><a class="quiet" href="${view.href(entityPath(result.subject))}">${view.zh(result.name)}</a> ${demoTag(view, result.demo)}</h1>
<dl class="id"><div><dt>${t('uscc')}</dt><dd class="code">${result.subject}</dd></div><div><dt>${t('place')}</dt><dd>${view.zh(result.regionName)}</dd></div></dl>
${result.demo ? html`<p class="note y">${t('demoResult')}</p>` : ''}
<section><h2>${t('resultLabel')}</h2>${facts([
      [t('resultLabel'), html`<b>${outcomeWords(view, result)}</b>`],
      [t('disposal'), result.disposal === null ? null : view.zh(result.disposal)],
      [t('inspectedOn'), dayOf(result.date)],
      [t('inspectedHow'), methodWord(view, result.method)],
      [t('org'), view.zh(result.orgName)],
      taskFact(view, result),
      basisFact(view, result),
      ...teamFact(view, result.source),
      [t('type'), t(result.directed ? 'directed' : 'undirected')],
      [t('publishedAt'), timeOf(result.at)],
    ])}</section>
<section><h2>${t('itemResults')}</h2>${itemTable(view, result.items)}</section>`,
  }
}

export const entityPath = (subject: string): string => `/entities/${encodeURIComponent(subject)}`

/** One result on the page of its enterprise: when, which task, what came out, item by item. */
export const resultStory = (
  view: View,
  result: PublishedResult,
): Html => html`<li><div class="d"><b>${result.date.slice(0, 4)}</b><span>${result.date.slice(5)}</span></div>
<div><div class="l1"><h3><a href="${view.href(`/results/${result.visitId}`)}">${view.zh(result.taskName)}</a></h3>${outcomeTag(view, result)} ${demoTag(view, result.demo)}</div>
<p class="k s">${view.zh(result.orgName)}　${howChosen(view, result.source)}　${view.t('publishedOn', { date: dateAt(instant(new Date(result.at))) })}</p>
${itemTable(view, result.items)}${result.disposal === null ? '' : html`<p class="s">${view.t('disposal')}：${view.zh(result.disposal)}</p>`}</div></li>`

const itemTable = (view: View, items: readonly ItemResult[]): Html =>
  html`<table class="it"><caption class="vh">${view.t('itemResults')}</caption><tbody>${items.map(
    (item) =>
      html`<tr><th scope="row">${view.zh(item.name)}</th><td>${itemWords(view, item)}</td><td class="k">${item.problem === null ? '' : view.zh(item.problem)}</td></tr>`,
  )}</tbody></table>`

function itemWords(view: View, item: ItemResult): Html | string {
  if (!item.checked) return view.t('itemNotChecked')
  return item.problem === null ? view.t('itemClear') : html`<b>${view.t('itemProblem')}</b>`
}
