/** `/tasks` and one task: 抽查任务公告, with the fields of the announcement (domain.md §14) and the drawn list once it is public. */
import { html } from 'hono/html'
import { parseSubject } from '#core/draws/subject.ts'
import type { Db } from '#db/connect.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { drawRows } from '../draws/list-page.ts'
import type { DrawLine } from '../draws/published-draw.ts'
import { type DrawnRow, drawnByCode, drawnInOrder, drawsOfTask } from '../draws/store.ts'
import { verifyCode } from '../draws/verify-section.ts'
import { reusesOfTask } from '../inspections/reuse-section.ts'
import { findReuses } from '../inspections/reuse-store.ts'
import { pageOf, parseNumberCursor, parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { dayOf, facts, nothing, pager, rangeText, timeOf, titleOf } from '../parts.ts'
import { unknownThing } from '../unknown-thing.ts'
import { figure, type Html, type View } from '../view.ts'
import { basisFact } from './basis.ts'
import { labelOriginFact } from './label-origin.ts'
import { countResults, findTask, findTasks, type TaskVersion, versionsOfTask } from './store.ts'

const pageSize = 50
const drawnPerPage = 100
const mostCounted = 100_000

export async function tasksPage({ deps, view, query }: Ask): Promise<Page> {
  const { t } = view
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parseTimeCursor(cursor)
  if (after === null) return badCursor(view, 'tasks')
  const { rows, last } = pageOf(await findTasks(deps.db, { after, limit: pageSize + 1 }), pageSize)
  const next = last === null ? null : writeTimeCursor(last)
  return {
    title: t('tasks'),
    section: 'tasks',
    body: html`<h1>${t('tasksTitle')}</h1><p class="lead">${t('tasksLead')}</p>
<section>${
      rows.length === 0
        ? nothing(t('noTasksYet'))
        : html`<ul class="rows">${rows.map(
            (
              task,
            ) => html`<li><span>${dayOf(task.from)}</span><div><p class="nm"><a href="${view.href(`/tasks/${task.taskNo}`)}">${view.zh(task.name)}</a></p>
<p>${view.zh(task.orgName)}　<span class="code">${task.taskNo}</span></p></div><span class="end s">${t('drawnCount', { n: task.drawn })}</span></li>`,
          )}</ul>`
    }${pager(view, sections.tasks, { cursor }, next)}</section>`,
  }
}

export async function taskPage({ deps, view, param, query }: Ask): Promise<Page> {
  const { t } = view
  const taskNo = param('taskNo')
  const task = /^\w{1,40}$/.test(taskNo) ? await findTask(deps.db, taskNo) : null
  if (task === null) return unknownThing(view, 'tasks', t('taskWord'), taskNo)
  const cursor = query('cursor')
  const draws = await drawsOfTask(deps.db, task.id)
  const standing = draws.find((draw) => draw.kind === 'O' && draw.state !== 'void')
  const [list, results, reuses, versions] = await Promise.all([
    drawnList(deps.db, view, standing, cursor),
    countResults(deps.db, task.id, mostCounted),
    findReuses(deps.db, { taskId: task.id, limit: drawnPerPage }),
    versionsOfTask(deps.db, task.id),
  ])
  if (list === null) return badCursor(view, 'tasks')
  const replaced = draws.filter((draw) => draw.kind === 'R' && !draw.ofOfficers && draw.state === 'closed')
  return {
    title: task.name,
    section: 'tasks',
    crumbs: [{ text: view.zh(task.orgName) }],
    body: html`<h1>${titleOf(view, task.name)}</h1>${task.state === 'cancelled' ? html`<p class="note">${t('taskCancelled')}</p>` : ''}${
      task.note === '' ? '' : html`<p class="note">${t('taskCorrection')} ${view.zh(task.note)}</p>`
    }
<section class="qrs">${facts([
      [t('taskNo'), html`<span class="code">${task.taskNo}</span>`],
      basisFact(view, task),
      [t('type'), t(task.directed ? 'directed' : 'undirected')],
      [t('planItems'), view.zh(task.items.join('、'))],
      [t('objectScope'), view.zh(task.objectScope)],
      ...labelOriginFact(view, task.labelOrigins),
      [t('inspectionTime'), rangeText(view, task.from, task.to)],
      [t('org'), view.zh(task.orgName)],
      [t('drawnObjects'), t('objects', { n: task.drawn })],
      [t('publishedAt'), timeOf(task.at)],
    ])}${standing === undefined ? '' : verifyCode(view, standing.id, deps.origin)}</section>
<section><h2>${t('drawsOfTask')}</h2>${draws.length === 0 ? nothing(t('noDrawOfTask')) : drawRows(view, draws)}</section>
<section><h2>${t('results')}</h2>${
      results === 0
        ? nothing(t('noResultsOfTask'))
        : html`<p><a href="${view.href(sections.results, { task: task.taskNo })}">${t('resultsPublished', { n: figure(results) + (results === mostCounted ? '+' : '') })}</a></p>`
    }</section>
${reusesOfTask(view, reuses)}
${versions.length < 2 ? '' : versionList(view, versions)}
<section id="list"><h2>${t('drawnList')}</h2>${list.table ?? nothing(t('noDrawnList'))}${pager(
      view,
      `/tasks/${task.taskNo}#list`,
      { cursor },
      list.next,
    )}${replaced.length === 0 ? '' : html`<p class="note">${t('replacedNote', { n: replaced.length })} ${replaced.map(({ id }) => html`<a class="code" href="${view.href(`/draws/${id}`)}">${id}</a> `)}</p>`}</section>`,
  }
}

/** An announcement that was changed keeps every version with its reason. */
const versionList = (view: View, versions: readonly TaskVersion[]): Html =>
  html`<section id="versions"><h2>${view.t('taskVersions')}</h2><ul class="rows">${versions.map(
    ({ version, kind, reason, at, to }) =>
      html`<li><span>${view.t('taskVersion', { n: version })}</span><div><p>${view.t(versionWord(kind))}${reason === '' ? '' : html`：${view.zh(reason)}`}</p><p class="s k">${view.t('until')} ${dayOf(to)}　${timeOf(at)}</p></div></li>`,
  )}</ul></section>`

const versionWord = (kind: string): 'taskVersionCorrection' | 'taskVersionCancelled' | 'taskVersionNotice' =>
  kind === 'correction' ? 'taskVersionCorrection' : kind === 'cancellation' ? 'taskVersionCancelled' : 'taskVersionNotice'

type DrawnPage = { readonly table: Html | null; readonly next: string | null }

/** One page of the drawn: in ticket order, or by code in a sealed draw. Null: the cursor is none of such a list. */
async function drawnList(db: Db, view: View, draw: DrawLine | undefined, cursor: string | undefined): Promise<DrawnPage | null> {
  if (draw?.mode === 'sealed') {
    const after = cursor ?? ''
    if (after !== '' && parseSubject(after) !== after) return null
    const { rows, last } = pageOf(await drawnByCode(db, draw.id, after, drawnPerPage + 1), drawnPerPage)
    return { table: rows.length === 0 ? null : sealedTable(view, rows), next: last?.subject ?? null }
  }
  const after = cursor === undefined ? 0 : parseNumberCursor(cursor)
  if (after === null) return null
  const { rows, last } = pageOf(draw === undefined ? [] : await drawnInOrder(db, draw.id, after, drawnPerPage + 1), drawnPerPage)
  return { table: rows.length === 0 ? null : drawnTable(view, rows), next: last === null ? null : String(last.order) }
}

const drawnTable = (
  view: View,
  rows: readonly DrawnRow[],
): Html => html`<table class="tb"><caption class="vh">${view.t('drawnList')}</caption>
<thead><tr><th scope="col" class="n no">${view.t('order')}</th><th scope="col">${view.t('entityName')}</th><th scope="col" class="opt">${view.t('registeredAt')}</th></tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr><td class="n">${row.order}</td><td><a href="${view.href(`/entities/${encodeURIComponent(row.subject)}`)}">${view.zh(row.name)}</a><br><span class="code k">${row.subject}</span></td><td class="opt">${view.zh(row.regionName)}</td></tr>`,
)}</tbody></table>`

/** No order, no ticket, no class: only who. */
const sealedTable = (
  view: View,
  rows: readonly Pick<DrawnRow, 'subject' | 'name' | 'regionName'>[],
): Html => html`<p class="s k">${view.t('listByCode')}</p><table class="tb"><caption class="vh">${view.t('drawnList')}</caption>
<thead><tr><th scope="col">${view.t('entityName')}</th><th scope="col" class="opt">${view.t('registeredAt')}</th></tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr><td><a href="${view.href(`/entities/${encodeURIComponent(row.subject)}`)}">${view.zh(row.name)}</a><br><span class="code k">${row.subject}</span></td><td class="opt">${view.zh(row.regionName)}</td></tr>`,
)}</tbody></table>`
