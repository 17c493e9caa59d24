/** The strata of a task as a form: by rate or by number, to and from the contract's drafts. */
import type * as z from 'zod'
import type { StratumDraft } from '#contract/tasks.ts'
import type { Rounding } from '#core/draws/strata.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

export type StratumSpec = z.infer<typeof StratumDraft>

export type StratumForm = {
  readonly key: string
  readonly name: string
  readonly values: readonly string[]
  readonly how: 'rate' | 'count'
  readonly percent: string
  readonly rounding: Rounding
  readonly count: string
  readonly allowZero: boolean
}

export type StrataProblem = 'rate' | 'count' | 'name' | 'rest_twice' | 'value_twice'
export type StrataOfForm =
  | { readonly ok: true; readonly strata: StratumSpec[] }
  | { readonly ok: false; readonly problems: readonly (StrataProblem | null)[] }

/** The strata of a form, or the problem of each row (null where there is none). */
export function strataOfForm(by: StratifyBy, rows: readonly StratumForm[]): StrataOfForm {
  const problems = rows.map((row, index) => problemOfRow(by, rows, row, index))
  return problems.some((problem) => problem !== null) ? { ok: false, problems } : { ok: true, strata: rows.map((row) => specOf(by, row)) }
}

export const stratum = (name: string, values: readonly string[], percent: string, change: Partial<StratumForm> = {}): StratumForm => ({
  key: Math.random().toString(36).slice(2),
  name,
  values,
  how: 'rate',
  percent,
  rounding: 'half-up',
  count: '',
  allowZero: false,
  ...change,
})

export const formOfStratum = (spec: StratumSpec): StratumForm =>
  stratum(spec.name, spec.values, 'ratePpm' in spec ? percentOfPpm(spec.ratePpm) : '', {
    allowZero: spec.allowZero ?? false,
    ...('ratePpm' in spec ? { rounding: spec.rounding } : { how: 'count', count: String(spec.count) }),
  })

function specOf(by: StratifyBy, row: StratumForm): StratumSpec {
  const base = { name: row.name.trim(), values: by === 'none' ? [] : [...row.values], ...(row.allowZero ? { allowZero: true } : {}) }
  return row.how === 'count'
    ? { ...base, count: countOf(row.count) ?? 0 }
    : { ...base, ratePpm: ppmOfPercent(row.percent) ?? 0, rounding: row.rounding }
}

function problemOfRow(by: StratifyBy, rows: readonly StratumForm[], row: StratumForm, index: number): StrataProblem | null {
  if (row.name.trim() === '') return 'name'
  const ppm = ppmOfPercent(row.percent)
  if (row.how === 'rate' && (ppm === null || (ppm === 0 && !row.allowZero))) return 'rate'
  const count = countOf(row.count)
  if (row.how === 'count' && (count === null || (count === 0 && !row.allowZero))) return 'count'
  if (by === 'none') return null
  const before = rows.slice(0, index)
  if (row.values.length === 0) return before.some((other) => other.values.length === 0) ? 'rest_twice' : null
  return row.values.some((value) => before.some((other) => other.values.includes(value))) ? 'value_twice' : null
}

/** A whole number as people type it, full-width digits and grouping commas taken; null when it is none. */
const countOf = (typed: string): number | null => {
  const plain = typed.normalize('NFKC').replaceAll(',', '').trim()
  return /^\d{1,8}$/.test(plain) ? Number(plain) : null
}
