/** Strata and their targets, in integers only (draw protocol §3). */
import { fail, never, ok, type Result } from '../result.ts'
import { integer, list, literal, record, refine, type Shape, type ShapeProblem, textLike } from './shape.ts'

export type Rounding = 'half-up' | 'floor' | 'ceil' | 'max1'
/** A share of the stratum: `ratePpm` parts per million of its `n` members. */
export type StratumByRate = {
  readonly id: string
  readonly n: number
  readonly ratePpm: number
  readonly rounding: Rounding
  readonly allowZero?: true
}
/** A fixed number of members. */
export type StratumByCount = { readonly id: string; readonly n: number; readonly count: number; readonly allowZero?: true }
export type Stratum = StratumByRate | StratumByCount

export type StrataRefused = {
  readonly type: 'strata_refused'
  readonly refused: readonly { readonly id: string; readonly n: number; readonly target: number; readonly why: 'zero' | 'more_than_n' }[]
}

/** How many members of each stratum are drawn, in the order of the strata; refused where one is zero (unless `allowZero`) or more than there are. */
export function strataTargets(strata: readonly Stratum[]): Result<readonly number[], StrataRefused> {
  const targets = strata.map(stratumTarget)
  const refused = strata.flatMap((stratum, i): StrataRefused['refused'] => {
    const target = targets[i] ?? 0
    if (target > stratum.n) return [{ id: stratum.id, n: stratum.n, target, why: 'more_than_n' }]
    if (target === 0 && stratum.allowZero !== true) return [{ id: stratum.id, n: stratum.n, target, why: 'zero' }]
    return []
  })
  return refused.length > 0 ? fail({ type: 'strata_refused', refused }) : ok(targets)
}

/** Targets are computed with integers: q = n·ratePpm is exact below 2^53, and so is its remainder. A fixed count is taken as it is. */
export function stratumTarget(stratum: Stratum): number {
  if ('count' in stratum) return stratum.count
  const { n, ratePpm, rounding } = stratum
  const whole = (parts: number): number => (parts - (parts % 1_000_000)) / 1_000_000
  const q = n * ratePpm
  const target = (): number => {
    switch (rounding) {
      case 'floor':
        return whole(q)
      case 'ceil':
        return whole(q + 999_999)
      case 'half-up':
        return whole(q + 500_000)
      case 'max1':
        return Math.max(1, whole(q + 500_000))
      default:
        return never(rounding)
    }
  }
  return Math.min(n, target())
}

/** The ids of strata are opaque and in commit order: a risk class has no name here. */
export const stratumId = (index: number): string => `s${index + 1}`

/** 65,536 strata fit the packed form; n·10^6 stays a safe integer. */
export const mostStrata = 65_535
export const mostMembers = 4_000_000_000

const base = { id: textLike('s1, s2, …', /^s[1-9][0-9]{0,4}$/), n: integer(0, mostMembers) }
const byRate = record<Omit<StratumByRate, 'allowZero'>, { allowZero: true }>(
  { ...base, ratePpm: integer(0, 1_000_000), rounding: literal('half-up', 'floor', 'ceil', 'max1') },
  { allowZero: literal(true) },
)
const byCount = record<Omit<StratumByCount, 'allowZero'>, { allowZero: true }>(
  { ...base, count: integer(0, mostMembers) },
  { allowZero: literal(true) },
)

const oneStratum: Shape<Stratum> = (value, path: string, report: (problem: ShapeProblem) => void): value is Stratum =>
  typeof value === 'object' && value !== null && 'count' in value ? byCount(value, path, report) : byRate(value, path, report)

export const strataShape: Shape<readonly Stratum[]> = refine(
  list(oneStratum, mostStrata),
  'strata s1, s2, … in order',
  (strata) => strata.every((stratum, i) => stratum.id === stratumId(i)) && strata.length > 0,
)
