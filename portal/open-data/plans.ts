/** Annual plans as open data: the rows in force of all plans, and any version of one. The schema has a version of its own and says what changed in it. */
import { methods } from '#core/inspections/outcomes.ts'
import { planKinds } from '#core/plans/row.ts'
import type { Ask } from '../ask.ts'
import { parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { rateOf } from '../plans/row.ts'
import { findPlan, findVersion, findWholePlans, type Plan, type PlanRow } from '../plans/store.ts'
import { createView } from '../view.ts'
import { type Columns, csvFile, csvOf, fieldsOf, jsonFile } from './table.ts'

/** Fields are only ever added at the end; a change of meaning is a new name, and both are told here. */
export const planSchema = {
  name: 'mingjian-plan',
  version: 1,
  notes: [
    '1: 首次发布 first published. state: planned 计划中 | cancelled 已取消; rate_ppm: 百万分之 parts per million; 不含信用风险等级 never tells a class of risk.',
  ],
} as const

type Told = {
  readonly plan: Pick<Plan, 'planNo' | 'year' | 'name' | 'kind' | 'docNo' | 'orgName'>
  readonly version: number
  readonly at: string
  readonly row: PlanRow
}

export const planColumns = [
  ['plan_no', '抽查计划编号', ({ plan }) => plan.planNo],
  ['plan', '抽查计划名称', ({ plan }) => plan.name],
  ['version', '版本', ({ version }) => version],
  ['year', '年度', ({ plan }) => plan.year],
  ['kind', '计划类型', ({ plan }) => Object.entries(planKinds).find(([code]) => code === plan.kind)?.[1].zh ?? plan.kind],
  ['org', '编制机关', ({ plan }) => plan.orgName],
  ['doc_no', '发文文号', ({ plan }) => plan.docNo],
  ['row_id', '计划行标识', ({ row }) => row.id],
  ['seq', '序号', ({ row }) => row.seq],
  ['state', '状态', ({ row }) => row.state],
  ['cancel_reason', '取消原因', ({ row }) => row.cancelReason ?? ''],
  ['name', '抽查任务名称', ({ row }) => row.name],
  ['directed', '抽查类型', ({ row }) => (row.directed ? '定向' : '不定向')],
  ['items', '抽查事项', ({ row }) => row.itemNames.join('；')],
  ['objects', '抽查对象范围', ({ row }) => row.objectScope],
  ['rate_ppm', '抽取比例（百万分之）', ({ row }) => row.ratePpm ?? ''],
  ['rate', '抽取比例', ({ row }) => rateOf(chinese, row)],
  ['base', '抽查基数', ({ row }) => row.base ?? ''],
  ['target', '抽查目标数', ({ row }) => row.target ?? row.targetText],
  ['by_risk', '是否按信用风险分类抽取', ({ row }) => (row.byRisk ? '是' : '否')],
  ['from', '检查开始', ({ row }) => row.from],
  ['to', '检查结束', ({ row }) => row.to],
  [
    'methods',
    '检查方式',
    ({ row }) => row.methods.map((one) => Object.entries(methods).find(([code]) => code === one)?.[1].zh ?? one).join('、'),
  ],
  ['office', '责任科室', ({ row }) => row.office],
  ['offices', '参加科室', ({ row }) => row.offices.join('、')],
  ['parties', '配合部门', ({ row }) => row.parties.join('、')],
  ['level', '检查层级', ({ row }) => (row.level === 'down' ? '抽给下级检查' : '本级检查')],
  ['frequency', '频次', ({ row }) => row.frequency],
  ['remark', '备注', ({ row }) => row.remark],
  ['published_at', '公布时间', ({ at }) => at],
] as const satisfies Columns<Told>

const chinese = createView('/', {})
const batch = 50

export const plansCsv = async ({ deps }: Ask): Promise<Response> => csvFile(csvOf(planColumns, await allRows(deps)), 'plans.csv')

export const plansJson = async ({ deps }: Ask): Promise<Response> => jsonFile(told(await allRows(deps)), 'plans.json')

/** `/plans/:planNo/versions/:version/plan.csv` and `.json`: 404 where there is no such version. */
export const versionCsv = async (ask: Ask): Promise<Response> => {
  const rows = await versionRows(ask)
  return rows === null ? missing() : csvFile(csvOf(planColumns, rows), 'plan.csv')
}

export const versionJson = async (ask: Ask): Promise<Response> => {
  const rows = await versionRows(ask)
  return rows === null ? missing() : jsonFile(told(rows), 'plan.json')
}

async function versionRows({ deps, param }: Ask): Promise<readonly Told[] | null> {
  const [planNo, version] = [param('planNo'), param('version')]
  const plan = /^\w{1,40}$/.test(planNo) && /^\d{1,6}$/.test(version) ? await findPlan(deps.db, planNo) : null
  const found = plan === null ? null : await findVersion(deps.db, plan.id, Number(version))
  if (plan === null || found === null) return null
  return found.rows.map((row) => ({ plan: { ...plan, name: found.name }, version: found.version, at: found.at, row }))
}

/** The plans of a place are some ten a year, of a province some thousand, each of some dozen rows: they are read in batches and held at once. Withdrawn ones are left out. */
async function allRows(deps: Ask['deps']): Promise<readonly Told[]> {
  const rows: Told[] = []
  let cursor: string | null = null
  for (;;) {
    const after: ReturnType<typeof parseTimeCursor> = cursor === null ? null : parseTimeCursor(cursor)
    const plans = await findWholePlans(deps.db, { ...(after !== null && { after }), limit: batch })
    for (const plan of plans.filter(({ cancelledAt }) => cancelledAt === null))
      rows.push(...plan.rows.map((row) => ({ plan, version: plan.version, at: plan.at, row })))
    const last = plans.at(-1)
    if (plans.length < batch || last === undefined) return rows
    cursor = writeTimeCursor(last)
  }
}

const told = (rows: readonly Told[]): object => ({ schema: planSchema, rows: fieldsOf(planColumns, rows) })

const missing = (): Response => new Response('404\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
