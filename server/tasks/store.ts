/** SQL of tasks. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Filter, OtherItem, StratumDraft } from '#contract/tasks.ts'
import type { StatedException } from '#core/ledger/exceptions.ts'
import type { Scope } from '#core/matching/facts.ts'
import type { RowLevel } from '#core/plans/row.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import type { TaskApproval, TaskOrigin, TaskSource } from '#core/tasks/source.ts'
import type { TaskState } from '#core/tasks/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { withNext } from '#db/sending.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type FilterJson = z.infer<typeof Filter>

export type TaskRecord = {
  readonly id: string
  readonly taskNo: string
  /** Null for every source but the annual plan. */
  readonly planRowId: string | null
  readonly source: TaskSource
  readonly name: string
  readonly state: TaskState
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly itemIds: string[]
  readonly otherItems: OtherItem[]
  readonly directed: boolean
  readonly objectScope: string
  readonly reason: string
  readonly origin: TaskOrigin | null
  readonly approval: TaskApproval | null
  readonly mode: 'open' | 'sealed'
  readonly filter: FilterJson
  readonly stratifyBy: StratifyBy
  readonly strata: StratumDraft[]
  readonly excludeOpenVisits: boolean
  readonly excludeDrawn: 'none' | 'lowRisk' | 'all'
  readonly frequencyCap: number | null
  readonly frequencyException: StatedException | null
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
  /** 本级查 or 抽给下级查. */
  readonly level: RowLevel
  readonly createdBy: string
  readonly createdByName: string
  readonly submittedBy: string | null
  readonly editedBy: readonly string[]
  readonly submittedByName: string | null
  readonly decidedByName: string | null
  readonly decidedAt: string | null
  readonly opinion: string | null
  readonly cancelledReason: string | null
  readonly updatedAt: string
}

/** What a draft says, and an edit can say otherwise. */
export type TaskSettings = Omit<
  TaskRecord,
  | 'id'
  | 'taskNo'
  | 'state'
  | 'orgPath'
  | 'dept'
  | 'orgName'
  | 'createdBy'
  | 'createdByName'
  | 'submittedBy'
  | 'editedBy'
  | 'submittedByName'
  | 'decidedByName'
  | 'decidedAt'
  | 'opinion'
  | 'cancelledReason'
  | 'updatedAt'
>

const columns = [
  'id',
  'task_no as taskNo',
  'plan_row_id as planRowId',
  'source',
  'name',
  'state',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'from_on as from',
  'to_on as to',
  'item_ids as itemIds',
  'other_items as otherItems',
  'directed',
  'object_scope as objectScope',
  'reason',
  'origin',
  sql<TaskApproval | null>`case when approval_no <> '' then jsonb_build_object('approvalNo', approval_no, 'filingNo', filing_no, 'filedOn', filed_on::text) end`.as(
    'approval',
  ),
  'mode',
  'filter',
  'stratify_by as stratifyBy',
  'strata',
  'exclude_open_visits as excludeOpenVisits',
  'exclude_drawn as excludeDrawn',
  'frequency_cap as frequencyCap',
  sql<StatedException | null>`case when frequency_exception is not null then jsonb_build_object('code', frequency_exception, 'note', frequency_exception_note) end`.as(
    'frequencyException',
  ),
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
  'level',
  'created_by as createdBy',
  'created_by_name as createdByName',
  'submitted_by as submittedBy',
  'edited_by as editedBy',
  'submitted_by_name as submittedByName',
  'decided_by_name as decidedByName',
  'decided_at as decidedAt',
  'opinion',
  'cancelled_reason as cancelledReason',
  'updated_at as updatedAt',
] as const

export async function listTasks(
  tx: Tx,
  scope: { dept: string | null },
  filter: { state?: string | undefined; source?: string | undefined; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<TaskRecord>> {
  let query = tx.selectFrom('task')
  if (scope.dept !== null)
    query = query.where(
      sql<boolean>`(dept = ${scope.dept} or exists (select from task_participant p where p.task_id = task.id and p.dept = ${scope.dept})
        or exists (select from sub_task b where b.task_id = task.id and b.dept = ${scope.dept} and b.state not in ('returned', 'cancelled')))`,
    )
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.source !== undefined) query = query.where('source', '=', filter.source)
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

export type NewTask = TaskSettings & Pick<TaskRecord, 'id' | 'taskNo' | 'orgPath' | 'dept' | 'orgName' | 'createdBy' | 'createdByName'>

export async function insertTask(tx: Tx, task: NewTask): Promise<void> {
  await withNext(
    tx,
    tx.insertInto('task').values({
      id: task.id,
      task_no: task.taskNo,
      state: 'draft',
      org_path: task.orgPath,
      dept: task.dept,
      org_name: task.orgName,
      created_by: task.createdBy,
      created_by_name: task.createdByName,
      ...settingColumns(task),
    }),
  )
}

/** A draft says something else from now on; who handed it in before does not any more. */
export async function saveSettings(tx: Tx, id: string, task: TaskSettings, editor: string, now: string): Promise<void> {
  await tx
    .updateTable('task')
    .set({
      ...settingColumns(task),
      ...{ submitted_by: null, submitted_by_name: null, updated_at: now },
      edited_by: sql<string[]>`case when ${editor}::uuid = any (edited_by) then edited_by else edited_by || ${editor}::uuid end`,
    })
    .where('id', '=', id)
    .execute()
}

const settingColumns = (task: TaskSettings) => ({
  plan_row_id: task.planRowId,
  source: task.source,
  name: task.name,
  from_on: task.from,
  to_on: task.to,
  item_ids: task.itemIds,
  other_items: json(task.otherItems),
  directed: task.directed,
  object_scope: task.objectScope,
  reason: task.reason,
  origin: task.origin === null ? null : json(task.origin),
  approval_no: task.approval?.approvalNo ?? null,
  filing_no: task.approval?.filingNo ?? null,
  filed_on: task.approval?.filedOn ?? null,
  mode: task.mode,
  filter: json(task.filter),
  stratify_by: task.stratifyBy,
  strata: json(task.strata),
  exclude_open_visits: task.excludeOpenVisits,
  exclude_drawn: task.excludeDrawn,
  frequency_cap: task.frequencyCap,
  frequency_exception: task.frequencyException?.code ?? null,
  frequency_exception_note: task.frequencyException?.note ?? null,
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
  level: task.level,
})

export async function saveTaskState(tx: Tx, id: string, state: TaskState, now: string): Promise<void> {
  await tx.updateTable('task').set({ state, updated_at: now }).where('id', '=', id).execute()
}

export type TaskTally = { readonly drawn: number | null; readonly published: number }

/** How many objects each task drew, and how many of their results are published. */
export async function tallyTasks(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, TaskTally>> {
  if (ids.length === 0) return new Map()
  const drawn = await sql<{ task_id: string; selected: number }>`
    select task_id, selected from draw_slot where task_id = any(${[...ids]}::uuid[]) and kind = 'O' and state in ('result', 'closed')
    union all select task_id, count(*)::int from task_object where task_id = any(${[...ids]}::uuid[]) group by task_id`.execute(tx)
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
