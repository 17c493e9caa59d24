/** The filter of a task as a form: one line per field, an empty line is no condition. To and from the closed predicate of draw protocol §3. */
import type * as z from 'zod'
import type { Filter, FilterClause, StratumDraft, TaskDraft } from '#contract/tasks.ts'
import { ppmOfPercent } from '#web/ui/percent.ts'

export type FilterSpec = z.infer<typeof Filter>
export type Clause = z.infer<typeof FilterClause>
export type StratumSpec = z.input<typeof StratumDraft>
export type StratifyBy = z.infer<typeof TaskDraft>['stratifyBy']
export type Rounding = z.infer<typeof StratumDraft>['rounding']

export type FilterForm = {
  readonly regions: readonly string[]
  readonly kinds: readonly string[]
  readonly typeOp: 'in' | 'notIn' | 'prefix'
  readonly types: readonly string[]
  readonly establishedFrom: string
  readonly establishedTo: string
  readonly states: readonly string[]
}

export type StratumForm = {
  readonly key: string
  readonly name: string
  readonly values: readonly string[]
  readonly percent: string
  readonly rounding: Rounding
}

/** 存续 only: what is deregistered, revoked or moved out is counted under its own reason anyway. */
export const emptyFilter: FilterForm = {
  regions: [],
  kinds: [],
  typeOp: 'in',
  types: [],
  establishedFrom: '',
  establishedTo: '',
  states: ['active'],
}

/** The first and last day there can be, for a range that is open on one side. */
const earliest = '1900-01-01'
const latest = '9999-12-31'

export function filterOfForm(form: FilterForm): FilterSpec {
  const clauses: (Clause | null)[] = [
    some('region', 'prefix', form.regions),
    some('kind', 'in', form.kinds),
    some('entityType', form.typeOp, form.types),
    form.establishedFrom === '' && form.establishedTo === ''
      ? null
      : { field: 'established', op: 'between', values: [form.establishedFrom || earliest, form.establishedTo || latest] },
    some('state', 'in', form.states),
  ]
  return { version: 1, all: clauses.filter((clause) => clause !== null) }
}

const some = (field: Clause['field'], op: Clause['op'], values: readonly string[]): Clause | null =>
  values.length === 0 ? null : { field, op, values: [...values] }

/** The form of a filter that this form could have made; used to start a new task from the settings of another. */
export function formOfFilter(filter: FilterSpec): FilterForm {
  const find = (field: Clause['field']): Clause | undefined => filter.all.find((clause) => clause.field === field)
  const type = find('entityType')
  const [from = '', to = ''] = find('established')?.values ?? []
  return {
    regions: find('region')?.values ?? [],
    kinds: find('kind')?.values ?? [],
    typeOp: type?.op === 'notIn' || type?.op === 'prefix' ? type.op : 'in',
    types: type?.values ?? [],
    establishedFrom: from === earliest ? '' : from,
    establishedTo: to === latest ? '' : to,
    states: find('state')?.values ?? [],
  }
}

export type StrataProblem = 'rate' | 'name' | 'rest_twice' | 'value_twice'

/** The strata of a form, or the problem of each row (null where there is none). */
export function strataOfForm(
  by: StratifyBy,
  rows: readonly StratumForm[],
): { readonly ok: true; readonly strata: StratumSpec[] } | { readonly ok: false; readonly problems: readonly (StrataProblem | null)[] } {
  const problems = rows.map((row, index) => problemOfRow(by, rows, row, index))
  if (problems.some((problem) => problem !== null)) return { ok: false, problems }
  const strata = rows.map((row) => ({
    name: row.name.trim(),
    values: by === 'none' ? [] : [...row.values],
    ratePpm: ppmOfPercent(row.percent) ?? 0,
    rounding: row.rounding,
  }))
  return { ok: true, strata }
}

function problemOfRow(by: StratifyBy, rows: readonly StratumForm[], row: StratumForm, index: number): StrataProblem | null {
  if (row.name.trim() === '') return 'name'
  const ppm = ppmOfPercent(row.percent)
  if (ppm === null || ppm === 0) return 'rate'
  if (by === 'none') return null
  const before = rows.slice(0, index)
  if (row.values.length === 0) return before.some((other) => other.values.length === 0) ? 'rest_twice' : null
  return row.values.some((value) => before.some((other) => other.values.includes(value))) ? 'value_twice' : null
}
