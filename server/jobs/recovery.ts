/**
 * Jobs of workers that died. A living worker holds an advisory lock under its id, on a connection of its own; when that lock can be taken,
 * the worker is gone (kill −9, power cut), and its jobs are given back at once instead of after the four hours that graphile-worker waits.
 */
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { Db } from '#db/connect.ts'
import type { Log } from '#server/http/log.ts'

export type Recovery = {
  /** Shows that the worker with this id lives, until `stop`. */
  readonly claim: (workerId: string) => void
  readonly stop: () => Promise<void>
}

export type RecoveryConfig = {
  readonly db: Db
  readonly connect: () => Promise<PoolClient>
  readonly log: Log
  /** Told of a job that died with its worker on its last try, so that its progress does not run for ever. */
  readonly lost: (job: { readonly name: string; readonly payload: unknown }) => Promise<void>
}

/** Time between two looks in milliseconds. Two looks must agree, because a worker that is just starting has no lock for a moment. */
const secondLook = 1000
const everyMinute = 60_000

/** Looks for dead workers now and every minute. */
export function startRecovery({ db, connect, log, lost }: RecoveryConfig): Recovery {
  const own = new Set<string>()
  let connection: Promise<PoolClient> | null = null
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let suspects: ReadonlySet<string> = new Set()

  const connected = (): Promise<PoolClient> => {
    connection ??= (async () => {
      const client = await connect()
      client.on('error', () => undefined)
      client.on('end', () => {
        connection = null
        if (!stopped) client.release(true)
        if (!stopped) setTimeout(() => void hold(), 1000).unref()
      })
      for (const id of own) await client.query(`select pg_advisory_lock(${key('$1')})`, [id])
      return client
    })()
    return connection
  }
  const hold = async (): Promise<void> => {
    if (stopped) return
    await connected().catch((err: unknown) => {
      connection = null
      log.warn({ err }, 'a worker cannot show that it lives; tried again in a moment')
      setTimeout(() => void hold(), 2000).unref()
    })
  }
  const look = async (): Promise<void> => {
    const dead = await findDead(db, own)
    const sure = [...dead].filter((id) => suspects.has(id))
    suspects = dead
    for (const id of sure) {
      const jobs = await giveBack(db, id)
      log.warn({ worker: id, jobs: jobs.length }, 'jobs of a worker that died were given back')
      for (const job of jobs.filter(({ exhausted }) => exhausted)) await lost(job)
    }
    const again = [...dead].some((id) => !sure.includes(id))
    plan(again ? secondLook : everyMinute)
  }
  const plan = (ms: number): void => {
    if (stopped) return
    timer = setTimeout(() => {
      looking = look().catch((err: unknown) => {
        log.warn({ err }, 'could not look for dead workers; tried again in a minute')
        plan(everyMinute)
      })
    }, ms)
    timer.unref()
  }
  let looking: Promise<void> = Promise.resolve()
  plan(0)
  return {
    claim: (id) => {
      own.add(id)
      void connected()
        .then((client) => client.query(`select pg_advisory_lock(${key('$1')})`, [id]))
        .catch(() => undefined)
    },
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await looking
      ;(await connection?.catch(() => null))?.release(true)
    },
  }
}

const key = (id: string): string => `hashtextextended('worker:' || ${id}, 0)`

/** Workers that hold jobs or queues and whose lock nobody holds. */
async function findDead(db: Db, own: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct locked_by as id from graphile_worker._private_jobs where locked_by is not null
    union select distinct locked_by from graphile_worker._private_job_queues where locked_by is not null`.execute(db)
  const dead = new Set<string>()
  for (const { id } of rows.filter((row) => !own.has(row.id))) {
    // Taken and let go within one transaction: a lock that can be had has no living holder.
    const taken = await db
      .transaction()
      .execute((tx) =>
        sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${sql.raw(key(`'${id.replaceAll("'", "''")}'`))}) as got`.execute(tx),
      )
    if (taken.rows[0]?.got === true) dead.add(id)
  }
  return dead
}

type GivenBack = { readonly name: string; readonly payload: unknown; readonly exhausted: boolean }

/** A job may be interrupted this often before it is taken for the cause: it kills whatever runs it. */
const mostTries = 20

async function giveBack(db: Db, workerId: string): Promise<readonly GivenBack[]> {
  const { rows } = await sql<GivenBack & { id: string }>`
    select j.id::text, t.identifier as name, j.payload, j.attempts >= ${mostTries} as exhausted
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where j.locked_by = ${workerId}`.execute(
    db,
  )
  for (const { id } of rows) await grantTry(db, id)
  await sql`select graphile_worker.force_unlock_workers(array[${workerId}])`.execute(db)
  return rows
}

/** A try that was interrupted, by a stop or a crash, is not the job's fault: it gets another one, up to a limit. */
export async function grantTry(db: Db, jobId: string): Promise<void> {
  await sql`update graphile_worker._private_jobs set max_attempts = max_attempts + 1
    where id = ${jobId}::bigint and max_attempts < ${mostTries}`.execute(db)
}
