/** `/results`: every published result, newest first, and the search by name or code. */
import { html } from 'hono/html'
import { parseSubject } from '#core/draws/subject.ts'
import { isOutcome, outcomes } from '#core/inspections/outcomes.ts'
import { parseCode } from '#core/registers/uscc.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf, parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { type Page, searchBox, sections } from '../page.ts'
import { dayOf, demoTag, nothing, pager } from '../parts.ts'
import { findTask } from '../tasks/store.ts'
import type { Html, View } from '../view.ts'
import { findResults, type ResultRow } from './store.ts'

const pageSize = 30

export async function resultsPage(ask: Ask): Promise<Page> {
  const { deps, view, query } = ask
  const { t } = view
  const typed = query('q') ?? ''
  const sought = readSearch(typed)
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parseTimeCursor(cursor)
  if (after === null) return badCursor(view, 'results')
  if ('trouble' in sought) return listPage(view, typed, html``, t(sought.trouble))

  const taskNo = query('task')
  const task = taskNo === undefined || !/^\w{1,40}$/.test(taskNo) ? null : await findTask(deps.db, taskNo)
  if (taskNo !== undefined && task === null)
    return listPage(view, typed, html``, t('notFoundThing', { thing: t('taskWord'), code: taskNo.slice(0, 40) }))

  const found = await findResults(deps.db, { ...sought, taskId: task?.id, after, limit: pageSize + 1 })
  const { rows, last } = pageOf(found, pageSize)
  const next = last === null ? null : writeTimeCursor({ at: last.at, id: last.visitId })
  const about =
    task === null
      ? ''
      : html`<p class="lead">${view.rich('resultsOfTask', { task: html`<a href="${view.href(`/tasks/${task.taskNo}`)}">${view.zh(task.name)}</a>` })}</p>`
  const whole =
    sought.subject === undefined || rows.length === 0
      ? ''
      : html`<p class="lead"><a href="${view.href(`/entities/${encodeURIComponent(sought.subject)}`)}">${t('allOfEntity')}</a></p>`
  const none = typed === '' ? nothing(t('noResultsYet')) : nothing(t('nothingFound', { q: typed }))
  return listPage(
    view,
    typed,
    html`${about}${whole}${rows.length === 0 ? none : resultRows(view, rows)}${pager(view, sections.results, { q: typed, task: task?.taskNo, cursor }, next)}`,
  )
}

/** Lines of results: when, who and by whom, what came out. A problem is said in the same letters as none. */
export const resultRows = (view: View, rows: readonly ResultRow[]): Html =>
  html`<ul class="rows">${rows.map(
    (row) => html`<li><span>${dayOf(row.date)}</span>
<div><p class="nm"><a href="${view.href(`/results/${row.visitId}`)}">${view.zh(row.name)}</a> ${demoTag(view, row.demo)}</p>
<p>${view.zh(row.orgName)}　${view.zh(row.taskName)}</p></div>
<span class="end">${outcomeTag(view, row)}</span></li>`,
  )}</ul>`

export const outcomeTag = (view: View, row: { readonly outcome: string; readonly outcomeZh: string; readonly problem: boolean }): Html =>
  html`<span class="tag${row.problem ? ' strong' : ''}">${outcomeWords(view, row)}</span>`

/** The words of a result as they were published; in English those of the code, when it is still in use. */
export const outcomeWords = (view: View, row: { readonly outcome: string; readonly outcomeZh: string }): Html | string =>
  view.lang === 'en' && isOutcome(row.outcome) ? outcomes[row.outcome].en : view.zh(row.outcomeZh)

const listPage = (view: View, typed: string, list: Html, trouble?: string): Page => ({
  status: trouble === undefined ? 200 : 400,
  title: typed === '' || trouble !== undefined ? view.t('results') : `${typed}·${view.t('results')}`,
  section: 'results',
  body: html`<h1>${view.t('results')}</h1>${searchBox(view, typed.slice(0, 100), trouble)}<section>${list}</section>`,
})

type Sought = { readonly nameParts?: readonly string[]; readonly subject?: string }

/** A whole code is looked up as one; anything else is a name. Brackets may be of either width in the register, so any character stands for one. */
function readSearch(typed: string): Sought | { readonly trouble: 'searchTooShort' | 'searchTooLong' | 'codeMistyped' } {
  const text = typed.normalize('NFC').trim()
  if (text === '') return {}
  if ([...text].length > 100) return { trouble: 'searchTooLong' }
  const code = parseCode(text)
  if (code.ok) return { subject: code.value }
  if (code.failure.type === 'code_check_digit' || /^[0-9A-Z]{18}$/i.test(text)) return { trouble: 'codeMistyped' }
  const subject = text.includes(':') ? parseSubject(text) : null
  if (subject !== null) return { subject }
  const nameParts = text
    .split(/[()（）]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  // One character has no pair of neighbours, so the index cannot help and the search would read every name.
  if (!nameParts.some((part) => [...part].length >= 2)) return { trouble: 'searchTooShort' }
  return { nameParts }
}
