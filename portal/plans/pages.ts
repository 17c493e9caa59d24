/** `/plans` and one plan: 年度抽查工作计划, with the fields of the announcement (domain.md §14). */
import { html } from 'hono/html'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf, parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { dayOf, facts, nothing, pager, timeOf } from '../parts.ts'
import { tasksOfPlan } from '../tasks/store.ts'
import { unknownThing } from '../unknown-thing.ts'
import { percentOfPpm } from '../view.ts'
import { findPlan, findPlans } from './store.ts'

const pageSize = 50

export async function plansPage({ deps, view, query }: Ask): Promise<Page> {
  const { t } = view
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parseTimeCursor(cursor)
  if (after === null) return badCursor(view, 'plans')
  const { rows, last } = pageOf(await findPlans(deps.db, { after, limit: pageSize + 1 }), pageSize)
  const next = last === null ? null : writeTimeCursor(last)
  return {
    title: t('plans'),
    section: 'plans',
    body: html`<h1>${t('plansTitle')}</h1><p class="lead">${t('plansLead')}</p>
<section>${
      rows.length === 0
        ? nothing(t('noPlansYet'))
        : html`<ul class="rows">${rows.map(
            (
              plan,
            ) => html`<li><span>${plan.year}</span><div><p class="nm"><a href="${view.href(`/plans/${plan.planNo}`)}">${view.zh(plan.name)}</a></p>
<p>${view.zh(plan.orgName)}　<span class="code">${plan.planNo}</span></p></div><span class="end s k">${t('publishedAt')} ${timeOf(plan.at)}</span></li>`,
          )}</ul>`
    }${pager(view, sections.plans, { cursor }, next)}</section>`,
  }
}

export async function planPage({ deps, view, param }: Ask): Promise<Page> {
  const { t } = view
  const planNo = param('planNo')
  const plan = /^\w{1,40}$/.test(planNo) ? await findPlan(deps.db, planNo) : null
  if (plan === null) return unknownThing(view, 'plans', t('planWord'), planNo)
  const tasks = await tasksOfPlan(deps.db, plan.planNo)
  return {
    title: plan.name,
    section: 'plans',
    crumbs: [{ text: String(plan.year) }],
    body: html`<h1>${view.zh(plan.name)}</h1>
<dl class="id"><div><dt>${t('planNo')}</dt><dd class="code">${plan.planNo}</dd></div><div><dt>${t('org')}</dt><dd>${view.zh(plan.orgName)}</dd></div><div><dt>${t('year')}</dt><dd>${plan.year}</dd></div><div><dt>${t('publishedAt')}</dt><dd>${timeOf(plan.at)}</dd></div></dl>
${plan.rows.map(
  (row) =>
    html`<section><h2>${row.seq}　${view.zh(row.name)}</h2>${facts([
      [t('type'), t(row.directed ? 'directed' : 'undirected')],
      [t('planItems'), view.zh(row.itemNames.join('、'))],
      [t('objectScope'), view.zh(row.objectScope)],
      [t('rate'), percentOfPpm(row.ratePpm)],
      [t('inspectionTime'), html`${dayOf(row.from)} ${t('until')} ${dayOf(row.to)}`],
      [t('office'), view.zh(row.office)],
    ])}</section>`,
)}
<section><h2>${t('tasksOfPlan')}</h2>${
      tasks.length === 0
        ? nothing(t('noTasksOfPlan'))
        : html`<ul class="rows two">${tasks.map(
            (task) =>
              html`<li><p class="nm"><a href="${view.href(`/tasks/${task.taskNo}`)}">${view.zh(task.name)}</a></p><span class="end code">${task.taskNo}</span></li>`,
          )}</ul>`
    }</section>`,
  }
}
