/** SQL of the entries of special libraries. */
import { sql } from 'kysely'
import type { EntryState } from '#core/registers/library-rules.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { Viewer } from './label-store.ts'

export type EntryRecord = {
  readonly id: string
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly regionPath: string
  readonly objectState: string
  readonly labelId: string
  readonly labelName: string
  readonly licenceName: string
  readonly licenceNo: string
  readonly licenceIssuer: string
  readonly approvedOn: string | null
  readonly validTo: string
  readonly qualifications: string[]
  readonly expertKinds: string[]
  readonly checkOrg: string
  readonly state: EntryState
  readonly stateReason: string
  readonly setBy: string
  readonly updatedAt: string
}

/** An entry whose object has left the register keeps its code and stands without a name. */
const entries = (tx: Tx) =>
  tx.selectFrom('library_entry as en').leftJoin('entity as e', 'e.subject', 'en.subject').innerJoin('label as l', 'l.id', 'en.label_id')

const columns = [
  'en.id',
  'en.subject',
  sql<string>`coalesce(e.name, '')`.as('name'),
  sql<string>`coalesce(e.kind, '')`.as('kind'),
  sql<string>`coalesce(e.region_path, '')`.as('regionPath'),
  sql<string>`coalesce(e.state, '')`.as('objectState'),
  'en.label_id as labelId',
  'l.name as labelName',
  'en.licence_name as licenceName',
  'en.licence_no as licenceNo',
  'en.licence_issuer as licenceIssuer',
  'en.approved_on as approvedOn',
  'en.valid_to as validTo',
  'en.qualifications',
  'en.expert_kinds as expertKinds',
  'en.check_org as checkOrg',
  'en.state',
  'en.state_reason as stateReason',
  'en.set_by_name as setBy',
  'en.updated_at as updatedAt',
] as const

export type EntryFilter = {
  readonly q?: string | undefined
  readonly labelId?: string | undefined
  readonly state?: EntryState | undefined
  readonly endingBy?: string | undefined
}

export async function listEntries(
  tx: Tx,
  libraryId: string,
  filter: EntryFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<EntryRecord>> {
  let query = entries(tx).where('en.library_id', '=', libraryId)
  const q = filter.q?.trim() ?? ''
  if (q !== '')
    query = query.where(
      sql<boolean>`(position(${q} in e.name) > 0 or position(${q} in en.licence_no) > 0 or starts_with(en.subject, ${q.toUpperCase()}))`,
    )
  if (filter.labelId !== undefined) query = query.where('en.label_id', '=', filter.labelId)
  if (filter.state !== undefined) query = query.where('en.state', '=', filter.state)
  if (filter.endingBy !== undefined) query = query.where('en.state', '=', 'valid').where('en.valid_to', '<=', filter.endingBy)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(en.subject, en.id) > (${key[0]}, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('en.subject')
    .orderBy('en.id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as EntryRecord[], filter.limit, (row) => [row.subject, row.id]), count } // library_entry_state_known
}

export type EntryOfLibrary = EntryRecord & { readonly libraryId: string; readonly libraryName: string }

/** What an object has in the libraries that somebody sees, at most 100. */
export async function entriesOf(tx: Tx, viewer: Viewer, subject: string): Promise<EntryOfLibrary[]> {
  const rows = await entries(tx)
    .innerJoin('library', 'library.id', 'en.library_id')
    .select([...columns, 'en.library_id as libraryId', 'library.name as libraryName'])
    .where('en.subject', '=', subject)
    .where(sql<boolean>`(library.joint or ${viewer.dept}::text is null or library.dept = ${viewer.dept})`)
    .orderBy('en.state', 'desc')
    .orderBy('library.name')
    .orderBy('en.id')
    .limit(100)
    .execute()
  return rows as EntryOfLibrary[] // library_entry_state_known
}

export async function lockEntry(tx: Tx, libraryId: string, id: string): Promise<EntryRecord | null> {
  const row = await entries(tx)
    .select(columns)
    .where('en.library_id', '=', libraryId)
    .where('en.id', '=', id)
    .forUpdate('en')
    .executeTakeFirst()
  return (row ?? null) as EntryRecord | null // library_entry_state_known
}

export type SavedEntry = Omit<
  EntryRecord,
  'name' | 'kind' | 'regionPath' | 'objectState' | 'labelName' | 'stateReason' | 'setBy' | 'updatedAt'
> & {
  readonly libraryId: string
}

/** Writes an entry, new or known; its object, its library and its state stay as they are. */
export async function saveEntry(tx: Tx, entry: SavedEntry, by: { readonly id: string; readonly name: string }, now: string): Promise<void> {
  const changing = {
    label_id: entry.labelId,
    licence_name: entry.licenceName,
    licence_no: entry.licenceNo,
    licence_issuer: entry.licenceIssuer,
    approved_on: entry.approvedOn,
    valid_to: entry.validTo,
    qualifications: [...entry.qualifications],
    expert_kinds: [...entry.expertKinds],
    check_org: entry.checkOrg,
    set_by: by.id,
    set_by_name: by.name,
    updated_at: now,
  }
  await tx
    .insertInto('library_entry')
    .values({ subject: entry.subject, id: entry.id, library_id: entry.libraryId, state: entry.state, set_at: now, ...changing })
    .onConflict((on) => on.columns(['subject', 'id']).doUpdateSet(changing))
    .execute()
}

export async function setEntryState(
  tx: Tx,
  { subject, id }: Pick<EntryRecord, 'subject' | 'id'>,
  state: EntryState,
  reason: string,
  by: { readonly id: string; readonly name: string },
  now: string,
): Promise<void> {
  await tx
    .updateTable('library_entry')
    .set({ state, state_reason: reason, set_by: by.id, set_by_name: by.name, updated_at: now })
    .where('subject', '=', subject)
    .where('id', '=', id)
    .execute()
}
