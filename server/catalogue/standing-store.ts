/** SQL of where versions stand: the same columns and the same moves for inspection items and joint items. */
import { type RawBuilder, sql } from 'kysely'
import type { ItemState } from '#core/catalogue/state.ts'
import type { Tx } from '#db/connect.ts'

export type VersionTable = 'item' | 'joint_item'

export type StandingRecord = {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgPath: string
  readonly dept: string
  readonly state: ItemState
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly authors: string[]
  readonly editedByName: string
  readonly submittedBy: string | null
  readonly submittedByName: string | null
  readonly opinion: string | null
  readonly opinionByName: string | null
  readonly publishedByName: string | null
  readonly publishedAt: string | null
  readonly retiredReason: string | null
}

export const standingColumns = [
  'id',
  'code',
  'version',
  'org_path as orgPath',
  'dept',
  'state',
  'valid_from as validFrom',
  'valid_to as validTo',
  'authors',
  'edited_by_name as editedByName',
  'submitted_by as submittedBy',
  'submitted_by_name as submittedByName',
  'opinion',
  'opinion_by_name as opinionByName',
  'published_by_name as publishedByName',
  'published_at as publishedAt',
  'retired_reason as retiredReason',
] as const

/** Versions by id, locked in the order of their ids, so that two who move the same ones wait for each other. */
export async function lockVersions(tx: Tx, table: VersionTable, ids: readonly string[]): Promise<ReadonlyMap<string, StandingRecord>> {
  const rows = await read(tx, table, sql`id = any(${[...new Set(ids)]}::uuid[]) order by id for update`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Every version of a code in one organisation, newest first. */
export const versionsOf = (
  tx: Tx,
  table: VersionTable,
  scope: { readonly dept: string; readonly orgPath: string },
  code: string,
  lock: 'lock' | 'read',
): Promise<StandingRecord[]> =>
  read(
    tx,
    table,
    sql`dept = ${scope.dept} and org_path = ${scope.orgPath} and code = ${code} order by version desc ${lock === 'lock' ? sql`for update` : sql``}`,
  )

/** `authors` of a version that one more person changes. */
export const authorsWith = (id: string): RawBuilder<string[]> =>
  sql`case when ${id}::uuid = any(authors) then authors else authors || ${id}::uuid end`

type By = { readonly id: string; readonly name: string }

export const markSubmitted = (tx: Tx, table: VersionTable, id: string, by: By, now: string): Promise<unknown> =>
  set(tx, table, id, sql`state = 'submitted', submitted_by = ${by.id}::uuid, submitted_by_name = ${by.name}`, now)

export const markDiscarded = (tx: Tx, table: VersionTable, id: string, now: string): Promise<unknown> =>
  set(tx, table, id, sql`state = 'discarded'`, now)

export const markReturned = (tx: Tx, table: VersionTable, id: string, by: By, opinion: string, now: string): Promise<unknown> =>
  set(tx, table, id, sql`state = 'returned', opinion = ${opinion}, opinion_by_name = ${by.name}, opinion_at = ${now}`, now)

export const markPublished = (
  tx: Tx,
  table: VersionTable,
  id: string,
  by: By,
  validity: { readonly validFrom: string; readonly validTo: string | null },
  now: string,
): Promise<unknown> =>
  set(
    tx,
    table,
    id,
    sql`state = 'published', valid_from = ${validity.validFrom}::date, valid_to = ${validity.validTo}::date,
      published_by = ${by.id}::uuid, published_by_name = ${by.name}, published_at = ${now}`,
    now,
  )

/** Ends a published version, here and in its public copy. */
export async function markEnded(
  tx: Tx,
  table: VersionTable,
  id: string,
  to: { readonly state: ItemState; readonly validTo: string | null; readonly reason: string | null },
  now: string,
): Promise<void> {
  await set(tx, table, id, sql`state = ${to.state}, valid_to = ${to.validTo}::date, retired_reason = ${to.reason}`, now)
  await sql`update ${sql.table(`published.${table}`)} set valid_to = ${to.validTo}::date where id = ${id}::uuid`.execute(tx)
}

export type Step = { readonly at: string; readonly by: string; readonly verb: string; readonly facts: Record<string, unknown> }

/**
 * What was done with any of these versions, oldest first. They are moved in batches by people of their place or above it, so the batches of
 * those places are looked through for their ids.
 */
export async function stepsOfVersions(
  tx: Tx,
  noun: 'items' | 'joint-items',
  { orgPath, dept }: StandingRecord,
  ids: readonly string[],
): Promise<Step[]> {
  const places = orgPath.split('.').map((_, index, parts) => `${noun}:${parts.slice(0, index + 1).join('.')}/${dept}`)
  const { rows } = await sql<Step>`
    select at, actor_name as by, verb, facts from record
    where thing = any(${places}::text[]) and jsonb_exists_any((facts -> 'ids')::jsonb, ${[...ids]}::text[])
    order by record.at desc, id desc limit 100`.execute(tx)
  return rows.reverse().map(({ facts: { ids: _, codes: __, ...facts }, ...step }) => ({ ...step, facts }))
}

/** The name of the organisation that keeps a list. */
export async function orgNameOf(tx: Tx, at: { readonly orgPath: string; readonly dept: string }): Promise<string | null> {
  const row = await tx.selectFrom('org').select('name').where('path', '=', at.orgPath).where('dept', '=', at.dept).executeTakeFirst()
  return row?.name ?? null
}

const set = (tx: Tx, table: VersionTable, id: string, change: RawBuilder<unknown>, now: string): Promise<unknown> =>
  sql`update ${sql.table(table)} set ${change}, updated_at = ${now} where id = ${id}::uuid`.execute(tx)

async function read(tx: Tx, table: VersionTable, where: RawBuilder<unknown>): Promise<StandingRecord[]> {
  const names = sql.join(standingColumns.map((column) => sql.raw(column.replace(/ as (\w+)$/, ' as "$1"'))))
  return (await sql<StandingRecord>`select ${names} from ${sql.table(table)} where ${where}`.execute(tx)).rows
}
