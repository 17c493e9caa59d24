/** SQL of simulations: what was asked, what came out, and the lists behind it. */
import { sql } from 'kysely'
import type { PlanRow } from '#core/plans/row.ts'
import type { PartKind, Parts, SimulatedItem, Totals } from '#core/plans/simulation-parts.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cutPage, decodeCursor } from '#server/paging.ts'

export type SimulationRecord = {
  readonly id: string
  readonly planId: string
  readonly planUpdatedAt: string
  readonly withOthers: boolean
  readonly orgPath: string
  readonly dept: string
  readonly startedBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly totals: Totals | null
}

const columns = [
  'id',
  'plan_id as planId',
  'plan_updated_at as planUpdatedAt',
  'with_others as withOthers',
  'org_path as orgPath',
  'dept',
  'started_by_name as startedBy',
  'started_at as startedAt',
  'finished_at as finishedAt',
  'totals',
] as const

export async function findSimulation(tx: Tx, id: string): Promise<SimulationRecord | null> {
  const row = await tx.selectFrom('plan_simulation').select(columns).where('id', '=', id).executeTakeFirst()
  return (row as SimulationRecord | undefined) ?? null // totals are written by finishSimulation only
}

export async function latestSimulation(tx: Tx, planId: string): Promise<SimulationRecord | null> {
  const row = await tx
    .selectFrom('plan_simulation')
    .select(columns)
    .where('plan_id', '=', planId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row as SimulationRecord | undefined) ?? null // totals are written by finishSimulation only
}

/** How many rows of a plan are in force, and when one of them was changed last; null where there is none. */
export async function rowsInForce(tx: Tx, planId: string): Promise<{ rows: number; changedAt: string | null }> {
  const row = await tx
    .selectFrom('plan_row')
    .select(({ fn }) => [fn.max('updated_at').as('changedAt'), fn.countAll<number>().as('rows')])
    .where('plan_id', '=', planId)
    .where('state', '=', 'planned')
    .executeTakeFirst()
  return { rows: Number(row?.rows ?? 0), changedAt: row?.changedAt ?? null }
}

export type NewSimulation = Pick<SimulationRecord, 'id' | 'planId' | 'planUpdatedAt' | 'withOthers' | 'orgPath' | 'dept'> & {
  readonly by: { readonly id: string; readonly name: string }
  readonly now: string
}

export async function insertSimulation(tx: Tx, one: NewSimulation): Promise<void> {
  await tx
    .insertInto('plan_simulation')
    .values({
      id: one.id,
      plan_id: one.planId,
      plan_updated_at: one.planUpdatedAt,
      with_others: one.withOthers,
      org_path: one.orgPath,
      dept: one.dept,
      started_by: one.by.id,
      started_by_name: one.by.name,
      started_at: one.now,
    })
    .execute()
}

/** The newest simulation of a plan is the one that is shown: those before it go when it is done. */
export async function finishSimulation(
  tx: Tx,
  simulation: SimulationRecord,
  { totals, parts, now }: { readonly totals: Totals; readonly parts: Parts; readonly now: string },
): Promise<void> {
  for (const [part, lines] of Object.entries(parts)) {
    if (lines.length === 0) continue
    const rows = lines.map(({ code, usesRisk, figures }, rank) => ({ rank, code, uses_risk: usesRisk, figures }))
    await sql`insert into plan_simulation_part (simulation_id, part, rank, code, uses_risk, figures)
      select ${simulation.id}, ${part}, line.rank, line.code, line.uses_risk, line.figures
      from jsonb_to_recordset(${json(rows)}::jsonb) as line(rank int, code text, uses_risk boolean, figures jsonb)`.execute(tx)
  }
  await tx
    .updateTable('plan_simulation')
    .set({ totals: json(totals), finished_at: now })
    .where('id', '=', simulation.id)
    .execute()
  await tx
    .deleteFrom('plan_simulation')
    .where('plan_id', '=', simulation.planId)
    .where('id', '<>', simulation.id)
    .where('started_at', '<=', simulation.startedAt)
    .execute()
}

export type LineRecord = { readonly rank: number; readonly code: string; readonly figures: Readonly<Record<string, unknown>> }

export async function listLines(
  tx: Tx,
  query: {
    simulationId: string
    part: PartKind
    place?: string | undefined
    withRisk: boolean
    cursor?: string | undefined
    limit: number
  },
): Promise<{ rows: LineRecord[]; next: string | null; hidden: boolean }> {
  const key = decodeCursor(query.cursor, 1)
  const all = tx.selectFrom('plan_simulation_part').where('simulation_id', '=', query.simulationId).where('part', '=', query.part)
  let lines = query.withRisk ? all : all.where('uses_risk', '=', false)
  if (query.place !== undefined) lines = lines.where('code', 'like', `${query.place}|%`)
  if (key !== null) lines = lines.where('rank', '>', Number(key[0]))
  const rows = await lines
    .select(['rank', 'code', 'figures'])
    .orderBy('rank')
    .limit(query.limit + 1)
    .execute()
  const hidden = query.withRisk ? undefined : await all.select('rank').where('uses_risk', '=', true).limit(1).executeTakeFirst()
  return { ...cutPage(rows as LineRecord[], query.limit, ({ rank }) => [rank]), hidden: hidden !== undefined } // figures are objects
}

/** One line by its code. */
export async function findLine(tx: Tx, simulationId: string, part: PartKind, code: string): Promise<LineRecord | null> {
  const row = await tx
    .selectFrom('plan_simulation_part')
    .select(['rank', 'code', 'figures'])
    .where('simulation_id', '=', simulationId)
    .where('part', '=', part)
    .where('code', '=', code)
    .executeTakeFirst()
  return (row as LineRecord | undefined) ?? null // figures are objects
}

export type OtherRow = {
  readonly planNo: string
  readonly planName: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly row: PlanRow
}

/** Rows that rule in other plans of the year at the place, above it or below it, of any department: published, so no secret. */
export async function otherRows(tx: Tx, plan: { id: string; year: number; orgPath: string }): Promise<OtherRow[]> {
  const { rows } = await sql<OtherRow>`
    select p.plan_no as "planNo", p.name as "planName", p.org_path as "orgPath", p.dept, p.org_name as "orgName", f.row
    from plan_row_in_force f join plan p on p.id = f.plan_id
    where f.year = ${plan.year} and f.plan_id <> ${plan.id}
      and (f.org_path = ${plan.orgPath} or starts_with(f.org_path, ${`${plan.orgPath}.`}) or starts_with(${plan.orgPath}, f.org_path || '.'))
    order by p.org_path, p.dept, p.plan_no, f.seq`.execute(tx)
  return rows
}

/** Officers of a department at a place: how many stand at the place itself, and how many at each place below, cut to `depth` segments. */
export async function officersAt(
  tx: Tx,
  at: { place: string; dept: string; depth: number },
): Promise<{ place: string; officers: number }[]> {
  const { rows } = await sql<{ place: string; officers: number }>`
    select array_to_string((string_to_array(o.org_path, '.'))[1:${sql.lit(at.depth)}], '.') as place, count(*)::int as officers
    from officer o where o.state = 'active' and o.dept = ${at.dept} and (o.org_path = ${at.place} or starts_with(o.org_path, ${`${at.place}.`}))
    group by 1 order by 1`.execute(tx)
  return rows
}

/** What the catalogue says of the shares of items. */
export async function itemShares(tx: Tx, ids: readonly string[]): Promise<SimulatedItem[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('item')
    .select(['id', 'name', 'item_class as itemClass', 'ratio_floor_ppm as ratioFloorPpm', 'ratio_cap_ppm as ratioCapPpm'])
    .where('id', 'in', [...ids])
    .orderBy('code')
    .orderBy('id')
    .execute()
  return rows as SimulatedItem[] // item_class_known
}
