/** SQL of the objects that an officer draw matched. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type PairObject = {
  readonly order: number
  readonly subject: string
  readonly leaf: string
  readonly name: string
  readonly regionName: string
}

/** All of an object draw, or those of a task with these leaves; `unlinked`: numbered by subject instead of by ticket. */
export async function findObjects(
  tx: Tx,
  of: { readonly objectDraw: string } | { readonly leaves: readonly string[]; readonly taskId: string },
  page: {
    readonly after: number
    readonly limit: number
    readonly q: string
    /** These leaves alone, or all. */
    readonly only: readonly string[] | null
    /** Leaves that answer the text too, by their teams. */
    readonly alsoLeaves: readonly string[]
    readonly unlinked: boolean
  },
): Promise<{ readonly rows: PairObject[]; readonly total: number }> {
  const which =
    'objectDraw' in of
      ? sql`draw_id = ${of.objectDraw}`
      : sql`task_id = ${of.taskId}::uuid and leaf = any(array(select decode(l, 'hex') from unnest(${[...of.leaves]}::text[]) as l))`
  const order = page.unlinked || 'leaves' in of ? sql`(row_number() over (order by subject))::int` : sql`order_no`
  const asked =
    page.q === ''
      ? sql`true`
      : sql`(position(${page.q} in name) > 0 or subject like ${page.q} || '%' or leaf = any(${[...page.alsoLeaves]}::text[]))`
  const wanted = page.only === null ? asked : sql`${asked} and leaf = any(${[...page.only]}::text[])`
  const all = sql`select subject, ${order} as "order", encode(leaf, 'hex') as leaf, name, region_name as "regionName" from drawn_object where ${which}`
  const { rows } = await sql<PairObject>`
    select * from (${all}) as o where ${wanted} and "order" > ${page.after} order by "order" limit ${page.limit}`.execute(tx)
  const counted = await sql<{ n: number }>`select count(*)::int as n from (${all}) as o where ${wanted}`.execute(tx)
  return { rows, total: counted.rows[0]?.n ?? 0 }
}

/** One object of a task by its subject, as it was drawn. */
export async function findObject(tx: Tx, taskId: string, subject: string): Promise<Omit<PairObject, 'order'> | null> {
  const { rows } = await sql<Omit<PairObject, 'order'>>`
    select subject, encode(leaf, 'hex') as leaf, name, region_name as "regionName" from drawn_object d
    where task_id = ${taskId}::uuid and subject = ${subject} limit 1`.execute(tx)
  return rows[0] ?? null
}
