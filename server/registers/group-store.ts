/** SQL of the standing groups (检查小组). */
import { sql } from 'kysely'
import type { PersonState } from '#core/registers/person-cells.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { Scope } from './officer-store.ts'

export type GroupState = 'active' | 'retired'

export type GroupRecord = {
  readonly id: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly state: GroupState
  readonly members: {
    readonly officerId: string
    readonly name: string
    readonly staffNo: string
    readonly leader: boolean
    readonly state: PersonState
  }[]
}

const members = sql<GroupRecord['members']>`(
  select coalesce(jsonb_agg(jsonb_build_object('officerId', o.id, 'name', o.name, 'staffNo', o.staff_no, 'leader', m.leader, 'state', o.state)
    order by m.leader desc, o.staff_no), '[]')
  from officer_group_member m join officer o on o.id = m.officer_id where m.group_id = officer_group.id)`

export async function listGroups(
  tx: Tx,
  scope: Scope,
  filter: { state?: GroupState | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<GroupRecord>> {
  let query = tx
    .selectFrom('officer_group')
    .where(sql<boolean>`(org_path = ${scope.orgPath} or starts_with(org_path, ${`${scope.orgPath}.`}))`)
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null) query = query.where(sql<boolean>`(org_path, name, id) > (${key[0]}, ${key[1]}, ${key[2]}::uuid)`)
  const rows = await query
    .select(['id', 'name', 'org_path as orgPath', 'dept', 'org_name as orgName', 'state', members.as('members')])
    .orderBy('org_path')
    .orderBy('name')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as GroupRecord[], filter.limit, (row) => [row.orgPath, row.name, row.id]), count } // officer_group_state_known
}

export async function lockGroup(tx: Tx, id: string): Promise<{ orgPath: string; dept: string; name: string; state: GroupState } | null> {
  const row = await tx
    .selectFrom('officer_group')
    .select(['org_path as orgPath', 'dept', 'name', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return (row ?? null) as { orgPath: string; dept: string; name: string; state: GroupState } | null // officer_group_state_known
}

export type SavedGroup = {
  readonly id: string
  readonly name: string
  readonly org: { readonly path: string; readonly dept: string; readonly name: string }
  /** The leader first. */
  readonly members: readonly string[]
}

/** Writes a group, new or known, and its members as a set. */
export async function saveGroup(tx: Tx, group: SavedGroup, by: { id: string; name: string }, now: string): Promise<void> {
  const columns = {
    org_path: group.org.path,
    dept: group.org.dept,
    org_name: group.org.name,
    name: group.name,
    edited_by: by.id,
    edited_by_name: by.name,
    updated_at: now,
  }
  await tx
    .insertInto('officer_group')
    .values({ id: group.id, ...columns })
    .onConflict((on) => on.column('id').doUpdateSet(columns))
    .execute()
  await tx.deleteFrom('officer_group_member').where('group_id', '=', group.id).execute()
  await tx
    .insertInto('officer_group_member')
    .values(group.members.map((officerId, at) => ({ group_id: group.id, officer_id: officerId, leader: at === 0 })))
    .execute()
}

export async function retireGroup(tx: Tx, id: string, by: { id: string; name: string }, now: string): Promise<void> {
  await tx
    .updateTable('officer_group')
    .set({ state: 'retired', edited_by: by.id, edited_by_name: by.name, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** The active groups somebody belongs to. */
export async function groupsOf(tx: Tx, officerId: string): Promise<{ id: string; name: string; leader: boolean }[]> {
  return await tx
    .selectFrom('officer_group_member')
    .innerJoin('officer_group', 'officer_group.id', 'officer_group_member.group_id')
    .select(['officer_group.id', 'officer_group.name', 'officer_group_member.leader'])
    .where('officer_group_member.officer_id', '=', officerId)
    .where('officer_group.state', '=', 'active')
    .orderBy('officer_group.name')
    .orderBy('officer_group.id')
    .execute()
}
