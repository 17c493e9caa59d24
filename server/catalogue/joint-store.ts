/** SQL of the list of joint items. */
import { sql } from 'kysely'
import type { JointText } from '#core/catalogue/joint.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { authorsWith, type StandingRecord, standingColumns } from './standing-store.ts'

export type JointItemRecord = StandingRecord & JointText

const columns = [
  ...standingColumns,
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
] as const

type JointFilter = {
  readonly state?: string | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Joint items that apply at the actor's place; of one department unless the actor spans them. */
export async function listJointItems(
  tx: Tx,
  scope: { dept: string | null; orgPath: string },
  filter: JointFilter,
): Promise<Page<JointItemRecord>> {
  let query = tx
    .selectFrom('joint_item')
    .where(sql<boolean>`(org_path = ${scope.orgPath} or org_path like ${scope.orgPath} || '.%' or ${scope.orgPath} like org_path || '.%')`)
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  query = filter.state === undefined ? query.where('state', '<>', 'discarded') : query.where('state', '=', filter.state)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(
      sql<boolean>`(position(${filter.q} in name) > 0 or position(${filter.q} in field) > 0 or position(${filter.q} in code) > 0 or position(${filter.q} in initiator) > 0)`,
    )
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(code, id) > (${key[0]}, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('code')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (item) => [item.code, item.id]), count }
}

export async function jointItemsById(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, JointItemRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('joint_item')
    .select(columns)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(asRecords(rows).map((item) => [item.id, item]))
}

type Editor = { readonly editedBy: string; readonly editedByName: string }

export async function insertJointDraft(
  tx: Tx,
  item: JointText & Editor & { readonly id: string; readonly version: number; readonly orgPath: string; readonly dept: string },
): Promise<void> {
  await tx
    .insertInto('joint_item')
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

export async function updateJointDraft(tx: Tx, id: string, item: JointText & Editor, now: string): Promise<void> {
  await tx
    .updateTable('joint_item')
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

// The rows are what textColumns wrote from a JointText.
const asRecords = (rows: readonly object[]): JointItemRecord[] => rows as JointItemRecord[]

const textColumns = (item: JointText) => ({
  field: item.field,
  name: item.name,
  items: json(item.items),
  object_scope: item.objectScope,
  initiator: item.initiator,
  participants: [...item.participants],
  org_level: item.orgLevel,
  impl_level: item.implLevel,
  period: item.period,
  deadline: item.deadline,
  contact_office: item.contactOffice,
  basis: item.basis,
})
