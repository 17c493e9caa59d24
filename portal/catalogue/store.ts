/** The published lists: items and joint items, each version with its validity. */
import { sql } from 'kysely'
import type { ItemText, Layer, ListKind } from '#core/catalogue/item.ts'
import type { Db } from '#db/connect.ts'

export type Item = {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgPath: string
  readonly orgName: string
  readonly layer: Layer
  readonly listKind: ListKind
  readonly category: string
  readonly name: string
  readonly itemClass: string
  readonly basis: string
  readonly objectScope: string
  readonly methods: readonly string[]
  readonly validFrom: string
  readonly validTo: string | null
  readonly at: string
  /** What the version says beyond its columns; empty for what was published before versions carried it. */
  readonly content: Partial<ItemText>
}

export type ItemPlace = { readonly orgPath: string; readonly code: string; readonly id: string }

const columns = [
  'id',
  'code',
  'version',
  'org_path as orgPath',
  'org_name as orgName',
  'layer',
  'list_kind as listKind',
  'category',
  'name',
  'item_class as itemClass',
  'basis',
  'object_scope as objectScope',
  'methods',
  'valid_from as validFrom',
  'valid_to as validTo',
  'published_at as at',
  'content',
] as const

const holdsOn = (day: string) => sql<boolean>`(valid_from <= ${day}::date and (valid_to is null or valid_to >= ${day}::date))`

/** The items of a list that are in force on a day, by authority and code; of every list when none is named. */
export async function findItems(
  db: Db,
  {
    day,
    listKind,
    after,
    limit,
  }: { readonly day: string; readonly listKind?: ListKind; readonly after?: ItemPlace | undefined; readonly limit: number },
): Promise<readonly Item[]> {
  let query = db.selectFrom('published.item').select(columns).where(holdsOn(day))
  if (listKind !== undefined) query = query.where('list_kind', '=', listKind)
  if (after !== undefined) {
    const { orgPath, code, id } = after
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('org_path', 'code', 'id'), '>', tuple(orgPath, code, id)))
  }
  return asItems(await query.orderBy('org_path').orderBy('code').orderBy('id').limit(limit).execute())
}

/** One version; null when nothing published has this id. */
export async function findItem(db: Db, id: string): Promise<Item | null> {
  const row = await db.selectFrom('published.item').select(columns).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (asItems([row])[0] ?? null)
}

/** Every published version of the same code of the same authority, newest first. */
export async function versionsOf(db: Db, { orgPath, code }: Item): Promise<readonly Item[]> {
  return asItems(
    await db
      .selectFrom('published.item')
      .select(columns)
      .where('org_path', '=', orgPath)
      .where('code', '=', code)
      .orderBy('version', 'desc')
      .limit(100)
      .execute(),
  )
}

export type JointItem = {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgName: string
  readonly field: string
  readonly name: string
  readonly items: readonly { readonly department: string; readonly name: string }[]
  readonly objectScope: string
  readonly initiator: string
  readonly participants: readonly string[]
  readonly orgLevel: string
  readonly implLevel: string
  readonly period: string
  readonly deadline: string | null
  readonly contactOffice: string
  readonly basis: string
  readonly validFrom: string
  readonly validTo: string | null
}

/** The joint items in force on a day; a list of fields, short by its nature. */
export async function findJointItems(db: Db, day: string): Promise<readonly JointItem[]> {
  const rows = await db
    .selectFrom('published.joint_item')
    .select([
      'id',
      'code',
      'version',
      'org_name as orgName',
      'field',
      'name',
      'items',
      'object_scope as objectScope',
      'initiator',
      'participants',
      'org_level as orgLevel',
      'impl_level as implLevel',
      'period',
      'deadline',
      'contact_office as contactOffice',
      'basis',
      'valid_from as validFrom',
      'valid_to as validTo',
    ])
    .where(holdsOn(day))
    .orderBy('org_path')
    .orderBy('field')
    .orderBy('code')
    .limit(500)
    .execute()
  return rows as unknown as JointItem[] // server/catalogue/publish-store.ts writes `items` from the checked draft
}

// server/catalogue/publish-store.ts writes the codes and the content of a row from an ItemText.
const asItems = (rows: readonly object[]): readonly Item[] => rows as readonly Item[]
