/**
 * The frame of a draw in SQL (draw protocol §3): the register of the jurisdiction = included ∪ excluded, each exclusion with its reason.
 * `matches` of core/draws/filter.ts is the definition; a test holds the two together on every operator.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Filter, FilterField } from '#core/draws/filter.ts'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { strataTargets, stratumId, stratumTarget } from '#core/draws/strata.ts'
import { never } from '#core/result.ts'
import type { Db, Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'

export type FrameTask = {
  readonly orgPath: string
  readonly filter: Filter
  readonly stratifyBy: 'none' | 'kind' | 'region'
  readonly strata: readonly {
    readonly name: string
    readonly values: readonly string[]
    readonly ratePpm: number
    readonly rounding: 'half-up' | 'floor' | 'ceil' | 'max1'
  }[]
  readonly excludeOpenVisits: boolean
}

export type FrameCount = {
  readonly registerCount: number
  readonly included: number
  readonly excluded: { readonly reason: ExclusionReason; readonly count: number }[]
  readonly strata: { readonly name: string; readonly count: number; readonly ratePpm: number; readonly target: number }[]
}

/** The sum that closes, and what each stratum would give. It tells counts only: who would be drawn is nowhere computed. */
export async function countFrame(tx: Tx | Db, task: FrameTask): Promise<FrameCount> {
  const groups = await countQuery(task).execute(tx)
  return sumFrame(task, groups.rows)
}

/** Refuses what could not be committed, with its numbers: an empty frame, or a stratum that would give nobody or more than it has. */
export async function assertDrawable(tx: Tx, task: FrameTask): Promise<void> {
  const { included, registerCount, strata } = await countFrame(tx, task)
  if (included === 0) throw new Problem('frame_empty', { registerCount })
  unwrap(
    strataTargets(
      strata.map(({ count, ratePpm }, i) => ({ id: stratumId(i), n: count, ratePpm, rounding: task.strata[i]?.rounding ?? 'half-up' })),
    ),
  )
}

export type FrameGroup = { readonly reason: ExclusionReason | null; readonly stratum: number | null; readonly n: number }

export const countQuery = (task: FrameTask): RawBuilder<FrameGroup> =>
  sql<FrameGroup>`select reason, stratum, count(*)::int as n from (${frame(task)}) as frame group by reason, stratum`

export function sumFrame(task: FrameTask, groups: readonly FrameGroup[]): FrameCount {
  const counts = new Map<ExclusionReason, number>()
  const members = task.strata.map(() => 0)
  for (const { reason, stratum, n } of groups) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + n)
    else members[stratum ?? 0] = (members[stratum ?? 0] ?? 0) + n
  }
  const included = members.reduce((sum, n) => sum + n, 0)
  const excluded = [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
  return {
    registerCount: excluded.reduce((sum, row) => sum + row.count, included),
    included,
    excluded,
    strata: task.strata.map(({ name, ratePpm, rounding }, i) => {
      const n = members[i] ?? 0
      return { name, count: n, ratePpm, target: stratumTarget({ id: stratumId(i), n, ratePpm, rounding }) }
    }),
  }
}

/** Members of the pool: subject and index of the stratum, in no particular order. */
export const poolQuery = (task: FrameTask): RawBuilder<unknown> =>
  sql`select subject, stratum from (${frame(task)}) as frame where reason is null`

/** Every entity of the jurisdiction with the reason that excludes it, or null, and its stratum. */
function frame(task: FrameTask): RawBuilder<unknown> {
  const stratum = stratumCase(task)
  const open = task.excludeOpenVisits
    ? sql`exists (select from visit v where v.subject = e.subject and v.state <> 'published')`
    : sql`false`
  return sql`
    select subject, stratum, case
        when not (${inScope(task.filter)}) or stratum is null then 'not_in_scope'
        when state = 'deregistered' then 'deregistered'
        when state = 'revoked' then 'revoked'
        when state = 'moved_out' then 'moved_out'
        when ${open} then 'in_open_task'
      end as reason
    from (select *, ${stratum} as stratum from entity where ${within('region_path', task.orgPath)}) as e`
}

const columns: Readonly<Record<FilterField, string>> = {
  region: 'region_path',
  kind: 'kind',
  entityType: 'entity_type',
  established: 'established',
  state: 'state',
}

function inScope(filter: Filter): RawBuilder<unknown> {
  const conditions = filter.all.map(({ field, op, values }) => {
    const column = sql.ref(columns[field])
    switch (op) {
      case 'in':
        return sql`${column} in (${sql.join([...values])})`
      case 'notIn':
        return sql`${column} not in (${sql.join([...values])})`
      case 'between':
        return sql`${column} between ${values[0] ?? ''} and ${values[1] ?? ''}`
      case 'prefix':
        return anyOf(values.map((value) => (field === 'region' ? within(columns[field], value) : sql`starts_with(${column}, ${value})`)))
      default:
        return never(op)
    }
  })
  // A missing value satisfies no condition, `notIn` included.
  return conditions.length === 0 ? sql`true` : sql`coalesce(${sql.join(conditions, sql` and `)}, false)`
}

function stratumCase({ stratifyBy, strata }: FrameTask): RawBuilder<unknown> {
  if (stratifyBy === 'none') return sql`0`
  const column = stratifyBy === 'kind' ? 'kind' : 'region_path'
  const whens = strata.flatMap(({ values }, i) => {
    if (values.length === 0) return []
    const test =
      stratifyBy === 'kind' ? sql`${sql.ref(column)} in (${sql.join([...values])})` : anyOf(values.map((value) => within(column, value)))
    return [sql`when ${test} then ${sql.lit(i)}`]
  })
  const rest = strata.findIndex(({ values }) => values.length === 0)
  if (whens.length === 0) return rest < 0 ? sql`null::int` : sql`${sql.lit(rest)}`
  return sql`case ${sql.join(whens, sql` `)} ${rest < 0 ? sql`` : sql`else ${sql.lit(rest)}`} end`
}

const within = (column: string, path: string): RawBuilder<unknown> =>
  sql`(${sql.ref(column)} = ${path} or starts_with(${sql.ref(column)}, ${`${path}.`}))`
const anyOf = (tests: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join([...tests], sql` or `)})`
