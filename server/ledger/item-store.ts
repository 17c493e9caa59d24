/** SQL of the yearly caps that inspection items state of themselves (事项年度频次上限). */
import { type RawBuilder, sql } from 'kysely'
import type { ItemUse } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'

/** An item, and how often a year one object is inspected with it, in whatever version. */
export type ItemCap = { readonly itemId: string; readonly cap: number }

/** Objects that one of the items has used up in one of the years, as a query giving `subject`; there is one item at least, and one year. */
export const usedUp = (caps: readonly ItemCap[], years: readonly number[]): RawBuilder<unknown> => sql`frame_item_used(${yearList(years)},
  array[${sql.join(caps.map(({ itemId }) => itemId))}]::uuid[], array[${sql.join(caps.map(({ cap }) => sql.lit(cap)))}]::int[])`

/** Years as PostgreSQL takes them, also within COPY. */
export const yearList = (years: readonly number[]): RawBuilder<unknown> =>
  sql`array[${sql.join(years.map((year) => sql.lit(year)))}]::int[]`

/** The items of a task that state a cap, those of the departments that take part included. */
export async function itemCapsOf(tx: Tx, taskId: string): Promise<ItemCap[]> {
  const { rows } = await sql<ItemCap>`select i.id as "itemId", i.frequency_cap as cap from task_item x join item i on i.id = x.item_id
    where x.task_id = ${taskId}::uuid and i.frequency_cap is not null
      and not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined')
    order by x.dept, x.seq`.execute(tx)
  return rows
}

/** The items of a visit that state a cap, and how many planned visits with each come before it in the year of a day, or in the fullest of its years. */
export async function itemUseBefore(tx: Tx, visitId: string, on: string | null): Promise<ItemUse[]> {
  const { rows } = await sql<ItemUse>`
    with capped as (select i.id, i.code, i.name, i.frequency_cap as cap from visit v join task_item x on x.task_id = v.task_id
        join item i on i.id = x.item_id and i.frequency_cap is not null
      where v.id = ${visitId}::uuid and x.item_id <> all (v.skipped_item_ids)
        and not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined'))
    select c.id as "itemId", c.code, c.name, c.cap, coalesce(b.used, 0) as used
    from capped c left join item_before(${visitId}::uuid, (select array_agg(id) from capped), ${on}::date) as b on b.item_id = c.id order by c.code, c.id`.execute(
    tx,
  )
  return rows
}

/** How often an object is inspected in a year with each published item of a department that states a cap, where it is at all. */
export async function itemUseOf(
  tx: Tx,
  { subject, year, dept, place }: { readonly subject: string; readonly year: number; readonly dept: string; readonly place: string },
): Promise<ItemUse[]> {
  const { rows } = await sql<ItemUse>`
    with capped as (select i.id, i.code, i.name, i.frequency_cap as cap from item i where i.dept = ${dept} and i.state = 'published'
      and i.frequency_cap is not null and (i.org_path = ${place} or starts_with(${place}, i.org_path || '.') or starts_with(i.org_path, ${`${place}.`})))
    select c.id as "itemId", c.code, c.name, c.cap, u.used
    from capped c join item_used(${year}, (select array_agg(id) from capped), ${subject}) as u on u.item_id = c.id order by c.code, c.id`.execute(
    tx,
  )
  return rows
}
