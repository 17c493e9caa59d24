/** What changed between two versions of a plan: rows keep their id, so an added, a cancelled and a changed row are three different things. */
import { canonicalJson } from '../canonical.ts'
import type { PlanRow, RowField, RowState } from './row.ts'

/** What a row must have to be followed over versions. */
export type Followed = { readonly id: string; readonly state: RowState; readonly cancelReason: string | null }

export type FieldChange<Field extends string = RowField> = { readonly field: Field; readonly before: unknown; readonly after: unknown }

export type PlanDiff<Row extends Followed, Field extends string = RowField> = {
  /** Rows of the later version that the earlier one did not have, or had as cancelled. */
  readonly added: readonly Row[]
  /** Rows that were planned and no longer are, as they were, with the reason. */
  readonly cancelled: readonly { readonly row: Row; readonly reason: string }[]
  readonly changed: readonly { readonly row: Row; readonly fields: readonly FieldChange<Field>[] }[]
  /** How many planned rows are the same in both. */
  readonly same: number
}

/** The fields that are compared, in the order in which a page shows them. The number of a row is no field: moving a row changes nothing of it. */
export const comparedFields = [
  'name',
  'itemIds',
  'directed',
  'itemsFixed',
  'checks',
  'objectScope',
  'filter',
  'stratifyBy',
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
  'jointItemId',
  'remark',
] as const satisfies readonly RowField[]

/** The difference of two versions of a plan as the console has them, the earlier one first. */
export const diffPlans = <Row extends PlanRow>(before: readonly Row[], after: readonly Row[]): PlanDiff<Row> =>
  diffRows(before, after, comparedFields)

/** The difference by these fields; in the order of the later version, what is gone in the order it had. */
export function diffRows<Field extends string, Row extends Followed & { readonly [F in Field]: unknown }>(
  before: readonly Row[],
  after: readonly Row[],
  fields: readonly Field[],
): PlanDiff<Row, Field> {
  const earlier = new Map(before.filter(isPlanned).map((row) => [row.id, row]))
  const later = new Map(after.map((row) => [row.id, row]))
  const added: Row[] = []
  const changed: { row: Row; fields: readonly FieldChange<Field>[] }[] = []
  let same = 0
  for (const row of after.filter(isPlanned)) {
    const was = earlier.get(row.id)
    const changes = was === undefined ? [] : changesOf(was, row, fields)
    if (was === undefined) added.push(row)
    else if (changes.length > 0) changed.push({ row, fields: changes })
    else same++
  }
  const cancelled = [...earlier.values()]
    .filter(({ id }) => later.get(id)?.state !== 'planned')
    .map((row) => ({ row, reason: later.get(row.id)?.cancelReason ?? '' }))
  return { added, cancelled, changed, same }
}

/** Field by field what differs in a row. */
export const changesOf = <Field extends string>(
  before: { readonly [F in Field]: unknown },
  after: { readonly [F in Field]: unknown },
  fields: readonly Field[],
): readonly FieldChange<Field>[] =>
  fields
    .filter((field) => textOf(before[field]) !== textOf(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))

const isPlanned = ({ state }: Followed): boolean => state === 'planned'

/** One text for one meaning, whatever the order of members. Rows hold text and integers only, which every canonical text can say. */
function textOf(value: unknown): string {
  const text = canonicalJson(JSON.parse(JSON.stringify(value ?? null)))
  if (!text.ok) throw new Error(`a plan row holds what no canonical text can say: ${text.failure.path}`)
  return text.value
}
