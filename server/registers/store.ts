/** SQL of the register of inspection objects. */
import { sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Tx } from '#db/connect.ts'
import { type FrameAt, testAll } from '#server/draws/frame-store.ts'
import { cappedCount } from '#server/paging.ts'
import { type EntityRecord, listColumns } from './object-columns-store.ts'
import { narrowing, textTest } from './object-test-store.ts'
import { inPlace } from './place-store.ts'

export type EntityDetail = EntityRecord & {
  readonly scope: string | null
  readonly importId: string | null
  readonly since: string
  readonly event: string
  readonly eventOn: string | null
  readonly source: string
}

export const countEntities = (tx: Tx, jurisdiction: string) =>
  cappedCount(tx, tx.selectFrom('entity').where(inPlace('region_path', jurisdiction)))

/** All objects of a query, exactly: for what is done to all of them at once. `from` names their rows `e`. */
export function objectsOf({ orgPath, dept, query }: { orgPath: string; dept: string; query: ObjectQuery }, at: FrameAt) {
  const { joins, test } = testAll({ dept, filter: query.filter }, at)
  // Only what was typed: conditions alone may hold for millions, and then reading on is cheaper than asking the index.
  const ways = narrowing(query, []).map((way) => sql`select e.subject from entity e where ${way}`)
  const narrow = ways.length === 0 ? sql<boolean>`true` : sql<boolean>`e.subject in (${sql.join(ways, sql` union `)})`
  return {
    from: sql`from entity e ${joins}`,
    where: sql<boolean>`${inPlace('e.region_path', orgPath)} and ${test} and ${narrow} and ${textTest(query)}`,
  }
}

/** How many there are, to the last one; a large register takes seconds. */
export async function countObjects(tx: Tx, scope: Parameters<typeof objectsOf>[0], at: FrameAt): Promise<number> {
  const { from, where } = objectsOf(scope, at)
  await sql`set local statement_timeout = '30s'`.execute(tx)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${from} where ${where}`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function findEntity(tx: Tx, subject: string): Promise<EntityDetail | null> {
  const { rows } = await sql<EntityDetail>`
    select ${listColumns}, e.scope, e.import_id as "importId", e.since, e.event, e.event_on as "eventOn", e.source from entity e where e.subject = ${subject}`.execute(
    tx,
  )
  return rows[0] ?? null
}

/** What objects are called, by subject. */
export async function entityNames(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select(['subject', 'name'])
    .where('subject', 'in', [...subjects])
    .execute()
  return new Map(rows.map(({ subject, name }) => [subject, name]))
}

export type RowFacts = { readonly lastOn: string | null; readonly used: number; readonly inHand: number; readonly riskClass: string | null }

/** What else a list says of objects: inspections by anyone, as numbers; the class of risk only `withRisk`. */
export async function factsOf(
  tx: Tx,
  subjects: readonly string[],
  { year, withRisk }: { readonly year: string; readonly withRisk: boolean },
): Promise<ReadonlyMap<string, RowFacts>> {
  const { rows } = await sql<RowFacts & { subject: string }>`
    select s.subject, v.last_on as "lastOn", v.used, v.in_hand as "inHand", ${withRisk ? sql`r.risk_class` : sql`null::text`} as "riskClass"
    from unnest(${[...subjects]}::text[]) as s(subject) cross join lateral visit_facts(s.subject, ${`${year}-01-01`}::date, ${`${year}-12-31`}::date) as v
      ${withRisk ? sql`left join entity_risk r on r.subject = s.subject` : sql``}`.execute(tx)
  return new Map(rows.map(({ subject, ...facts }) => [subject, facts]))
}

/** The class of one object; the caller has asked whether the reader may see it. */
export async function riskOf(tx: Tx, subject: string): Promise<{ riskClass: string; asOf: string; source: string } | null> {
  const row = await tx
    .selectFrom('entity_risk')
    .select(['risk_class as riskClass', 'as_of as asOf', 'source'])
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ?? null
}

export async function regionsUnder(tx: Tx, jurisdiction: string, under: string): Promise<{ path: string; name: string }[]> {
  return await tx
    .selectFrom('region')
    .select(['path', 'name'])
    .where(sql<boolean>`(path = ${under} or path like ${`${under}.%`}) and (path = ${jurisdiction} or path like ${`${jurisdiction}.%`})`)
    .orderBy('path')
    .limit(1000)
    .execute()
}
