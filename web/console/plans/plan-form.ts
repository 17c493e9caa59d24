/** A plan as its form holds it: rates are the text people typed, dates may be missing. */
import type { Plan } from '#contract/plans.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

export type RowForm = {
  readonly name: string
  readonly itemIds: readonly string[]
  readonly directed: boolean
  readonly objectScope: string
  readonly percent: string
  readonly from: string | null
  readonly to: string | null
  readonly office: string
}

export type PlanForm = { readonly year: string; readonly name: string; readonly rows: readonly RowForm[] }

export const emptyRow = (year: string, office: string): RowForm => ({
  name: '',
  itemIds: [],
  directed: false,
  objectScope: '',
  percent: '3',
  from: /^\d{4}$/.test(year) ? `${year}-01-01` : null,
  to: /^\d{4}$/.test(year) ? `${year}-12-31` : null,
  office,
})

export const formOfPlan = (plan: Plan): PlanForm => ({
  year: String(plan.year),
  name: plan.name,
  rows: plan.rows.map(({ ratePpm, name, itemIds, directed, objectScope, from, to, office }) => ({
    name,
    itemIds,
    directed,
    objectScope,
    percent: percentOfPpm(ratePpm),
    from,
    to,
    office,
  })),
})

/** The rows as the contract takes them. Call after the form was validated: what is missing then is a mistake of ours. */
export const draftsOfRows = (rows: readonly RowForm[]) =>
  rows.map((row) => ({
    name: row.name.trim(),
    itemIds: [...row.itemIds],
    directed: row.directed,
    objectScope: row.objectScope.trim(),
    ratePpm: ppmOfPercent(row.percent) ?? 0,
    from: row.from ?? '',
    to: row.to ?? '',
    office: row.office.trim(),
  }))

export const isPlanForm = (value: unknown): value is PlanForm =>
  typeof value === 'object' &&
  value !== null &&
  'rows' in value &&
  Array.isArray(value.rows) &&
  'name' in value &&
  typeof value.name === 'string'
