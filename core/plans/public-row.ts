/** What the public reads of a plan row: a schema of its own, so that nothing of a row goes out unless a line here says so. */
import type { Method } from '../inspections/outcomes.ts'
import { type PlanRow, type RowChecks, type RowLevel, type RowState, rowNumbers, targetOf } from './row.ts'

export type PublicStratum = {
  readonly name: string
  readonly ratePpm: number | null
  readonly count: number | null
  readonly base: number | null
  readonly target: number | null
}

export type PublicPlanRow = {
  readonly id: string
  readonly seq: number
  readonly state: RowState
  readonly cancelReason: string | null
  readonly name: string
  readonly itemNames: readonly string[]
  readonly directed: boolean
  readonly itemsFixed: boolean
  readonly checks: RowChecks
  readonly objectScope: string
  readonly ratePpm: number | null
  readonly base: number | null
  readonly target: number | null
  /** Drawn by class of risk: how many of which class is not told (国市监信规〔2024〕5号: 信用风险等级不公开). */
  readonly byRisk: boolean
  readonly strata: readonly PublicStratum[]
  readonly frequency: string
  readonly targetText: string
  readonly from: string
  readonly to: string
  readonly methods: readonly Method[]
  readonly office: string
  readonly offices: readonly string[]
  readonly level: RowLevel
  readonly parties: readonly string[]
  readonly remark: string
}

/** The fields that a reader compares between versions. */
export const publicFields = [
  'name',
  'itemNames',
  'directed',
  'itemsFixed',
  'checks',
  'objectScope',
  'ratePpm',
  'base',
  'target',
  'byRisk',
  'strata',
  'frequency',
  'targetText',
  'from',
  'to',
  'methods',
  'office',
  'offices',
  'level',
  'parties',
  'remark',
] as const satisfies readonly (keyof PublicPlanRow)[]

/** A row as it goes out. Strata by class of risk or by label, which the bureau gives inside, are told as totals only. */
export function publicRow(row: PlanRow, itemNames: readonly string[]): PublicPlanRow {
  const told = row.stratifyBy === 'kind' || row.stratifyBy === 'region'
  return {
    id: row.id,
    seq: row.seq,
    state: row.state,
    cancelReason: row.cancelReason,
    name: row.name,
    itemNames,
    directed: row.directed,
    itemsFixed: row.itemsFixed,
    checks: row.checks,
    objectScope: row.objectScope,
    ...rowNumbers(row.strata),
    byRisk: usesRisk(row),
    strata: told ? row.strata.map(publicStratum) : [],
    frequency: row.frequency,
    targetText: row.targetText,
    from: row.from,
    to: row.to,
    methods: row.methods,
    office: row.office,
    offices: row.offices,
    level: row.level,
    parties: row.parties.map(({ orgName }) => orgName),
    remark: row.remark,
  }
}

/** Does a class of risk say who is drawn, or how many? */
export const usesRisk = ({ stratifyBy, filter }: Pick<PlanRow, 'stratifyBy' | 'filter'>): boolean =>
  stratifyBy === 'riskClass' || filter.all.some(({ field }) => field === 'riskClass')

const publicStratum = (stratum: PlanRow['strata'][number]): PublicStratum => ({
  name: stratum.name,
  ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
  count: 'count' in stratum ? stratum.count : null,
  base: stratum.base ?? null,
  target: targetOf(stratum),
})
