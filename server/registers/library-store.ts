/** SQL of the special libraries (专项库). Row-level security keeps them to the place of whoever asks; the department is asked for here. */
import { type RawBuilder, sql } from 'kysely'
import type { FillableLibrary } from '#core/registers/library-row.ts'
import type { LibraryPlace } from '#core/registers/library-rules.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { Viewer } from './label-store.ts'

export type LibraryRecord = LibraryPlace & {
  readonly id: string
  readonly name: string
  readonly orgName: string
  readonly objectKinds: string[]
  readonly note: string
  readonly state: 'active' | 'retired'
  readonly labels: { readonly labelId: string; readonly name: string }[]
  readonly editedBy: string
  readonly updatedAt: string
}

/** `seesLibrary` of core/registers/library-rules.ts over the row of library. */
const seenBy = ({
  orgPath,
  dept,
}: Viewer): RawBuilder<boolean> => sql`(library.org_path = ${orgPath} or starts_with(library.org_path, ${`${orgPath}.`}))
  and (library.joint or ${dept}::text is null or library.dept = ${dept})`

const labels = sql<LibraryRecord['labels']>`(
  select coalesce(jsonb_agg(jsonb_build_object('labelId', l.id, 'name', l.name) order by l.name collate "C"), '[]')
  from library_label ll join label l on l.id = ll.label_id where ll.library_id = library.id)`

const columns = [
  'library.id',
  'library.name',
  'library.org_path as orgPath',
  'library.dept',
  'library.org_name as orgName',
  'library.object_kinds as objectKinds',
  'library.joint',
  'library.note',
  'library.state',
  labels.as('labels'),
  'library.edited_by_name as editedBy',
  'library.updated_at as updatedAt',
] as const

export async function listLibraries(
  tx: Tx,
  viewer: Viewer,
  filter: { q?: string | undefined; state?: 'active' | 'retired' | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<LibraryRecord>> {
  let query = tx.selectFrom('library').where(sql<boolean>`${seenBy(viewer)}`)
  const q = filter.q?.trim() ?? ''
  if (q !== '') query = query.where(sql<boolean>`position(${q} in name) > 0`)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null)
    query = query.where(sql<boolean>`(org_path collate "C", name collate "C", id) > (${key[0]}, ${key[1]}, ${key[2]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy(sql`org_path collate "C"`)
    .orderBy(sql`name collate "C"`)
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as LibraryRecord[], filter.limit, (row) => [row.orgPath, row.name, row.id]), count } // library_state_known
}

export async function findLibrary(tx: Tx, viewer: Viewer, id: string, lock: 'lock' | 'read' = 'read'): Promise<LibraryRecord | null> {
  const query = tx
    .selectFrom('library')
    .select(columns)
    .where('id', '=', id)
    .where(sql<boolean>`${seenBy(viewer)}`)
  const row = await (lock === 'lock' ? query.forUpdate('library') : query).executeTakeFirst()
  return (row ?? null) as LibraryRecord | null // library_state_known
}

/** Valid entries of each library, counted up to 10,000. */
export async function countEntries(tx: Tx, ids: readonly string[]): Promise<Map<string, { value: number; capped: boolean }>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select l.id, c.n from unnest(${[...ids]}::uuid[]) as l(id) cross join lateral (
      select count(*)::int as n from (select from library_entry where library_id = l.id and state = 'valid' limit 10001) as part) as c`.execute(
    tx,
  )
  return new Map(rows.map(({ id, n }) => [id, { value: Math.min(n, 10_000), capped: n > 10_000 }]))
}

export type SavedLibrary = Pick<LibraryRecord, 'id' | 'name' | 'objectKinds' | 'joint' | 'note' | 'orgPath' | 'dept' | 'orgName'> & {
  readonly labelIds: readonly string[]
}

/** Writes a library, new or known, and its labels as a set. */
export async function saveLibrary(
  tx: Tx,
  library: SavedLibrary,
  by: { readonly id: string; readonly name: string },
  now: string,
): Promise<void> {
  const changing = {
    name: library.name,
    object_kinds: [...library.objectKinds],
    joint: library.joint,
    note: library.note,
    edited_by: by.id,
    edited_by_name: by.name,
    updated_at: now,
  }
  await tx
    .insertInto('library')
    .values({ id: library.id, ...changing, org_path: library.orgPath, dept: library.dept, org_name: library.orgName })
    .onConflict((on) => on.column('id').doUpdateSet(changing))
    .execute()
  await tx.deleteFrom('library_label').where('library_id', '=', library.id).execute()
  await tx
    .insertInto('library_label')
    .values(library.labelIds.map((labelId) => ({ library_id: library.id, label_id: labelId })))
    .execute()
}

/** Which of the labels that are to go still stand in valid entries, and in how many (counted up to 1,000). */
export async function usedLabels(tx: Tx, libraryId: string, keptIds: readonly string[]): Promise<{ label: string; entries: number }[]> {
  const { rows } = await sql<{ label: string; entries: number }>`
    select l.name as label, c.n as entries from library_label ll join label l on l.id = ll.label_id cross join lateral (
      select count(*)::int as n from (select from library_entry en where en.library_id = ll.library_id and en.label_id = ll.label_id and en.state = 'valid' limit 1000) as part) as c
    where ll.library_id = ${libraryId}::uuid and not (ll.label_id = any(${[...keptIds]}::uuid[])) and c.n > 0 order by l.name`.execute(tx)
  return rows
}

export async function retireLibrary(tx: Tx, id: string, by: { readonly id: string; readonly name: string }, now: string): Promise<void> {
  await tx
    .updateTable('library')
    .set({ state: 'retired', edited_by: by.id, edited_by_name: by.name, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** Which of these kinds of objects do not exist or are retired. */
export async function unknownKinds(tx: Tx, kinds: readonly string[]): Promise<string[]> {
  if (kinds.length === 0) return []
  const known = await tx
    .selectFrom('entity_kind')
    .select('code')
    .where('code', 'in', [...kinds])
    .where('retired', '=', false)
    .execute()
  return kinds.filter((kind) => !known.some(({ code }) => code === kind))
}

/** The office that brings a file, and the library it chose. */
type LibraryOwner = { readonly orgPath: string; readonly dept: string; readonly library: { readonly id: string } | null }

/** The active libraries of the office, and the one that was chosen. */
export async function fillableLibraries(tx: Tx, batch: LibraryOwner): Promise<readonly FillableLibrary[]> {
  const { rows } = await sql<{ id: string; name: string; labels: Readonly<Record<string, string>> }>`
    select l.id, l.name, (select coalesce(jsonb_object_agg(b.name, b.id), '{}'::jsonb) from library_label ll join label b on b.id = ll.label_id where ll.library_id = l.id) as labels
    from library l where l.state = 'active' and ((l.org_path = ${batch.orgPath} and l.dept = ${batch.dept}) or l.id = ${batch.library?.id ?? null}::uuid)
    order by l.org_path desc`.execute(tx)
  return rows.map(({ id, name, labels }) => ({ id, name, labels: new Map(Object.entries(labels)) }))
}
