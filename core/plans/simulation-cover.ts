/** Which rows reach a cell, and in which stratum of theirs: sets of rows as bits, so that a cell costs a few words for each field whatever the rows. */
import { type FilterEntity, type FilterField, isWithin, matches } from '../draws/filter.ts'
import type { StratifyBy, StratumDraft } from '../tasks/sampling.ts'
import { type Facets, itemKey, type RowFrame } from './simulation-facets.ts'

/** Objects that no row can tell apart, as many as `n`; `place` is where they are counted. A field that no row asks for is null. */
export type Cell = {
  readonly place: string
  readonly n: number
  /** Planned visits that the year holds already. */
  readonly used: number
  readonly entity: Omit<FilterEntity, 'item'>
  /** For each item facet, whether the objects are mapped to one of its codes. */
  readonly items: readonly boolean[]
}

/** Rows that reach a cell, ascending, each with the index of its stratum. */
export type Cover = { readonly rows: readonly number[]; readonly strata: readonly number[] }

/** Answers for each cell which rows reach it. What a value of a field allows is found once and kept. */
export function coverOf(rows: readonly RowFrame[], facets: Facets): (cell: Cell) => Cover {
  const width = Math.ceil(rows.length / 32)
  const kept: Kept<Uint32Array> = new Map()
  const strataKept: Kept<Int16Array> = new Map()
  const all = bits(width, rows, () => true)
  const covers = new Map<string, Cover>()
  const numbers = new Map<Int16Array, number>()
  const numberOf = (table: Int16Array): number => {
    const number = numbers.get(table) ?? numbers.size
    numbers.set(table, number)
    return number
  }

  const allowed = (field: FilterField, value: unknown, test: (row: RowFrame) => boolean): Uint32Array =>
    remember(kept, field, value, () => bits(width, rows, test))
  const ofField = (field: Exclude<FilterField, 'item'>, entity: Cell['entity']): Uint32Array =>
    allowed(field, entity[field], ({ filter }) =>
      matches({ version: 1, all: filter.all.filter((one) => one.field === field) }, { ...entity, item: [] }),
    )
  const ofItems = (items: readonly boolean[]): Uint32Array => allowed('item', items, (row) => itemsHold(row, facets, items))
  const strataOf = (by: StratifyBy, entity: Cell['entity']): Int16Array => {
    const value = by === 'none' ? null : entity[by === 'riskClass' ? 'riskClass' : by]
    return remember(strataKept, by, value, () =>
      Int16Array.from(rows, ({ stratifyBy, strata }) => (stratifyBy === by ? stratumIndex(by, strata, entity) : -1)),
    )
  }
  const asked = fields.filter((field) => rows.some(({ filter }) => filter.all.some((one) => one.field === field)))
  const ways = [...new Set(rows.map(({ stratifyBy }) => stratifyBy))]

  return ({ entity, items }) => {
    const mask = Uint32Array.from(all)
    for (const field of asked) meet(mask, ofField(field, entity))
    if (facets.items.length > 0) meet(mask, ofItems(items))
    const tables = ways.map((by) => strataOf(by, entity))
    // Cells of one mask and one set of strata have one cover: some thousand of them, found once each.
    const key = `${mask.join()} ${tables.map((table) => numberOf(table)).join()}`
    const there = covers.get(key)
    if (there !== undefined) return there
    const cover = coverIn(mask, (row) => tables[ways.indexOf(rows[row]?.stratifyBy ?? 'none')]?.[row] ?? -1)
    covers.set(key, cover)
    return cover
  }
}

function coverIn(mask: Uint32Array, stratumOf: (row: number) => number): Cover {
  const found: number[] = []
  const strata: number[] = []
  for (const [word, bitsOfWord] of mask.entries())
    for (let left = bitsOfWord; left !== 0; left &= left - 1) {
      const row = word * 32 + 31 - Math.clz32(left & -left)
      const stratum = stratumOf(row)
      if (stratum < 0) continue
      found.push(row)
      strata.push(stratum)
    }
  return { rows: found, strata }
}

/** The first stratum whose values hold the object, else the one without values, else -1 (draw protocol §3). */
export function stratumIndex(by: StratifyBy, strata: readonly StratumDraft[], entity: Omit<FilterEntity, 'item'>): number {
  if (by === 'none') return 0
  const holds = (values: readonly string[]): boolean => {
    if (by === 'label') return values.some((value) => entity.label.includes(value))
    const found = entity[by]
    if (found === null) return false
    return by === 'region' ? values.some((value) => isWithin(found, value)) : values.includes(found)
  }
  const first = strata.findIndex(({ values }) => values.length > 0 && holds(values))
  return first >= 0 ? first : strata.findIndex(({ values }) => values.length === 0)
}

const fields = [
  'region',
  'kind',
  'entityType',
  'established',
  'state',
  'industry',
  'capital',
  'label',
  'riskClass',
  'lastInspected',
  'frequencyUsed',
] as const satisfies readonly FilterField[]

function itemsHold({ dept, filter }: RowFrame, facets: Facets, items: readonly boolean[]): boolean {
  return filter.all.every(({ field, op, values }) => {
    if (field !== 'item') return true
    const key = itemKey(dept, values)
    const at = facets.items.findIndex((facet) => itemKey(facet.dept, facet.codes) === key)
    return (items[at] ?? false) === (op === 'anyOf')
  })
}

function bits(width: number, rows: readonly RowFrame[], test: (row: RowFrame) => boolean): Uint32Array {
  const words = new Uint32Array(width)
  for (const [i, row] of rows.entries()) if (test(row)) words[i >>> 5] = ((words[i >>> 5] ?? 0) | (1 << (i & 31))) >>> 0
  return words
}

function meet(mask: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < mask.length; i++) mask[i] = (mask[i] ?? 0) & (other[i] ?? 0)
}

/** By field, then by value; a list of values by its text. */
type Kept<T> = Map<string, Map<unknown, T>>

function remember<T>(kept: Kept<T>, field: string, value: unknown, make: () => T): T {
  const ofField = kept.get(field) ?? new Map<unknown, T>()
  kept.set(field, ofField)
  const key = Array.isArray(value) ? value.join('\u001f') : value
  const there = ofField.get(key)
  if (there !== undefined) return there
  const made = make()
  ofField.set(key, made)
  return made
}
