/** SQL of policy packs. */
import { sql } from 'kysely'
import { type Overrides, parseOverrides } from '#core/policy/settings.ts'
import type { ForceDays, PolicyState } from '#core/policy/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { prepared } from '#db/sending.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type PackRecord = ForceDays & {
  readonly id: string
  readonly code: string
  readonly path: string
  readonly placeName: string
  readonly version: number
  readonly settings: Overrides
  readonly reason: string
  readonly state: PolicyState
  readonly createdBy: string
  readonly createdByName: string
  readonly createdByOrg: string
  readonly submittedBy: string | null
  readonly editedBy: readonly string[]
  readonly decidedByName: string | null
  readonly decidedAt: string | null
  readonly opinion: string | null
  readonly updatedAt: string
}

const columns = [
  'id',
  'code',
  'path',
  'place_name as placeName',
  'version',
  'valid_from as validFrom',
  'valid_to as validTo',
  'settings',
  'reason',
  'state',
  'created_by as createdBy',
  'created_by_name as createdByName',
  'created_by_org as createdByOrg',
  'submitted_by as submittedBy',
  'edited_by as editedBy',
  'decided_by_name as decidedByName',
  'decided_at as decidedAt',
  'opinion',
  'updated_at as updatedAt',
] as const

/** What a place and those above it have published, of all days. */
export async function publishedAbove(tx: Tx, place: string): Promise<PackRecord[]> {
  const rows = await prepared(
    tx,
    tx
      .selectFrom('policy_pack')
      .select(columns)
      .where('state', '=', 'published')
      .where('path', '=', sql<string>`any (${upTo(place)}::text[])`),
  )
  return rows.map(recordOf)
}

/** The place itself and all places above it. */
const upTo = (place: string): string[] => place.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))

/** Packs that a reader may see (`mayRead` of core), newest days first. */
export async function listPacks(
  tx: Tx,
  orgPath: string,
  filter: { readonly path?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<PackRecord>> {
  let query = tx
    .selectFrom('policy_pack')
    .where('state', '<>', 'discarded')
    .where((is) =>
      is.or([
        is('path', '=', orgPath),
        is('path', 'like', `${orgPath}.%`),
        is.and([is('state', '=', 'published'), is('path', 'in', upTo(orgPath))]),
      ]),
    )
  if (filter.path !== undefined) query = query.where('path', '=', filter.path)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null) query = query.where(sql<boolean>`(valid_from, path, version) < (${key[0]}::date, ${key[1]}, ${Number(key[2])}::int)`)
  const rows = await query
    .select(columns)
    .orderBy('valid_from', 'desc')
    .orderBy('path', 'desc')
    .orderBy('version', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows.map(recordOf), filter.limit, (pack) => [pack.validFrom, pack.path, pack.version]), count }
}

export async function findPack(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<PackRecord | null> {
  const query = tx.selectFrom('policy_pack').select(columns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : recordOf(row)
}

/** The published version of a place before this one: what it is compared with. */
export async function versionBefore(tx: Tx, { path, version }: Pick<PackRecord, 'path' | 'version'>): Promise<PackRecord | null> {
  const row = await tx
    .selectFrom('policy_pack')
    .select(columns)
    .where('path', '=', path)
    .where('state', '=', 'published')
    .where('version', '<', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : recordOf(row)
}

/** The next version of a place. Two at once are told apart by policy_pack_open_once. */
export async function nextVersion(tx: Tx, path: string): Promise<number> {
  const row = await tx
    .selectFrom('policy_pack')
    .select((on) => on.fn.max('version').as('newest'))
    .where('path', '=', path)
    .executeTakeFirst()
  return (row?.newest ?? 0) + 1
}

export type PackText = ForceDays & { readonly settings: Overrides; readonly reason: string }

export async function insertPack(
  tx: Tx,
  pack: PackText & Pick<PackRecord, 'id' | 'code' | 'path' | 'placeName' | 'version' | 'createdBy' | 'createdByName' | 'createdByOrg'>,
  now: string,
): Promise<void> {
  await tx
    .insertInto('policy_pack')
    .values({
      id: pack.id,
      code: pack.code,
      path: pack.path,
      place_name: pack.placeName,
      version: pack.version,
      valid_from: pack.validFrom,
      valid_to: pack.validTo,
      settings: json(pack.settings),
      reason: pack.reason,
      state: 'draft',
      created_by: pack.createdBy,
      created_by_name: pack.createdByName,
      created_by_org: pack.createdByOrg,
      updated_at: now,
    })
    .execute()
}

export async function savePackText(tx: Tx, id: string, text: PackText, editor: string, now: string): Promise<void> {
  await tx
    .updateTable('policy_pack')
    .set({
      ...{ valid_from: text.validFrom, valid_to: text.validTo, settings: json(text.settings), reason: text.reason, updated_at: now },
      edited_by: sql<string[]>`case when ${editor}::uuid = any (edited_by) then edited_by else edited_by || ${editor}::uuid end`,
    })
    .where('id', '=', id)
    .execute()
}

export async function savePackState(
  tx: Tx,
  id: string,
  moved: { readonly state: PolicyState; readonly submittedBy?: string | null; readonly opinion?: string },
  decided: { readonly id: string; readonly name: string } | null,
  now: string,
): Promise<void> {
  await tx
    .updateTable('policy_pack')
    .set({
      state: moved.state,
      updated_at: now,
      ...(moved.submittedBy === undefined ? {} : { submitted_by: moved.submittedBy }),
      ...(moved.opinion === undefined ? {} : { opinion: moved.opinion }),
      ...(decided === null ? {} : { decided_by: decided.id, decided_by_name: decided.name, decided_at: now }),
    })
    .where('id', '=', id)
    .execute()
}

/** The cap that the public reads (国办发〔2024〕54号), as it holds at the place by this version. */
export async function publishCap(
  tx: Tx,
  pack: PackRecord,
  cap: {
    readonly orgName: string
    readonly own: boolean
    readonly cap: number
    readonly warnAt: number
    readonly exceptions: readonly string[]
    readonly basis: string
  },
  now: string,
): Promise<void> {
  await tx
    .insertInto('published.frequency_cap')
    .values({
      path: pack.path,
      version: pack.version,
      place_name: pack.placeName,
      org_name: cap.orgName,
      own: cap.own,
      cap: cap.cap,
      warn_at: cap.warnAt,
      exceptions: json(cap.exceptions),
      basis: cap.basis,
      valid_from: pack.validFrom,
      valid_to: pack.validTo,
      published_at: now,
    })
    .execute()
}

type Row = Omit<PackRecord, 'settings' | 'state' | 'validFrom' | 'validTo'> & {
  readonly settings: unknown
  readonly state: string
  readonly validFrom: string
  readonly validTo: string | null
}

/** A setting that this version of the product does not know is a fault of a migration, and says which one it is. */
function recordOf(row: Row): PackRecord {
  const parsed = parseOverrides(row.settings as Overrides) // what savePackText and insertPack wrote
  if (!parsed.ok) throw new Error(`pack ${row.code} version ${row.version} of ${row.path}: ${JSON.stringify(parsed.failure)}`)
  return { ...row, settings: parsed.value } as PackRecord // policy_pack_state_known; dates of PostgreSQL are days of the calendar
}
