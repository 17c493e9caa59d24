/** SQL of the frame (draw protocol §3): every object of the jurisdiction once, with its stratum, or with the one reason that excludes it. */
import { type RawBuilder, sql } from 'kysely'
import { type ExclusionOptions, exclusionOf, exclusionPrecedence, type ObjectExclusion } from '#core/draws/exclusion.ts'
import { type Condition, type Filter, type FilterField, openEnd } from '#core/draws/filter.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { never } from '#core/result.ts'
import type { StratifyBy, StratumDraft } from '#core/tasks/sampling.ts'
import { dateAt, type Instant, type PlainDate, parseDate, startOf } from '#core/time.ts'
import { type ItemCap, usedUp, yearList } from '#server/ledger/item-store.ts'

export type FrameTask = ExclusionOptions & {
  readonly orgPath: string
  /** Whose mapping of items the filter means. */
  readonly dept: string
  readonly filter: Filter
  readonly stratifyBy: StratifyBy
  readonly strata: readonly StratumDraft[]
  /** Items of the task that say how often a year one object is inspected with them; empty where a lawful exception is stated. */
  readonly itemCaps: readonly ItemCap[]
  /** Every year in which a visit of the task may be: an object is out when its cap is used up in one of them. Not empty where there is a cap. */
  readonly years: readonly number[]
}

/** What "this calendar year" and "low risk" mean when the frame is taken. */
export type FrameAt = { readonly today: PlainDate; readonly policy: PolicyPack['frame'] }

export const frameAt = (policy: PolicyPack, now: Instant): FrameAt => ({ today: dateAt(now), policy: policy.frame })

/**
 * Subject, index of the stratum or null, reason of the exclusion or null, in no particular order: all that sealing a pool needs. An inspection by any
 * authority counts, in whatever scope this is read. Parameters are text and integers: COPY has them as literals. `offset 0`: each fact is found once.
 */
export const frameRows = (task: FrameTask, at: FrameAt): RawBuilder<unknown> => sql`
  select subject, case when reason is null then stratum end as stratum, reason from (
    select subject, stratum, ${reasonCase(task)} as reason from (
      select e.subject, ${factsOf(task, at)} offset 0) as facts offset 0) as frame`

/** The objects of a place that a filter holds for, in whatever state, as a query giving `subject`: what labels given by query mean. */
export function subjectsIn({ orgPath, dept, filter }: Pick<FrameTask, 'orgPath' | 'dept' | 'filter'>, at: FrameAt): RawBuilder<unknown> {
  const { joins, test } = testAll({ dept, filter }, at)
  return sql`select e.subject from entity e ${joins} where ${within('e.region_path', orgPath)} and ${test}`
}

/** A filter as SQL over `from entity e`, or over whatever has its columns under that name: `joins` after it, and the `test`. */
export type FilterTest = { readonly joins: RawBuilder<unknown>; readonly test: RawBuilder<boolean> }

/** For sets of any size: visits and items are gathered once. */
export function testAll(scope: Pick<FrameTask, 'dept' | 'filter'>, at: FrameAt): FilterTest {
  const task: FrameTask = { orgPath: '', ...scope, stratifyBy: 'none', strata: [], ...noExclusion }
  const needed: Joins = new Map()
  const test = scopeOf(task, needed)
  return { joins: joined(needed, task, at), test: sql<boolean>`${test}` }
}

/** For some thousand objects: visits and items are looked up for each. */
export function testEach({ dept, filter }: Pick<FrameTask, 'dept' | 'filter'>, { today }: FrameAt): FilterTest {
  const needed: Joins = new Map()
  const test = scopeOf({ orgPath: '', dept, filter, stratifyBy: 'none', strata: [], ...noExclusion }, needed)
  const joins = [...needed].map(([name, codes]) => {
    if (name === 'risk') return sql`left join entity_risk as risk on risk.subject = e.subject`
    const facts =
      name === 'visits'
        ? sql`visit_facts(e.subject, ${`${today.slice(0, 4)}-01-01`}::date, ${`${today.slice(0, 4)}-12-31`}::date)`
        : sql`(select e.subject where ${hasItem(dept, codes)})`
    return sql`left join lateral ${facts} as ${sql.ref(name)} on true`
  })
  // Without the coalesce the planner would turn the lookups round and begin with all objects of a class.
  return { joins: sql.join(joins, sql` `), test: sql<boolean>`coalesce(${test}, false)` }
}

/** Named one by one, or by a rule: most items have no rules, and then there is nothing to ask of each object. */
const hasItem = (dept: string, codes: readonly string[]): RawBuilder<boolean> => {
  const these = sql`dept = ${dept} and item_code in (${sql.join([...codes])})`
  return sql<boolean>`(exists (select from entity_item where subject = e.subject and ${these})
    or (exists (select from item_coverage where ${these}) and exists (select from item_object as o where o.subject = e.subject and ${these}
      and (o.org_path is null or e.region_path = o.org_path or starts_with(e.region_path, o.org_path || '.')))))`
}

const noExclusion = {
  ...{ excludeDrawn: 'none', frequencyCap: null, excludeWhitelist: false, excludeOpenVisits: false, itemCaps: [], years: [] },
} as const satisfies Partial<FrameTask>

/** How many objects have the same facts; what an option does not ask is false. */
export type FrameGroup = {
  readonly state: string
  readonly stratum: number | null
  readonly in_scope: boolean
  readonly drawn: boolean
  readonly used_up: boolean
  readonly item_used_up: boolean
  readonly whitelisted: boolean
  readonly in_open_visit: boolean
  readonly n: number
}

/** Grouped by facts, most of them yes or no: the planner then expects few groups and counts in parallel, which it would not by reason. */
export const countQuery = (task: FrameTask, at: FrameAt): RawBuilder<FrameGroup> =>
  sql<FrameGroup>`select ${sql.join(facts.map((name) => sql.ref(name)))}, count(*)::int as n from (select ${factsOf(task, at)}) as facts
    group by ${sql.join(facts.map((name) => sql.ref(name)))}`

/** The one reason of a group, by the order of precedence of core; null: it is in the pool. */
export const reasonOf = (group: FrameGroup, task: FrameTask): ObjectExclusion | null =>
  exclusionOf(
    {
      inScope: group.in_scope && group.stratum !== null,
      state: group.state,
      drawnThisYear: group.drawn,
      // Where only those of low risk are left out, nobody else is counted as drawn.
      lowRisk: group.drawn,
      frequencyUsed: group.used_up ? (task.frequencyCap ?? 0) : 0,
      itemUsedUp: group.item_used_up,
      whitelisted: group.whitelisted,
      inOpenVisit: group.in_open_visit,
    },
    task,
  )

const facts = ['state', 'stratum', 'in_scope', 'drawn', 'used_up', 'item_used_up', 'whitelisted', 'in_open_visit'] as const

/** The select list of the facts, with where they come from. */
function factsOf(task: FrameTask, at: FrameAt): RawBuilder<unknown> {
  const { excludeDrawn, frequencyCap, excludeWhitelist, excludeOpenVisits, itemCaps } = task
  const joins: Joins = new Map()
  const stratum = stratumCase(task, joins)
  const inScope = scopeOf(task, joins)
  if (excludeDrawn !== 'none') joins.set('drawn', [])
  if (excludeDrawn === 'lowRisk') joins.set('risk', [])
  if (frequencyCap !== null) joins.set('planned', [])
  if (itemCaps.length > 0) joins.set('item_used', [])
  const low = excludeDrawn === 'lowRisk' ? sql` and risk.risk_class in (${sql.join([...at.policy.lowRiskClasses.value])})` : sql``
  return sql`e.state, ${stratum} as stratum, coalesce(${inScope}, false) as in_scope,
      ${excludeDrawn === 'none' ? sql`false` : sql`coalesce(drawn.subject is not null${low}, false)`} as drawn,
      ${frequencyCap === null ? sql`false` : sql`coalesce(planned.used >= ${frequencyCap}, false)`} as used_up,
      ${itemCaps.length === 0 ? sql`false` : sql`item_used.subject is not null`} as item_used_up,
      ${excludeWhitelist ? sql`e.labels && ${texts([at.policy.whitelistLabel.value])}` : sql`false`} as whitelisted,
      ${excludeOpenVisits ? isOpen : sql`false`} as in_open_visit
    from entity e ${joined(joins, task, at)}
    where ${within('e.region_path', task.orgPath)}`
}

/** Probed once per object in a hash of those with a visit in hand: a join would hash the whole register instead. */
const isOpen = sql`e.subject in (select subject from frame_open())`

/** The rules of core/draws/exclusion.ts in its order of precedence, over the facts above. */
function reasonCase({ excludeDrawn }: FrameTask): RawBuilder<unknown> {
  const tests: Readonly<Record<ObjectExclusion, RawBuilder<unknown>>> = {
    not_in_scope: sql`not in_scope or stratum is null`,
    deregistered: sql`state = 'deregistered'`,
    revoked: sql`state = 'revoked'`,
    moved_out: sql`state = 'moved_out'`,
    drawn_this_year_low_risk: excludeDrawn === 'lowRisk' ? sql`drawn` : sql`false`,
    drawn_this_year: excludeDrawn === 'all' ? sql`drawn` : sql`false`,
    frequency_cap: sql`used_up`,
    item_cap: sql`item_used_up`,
    whitelist: sql`whitelisted`,
    in_open_task: sql`in_open_visit`,
  }
  const whens = exclusionPrecedence.map((reason) => sql`when ${tests[reason]} then ${sql.lit(reason)}`)
  return sql`case ${sql.join(whens, sql` `)} end`
}

/** Facts that are not in the entity's own row come by left joins of at most one row per subject, so that no row doubles and every size can be hashed. */
type Joins = Map<'risk' | 'visits' | 'planned' | 'item_used' | 'drawn' | `item_${number}`, readonly string[]>

/** A missing value satisfies no condition, `notIn` included: the answer is then null, which in a `where` is no. */
function scopeOf({ filter }: FrameTask, joins: Joins): RawBuilder<unknown> {
  const conditions = filter.all.map((one, i) => conditionOf(one, i, joins))
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

const columns: Readonly<Record<Exclude<FilterField, 'item'>, RawBuilder<unknown>>> = {
  region: sql`e.region_path`,
  kind: sql`e.kind`,
  entityType: sql`e.entity_type`,
  established: sql`e.established`,
  state: sql`e.state`,
  industry: sql`e.industry`,
  capital: sql`e.capital_yuan`,
  label: sql`e.labels`,
  riskClass: sql`risk.risk_class`,
  lastInspected: sql`visits.last_on`,
  frequencyUsed: sql`coalesce(visits.used, 0)`,
}

function conditionOf({ field, op, values }: Condition, i: number, joins: Joins): RawBuilder<unknown> {
  if (field === 'item') {
    joins.set(`item_${i}`, values)
    return sql`${sql.ref(`item_${i}.subject`)} is ${op === 'anyOf' ? sql`not null` : sql`null`}`
  }
  if (field === 'riskClass') joins.set('risk', [])
  if (field === 'lastInspected' || field === 'frequencyUsed') joins.set('visits', [])
  const column = columns[field]
  switch (op) {
    case 'in':
      return sql`${column} in (${sql.join([...values])})`
    case 'notIn':
      return sql`${column} not in (${sql.join([...values])})`
    case 'between':
      return between(column, field === 'capital' || field === 'frequencyUsed' ? sql`bigint` : sql`date`, values)
    case 'prefix':
      return anyOf(values.map((value) => (field === 'region' ? within('e.region_path', value) : sql`starts_with(${column}, ${value})`)))
    case 'anyOf':
      return sql`${column} && ${texts(values)}`
    case 'noneOf':
      return sql`not (${column} && ${texts(values)})`
    case 'notSince':
      return sql`(${column} is null or ${column} < ${values[0] ?? ''}::date)`
    default:
      return never(op)
  }
}

function between(
  column: RawBuilder<unknown>,
  type: RawBuilder<unknown>,
  [from = openEnd, to = openEnd]: readonly string[],
): RawBuilder<unknown> {
  const ends = [from === openEnd ? null : sql`${column} >= ${from}::${type}`, to === openEnd ? null : sql`${column} <= ${to}::${type}`]
  return sql`(${sql.join(
    ends.filter((end) => end !== null),
    sql` and `,
  )})`
}

function stratumCase({ stratifyBy, strata }: FrameTask, joins: Joins): RawBuilder<unknown> {
  if (stratifyBy === 'none') return sql`0`
  if (stratifyBy === 'riskClass') joins.set('risk', [])
  const whens = strata.flatMap(({ values }, i) =>
    values.length === 0 ? [] : [sql`when ${stratumTest(stratifyBy, values)} then ${sql.lit(i)}`],
  )
  const rest = strata.findIndex(({ values }) => values.length === 0)
  if (whens.length === 0) return rest < 0 ? sql`null::int` : sql`${sql.lit(rest)}`
  return sql`case ${sql.join(whens, sql` `)} ${rest < 0 ? sql`` : sql`else ${sql.lit(rest)}`} end`
}

function stratumTest(by: Exclude<StratifyBy, 'none'>, values: readonly string[]): RawBuilder<unknown> {
  switch (by) {
    case 'kind':
    case 'riskClass':
      return sql`${columns[by]} in (${sql.join([...values])})`
    case 'region':
      return anyOf(values.map((value) => within('e.region_path', value)))
    case 'label':
      return sql`e.labels && ${texts(values)}`
    default:
      return never(by)
  }
}

function joined(joins: Joins, task: FrameTask, at: FrameAt): RawBuilder<unknown> {
  const all = [...joins].map(
    ([name, codes]) => sql`left join ${source(name, codes, task, at)} as ${sql.ref(name)} on ${sql.ref(`${name}.subject`)} = e.subject`,
  )
  return sql.join(all, sql` `)
}

function source(
  name: Joins extends Map<infer K, unknown> ? K : never,
  codes: readonly string[],
  task: FrameTask,
  { today }: FrameAt,
): RawBuilder<unknown> {
  const year = Number(today.slice(0, 4))
  switch (name) {
    case 'risk':
      return sql`entity_risk`
    case 'visits':
      return sql`frame_visits(${`${year}-01-01`}::date, ${`${year}-12-31`}::date)`
    case 'planned':
      return sql`frame_planned(${yearList(task.years)})`
    case 'item_used':
      return usedUp(task.itemCaps, task.years)
    case 'drawn':
      return sql`frame_drawn(${newYear(year)}::timestamptz, ${newYear(year + 1)}::timestamptz)`
    default:
      return itemObjects(task, codes)
  }
}

/** Objects that items cover in the place of a task (empty: everywhere). What is said above the place or at it holds for all of it; only a rule from below is asked where each object is. */
export const itemObjects = ({ dept, orgPath }: Pick<FrameTask, 'dept' | 'orgPath'>, codes: readonly string[]): RawBuilder<unknown> => {
  const rules = sql`from item_object i where i.dept = ${dept} and i.item_code in (${sql.join([...codes])})`
  const above = sql`(i.org_path = ${orgPath} or starts_with(${orgPath}, i.org_path || '.'))`
  const below = orgPath === '' ? sql`i.org_path is not null` : sql`starts_with(i.org_path, ${`${orgPath}.`})`
  return sql`(select i.subject ${rules} and (i.org_path is null or ${above})
    union select b.subject from (select i.subject, i.org_path ${rules} and ${below}) as b
      join entity o on o.subject = b.subject and (o.region_path = b.org_path or starts_with(o.region_path, b.org_path || '.')))`
}

function newYear(year: number): string {
  const day = parseDate(`${year}-01-01`)
  if (day === null) throw new RangeError(`no year ${year}`)
  return startOf(day)
}

// A range of the order by path (place-store.ts of the registers says why): what the index can answer.
const within = (column: string, path: string): RawBuilder<unknown> =>
  sql`(${sql.ref(column)} >= ${path} collate "C" and ${sql.ref(column)} < ${`${path}/`} collate "C")`
const anyOf = (tests: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join([...tests], sql` or `)})`
const texts = (values: readonly string[]): RawBuilder<unknown> => sql`array[${sql.join([...values])}]::text[]`
