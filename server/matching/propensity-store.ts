/** SQL of probabilities and teams by draw. */
import { sql } from 'kysely'
import type { Population, Scope } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'

export type NewPropensity = {
  readonly leaf: string
  readonly population: Population
  readonly scope: Scope
  readonly cap: number
  readonly units: readonly string[]
  readonly shares: readonly number[]
}

export async function insertPropensities(
  tx: Tx,
  draw: { readonly id: string; readonly taskId: string },
  rows: readonly NewPropensity[],
): Promise<void> {
  await sql`
    insert into propensity (subject, draw_id, population, scope, cap, units, shares)
    select d.subject, ${draw.id}, r.population, r.scope, r.cap, r.units, r.shares
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (leaf text, population text, scope text, cap integer, units uuid[], shares integer[])
      join drawn_object d on d.task_id = ${draw.taskId}::uuid and d.leaf = decode(r.leaf, 'hex')`.execute(tx)
}

export type PropensityRow = {
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly order: number
  readonly population: Population
  readonly scope: Scope
  readonly cap: number
  readonly units: readonly string[]
  readonly shares: readonly number[]
}

const propensities = (drawId: string, taskId: string) => sql`
  select p.subject, d.name, d.region_name as "regionName", d.order_no as "order", p.population, p.scope, p.cap, p.units, p.shares
  from propensity p join lateral (select name, region_name, order_no from drawn_object d
    where d.subject = p.subject and d.task_id = ${taskId}::uuid limit 1) d on true
  where p.draw_id = ${drawId}`

/** The rows of a draw by subject, after the one given. */
export async function propensityPage(
  tx: Tx,
  draw: { readonly id: string; readonly taskId: string },
  after: readonly [subject: string, population: string] | null,
  limit: number,
): Promise<PropensityRow[]> {
  const beyond = after === null ? sql`` : sql`and (p.subject, p.population) > (${after[0]}, ${after[1]})`
  const { rows } =
    await sql<PropensityRow>`${propensities(draw.id, draw.taskId)} ${beyond} order by p.subject, p.population limit ${limit}`.execute(tx)
  return rows
}

/** The rows of some objects of a draw. */
export async function propensitiesOf(
  tx: Tx,
  draw: { readonly id: string; readonly taskId: string },
  subjects: readonly string[],
): Promise<PropensityRow[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<PropensityRow>`
    ${propensities(draw.id, draw.taskId)} and p.subject = any(${[...subjects]}::text[]) order by p.population desc`.execute(tx)
  return rows
}

export type SeatRow = {
  readonly subject: string
  readonly officerId: string
  readonly name: string
  readonly role: 'lead' | 'assist' | 'expert'
  readonly by: string
  readonly ended: boolean
}

/** Whose seats of which task; rows from before joint tasks have no department and are the task's own. */
export type SeatsOf = { readonly taskId: string; readonly taskDept: string; readonly dept: string }

/** Every seat of one department that objects of a task ever had, the lead first. */
export async function seatsOf(tx: Tx, { taskId, taskDept, dept }: SeatsOf, subjects: readonly string[]): Promise<SeatRow[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<SeatRow>`
    select a.subject, a.officer_id as "officerId", a.officer_name as name, a.role, a.draw_id as by,
      exists (select from assignment_end e where e.subject = a.subject and e.task_id = a.task_id and e.officer_id = a.officer_id) as ended
    from assignment a
    where a.task_id = ${taskId}::uuid and a.subject = any(${[...subjects]}::text[]) and coalesce(a.dept, ${taskDept}) = ${dept}
    order by a.subject, case a.role when 'lead' then 0 when 'assist' then 1 else 2 end, a.officer_name, a.officer_id`.execute(tx)
  return rows
}

/** Σ of the shares of each officer, expert or group in a draw, in objects. */
export async function expectedLoads(tx: Tx, drawId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ unit: string; expected: number }>`
    select u.id as unit, (sum(u.share)::float8 / 1073741824) as expected
    from propensity p cross join lateral unnest(p.units, p.shares) as u (id, share) where p.draw_id = ${drawId} group by u.id`.execute(tx)
  return new Map(rows.map(({ unit, expected }) => [unit, expected]))
}
