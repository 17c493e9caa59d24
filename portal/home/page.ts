/** `/`: what this is, the search, what is new, and the figures. */
import { html } from 'hono/html'
import type { Ask } from '../ask.ts'
import { drawRows } from '../draws/list-page.ts'
import { latestDraws } from '../draws/store.ts'
import { resultRows } from '../inspections/search-page.ts'
import { findResults } from '../inspections/store.ts'
import { type Page, searchBox, sections } from '../page.ts'
import { nothing } from '../parts.ts'
import { figure, type Html, type View } from '../view.ts'
import { type Figures, figures, mostCounted } from './store.ts'

const shown = 6

export async function homePage({ deps, view }: Ask): Promise<Page> {
  const { t } = view
  const [results, draws, counts] = await Promise.all([
    findResults(deps.db, { limit: shown }),
    latestDraws(deps.db, { limit: shown }),
    figures(deps.db),
  ])
  return {
    title: '',
    body: html`<h1>${t('homeTitle')}</h1>
<p class="lead">${t('homeLead')}</p>
${searchBox(view, '')}
<section><h2>${t('homeHow')}</h2><ol class="how">${(['seal', 'seed', 'draw', 'show'] as const).map(
      (step) => html`<li><h3>${t(`how_${step}`)}</h3><p>${t(`how_${step}_text`)}</p></li>`,
    )}</ol><p class="s"><a href="${view.href('/help/verify')}">${t('helpVerify')}</a></p></section>
<section><div class="hh"><h2>${t('latestResults')}</h2><a class="s" href="${view.href(sections.results)}">${t('allResults')}</a></div>
${results.length === 0 ? nothing(t('noResultsYet')) : resultRows(view, results)}</section>
<section><div class="hh"><h2>${t('latestDraws')}</h2><a class="s" href="${view.href(sections.draws)}">${t('allDraws')}</a></div>
${draws.length === 0 ? nothing(t('noDrawsYet')) : drawRows(view, draws)}</section>
<section><h2>${t('figures')}</h2>${figureList(view, counts)}</section>`,
  }
}

function figureList(view: View, counts: Figures): Html {
  const one = (key: keyof Figures, text: string) =>
    html`<div><dt>${view.t(`count_${key}`)}</dt><dd><a href="${view.href(sections[key])}">${text}</a></dd></div>`
  return html`<dl class="figs">${one('results', figure(counts.results) + (counts.results === mostCounted ? '+' : ''))}${one('draws', figure(counts.draws))}${one('tasks', figure(counts.tasks))}${one('plans', figure(counts.plans))}</dl>`
}
