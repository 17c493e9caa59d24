/** One version of a plan as it was published, and what changed from one to another. */
import { html } from 'hono/html'
import { diffRows } from '#core/plans/diff.ts'
import { publicFields } from '#core/plans/public-row.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { parseNumberCursor } from '../keyset.ts'
import type { Page } from '../page.ts'
import { nothing, timeOf } from '../parts.ts'
import type { PhraseKey } from '../text.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Html, View } from '../view.ts'
import { rowsOf } from './pages.ts'
import { fieldText } from './row.ts'
import { findPlan, findVersion, type Plan, type PlanRow, type Version } from './store.ts'

export async function planVersionPage(ask: Ask): Promise<Page> {
  const { view, param, query } = ask
  const { t } = view
  const plan = await planOf(ask)
  const version = plan === null ? null : await versionOf(ask, plan, param('version'))
  if (plan === null || version === null) return unknownThing(view, 'plans', t('planWord'), `${param('planNo')} ${param('version')}`)
  const cursor = query('cursor')
  const after = cursor === undefined ? 0 : parseNumberCursor(cursor)
  if (after === null) return badCursor(view, 'plans')
  const path = `/plans/${plan.planNo}/versions/${version.version}`
  return {
    title: `${version.name} ${t('planVersion', { n: version.version })}`,
    section: 'plans',
    crumbs: [{ text: plan.planNo, href: `/plans/${plan.planNo}` }],
    body: html`<h1>${view.zh(version.name)}　${t('planVersion', { n: version.version })}</h1>
<dl class="id"><div><dt>${t('planNo')}</dt><dd class="code">${plan.planNo}</dd></div><div><dt>${t('publishedAt')}</dt><dd>${timeOf(version.at)}</dd></div>${
      version.reason === '' ? '' : html`<div><dt>${t('planReason')}</dt><dd>${view.zh(version.reason)}</dd></div>`
    }</dl>
${version.version === plan.version ? '' : html`<p class="warn">${t('planOldVersion')} <a href="${view.href(`/plans/${plan.planNo}`)}">${t('planVersion', { n: plan.version })}</a></p>`}
<ul class="ways"><li><a href="${path}/plan.csv" download>plan.csv</a></li><li><a href="${path}/plan.json" download>plan.json</a></li></ul>
${rowsOf(view, version.rows, after, path)}`,
  }
}

export async function planChangesPage(ask: Ask): Promise<Page> {
  const { view, param, query } = ask
  const { t } = view
  const plan = await planOf(ask)
  const [before, after] =
    plan === null ? [null, null] : [await versionOf(ask, plan, query('from') ?? ''), await versionOf(ask, plan, query('to') ?? '')]
  if (plan === null || before === null || after === null) return unknownThing(view, 'plans', t('planChanges'), param('planNo'))
  return {
    title: `${plan.name} ${t('planChanges')}`,
    section: 'plans',
    crumbs: [{ text: plan.planNo, href: `/plans/${plan.planNo}` }],
    body: html`<h1>${t('planChangesTitle', { from: before.version, to: after.version })}</h1>
<p class="lead">${view.zh(plan.name)}　<span class="code">${plan.planNo}</span></p>
${after.reason === '' ? '' : html`<p>${t('planReason')}：${view.zh(after.reason)}</p>`}
${difference(view, before, after)}`,
  }
}

function difference(view: View, before: Version, after: Version): Html {
  const { t } = view
  const { added, changed, cancelled, same } = diffRows<(typeof publicFields)[number], PlanRow>(before.rows, after.rows, publicFields)
  if (added.length + changed.length + cancelled.length === 0) return nothing(t('planNoChanges'))
  const brief = (row: PlanRow): Html =>
    html`<p class="nm">${row.seq}　${view.zh(row.name)}</p><p>${view.zh(row.objectScope)}　${view.zh(row.office)}</p>`
  return html`<p>${t('planChangesCount', { added: added.length, changed: changed.length, cancelled: cancelled.length, same })}</p>
${added.length === 0 ? '' : html`<section><h2>${t('planAdded')}</h2><ul class="rows two">${added.map((row) => html`<li><div>${brief(row)}</div></li>`)}</ul></section>`}
${changed.map(
  ({ row, fields }) => html`<section><h2>${t('planChanged')}　${row.seq}　${view.zh(row.name)}</h2>
<table class="tb"><caption class="vh">${t('planChanged')}</caption><thead><tr><th scope="col">${t('planField')}</th><th scope="col">${t('planBefore')}</th><th scope="col">${t('planAfter')}</th></tr></thead><tbody>${fields.map(
    ({ field, before: was, after: is }) =>
      html`<tr><th scope="row">${t(fieldNames[field])}</th><td><del>${fieldText(view, field, was)}</del></td><td><ins>${fieldText(view, field, is)}</ins></td></tr>`,
  )}</tbody></table></section>`,
)}
${
  cancelled.length === 0
    ? ''
    : html`<section><h2>${t('planCancelled')}</h2><ul class="rows two">${cancelled.map(
        ({ row, reason }) => html`<li><div>${brief(row)}<p>${t('planReason')}：${view.zh(reason)}</p></div></li>`,
      )}</ul></section>`
}`
}

const fieldNames = {
  name: 'planTaskName',
  itemNames: 'planItems',
  directed: 'type',
  itemsFixed: 'planItemsFixed',
  checks: 'planChecks',
  objectScope: 'objectScope',
  ratePpm: 'rate',
  base: 'planBase',
  target: 'planTarget',
  byRisk: 'planByRiskWord',
  strata: 'planStrata',
  frequency: 'planFrequency',
  targetText: 'planTarget',
  from: 'planFrom',
  to: 'planTo',
  methods: 'planMethods',
  office: 'office',
  offices: 'planOffices',
  level: 'planLevel',
  parties: 'planParties',
  remark: 'planRemark',
} as const satisfies Record<(typeof publicFields)[number], PhraseKey>

async function planOf({ deps, param }: Ask): Promise<Plan | null> {
  const planNo = param('planNo')
  return /^\w{1,40}$/.test(planNo) ? await findPlan(deps.db, planNo) : null
}

const versionOf = async ({ deps }: Ask, plan: Plan, version: string): Promise<Version | null> =>
  /^\d{1,6}$/.test(version) ? await findVersion(deps.db, plan.id, Number(version)) : null
