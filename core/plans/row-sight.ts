/** What a reader who may not see classes of risk is told of plan rows: a scope by class tells the class of all who are drawn from it. */
import type { PlanRow, PlanStratum } from './row.ts'
import { rowNumbers } from './row.ts'

/** The row without its classes: nothing of them in the scope, and of strata by class the totals. */
export function withoutRisk<R extends Pick<PlanRow, 'filter' | 'stratifyBy' | 'strata'>>(row: R): R {
  const filter = { ...row.filter, all: row.filter.all.filter(({ field }) => field !== 'riskClass') }
  return row.stratifyBy === 'riskClass' ? { ...row, filter, stratifyBy: 'none', strata: totalOf(row.strata) } : { ...row, filter }
}

/** One stratum that says the same in all, or none where no total follows. */
function totalOf(strata: readonly PlanStratum[]): readonly PlanStratum[] {
  const { base, target, ratePpm } = rowNumbers(strata)
  const all = { name: '按信用风险等级分类抽取', values: [], ...(base !== null && { base }) }
  if (target !== null) return [{ ...all, count: target }]
  return ratePpm === null ? [] : [{ ...all, ratePpm, rounding: 'half-up' }]
}
