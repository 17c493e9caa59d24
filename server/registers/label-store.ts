/** SQL of the dictionary of labels. */
import { type RawBuilder, sql } from 'kysely'
import type { Label, LabelReach, LabelTier } from '#core/registers/label-rules.ts'
import type { Tx } from '#db/connect.ts'

export type LabelRecord = Label & {
  readonly orgName: string
  readonly note: string
  readonly editedBy: string
  readonly updatedAt: string
}

export type Viewer = { readonly orgPath: string; readonly dept: string | null }

/** A dictionary longer than this is cut. */
export const mostLabels = 2000

/** Labels of the places above, of the own and of those below; of other departments those that are not theirs alone. */
const seenBy = ({ orgPath, dept }: Viewer): RawBuilder<boolean> => sql`(label.org_path = ${orgPath}
  or starts_with(label.org_path, ${`${orgPath}.`}) or starts_with(${orgPath}, label.org_path || '.') or label.reach = 'province')
  and (label.reach <> 'office' or ${dept}::text is null or label.dept = ${dept})`

const columns = [
  'label.id',
  'label.name',
  'label.tier',
  'label.parent_id as parentId',
  'label.reach',
  'label.org_path as orgPath',
  'label.dept',
  'label.org_name as orgName',
  'label.valid_to as validTo',
  'label.state',
  'label.note',
  'label.edited_by_name as editedBy',
  'label.updated_at as updatedAt',
] as const

export async function listLabels(
  tx: Tx,
  viewer: Viewer,
  state: Label['state'] | undefined,
): Promise<{ rows: LabelRecord[]; more: boolean }> {
  let query = tx
    .selectFrom('label')
    .select(columns)
    .where(sql<boolean>`${seenBy(viewer)}`)
  if (state !== undefined) query = query.where('state', '=', state)
  const rows = await query
    .orderBy(sql`name collate "C"`)
    .limit(mostLabels + 1)
    .execute()
  return { rows: rows.slice(0, mostLabels).map(record), more: rows.length > mostLabels }
}

export async function findLabel(tx: Tx, viewer: Viewer, id: string): Promise<LabelRecord | null> {
  const row = await tx
    .selectFrom('label')
    .select(columns)
    .where('id', '=', id)
    .where(sql<boolean>`${seenBy(viewer)}`)
    .executeTakeFirst()
  return row === undefined ? null : record(row)
}

/** A label for the system itself, which sees all of them. */
export async function labelById(tx: Tx, id: string): Promise<LabelRecord> {
  return record(await tx.selectFrom('label').select(columns).where('id', '=', id).executeTakeFirstOrThrow())
}

const record = (row: { tier: string; reach: string; state: string } & Omit<LabelRecord, 'tier' | 'reach' | 'state'>): LabelRecord => ({
  ...row,
  tier: row.tier as LabelTier, // label_tier_known
  reach: row.reach as LabelReach, // label_reach_known
  state: row.state as Label['state'], // label_state_known
})

/** Carriers are looked through up to here: the dictionary says “2,000+” of a label that more objects carry. */
const mostCarriers = 2000

/** How many objects of a place carry each of these labels; capped where there are more carriers than are looked through. */
export async function countCarriers(
  tx: Tx,
  place: string,
  ids: readonly string[],
): Promise<Map<string, { value: number; capped: boolean }>> {
  const { rows } = await sql<{ id: string; value: number; capped: boolean }>`
    select l.id, c.value, c.seen > ${mostCarriers} as capped from unnest(${[...ids]}::uuid[]) as l(id) cross join lateral (
      select count(*)::int as seen, (count(*) filter (where e.region_path = ${place} or starts_with(e.region_path, ${`${place}.`})))::int as value
      from (select subject from entity_label where label_id = l.id limit ${mostCarriers + 1}) as part join entity e on e.subject = part.subject) as c`.execute(
    tx,
  )
  return new Map(rows.map(({ id, value, capped }) => [id, { value: Math.min(value, mostCarriers), capped }]))
}

/** Whether any object at all carries it, wherever: counted no further than needed. */
export async function carriersAnywhere(tx: Tx, id: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from (select from entity_label where label_id = ${id} limit ${mostCarriers}) as part`.execute(tx)
  return rows[0]?.n ?? 0
}

export type SavedLabel = Pick<Label, 'id' | 'name' | 'tier' | 'reach' | 'parentId' | 'validTo'> & { readonly note: string }

/** Writes a label, new or known; a known one keeps its office. The lists of filter builders offer its name from now on. */
export async function saveLabel(
  tx: Tx,
  label: SavedLabel,
  owner: { readonly orgPath: string; readonly dept: string; readonly orgName: string },
  by: { readonly id: string; readonly name: string },
  now: string,
): Promise<void> {
  const changing = {
    name: label.name,
    tier: label.tier,
    reach: label.reach,
    parent_id: label.parentId,
    valid_to: label.validTo,
    note: label.note,
    edited_by: by.id,
    edited_by_name: by.name,
    updated_at: now,
  }
  await tx
    .insertInto('label')
    .values({ id: label.id, ...changing, org_path: owner.orgPath, dept: owner.dept, org_name: owner.orgName })
    .onConflict((on) => on.column('id').doUpdateSet(changing))
    .execute()
  await offerLabels(tx, [label.name], now)
}

/** Names that the filter builders offer. */
export async function offerLabels(tx: Tx, names: readonly string[], now: string): Promise<void> {
  await sql`insert into register_value (field, value, since) select 'label', name, ${now}::timestamptz from unnest(${[...names]}::text[]) as n(name) on conflict do nothing`.execute(
    tx,
  )
}

export async function retireLabel(tx: Tx, id: string, by: { readonly id: string; readonly name: string }, now: string): Promise<void> {
  await tx
    .updateTable('label')
    .set({ state: 'retired', edited_by: by.id, edited_by_name: by.name, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** What stands against retiring a label: active labels below it, and the names of active libraries that give it (whoever may see them). */
export async function usesOf(tx: Tx, id: string): Promise<{ children: number; libraries: string[] }> {
  const { rows } = await sql<{ children: number; libraries: string[] }>`
    select (select count(*)::int from label where parent_id = ${id}::uuid and state = 'active') as children,
      array(select distinct l.name from library_label ll join library l on l.id = ll.library_id where ll.label_id = ${id}::uuid and l.state = 'active' order by l.name limit 20) as libraries`.execute(
    tx,
  )
  return rows[0] ?? { children: 0, libraries: [] }
}
