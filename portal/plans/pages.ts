/** `/plans` and one plan: 年度抽查工作计划, as it is in force, with its tasks and its versions. */
import { html } from 'hono/html'
import { planKinds } from '#core/plans/row.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf, parseNumberCursor, parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { nothing, pager, timeOf } from '../parts.ts'
import { tasksOfPlan } from '../tasks/store.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Html, View } from '../view.ts'
import { evidenceSection } from './evidence.ts'
import { rowSection } from './row.ts'
import { findEvidence, findPlan, findPlans, findVersions, type Plan, type PlanRow, type VersionLine } from './store.ts'

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
            ) => html`<li><span>${plan.year}</span><div><p class="nm"><a href="${view.href(`/plans/${plan.planNo}`)}">${view.zh(plan.name)}</a>${
              plan.cancelledAt === null ? '' : html` <span class="tag">${t('planWithdrawn')}</span>`
            }</p>
<p>${view.zh(plan.orgName)}　<span class="code">${plan.planNo}</span>${plan.version > 1 ? html`　${t('planVersion', { n: plan.version })}` : ''}</p></div><span class="end s k">${t('publishedAt')} ${timeOf(plan.at)}</span></li>`,
          )}</ul>`
    }${pager(view, sections.plans, { cursor }, next)}</section>
<section><h2>${t('openData')}</h2><ul class="ways"><li><a href="/open-data/plans.csv" download>plans.csv</a></li><li><a href="/open-data/plans.json" download>plans.json</a></li></ul></section>`,
  }
}

export async function planPage({ deps, view, param, query }: Ask): Promise<Page> {
  const { t } = view
  const planNo = param('planNo')
  const plan = /^\w{1,40}$/.test(planNo) ? await findPlan(deps.db, planNo) : null
  if (plan === null) return unknownThing(view, 'plans', t('planWord'), planNo)
  const cursor = query('cursor')
  const after = cursor === undefined ? 0 : parseNumberCursor(cursor)
  if (after === null) return badCursor(view, 'plans')
  const tasks = await tasksOfPlan(deps.db, plan.planNo)
  const versions = await findVersions(deps.db, plan.id)
  const evidence = (await findEvidence(deps.db, [plan.id])).get(plan.id)
  return {
    title: plan.name,
    section: 'plans',
    crumbs: [{ text: String(plan.year) }],
    body: html`<h1>${view.zh(plan.name)}</h1>
${plan.cancelledAt === null ? '' : html`<p class="warn">${t('planWithdrawnBecause', { reason: plan.cancelReason ?? '' })} ${timeOf(plan.cancelledAt)}</p>`}
${headOf(view, plan)}
${evidence === undefined ? '' : evidenceSection(view, evidence)}
${versionsOf(view, plan, versions)}
${rowsOf(view, plan.rows, after, `/plans/${plan.planNo}`)}
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

/** The rows a page at a time: a plan of a province has hundreds. */
export function rowsOf(view: View, rows: readonly PlanRow[], after: number, path: string): Html {
  const { rows: shown, last } = pageOf(
    rows.filter(({ seq }) => seq > after),
    pageSize,
  )
  const next = last === null ? null : String(last.seq)
  return html`${rows.length > pageSize ? html`<p>${view.t('planRowsOf', { from: shown[0]?.seq ?? 0, to: shown.at(-1)?.seq ?? 0, n: rows.length })}</p>` : ''}
${shown.map((row) => rowSection(view, row))}${pager(view, path, { cursor: after === 0 ? undefined : String(after) }, next)}`
}

function headOf(view: View, plan: Plan): Html {
  const { t } = view
  const kind = Object.entries(planKinds).find(([code]) => code === plan.kind)?.[1] ?? null
  return html`<dl class="id"><div><dt>${t('planNo')}</dt><dd class="code">${plan.planNo}</dd></div><div><dt>${t('org')}</dt><dd>${view.zh(plan.orgName)}</dd></div><div><dt>${t('year')}</dt><dd>${plan.year}</dd></div>${
    kind === null ? '' : html`<div><dt>${t('planKind')}</dt><dd>${view.word(kind)}</dd></div>`
  }${plan.docNo === '' ? '' : html`<div><dt>${t('planDocNo')}</dt><dd>${view.zh(plan.docNo)}</dd></div>`}<div><dt>${t('planVersionWord')}</dt><dd>${t('planVersion', { n: plan.version })}</dd></div><div><dt>${t('publishedAt')}</dt><dd>${timeOf(plan.at)}</dd></div></dl>`
}

function versionsOf(view: View, plan: Plan, versions: readonly VersionLine[]): Html {
  const { t } = view
  const path = (version: number): string => `/plans/${plan.planNo}/versions/${version}`
  return html`<section><h2>${t('planVersions')}</h2>${
    versions.length === 0
      ? nothing(t('planOneVersion'))
      : html`<ul class="rows two">${versions.map(
          ({ version, reason, at }) =>
            html`<li><div><p class="nm"><a href="${view.href(path(version))}">${t('planVersion', { n: version })}</a>${
              version > 1
                ? html`　<a href="${view.href(`/plans/${plan.planNo}/changes`, { from: String(version - 1), to: String(version) })}">${t('planChanges')}</a>`
                : ''
            }</p><p>${reason === '' ? t('planFirstVersion') : view.zh(reason)}</p></div><span class="end s k">${timeOf(at)}</span></li>`,
        )}</ul>`
  }</section>`
}
