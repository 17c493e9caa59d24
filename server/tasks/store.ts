/** SQL of tasks. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Filter, OtherItem, StratumDraft } from '#contract/tasks.ts'
import type { Scope } from '#core/matching/facts.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import type { TaskState } from '#core/tasks/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type FilterJson = z.infer<typeof Filter>

export type TaskRecord = {
  readonly id: string
  readonly taskNo: string
  readonly planRowId: string
  readonly name: string
  readonly state: TaskState
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly itemIds: string[]
  readonly otherItems: OtherItem[]
  readonly mode: 'open' | 'sealed'
  readonly filter: FilterJson
  readonly stratifyBy: StratifyBy
  readonly strata: StratumDraft[]
  readonly excludeOpenVisits: boolean
  readonly excludeDrawn: 'none' | 'lowRisk' | 'all'
  readonly frequencyCap: number | null
  readonly excludeWhitelist: boolean
  readonly officersPerObject: number
  readonly teamUnit: 'person' | 'group'
  readonly officerScope: Scope
  readonly officerReach: Scope
  readonly leastEligible: number
  readonly pairCapPpm: number
  readonly mostPerOfficer: number | null
  readonly balance: 'draw' | 'year'
  readonly suite: 'sha256' | 'sm3'
  readonly updatedAt: string
}

const columns = [
  'id',
  'task_no as taskNo',
  'plan_row_id as planRowId',
  'name',
  'state',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'from_on as from',
  'to_on as to',
  'item_ids as itemIds',
  'other_items as otherItems',
  'mode',
  'filter',
  'stratify_by as stratifyBy',
  'strata',
  'exclude_open_visits as excludeOpenVisits',
  'exclude_drawn as excludeDrawn',
  'frequency_cap as frequencyCap',
  'exclude_whitelist as excludeWhitelist',
  'officers_per_object as officersPerObject',
  'team_unit as teamUnit',
  'officer_scope as officerScope',
  'officer_reach as officerReach',
  'least_eligible as leastEligible',
  'pair_cap_ppm as pairCapPpm',
  'most_per_officer as mostPerOfficer',
  'balance',
  'suite',
  'updated_at as updatedAt',
] as const

export async function listTasks(
  tx: Tx,
  scope: { dept: string | null },
  filter: { state?: string | undefined; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<TaskRecord>> {
  let query = tx.selectFrom('task')
  if (scope.dept !== null)
    query = query.where(
      sql<boolean>`(dept = ${scope.dept} or exists (select from task_participant p where p.task_id = task.id and p.dept = ${scope.dept}))`,
    )
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in name) > 0 or task_no like ${filter.q} || '%')`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(updated_at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as unknown as TaskRecord[], filter.limit, (task) => [task.updatedAt, task.id]), count }
}

export async function findTask(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<TaskRecord | null> {
  const query = tx.selectFrom('task').select(columns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as TaskRecord | undefined) ?? null
}

export async function insertTask(
  tx: Tx,
  task: Omit<TaskRecord, 'updatedAt' | 'state'> & { createdBy: string; createdByName: string },
): Promise<void> {
  await tx
    .insertInto('task')
    .values({
      id: task.id,
      task_no: task.taskNo,
      plan_row_id: task.planRowId,
      name: task.name,
      state: 'draft',
      org_path: task.orgPath,
      dept: task.dept,
      org_name: task.orgName,
      from_on: task.from,
      to_on: task.to,
      item_ids: task.itemIds,
      other_items: json(task.otherItems),
      mode: task.mode,
      filter: json(task.filter),
      stratify_by: task.stratifyBy,
      strata: json(task.strata),
      exclude_open_visits: task.excludeOpenVisits,
      exclude_drawn: task.excludeDrawn,
      frequency_cap: task.frequencyCap,
      exclude_whitelist: task.excludeWhitelist,
      officers_per_object: task.officersPerObject,
      team_unit: task.teamUnit,
      officer_scope: task.officerScope,
      officer_reach: task.officerReach,
      least_eligible: task.leastEligible,
      pair_cap_ppm: task.pairCapPpm,
      most_per_officer: task.mostPerOfficer,
      balance: task.balance,
      suite: task.suite,
      created_by: task.createdBy,
      created_by_name: task.createdByName,
    })
    .execute()
}

export async function saveTaskState(tx: Tx, id: string, state: TaskState, now: string): Promise<void> {
  await tx.updateTable('task').set({ state, updated_at: now }).where('id', '=', id).execute()
}

export type TaskTally = { readonly drawn: number | null; readonly published: number }

/** How many objects each task drew, and how many of their results are published. */
export async function tallyTasks(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, TaskTally>> {
  if (ids.length === 0) return new Map()
  const drawn = await sql<{ task_id: string; selected: number }>`
    select task_id, selected from draw_slot where task_id = any(${[...ids]}::uuid[]) and kind = 'O' and state in ('result', 'closed')`.execute(
    tx,
  )
  const published = await sql<{ task_id: string; n: number }>`
    select task_id, count(*)::int as n from visit where task_id = any(${[...ids]}::uuid[]) and state = 'published' group by task_id`.execute(
    tx,
  )
  const publishedBy = new Map(published.rows.map((row) => [row.task_id, row.n]))
  const drawnBy = new Map(drawn.rows.map((row) => [row.task_id, row.selected]))
  return new Map(ids.map((id) => [id, { drawn: drawnBy.get(id) ?? null, published: publishedBy.get(id) ?? 0 }]))
}

export async function drawsOfTask(tx: Tx, taskId: string): Promise<{ drawId: string; kind: string; state: string; dept: string }[]> {
  return await tx
    .selectFrom('draw')
    .innerJoin('draw_slot', 'draw_slot.draw_id', 'draw.id')
    .select(['draw.id as drawId', 'draw.kind', 'draw_slot.state', 'draw.dept'])
    .where('draw.task_id', '=', taskId)
    .orderBy('draw.created_at')
    .execute()
}
