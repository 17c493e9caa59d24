/** A plan as a table that people pass around: the headings of table-rows.ts, so that what is taken out can be brought back in. */
import { methods } from '../inspections/outcomes.ts'
import { daysText } from '../time.ts'
import { type PlanRow, type PlanStratum, rowNumbers } from './row.ts'
import { type PlanColumn, planHeadings } from './table-rows.ts'

export type TableRow = PlanRow & { readonly itemNames: readonly string[] }

const columns = [
  'planNo',
  'name',
  'directed',
  'items',
  'objectScope',
  'rate',
  'base',
  'window',
  'office',
  'offices',
  'methods',
  'checks',
  'itemsFixed',
  'level',
  'frequency',
  'remark',
] as const satisfies readonly PlanColumn[]

/** Columns that only tell, and are not read back. */
const told = ['配合部门', '预计抽查数', '目标数说明', '状态', '取消原因'] as const

export const tableHeading: readonly string[] = [...columns.map((column) => planHeadings[column][0]), ...told]

/** One line of the table under `tableHeading`. */
export function tableCells(planNo: string, row: TableRow): readonly string[] {
  const { base, target } = rowNumbers(row.strata)
  return [
    ...columns.map((column) => cells[column]({ planNo, row, base })),
    row.parties.map(({ orgName }) => orgName).join('、'),
    target === null ? '' : String(target),
    row.targetText,
    row.state === 'cancelled' ? '已取消' : '计划中',
    row.cancelReason ?? '',
  ]
}

type Told = { readonly planNo: string; readonly row: TableRow; readonly base: number | null }

const cells: Readonly<Record<(typeof columns)[number], (one: Told) => string>> = {
  planNo: ({ planNo }) => planNo,
  name: ({ row }) => row.name,
  directed: ({ row }) => (row.directed ? '定向' : '不定向'),
  items: ({ row }) => row.itemNames.join('；'),
  objectScope: ({ row }) => row.objectScope,
  rate: ({ row }) => rateCell(row.strata, row.stratifyBy === 'riskClass'),
  base: ({ base }) => (base === null ? '' : String(base)),
  window: ({ row }) => daysText(row),
  office: ({ row }) => row.office,
  offices: ({ row }) => row.offices.join('、'),
  methods: ({ row }) => row.methods.map((one) => methods[one].zh).join('、'),
  checks: ({ row }) => (row.checks === 'premises' ? '场所' : '主体'),
  itemsFixed: ({ row }) => (row.itemsFixed ? '定项' : '不定项'),
  level: ({ row }) => (row.level === 'down' ? '抽给下级查' : '本级查'),
  frequency: ({ row }) => row.frequency,
  remark: ({ row }) => row.remark,
}

/** `3%`, `30户`, or each stratum with its own: by class of risk as `A、B:3%；D:100%`. */
function rateCell(strata: readonly PlanStratum[], byRisk: boolean): string {
  const how = (stratum: PlanStratum): string => ('ratePpm' in stratum ? `${stratum.ratePpm / 10_000}%` : `${stratum.count}户`)
  const [only] = strata
  if (only !== undefined && strata.length === 1 && !byRisk) return how(only)
  return strata.map((one) => `${byRisk ? one.values.join('、') : one.name}:${how(one)}`).join('；')
}
