/** Words of the register's index wait in a list (db/migrations/0010_lists.sql) until this job puts them in place. */
import * as z from 'zod'
import type { Tx } from '#db/connect.ts'
import { defineJob } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { settleSearch } from './object-test-store.ts'

export const settleJob = defineJob({
  name: 'register.settle',
  payload: z.object({}),
  thing: () => 'settle:search',
  run: (run) => run.transaction(settleSearch),
})

/** Asked for in the transaction that writes many rows of the register: it starts when that commits, and nobody waits for it. */
export const settleLater = (tx: Tx): Promise<void> => jobsIn(tx).add(settleJob, {}, { key: 'register.settle' })
