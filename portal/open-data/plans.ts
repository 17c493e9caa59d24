/** Annual plans as open data: the rows in force of all plans, and any version of one. The JSON carries its schema. */
import { methods } from '#core/inspections/outcomes.ts'
import { planKinds } from '#core/plans/row.ts'
import type { Ask } from '../ask.ts'
import { parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { rateOf } from '../plans/row.ts'
import { type Evidence, findEvidence, findPlan, findVersion, findWholePlans, type Plan, type PlanRow } from '../plans/store.ts'
import { createView } from '../view.ts'
import { type Dataset, type Files, schemaOf } from './dataset.ts'
import { csvFile, csvOf, fieldsOf, jsonFile } from './table.ts'

type Told = {
  readonly plan: Pick<Plan, 'planNo' | 'year' | 'name' | 'kind' | 'docNo' | 'orgName'>
  readonly version: number
  readonly at: string
  readonly row: PlanRow
  readonly evidence: Evidence | undefined
}

export const plans = {
  name: 'plans',
  title: { zh: '年度抽查计划', en: 'Annual plans' },
  text: {
    zh: '现行各计划的全部计划行；某一版的数据在该版页面下载。',
    en: 'All rows of the plans in force; a version is downloaded from its page.',
  },
  notes: [
    {
      zh: '首次发布。state: planned 计划中 | cancelled 已取消; rate_ppm: 百万分之; 不含信用风险等级。',
      en: 'First published. rate_ppm: parts per million; never tells a class of risk.',
    },
    {
      zh: '末尾增加联席会议审议和备案：adopted_on, minutes_no, filed_with, filing_accepted_on, government_filing_no, government_filed_on。',
      en: 'The adoption and the filings were added at the end.',
    },
  ],
  columns: [
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
    ['adopted_on', '联席会议审议日期', (told) => adoptionOf(told)?.metOn ?? ''],
    ['minutes_no', '会议纪要编号', (told) => adoptionOf(told)?.minutesNo ?? ''],
    ['filed_with', '上级备案机关', (told) => filingOf(told, 'superior')?.toName ?? ''],
    ['filing_accepted_on', '上级接收备案日期', (told) => filingOf(told, 'superior')?.acceptedOn ?? ''],
    ['government_filing_no', '政府备案文号', (told) => filingOf(told, 'government')?.number ?? ''],
    ['government_filed_on', '政府备案日期', (told) => filingOf(told, 'government')?.filedOn ?? ''],
  ],
} as const satisfies Dataset<Told>

/** Of this version, not of another. */
const adoptionOf = ({ evidence, version }: Told) => evidence?.adoptions.find((one) => one.version === version)
const filingOf = ({ evidence, version }: Told, whom: 'superior' | 'government') =>
  evidence?.filings.find((one) => one.version === version && one.with === whom)

const chinese = createView('/', {})
const batch = 50

export const planFiles: Files = {
  csv: async ({ deps }) => csvFile(csvOf(plans.columns, await allRows(deps)), 'plans.csv'),
  json: async ({ deps }) => jsonFile(told(await allRows(deps)), 'plans.json'),
}

/** `/plans/:planNo/versions/:version/plan.csv` and `.json`: 404 where there is no such version. */
export const versionCsv = async (ask: Ask): Promise<Response> => {
  const rows = await versionRows(ask)
  return rows === null ? missing() : csvFile(csvOf(plans.columns, rows), 'plan.csv')
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
  const evidence = (await findEvidence(deps.db, [plan.id])).get(plan.id)
  return found.rows.map((row) => ({ plan: { ...plan, name: found.name }, version: found.version, at: found.at, row, evidence }))
}

/** The plans of a place are some ten a year, of a province some thousand, each of some dozen rows: they are read in batches and held at once. Withdrawn ones are left out. */
async function allRows(deps: Ask['deps']): Promise<readonly Told[]> {
  const rows: Told[] = []
  let cursor: string | null = null
  for (;;) {
    const after: ReturnType<typeof parseTimeCursor> = cursor === null ? null : parseTimeCursor(cursor)
    const found = await findWholePlans(deps.db, { ...(after !== null && { after }), limit: batch })
    const evidence = await findEvidence(
      deps.db,
      found.map(({ id }) => id),
    )
    for (const plan of found.filter(({ cancelledAt }) => cancelledAt === null))
      rows.push(...plan.rows.map((row) => ({ plan, version: plan.version, at: plan.at, row, evidence: evidence.get(plan.id) })))
    const last = found.at(-1)
    if (found.length < batch || last === undefined) return rows
    cursor = writeTimeCursor(last)
  }
}

const told = (rows: readonly Told[]): object => ({
  schema: { ...schemaOf(plans), name: 'mingjian-plan' },
  rows: fieldsOf(plans.columns, rows),
})

const missing = (): Response => new Response('404\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
