/** SQL of layers: the item above that one is based on, and those below that are based on it. */
import { sql } from 'kysely'
import type { Layer } from '#core/catalogue/item.ts'
import { isAbove } from '#core/catalogue/layers.ts'
import type { Tx } from '#db/connect.ts'
import { holdsOn, type ItemRecord, itemColumns } from './store.ts'

export type Below = { readonly dept: string; readonly orgPath: string; readonly layer: Layer; readonly parentCode: string }

/** The version in force of the item above, of the nearest place that has one; null when there is none. */
export async function findParent(tx: Tx, below: Below, day: string): Promise<ItemRecord | null> {
  const rows = await tx
    .selectFrom('item')
    .select(itemColumns)
    .where('dept', '=', below.dept)
    .where('code', '=', below.parentCode)
    .where(holdsOn(day))
    .where(sql<boolean>`(org_path = ${below.orgPath} or ${below.orgPath} like org_path || '.%')`)
    .orderBy(sql`length(org_path)`, 'desc')
    .orderBy('version', 'desc')
    .limit(20)
    .execute()
  // Rows of the table are what textColumns wrote.
  return (rows as unknown as ItemRecord[]).find((row) => isAbove(row, below)) ?? null
}

export type Child = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly version: number
  readonly layer: Layer
  readonly orgName: string
}

/** Items in force, at or below a place, that are based on a code of its list; those that the reader's place has to do with. */
export async function listChildren(
  tx: Tx,
  parent: { readonly dept: string; readonly orgPath: string; readonly code: string; readonly id: string },
  readerPath: string,
  day: string,
): Promise<Child[]> {
  const { rows } = await sql<Child>`
    select i.id, i.code, i.name, i.version, i.layer, coalesce(o.name, i.org_path) as "orgName"
    from item i left join org o on o.path = i.org_path and o.dept = i.dept
    where i.dept = ${parent.dept} and i.parent_code = ${parent.code} and i.id <> ${parent.id}::uuid
      and (i.org_path = ${parent.orgPath} or i.org_path like ${`${parent.orgPath}.%`})
      and (i.org_path = ${readerPath} or i.org_path like ${`${readerPath}.%`} or ${readerPath} like i.org_path || '.%')
      and i.valid_from <= ${day}::date and (i.valid_to is null or i.valid_to >= ${day}::date)
    order by i.org_path, i.code limit 100`.execute(tx)
  return rows
}
