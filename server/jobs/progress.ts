/** Where long work stands, for progress bars: written outside the work's own transaction, so that others see it while it runs. */
import { sql } from 'kysely'
import type { ProblemCode } from '#contract/problems.ts'
import type { Db } from '#db/connect.ts'
import { announcement } from './watch.ts'

/** At most one write in this time, in milliseconds, however often a job reports. */
const interval = 250

export type Progress = {
  /** Says where the work stands. Cheap: most calls only remember, and one in 250 ms writes. A new phase is written at once. */
  readonly at: (phase: string, done: number, total?: number | null) => void
  /** Waits until what was said last is written. */
  readonly flush: () => Promise<void>
}

export type Failure = { readonly code: ProblemCode; readonly facts: Readonly<Record<string, unknown>> }

export type ProgressRow = {
  readonly phase: string
  readonly done: number
  readonly total: number | null
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly problem: Failure | null
}

/** A reporter for one thing. A write that fails is left out: a progress bar is no reason to stop the work. */
export function progressOf(db: Db, thing: string): Progress {
  let said: { phase: string; done: number; total: number | null } | null = null
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let lastWrite = 0
  let lastPhase = ''
  const write = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const now = said
    if (now === null) return
    said = null
    lastWrite = Date.now()
    lastPhase = now.phase
    writing = writing.then(() => saveProgress(db, thing, { ...now, state: 'running', problem: null })).catch(() => undefined)
  }
  return {
    at: (phase, done, total = null) => {
      said = { phase, done, total }
      if (phase !== lastPhase || Date.now() - lastWrite >= interval) write()
      else timer ??= setTimeout(write, interval)
    },
    flush: () => {
      write()
      return writing
    },
  }
}

/** Writes where a thing stands and tells those who watch it. */
export async function saveProgress(db: Db, thing: string, row: ProgressRow): Promise<void> {
  const problem = row.problem === null ? null : JSON.stringify(row.problem)
  await sql`with told as (${announcement(thing)})
    insert into progress (thing, phase, done, total, state, problem, updated_at)
    select ${thing}, ${row.phase}, ${row.done}, ${row.total}::bigint, ${row.state}, ${problem}::jsonb, now() from told
    on conflict (thing) do update set phase = excluded.phase, done = excluded.done, total = excluded.total, state = excluded.state,
      problem = excluded.problem, updated_at = excluded.updated_at`.execute(db)
}

/** Where a thing stands, or null when no work was ever asked for it. */
export async function findProgress(db: Db, thing: string): Promise<ProgressRow | null> {
  const row = await db
    .selectFrom('progress')
    .select(['phase', 'done', 'total', 'state', 'problem'])
    .where('thing', '=', thing)
    .executeTakeFirst()
  if (row === undefined) return null
  const { phase, state } = row
  return {
    phase,
    state: state as ProgressRow['state'], // progress_state_known
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    problem: row.problem as Failure | null, // written by saveProgress only
  }
}
