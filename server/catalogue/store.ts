/** SQL of the catalogue of inspection items. */
import { sql } from 'kysely'
import type { ItemState } from '#core/catalogue/state.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type ItemRecord = {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgPath: string
  readonly dept: string
  readonly category: string
  readonly name: string
  readonly itemClass: 'general' | 'key'
  readonly basis: string
  readonly objectScope: string
  readonly methods: ('onsite' | 'written' | 'network' | 'entrusted')[]
  readonly checklist: string[]
  readonly qualifications: string[]
  readonly expertise: string[]
  readonly expertKinds: string[]
  readonly state: ItemState
  readonly editedBy: string
  readonly editedByName: string
  readonly publishedByName: string | null
  readonly publishedAt: string | null
}

const columns = [
  'id',
  'code',
  'version',
  'org_path as orgPath',
  'dept',
  'category',
  'name',
  'item_class as itemClass',
  'basis',
  'object_scope as objectScope',
  'methods',
  'checklist',
  'qualifications',
  'expertise',
  'expert_kinds as expertKinds',
  'state',
  'edited_by as editedBy',
  'edited_by_name as editedByName',
  'published_by_name as publishedByName',
  'published_at as publishedAt',
] as const

/** The items of the actor's department that apply at the actor's place: its own, those above it, and those below it. */
export async function listItems(
  tx: Tx,
  scope: { dept: string | null; orgPath: string },
  filter: { state?: string | undefined; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ItemRecord>> {
  let query = tx
    .selectFrom('item')
    .where(sql<boolean>`(org_path = ${scope.orgPath} or org_path like ${scope.orgPath} || '.%' or ${scope.orgPath} like org_path || '.%')`)
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in name) > 0 or position(${filter.q} in code) > 0)`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(code, id) > (${key[0]}, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('code')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as ItemRecord[], filter.limit, (item) => [item.code, item.id]), count }
}

export async function itemsById(tx: Tx, ids: readonly string[], lock: 'lock' | 'read' = 'read'): Promise<ReadonlyMap<string, ItemRecord>> {
  if (ids.length === 0) return new Map()
  const query = tx
    .selectFrom('item')
    .select(columns)
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
  const rows = (await (lock === 'lock' ? query.forUpdate() : query).execute()) as ItemRecord[]
  return new Map(rows.map((item) => [item.id, item]))
}

/** Codes of the items that are published and apply at a place: made there, above or below. */
export async function publishedCodes(tx: Tx, scope: { dept: string; orgPath: string }): Promise<ReadonlySet<string>> {
  return new Set((await publishedItems(tx, scope)).map(({ code }) => code))
}

/** Code and name of the published items that apply at a place, by code; of one code published at several places, the nearest above it. */
export async function publishedItems(
  tx: Tx,
  { dept, orgPath }: { dept: string; orgPath: string },
): Promise<{ code: string; name: string }[]> {
  return await tx
    .selectFrom('item')
    .distinctOn('code')
    .select(['code', 'name'])
    .where('dept', '=', dept)
    .where('state', '=', 'published')
    .where(sql<boolean>`(org_path = ${orgPath} or org_path like ${orgPath} || '.%' or ${orgPath} like org_path || '.%')`)
    .orderBy('code')
    .orderBy(sql`length(org_path) > length(${orgPath})`)
    .orderBy(sql`length(org_path)`, 'desc')
    .execute()
}

/** Every version of a code in one organisation, newest first. */
export async function versionsOf(tx: Tx, scope: { dept: string; orgPath: string }, code: string): Promise<ItemRecord[]> {
  const rows = await tx
    .selectFrom('item')
    .select(columns)
    .where('dept', '=', scope.dept)
    .where('org_path', '=', scope.orgPath)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .forUpdate()
    .execute()
  return rows as ItemRecord[]
}

type ItemText = Pick<
  ItemRecord,
  | 'code'
  | 'category'
  | 'name'
  | 'itemClass'
  | 'basis'
  | 'objectScope'
  | 'methods'
  | 'checklist'
  | 'qualifications'
  | 'expertise'
  | 'expertKinds'
>

export async function insertDraft(
  tx: Tx,
  item: ItemText & { id: string; version: number; orgPath: string; dept: string; editedBy: string; editedByName: string },
): Promise<void> {
  await tx
    .insertInto('item')
    .values({
      ...textColumns(item),
      id: item.id,
      code: item.code,
      version: item.version,
      org_path: item.orgPath,
      dept: item.dept,
      state: 'draft',
      edited_by: item.editedBy,
      edited_by_name: item.editedByName,
    })
    .execute()
}

export async function updateDraft(
  tx: Tx,
  id: string,
  item: ItemText & { editedBy: string; editedByName: string },
  now: string,
): Promise<void> {
  await tx
    .updateTable('item')
    .set({ ...textColumns(item), edited_by: item.editedBy, edited_by_name: item.editedByName, updated_at: now })
    .where('id', '=', id)
    .execute()
}

const textColumns = (item: ItemText) => ({
  category: item.category,
  name: item.name,
  item_class: item.itemClass,
  basis: item.basis,
  object_scope: item.objectScope,
  methods: item.methods,
  checklist: item.checklist,
  qualifications: tidy(item.qualifications),
  expertise: tidy(item.expertise),
  expert_kinds: tidy(item.expertKinds),
})

/** Words are compared as they are, so they are kept as officers' words are: each once, without blanks around them. */
const tidy = (words: readonly string[]): string[] => [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))].sort()

/** Publishes a draft: the version before it is superseded, and the public sees the new one only. */
export async function publishItem(
  tx: Tx,
  item: ItemRecord,
  actor: { id: string; name: string; orgName: string },
  now: string,
): Promise<void> {
  const before = await tx
    .updateTable('item')
    .set({ state: 'superseded', updated_at: now })
    .where('dept', '=', item.dept)
    .where('org_path', '=', item.orgPath)
    .where('code', '=', item.code)
    .where('state', '=', 'published')
    .returning('id')
    .execute()
  await tx
    .updateTable('item')
    .set({ state: 'published', published_by: actor.id, published_by_name: actor.name, published_at: now, updated_at: now })
    .where('id', '=', item.id)
    .execute()
  if (before.length > 0)
    await tx
      .deleteFrom('published.item')
      .where(
        'id',
        'in',
        before.map((row) => row.id),
      )
      .execute()
  await tx
    .insertInto('published.item')
    .values({
      id: item.id,
      code: item.code,
      version: item.version,
      org_path: item.orgPath,
      org_name: actor.orgName,
      category: item.category,
      name: item.name,
      item_class: item.itemClass,
      basis: item.basis,
      object_scope: item.objectScope,
      methods: item.methods,
      published_at: now,
    })
    .execute()
}
