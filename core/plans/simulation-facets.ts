/**
 * What the rows of a plan ask of an object, taken together. Objects that give the same answers are one cell: the register is read once for all rows, and the
 * rows are then held against some ten thousand cells instead of millions of objects.
 */
import type { Condition, Filter, FilterField } from '../draws/filter.ts'
import { openEnd } from '../draws/filter.ts'
import type { StratifyBy, StratumDraft } from '../tasks/sampling.ts'
import { addDays, type PlainDate, parseDate } from '../time.ts'

/** The part of a row that says whom it reaches, and how many of them are drawn. */
export type RowFrame = {
  readonly dept: string
  readonly filter: Filter
  readonly stratifyBy: StratifyBy
  readonly strata: readonly StratumDraft[]
}

/** A mapping of items that a condition names: whose, and which codes. */
export type ItemFacet = { readonly dept: string; readonly codes: readonly string[] }

export type Facets = {
  readonly kind: boolean
  readonly entityType: boolean
  readonly industry: boolean
  readonly riskClass: boolean
  readonly labels: readonly string[]
  /** Ascending; a value lies between two of them or beyond an end, and all values there answer alike. */
  readonly established: readonly PlainDate[]
  readonly lastInspected: readonly PlainDate[]
  readonly capital: readonly number[]
  readonly frequencyUsed: readonly number[]
  readonly items: readonly ItemFacet[]
  /** How many segments of a region path a condition or a stratum looks at. */
  readonly regionDepth: number
}

/** What the rows ask; `depth` segments of a place are kept in any case. */
export function facetsOf(rows: readonly RowFrame[], depth: number): Facets {
  const conditions = rows.flatMap(({ filter }) => filter.all)
  const asked = (field: FilterField): readonly Condition[] => conditions.filter((one) => one.field === field)
  const stratified = (by: StratifyBy): readonly string[] =>
    rows.flatMap(({ stratifyBy, strata }) => (stratifyBy === by ? strata.flatMap(({ values }) => values) : []))
  const usesStrata = (by: StratifyBy): boolean => rows.some(({ stratifyBy }) => stratifyBy === by)
  const regions = [...asked('region').flatMap(({ values }) => values), ...stratified('region')]
  return {
    kind: asked('kind').length > 0 || usesStrata('kind'),
    entityType: asked('entityType').length > 0,
    industry: asked('industry').length > 0,
    riskClass: asked('riskClass').length > 0 || usesStrata('riskClass'),
    labels: unique([...asked('label').flatMap(({ values }) => values), ...stratified('label')]),
    established: unique(asked('established').flatMap(dayEnds)),
    lastInspected: unique(asked('lastInspected').flatMap(dayEnds)),
    capital: unique(asked('capital').flatMap(numberEnds)),
    frequencyUsed: unique(asked('frequencyUsed').flatMap(numberEnds)),
    items: itemFacets(rows),
    regionDepth: Math.max(depth, ...regions.map((path) => path.split('.').length)),
  }
}

/** Under which key a condition on items is answered. */
export const itemKey = (dept: string, codes: readonly string[]): string => JSON.stringify([dept, ...[...codes].sort()])

function itemFacets(rows: readonly RowFrame[]): readonly ItemFacet[] {
  const found = new Map<string, ItemFacet>()
  for (const { dept, filter } of rows)
    for (const { field, values } of filter.all) if (field === 'item') found.set(itemKey(dept, values), { dept, codes: [...values].sort() })
  return [...found.values()]
}

/** `between` holds up to and with its end, so the next bucket begins a day later. */
function dayEnds({ op, values: [from = openEnd, to = openEnd] }: Condition): readonly PlainDate[] {
  const first = from === openEnd ? null : parseDate(from)
  const last = op === 'notSince' || to === openEnd ? null : parseDate(to)
  return [...(first === null ? [] : [first]), ...(last === null ? [] : [addDays(last, 1)])]
}

function numberEnds({ values: [from = openEnd, to = openEnd] }: Condition): readonly number[] {
  return [...(from === openEnd ? [] : [Number(from)]), ...(to === openEnd ? [] : [Number(to) + 1])]
}

function unique<T extends string | number>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
