/** SQL of single lines of the ledger: those of one object, one visit, and the exception it carries. */
import { sql } from 'kysely'
import { isLedgerException, type StatedException } from '#core/ledger/exceptions.ts'
import type { Used } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'

export type LedgerState = 'due' | 'done' | 'replaced' | 'cancelled'

export type LedgerLine = {
  readonly subject: string
  readonly visitId: string
  readonly year: number
  /** First day of its task. */
  readonly from: string | null
  /** As it was registered, and what makes it one premises however it is written. */
  readonly address: string
  readonly premises: string
  readonly planned: boolean
  readonly dept: string
  readonly orgPath: string
  readonly taskId: string
  readonly on: string | null
  readonly onsite: boolean
  readonly state: LedgerState
  readonly mergeId: string | null
  readonly exception: StatedException | null
  readonly exceptedBy: string | null
  readonly at: string
  /** The reader was drawn for the visit. */
  readonly ownSeat: boolean
}

const columns = [
  'subject',
  'visit_id as visitId',
  'year',
  sql<string | null>`(select t.from_on from task t where t.id = visit_ledger.task_id)`.as('from'),
  'address',
  'premises',
  'planned',
  'dept',
  'org_path as orgPath',
  'task_id as taskId',
  'on_date as on',
  'onsite',
  'state',
  'merge_id as mergeId',
  'exception',
  'exception_note as note',
  'excepted_by_name as exceptedBy',
  'at',
  sql<boolean>`exists (select from seat s where s.subject = visit_ledger.subject and s.task_id = visit_ledger.task_id
    and s.officer_id = acting_officer())`.as('ownSeat'),
] as const

/** The line of a visit within sight; `lock` holds it until the transaction ends. */
export async function findLine(tx: Tx, visitId: string, lock: 'lock' | 'read' = 'read'): Promise<LedgerLine | null> {
  const query = tx.selectFrom('visit_ledger').select(columns).where('visit_id', '=', visitId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : lineOf(row)
}

/** `counted`: what it is one visit with in the year that was asked; null where it does not count there. */
export type CountedLine = LedgerLine & { readonly counted: string | null }

/** The lines of an object within sight, newest year first; at most the last hundred. */
export async function linesOf(tx: Tx, subject: string, year: number): Promise<CountedLine[]> {
  const rows = await tx
    .selectFrom('visit_ledger')
    .select(columns)
    .select(
      sql<string | null>`case when onsite and state in ('due', 'done') and ledger_in(${year}, year, state, task_id)
        then ledger_visit(subject, visit_id, merge_id, on_date) end`.as('counted'),
    )
    .where('subject', '=', subject)
    .orderBy('year', 'desc')
    .orderBy('entered_at', 'desc')
    .orderBy('visit_id')
    .limit(100)
    .execute()
  return rows.map(({ counted, ...row }) => ({ ...lineOf(row), counted }))
}

export async function saveException(
  tx: Tx,
  line: Pick<LedgerLine, 'subject' | 'visitId'>,
  stated: StatedException,
  by: { readonly id: string; readonly name: string; readonly at: string },
): Promise<void> {
  await tx
    .updateTable('visit_ledger')
    .set({
      exception: stated.code,
      exception_note: stated.note,
      excepted_by: by.id,
      excepted_by_name: by.name,
      excepted_at: by.at,
      at: by.at,
    })
    .where('subject', '=', line.subject)
    .where('visit_id', '=', line.visitId)
    .execute()
}

/** Objects of a place with so many planned visits of a year, or more, in the order of their codes. */
export async function highUsers(
  tx: Tx,
  asked: { readonly year: number; readonly place: string; readonly least: number; readonly after: string; readonly limit: number },
): Promise<(Used & { readonly subject: string })[]> {
  const { rows } = await sql<Used & { subject: string }>`
    select subject, planned, elsewhere, triggered
    from frequency_high(${asked.year}, ${asked.place}, ${asked.least}, ${asked.after}, ${asked.limit})`.execute(tx)
  return rows
}

/** How many there are, up to ten thousand. */
export async function countHighUsers(
  tx: Tx,
  asked: { readonly year: number; readonly place: string; readonly least: number },
): Promise<{ value: number; capped: boolean }> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from frequency_high(${asked.year}, ${asked.place}, ${asked.least}, '', 10001)`.execute(tx)
  const n = rows[0]?.n ?? 0
  return { value: Math.min(n, 10_000), capped: n > 10_000 }
}

/** Name and place of objects of the register. */
export async function objectsOf(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, { name: string; regionPath: string }>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select(['subject', 'name', 'region_path as regionPath'])
    .where('subject', 'in', [...subjects])
    .execute()
  return new Map(rows.map(({ subject, ...object }) => [subject, object]))
}

export async function tasksOf(tx: Tx, taskIds: readonly string[]): Promise<ReadonlyMap<string, { name: string; orgName: string }>> {
  if (taskIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('task')
    .select(['id', 'name', 'org_name as orgName'])
    .where('id', 'in', [...new Set(taskIds)])
    .execute()
  return new Map(rows.map(({ id, ...task }) => [id, task]))
}

/** Who made each of these tasks. */
export async function makersOf(tx: Tx, taskIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (taskIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('task')
    .select(['id', 'created_by as maker'])
    .where('id', 'in', [...new Set(taskIds)])
    .execute()
  return new Map(rows.map(({ id, maker }) => [id, maker]))
}

type Row = Omit<LedgerLine, 'exception' | 'state'> & {
  readonly state: string
  readonly exception: string | null
  readonly note: string | null
}

const lineOf = ({ exception, note, state, ...row }: Row): LedgerLine => ({
  ...row,
  state: state as LedgerState, // visit_ledger_state_known
  exception: exception !== null && isLedgerException(exception) ? { code: exception, note: note ?? '' } : null,
})
