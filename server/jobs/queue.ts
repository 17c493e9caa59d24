/** Enqueues jobs inside a transaction: they start when it commits, and never when it does not. */
import { sql } from 'kysely'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { Job } from './job.ts'
import { announce } from './watch.ts'

export type JobOptions = {
  /** Jobs of one queue run one after the other. */
  readonly queue?: string
  /** A second job with the same key replaces one that has not started. */
  readonly key?: string
  readonly runAt?: Instant
}

export type Jobs = { readonly add: <P>(job: Job<P>, payload: P, options?: JobOptions) => Promise<void> }

export const jobsIn = (tx: Tx): Jobs => ({
  add: async (job, payload, { queue, key, runAt } = {}) => {
    const body = JSON.stringify(job.payload.parse(payload))
    const thing = job.thing(payload)
    await sql`insert into progress (thing, phase, state) values (${thing}, ${job.name}, 'waiting')
      on conflict (thing) do update set phase = excluded.phase, done = 0, total = null, state = 'waiting', problem = null, updated_at = now()`.execute(
      tx,
    )
    await announce(tx, thing)
    await sql`select graphile_worker.add_job(${job.name}, payload => ${body}::json, queue_name => ${queue ?? null}, run_at => ${runAt ?? null}::timestamptz,
      max_attempts => ${job.maxAttempts ?? 5}, job_key => ${key ?? null})`.execute(tx)
  },
})
