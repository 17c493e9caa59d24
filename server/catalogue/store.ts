/** SQL of the catalogue of inspection items: what versions say, and which of them apply at a place. */
import { sql } from 'kysely'
import type { ItemText } from '#core/catalogue/item.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { authorsWith, type StandingRecord, standingColumns } from './standing-store.ts'

export type ItemRecord = StandingRecord & ItemText

const textFields = [
  'layer',
  'list_kind as listKind',
  'parent_code as parentCode',
  'local_basis as localBasis',
  'category',
  'name',
  'sub_item as subItem',
  'item_class as itemClass',
  'basis',
  'duty_ref as dutyRef',
  'object_scope as objectScope',
  'object_kinds as objectKinds',
  'methods',
  'non_site as nonSite',
  'bodies',
  'levels',
  'ratio_floor_ppm as ratioFloorPpm',
  'ratio_cap_ppm as ratioCapPpm',
  'frequency_cap as frequencyCap',
  'frequency_text as frequencyText',
  'requirements',
  'checklist',
  'guide',
  'materials',
  'follow_ups as followUps',
  'responsible_office as responsibleOffice',
  'qualifications',
  'expertise',
  'expert_kinds as expertKinds',
] as const

export const itemColumns = [...standingColumns, ...textFields] as const

export type ItemFilter = {
  readonly state?: string | undefined
  readonly layer?: string | undefined
  readonly listKind?: string | undefined
  readonly inForceOn?: string | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The items of the actor's department that apply at the actor's place: its own, those above it, and those below it. */
export async function listItems(tx: Tx, scope: { dept: string | null; orgPath: string }, filter: ItemFilter): Promise<Page<ItemRecord>> {
  let query = tx.selectFrom('item').where(appliesAt(scope.orgPath))
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  query = filter.state === undefined ? query.where('state', '<>', 'discarded') : query.where('state', '=', filter.state)
  if (filter.layer !== undefined) query = query.where('layer', '=', filter.layer)
  if (filter.listKind !== undefined) query = query.where('list_kind', '=', filter.listKind)
  if (filter.inForceOn !== undefined) query = query.where(holdsOn(filter.inForceOn))
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(
      sql<boolean>`(position(${filter.q} in name) > 0 or position(${filter.q} in code) > 0 or position(${filter.q} in category) > 0)`,
    )
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(code, id) > (${key[0]}, ${key[1]}::uuid)`)
  const rows = await query
    .select(itemColumns)
    .orderBy('code')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (item) => [item.code, item.id]), count }
}

export async function itemsById(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ItemRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('item')
    .select(itemColumns)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(asRecords(rows).map((item) => [item.id, item]))
}

/** Codes of the items in force on a day that apply at a place: made there, above or below. */
export async function codesInForce(tx: Tx, scope: { dept: string; orgPath: string }, day: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('item')
    .select('code')
    .distinct()
    .where('dept', '=', scope.dept)
    .where(holdsOn(day))
    .where(appliesAt(scope.orgPath))
    .execute()
  return new Set(rows.map(({ code }) => code))
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
    .where(appliesAt(orgPath))
    .orderBy('code')
    .orderBy(sql`length(org_path) > length(${orgPath})`)
    .orderBy(sql`length(org_path)`, 'desc')
    .orderBy('version', 'desc')
    .execute()
}

type NewItem = ItemText & {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgPath: string
  readonly dept: string
  readonly editedBy: string
  readonly editedByName: string
}

export async function insertDraft(tx: Tx, item: NewItem): Promise<void> {
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
      authors: [item.editedBy],
    })
    .execute()
}

/** Whoever changes a draft answers for it: who handed it in before does not any more, and an opinion on it stays until it is published. */
export async function updateDraft(
  tx: Tx,
  id: string,
  item: ItemText & { editedBy: string; editedByName: string },
  now: string,
): Promise<void> {
  await tx
    .updateTable('item')
    .set({
      ...textColumns(item),
      state: 'draft',
      submitted_by: null,
      submitted_by_name: null,
      edited_by: item.editedBy,
      edited_by_name: item.editedByName,
      authors: authorsWith(item.editedBy),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

/** Which of these codes are kinds of objects. */
export async function knownKinds(tx: Tx, kinds: readonly string[]): Promise<ReadonlySet<string>> {
  if (kinds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('entity_kind')
    .select('code')
    .where('code', 'in', [...kinds])
    .where('retired', '=', false)
    .execute()
  return new Set(rows.map(({ code }) => code))
}

const appliesAt = (orgPath: string) =>
  sql<boolean>`(org_path = ${orgPath} or org_path like ${orgPath} || '.%' or ${orgPath} like org_path || '.%')`

/** In force on a day: core/catalogue/in-force.ts says the same. */
export const holdsOn = (day: string) => sql<boolean>`(valid_from <= ${day}::date and (valid_to is null or valid_to >= ${day}::date))`

// A version's words and lists are written by textColumns from an ItemText only, and the checks of the table hold its codes.
const asRecords = (rows: readonly object[]): ItemRecord[] => rows as ItemRecord[]

const textColumns = (item: ItemText) => ({
  layer: item.layer,
  list_kind: item.listKind,
  parent_code: item.parentCode,
  local_basis: item.localBasis.trim(),
  category: item.category,
  name: item.name,
  sub_item: item.subItem,
  item_class: item.itemClass,
  basis: item.basis,
  duty_ref: item.dutyRef,
  object_scope: item.objectScope,
  object_kinds: tidy(item.objectKinds),
  methods: [...item.methods],
  non_site: item.nonSite,
  bodies: [...item.bodies],
  levels: [...item.levels],
  ratio_floor_ppm: item.ratioFloorPpm,
  ratio_cap_ppm: item.ratioCapPpm,
  frequency_cap: item.frequencyCap,
  frequency_text: item.frequencyText,
  requirements: item.requirements,
  checklist: json(item.checklist),
  guide: item.guide,
  materials: json(item.materials),
  follow_ups: json(item.followUps),
  responsible_office: item.responsibleOffice,
  qualifications: tidy(item.qualifications),
  expertise: tidy(item.expertise),
  expert_kinds: tidy(item.expertKinds),
})

/** Words are compared as they are, so they are kept as officers' words are: each once, without blanks around them. */
export const tidy = (words: readonly string[]): string[] =>
  [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))].sort()
