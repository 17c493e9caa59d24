/** `/open-data`: every set with its files, its fields and what changed in them; for programs the same as one document. */
import { html } from 'hono/html'
import type { Ask } from '../ask.ts'
import { type Page, sections } from '../page.ts'
import type { Html, View } from '../view.ts'
import { announcements } from './announcements.ts'
import { type Dataset, schemaOf } from './dataset.ts'
import { caps } from './frequency-caps.ts'
import { items } from './items.ts'
import { jointItems } from './joint-items.ts'
import { plans } from './plans.ts'
import { results } from './results.ts'
import { reuses } from './reuses.ts'
import { jsonFile } from './table.ts'

type AnySet = Omit<Dataset<never>, 'columns'> & { readonly columns: readonly (readonly [field: string, heading: string, ...unknown[]])[] }

const sets: readonly AnySet[] = [results, plans, announcements, items, jointItems, caps, reuses]

export function openDataPage({ view }: Ask): Page {
  const { t } = view
  return {
    title: t('openData'),
    section: 'openData',
    body: html`<h1>${t('openData')}</h1><p class="lead">${t('openDataLead')}</p>
<p>${t('openDataFiles')}</p><p>${view.rich('openDataSchemas', { file: html`<a href="/open-data/schemas.json" download>schemas.json</a>` })}</p>
${sets.map((one) => setSection(view, one))}
<section><h2>${t('openDataDraws')}</h2><p>${t('openDataDrawsText')} <a href="${view.href(sections.draws)}">${t('allDraws')}</a></p></section>`,
  }
}

function setSection(view: View, { name, title, text, notes, columns }: AnySet): Html {
  const { t } = view
  const file = (ending: string): Html => html`<li><a href="/open-data/${name}.${ending}" download>${name}.${ending}</a></li>`
  return html`<section id="${name}"><h2>${view.word(title)}</h2><p>${view.word(text)}</p><ul class="ways">${file('csv')}${file('json')}</ul>
<details><summary>${t('openDataFields', { fields: columns.length, version: notes.length })}</summary>
<table class="tb"><caption class="vh">${t('fields')}</caption><thead><tr><th scope="col">JSON</th><th scope="col">CSV</th></tr></thead><tbody>${columns.map(
    ([field, heading]) => html`<tr><td><code>${field}</code></td><td>${view.zh(heading)}</td></tr>`,
  )}</tbody></table><ol>${notes.map((note) => html`<li>${view.word(note)}</li>`)}</ol></details></section>`
}

/** `/open-data/schemas.json`: the schema of every set, with what its versions changed, for programs that watch it. */
export const schemasJson = (): Response =>
  jsonFile(
    sets.map((one) => ({
      ...schemaOf(one),
      files: [`${one.name}.csv`, `${one.name}.json`],
      fields: one.columns.map(([name, title]) => ({ name, title })),
    })),
    'schemas.json',
  )
