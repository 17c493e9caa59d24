/** SQL of clues: a problem in the hands of who handles cases. What is read joins the visit, so that row-level security keeps to the place. */
import { sql } from 'kysely'
import { isPathWithin, type Scoped } from '#core/access/can.ts'
import { type Role, roles } from '#core/access/roles.ts'
import { type CaseEnding, type ClueState, liveClueStates } from '#core/inspections/clue-state.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { ProblemRecord } from './problem-store.ts'

export type ClueRecord = Scoped & {
  readonly id: string
  readonly visitId: string
  readonly taskId: string
  readonly taskState: string
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly taskName: string
  readonly outcome: string
  readonly problem: string
  readonly disposal: string
  readonly foundOn: string
  readonly toOrg: string
  readonly state: ClueState
  readonly note: string
  readonly handedBy: string
  readonly handedByName: string
  readonly handedAt: string
  readonly takenBy: string | null
  readonly takenAt: string | null
  readonly endedBy: string | null
  readonly endedAt: string | null
  readonly returnReason: string | null
  readonly ending: CaseEnding | null
  readonly decisionNo: string | null
  readonly decidedOn: string | null
}

export type Receiver = Scoped & { readonly orgId: string; readonly name: string }

type Who = { readonly id: string; readonly name: string }

/** Organisations whose people handle cases of a place: there, or above it. The nearest first, the department of the visit before others. */
export async function receiversOf(tx: Tx, visit: Scoped): Promise<Receiver[]> {
  const { rows } = await sql<Receiver>`
    select distinct o.id as "orgId", o.name, o.path as "orgPath", o.dept, length(o.path) as near, o.dept = ${visit.dept} as own
    from org o join actor a on a.org_id = o.id
    where a.roles && ${handlerRoles}::text[] and not a.disabled and (o.path = ${visit.orgPath} or ${visit.orgPath} like o.path || '.%')
    order by own desc, near desc, o.name`.execute(tx)
  return rows.filter(({ orgPath }) => isPathWithin(orgPath, visit.orgPath))
}

const handlerRoles = Object.entries(roles).flatMap(([role, { can }]) => (can.some((one) => one === 'case.handle') ? [role as Role] : [])) // keys of roles

export async function insertClue(
  tx: Tx,
  clue: {
    readonly id: string
    readonly problem: ProblemRecord
    readonly to: Receiver
    readonly note: string
    readonly by: Who
    readonly at: string
  },
): Promise<void> {
  const { id, problem, to, note, by, at } = clue
  await tx
    .insertInto('case_clue')
    .values({
      id,
      subject: problem.subject,
      visit_id: problem.visitId,
      to_org_path: to.orgPath,
      to_dept: to.dept,
      to_org_name: to.name,
      state: 'handed',
      note,
      handed_by: by.id,
      handed_by_name: by.name,
      handed_at: at,
    })
    .execute()
}

/** One clue, held with its problem: who finishes one and who moves the other wait for each other. */
export async function lockClue(tx: Tx, id: string): Promise<ClueRecord | null> {
  await sql`select p.visit_id from open_problem p join case_clue c on c.subject = p.subject and c.visit_id = p.visit_id
    where c.id = ${id}::uuid for update of p`.execute(tx)
  const row = await clues(tx).select(columns).where('c.id', '=', id).executeTakeFirst()
  return row === undefined ? null : known(row)
}

export async function saveTaken(tx: Tx, { subject, id }: ClueRecord, state: ClueState, by: Who, at: string): Promise<void> {
  await tx
    .updateTable('case_clue')
    .set({ state, taken_by: by.id, taken_by_name: by.name, taken_at: at })
    .where('subject', '=', subject)
    .where('id', '=', id)
    .execute()
}

/** What ends a clue: the reason why it goes back, or the decision. */
export type ClueEnd = { readonly reason: string } | { readonly ending: CaseEnding; readonly decisionNo: string; readonly on: string }

export async function saveEnded(tx: Tx, { subject, id }: ClueRecord, state: ClueState, end: ClueEnd, by: Who, at: string): Promise<void> {
  const what = 'reason' in end ? { return_reason: end.reason } : { ending: end.ending, decision_no: end.decisionNo, decided_on: end.on }
  await tx
    .updateTable('case_clue')
    .set({ state, ended_by: by.id, ended_by_name: by.name, ended_at: at, ...what })
    .where('subject', '=', subject)
    .where('id', '=', id)
    .execute()
}

export type ClueFilter = {
  readonly state?: 'live' | 'returned' | 'decided' | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** What the organisation of `at` and those below it received; the newest first. */
export async function listClues(tx: Tx, at: Scoped, filter: ClueFilter): Promise<Page<ClueRecord>> {
  let query = clues(tx)
    .where('c.to_dept', '=', at.dept)
    .where(sql<boolean>`(c.to_org_path = ${at.orgPath} or c.to_org_path like ${`${at.orgPath}.%`})`)
  if (filter.state === 'live') query = query.where('c.state', 'in', [...liveClueStates])
  else if (filter.state !== undefined) query = query.where('c.state', '=', filter.state)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in visit.name) > 0 or c.subject like ${filter.q} || '%')`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(c.handed_at, c.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('c.handed_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows.map(known), filter.limit, (row) => [row.handedAt, row.id]), count }
}

const clues = (tx: Tx) =>
  tx
    .selectFrom('case_clue as c')
    .innerJoin('open_problem as p', (on) => on.onRef('p.subject', '=', 'c.subject').onRef('p.visit_id', '=', 'c.visit_id'))
    .innerJoin('visit', (on) => on.onRef('visit.subject', '=', 'c.subject').onRef('visit.id', '=', 'c.visit_id'))
    .innerJoin('task', 'task.id', 'visit.task_id')

const columns = [
  'c.id',
  'c.visit_id as visitId',
  'p.task_id as taskId',
  'task.state as taskState',
  'c.subject',
  'visit.name',
  'visit.region_name as regionName',
  'task.name as taskName',
  'p.outcome',
  'p.problem',
  'p.disposal',
  sql<string>`(select r.date::text from result r where r.subject = p.subject and r.id = p.result_id)`.as('foundOn'),
  'c.to_org_path as orgPath',
  'c.to_dept as dept',
  'c.to_org_name as toOrg',
  'c.state',
  'c.note',
  'c.handed_by as handedBy',
  'c.handed_by_name as handedByName',
  'c.handed_at as handedAt',
  'c.taken_by_name as takenBy',
  'c.taken_at as takenAt',
  'c.ended_by_name as endedBy',
  'c.ended_at as endedAt',
  'c.return_reason as returnReason',
  'c.ending',
  'c.decision_no as decisionNo',
  'c.decided_on as decidedOn',
] as const

const known = (row: Omit<ClueRecord, 'state' | 'ending'> & { readonly state: string; readonly ending: string | null }): ClueRecord => ({
  ...row,
  state: row.state as ClueState, // case_clue_state_known
  ending: row.ending as CaseEnding | null, // case_clue_ending_known
})
