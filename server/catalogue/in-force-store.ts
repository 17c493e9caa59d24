/** SQL of validity: the version of an item that holds on a day, whichever version was asked for. */
import { sql } from 'kysely'
import type { ListKind } from '#core/catalogue/item.ts'
import type { Tx } from '#db/connect.ts'
import { prepared } from '#db/sending.ts'

export type InForce = {
  readonly asked: string
  readonly askedName: string
  readonly id: string | null
  readonly name: string | null
  readonly listKind: ListKind
}

/** For every asked version that exists, in the order asked: the version of the same code and place that is in force on the day, or null. */
export async function versionsInForce(tx: Tx, ids: readonly string[], day: string): Promise<InForce[]> {
  if (ids.length === 0) return []
  return await prepared(
    tx,
    sql<InForce>`
    select a.id as asked, a.name as "askedName", v.id, v.name, coalesce(v.list_kind, a.list_kind) as "listKind"
    from unnest(${[...ids]}::uuid[]) with ordinality as x (id, n) join item a on a.id = x.id
    left join lateral (
      select i.id, i.name, i.list_kind from item i
      where i.dept = a.dept and i.org_path = a.org_path and i.code = a.code
        and i.valid_from <= ${day}::date and (i.valid_to is null or i.valid_to >= ${day}::date)
      order by i.version desc limit 1
    ) v on true
    order by x.n`,
  )
}
