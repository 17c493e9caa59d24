/** SQL of problems: opened when their result is published, finished once, and what keeps a task from being done. */
import { sql } from 'kysely'
import type { ClueState } from '#core/inspections/clue-state.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { VisitScope } from './store.ts'

/** The state of the task is part of the row, and a foreign key: with an open problem it cannot become `done` (0017). */
export async function insertProblems(tx: Tx, resultIds: readonly string[], now: string): Promise<void> {
  await sql`
    insert into open_problem (subject, visit_id, task_id, task_state, result_id, outcome, problem, disposal, opened_at)
    select r.subject, v.id, t.id, t.state, r.id, r.outcome,
      coalesce((select string_agg(trim(x.value ->> 'problem'), '；' order by x.ordinality) from jsonb_array_elements(r.items) with ordinality as x
        where trim(coalesce(x.value ->> 'problem', '')) <> ''), rt.zh), coalesce(r.disposal, ''), ${now}::timestamptz
    from result r join visit v on v.subject = r.subject and v.id = r.visit_id join task t on t.id = v.task_id join result_type rt on rt.code = r.outcome
    where r.id = any(${[...resultIds]}::uuid[])
    on conflict (subject, visit_id) do nothing`.execute(tx)
}

export type ProblemRecord = {
  readonly visitId: string
  readonly taskId: string
  readonly taskNo: string
  readonly taskName: string
  readonly taskState: string
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly orgPath: string
  readonly dept: string
  readonly outcome: string
  readonly problem: string
  readonly disposal: string
  readonly foundOn: string
  readonly openedAt: string
  readonly closedOn: string | null
  readonly closedText: string | null
  readonly closedBy: string | null
  readonly closedAt: string | null
  readonly officerIds: string[]
  readonly clue: ProblemClue | null
}

/** The newest clue of a problem, as whoever finishes problems sees it. */
export type ProblemClue = {
  readonly state: ClueState
  readonly toOrg: string
  readonly handedBy: string
  readonly handedAt: string
  readonly reason: string | null
}

const columns = [
  'p.visit_id as visitId',
  'p.task_id as taskId',
  'task.task_no as taskNo',
  'task.name as taskName',
  'task.state as taskState',
  'p.subject',
  'visit.name',
  'visit.region_name as regionName',
  'visit.org_path as orgPath',
  'visit.dept',
  'p.outcome',
  'p.problem',
  'p.disposal',
  'p.opened_at as openedAt',
  'p.closed_on as closedOn',
  'p.closed_text as closedText',
  'p.closed_by_name as closedBy',
  'p.closed_at as closedAt',
  sql<string>`(select r.date::text from result r where r.subject = p.subject and r.id = p.result_id)`.as('foundOn'),
  sql<
    string[]
  >`array(select s.officer_id::text from seat s where s.subject = p.subject and s.task_id = p.task_id and s.role <> 'expert')`.as(
    'officerIds',
  ),
  sql<ProblemClue | null>`(select jsonb_build_object('state', c.state, 'toOrg', c.to_org_name, 'handedBy', c.handed_by_name,
      'handedAt', to_char(c.handed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reason', c.return_reason)
    from case_clue c where c.subject = p.subject and c.visit_id = p.visit_id order by c.handed_at desc, c.id desc limit 1)`.as('clue'),
] as const

const problems = (tx: Tx) =>
  tx
    .selectFrom('open_problem as p')
    .innerJoin('visit', (on) => on.onRef('visit.subject', '=', 'p.subject').onRef('visit.id', '=', 'p.visit_id'))
    .innerJoin('task', 'task.id', 'p.task_id')

export type ProblemFilter = {
  readonly taskId?: string | undefined
  readonly visitId?: string | undefined
  readonly state?: 'open' | 'closed' | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The oldest first: what waits longest is at the top. */
export async function listProblems(tx: Tx, scope: VisitScope, filter: ProblemFilter): Promise<Page<ProblemRecord>> {
  let query = problems(tx)
  if ('officerId' in scope)
    query = query.where(
      sql<boolean>`exists (select from seat s where s.subject = p.subject and s.task_id = p.task_id and s.officer_id = ${scope.officerId}::uuid)`,
    )
  else if (scope.dept !== null) query = query.where('visit.dept', '=', scope.dept)
  if (filter.taskId !== undefined) query = query.where('p.task_id', '=', filter.taskId)
  if (filter.visitId !== undefined) query = query.where('p.visit_id', '=', filter.visitId)
  if (filter.state !== undefined) query = query.where('p.closed_at', filter.state === 'open' ? 'is' : 'is not', null)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in visit.name) > 0 or p.subject like ${filter.q} || '%')`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(p.opened_at, p.visit_id) > (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('p.opened_at')
    .orderBy('p.visit_id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows, filter.limit, (row) => [row.openedAt, row.visitId]), count }
}

/** One problem, its row held so that of two hands one finishes it. */
export async function lockProblem(tx: Tx, visitId: string): Promise<ProblemRecord | null> {
  await sql`select visit_id from open_problem where visit_id = ${visitId}::uuid for update`.execute(tx)
  const row = await problems(tx).select(columns).where('p.visit_id', '=', visitId).executeTakeFirst()
  return row ?? null
}

export async function saveClosed(
  tx: Tx,
  { subject, visitId }: { readonly subject: string; readonly visitId: string },
  closed: { readonly on: string; readonly text: string; readonly by: { readonly id: string; readonly name: string }; readonly at: string },
): Promise<void> {
  await tx
    .updateTable('open_problem')
    .set({ closed_at: closed.at, closed_on: closed.on, closed_text: closed.text, closed_by: closed.by.id, closed_by_name: closed.by.name })
    .where('subject', '=', subject)
    .where('visit_id', '=', visitId)
    .execute()
}

/**
 * Of these tasks, those with nothing left to do: every visit is settled and no problem is open. The tasks are held first: of two reviewers who pass
 * the last two results at the same moment, the second looks when the first has committed, so that one of them sees the task done.
 */
export async function finishedTasks(tx: Tx, taskIds: readonly string[]): Promise<string[]> {
  await sql`select id from task where id = any(${[...taskIds]}::uuid[]) order by id for update`.execute(tx)
  const rows = await sql<{ id: string }>`
    select id from task t where id = any(${[...taskIds]}::uuid[]) and state = 'executing'
      and id not in (select task_id from unsettled_tasks(${[...taskIds]}::uuid[]))
      and not exists (select from open_problem p where p.task_id = t.id and p.closed_at is null)`.execute(tx)
  return rows.rows.map((row) => row.id)
}
