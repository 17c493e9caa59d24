/** SQL of the cells of a simulation: the register of a place read once, counted by what the rows of a plan can tell apart. */
import { type RawBuilder, sql } from 'kysely'
import type { FilterEntity } from '#core/draws/filter.ts'
import type { Cell } from '#core/plans/simulation-cover.ts'
import type { Facets } from '#core/plans/simulation-facets.ts'
import { addDays, type PlainDate } from '#core/time.ts'
import { itemObjects } from '#server/draws/frame-store.ts'
import { yearList } from '#server/ledger/item-store.ts'

export type CellScope = {
  readonly place: string
  /** Segments of the path by which objects are counted. */
  readonly placeDepth: number
  /** The year of the plan: its planned visits count. */
  readonly year: number
  /** The year of the inspections that a filter asks for. */
  readonly thisYear: number
  readonly facets: Facets
}

/**
 * One line for each cell, for COPY: what is asked as one text, no planned visits, and the count. Text and integers only. The empty second half of the union
 * hides from the planner what the text is made of: it would expect as many cells as objects, and not count in parallel.
 */
export const cellQuery = (scope: CellScope): RawBuilder<unknown> => sql`
  select cell, 0, count(*) from (${objectsOf(scope, { select: sql``, join: sql`` })} union all select '' where false) as cells group by cell`

/** The cells of those objects alone whose planned visits the year holds already, two standing for more. */
export const plannedQuery = (scope: CellScope): RawBuilder<unknown> => sql`
  select cell, used, count(*) from (${objectsOf(scope, {
    select: sql`, planned.used`,
    join: sql`join (select subject, least(used, 2) as used from frame_planned(${yearList([scope.year])})) as planned on planned.subject = e.subject`,
  })}) as cells group by cell, used`

type Narrowed = { readonly select: RawBuilder<unknown>; readonly join: RawBuilder<unknown> }

function objectsOf(scope: CellScope, { select, join }: Narrowed): RawBuilder<unknown> {
  const { facets, place } = scope
  const visits = facets.lastInspected.length > 0 || facets.frequencyUsed.length > 0
  const year = scope.thisYear
  return sql`select ${cellText(scope)} as cell ${select}
    from entity e ${join}
      left join (select path, array_to_string((string_to_array(path, '.'))[1:${sql.lit(facets.regionDepth)}], '.') as cut from region) as r on r.path = e.region_path
      ${facets.riskClass ? sql`left join entity_risk as risk on risk.subject = e.subject` : sql``}
      ${visits ? sql`left join frame_visits(${`${year}-01-01`}::date, ${`${year}-12-31`}::date) as visits on visits.subject = e.subject` : sql``}
      ${facets.items.length > 0 ? sql`left join ${mapped(scope)} as items on items.subject = e.subject` : sql``}
    where e.state = 'active' and e.region_path >= ${place} collate "C" and e.region_path < ${`${place}/`} collate "C"`
}

/** The fields of a cell in order, with a mark between them and another one for what is missing; nothing in the register holds either. */
function cellText(scope: CellScope): RawBuilder<unknown> {
  const { facets } = scope
  const asked = (wanted: boolean, column: RawBuilder<unknown>): RawBuilder<unknown> =>
    wanted ? sql`coalesce(${column}, ${missing})` : sql`${missing}`
  const fields = [
    sql`coalesce(r.cut, e.region_path)`,
    asked(facets.kind, sql`e.kind`),
    asked(facets.entityType, sql`e.entity_type`),
    asked(facets.industry, sql`e.industry`),
    asked(facets.riskClass, sql`risk.risk_class`),
    asked(facets.labels.length > 0, sql`case when e.labels && ${textArray(facets.labels)} then array_to_string(e.labels, ${unit}) end`),
    bucket(sql`e.established`, facets.established, sql`date`),
    bucket(sql`e.capital_yuan`, facets.capital, sql`bigint`),
    bucket(sql`visits.last_on`, facets.lastInspected, sql`date`),
    bucket(sql`coalesce(visits.used, 0)`, facets.frequencyUsed, sql`int`),
    asked(facets.items.length > 0, sql`items.at`),
  ]
  return sql.join(fields, sql` || ${between} || `)
}

const [unit, between, missing] = ['\u001f', '\u001e', '\u001d'] as const

/** For each object the facets of items that hold, by number. */
function mapped({ facets, place }: CellScope): RawBuilder<unknown> {
  const each = facets.items.map(
    ({ dept, codes }, i) => sql`select m.subject, ${sql.lit(i)}::int as facet from ${itemObjects({ dept, orgPath: place }, codes)} as m`,
  )
  return sql`(select subject, string_agg(distinct facet::text, ',' order by facet::text) as at from (${sql.join(each, sql` union all `)}) as one group by subject)`
}

const bucket = (column: RawBuilder<unknown>, ends: readonly (string | number)[], type: RawBuilder<unknown>): RawBuilder<unknown> =>
  ends.length === 0 ? sql`${missing}` : sql`coalesce(width_bucket(${column}, ${`{${ends.join(',')}}`}::${type}[])::text, ${missing})`

const textArray = (values: readonly string[]): RawBuilder<unknown> => sql`array[${sql.join([...values])}]::text[]`

/** A line of COPY as a cell: a bucket stands for any value in it. */
export function cellOf(line: string, { facets, placeDepth }: CellScope): Cell {
  const [text = '', planned, n] = line.split('\t')
  const [region, kind, entityType, industry, riskClass, labels, established, capital, last, used, items] = plainText(text)
    .split(between)
    .map((field) => (field === missing ? null : field))
  const path = region ?? ''
  const held = new Set((items ?? '').split(','))
  const entity: Omit<FilterEntity, 'item'> = {
    region: path,
    kind: kind ?? null,
    entityType: entityType ?? null,
    established: dayIn(established, facets.established),
    state: 'active',
    industry: industry ?? null,
    capital: numberIn(capital, facets.capital),
    label: labels?.split(unit) ?? [],
    riskClass: riskClass ?? null,
    lastInspected: dayIn(last, facets.lastInspected),
    frequencyUsed: numberIn(used, facets.frequencyUsed) ?? 0,
  }
  return {
    place: path.split('.').slice(0, placeDepth).join('.'),
    n: Number(n),
    used: Number(planned),
    entity,
    items: facets.items.map((_, i) => held.has(String(i))),
  }
}

function dayIn(bucketNo: string | null | undefined, ends: readonly PlainDate[]): PlainDate | null {
  const [first] = ends
  if (bucketNo == null || first === undefined) return null
  return ends[Number(bucketNo) - 1] ?? addDays(first, -1)
}

function numberIn(bucketNo: string | null | undefined, ends: readonly number[]): number | null {
  const [first] = ends
  if (bucketNo == null || first === undefined) return null
  return ends[Number(bucketNo) - 1] ?? first - 1
}

/** The text format of COPY: a backslash stands before what would end a field. */
function plainText(field: string): string {
  if (!field.includes('\\')) return field
  return field.replaceAll(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' })[letter] ?? letter)
}
