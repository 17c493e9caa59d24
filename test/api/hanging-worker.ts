/** A worker in a process of its own that starts one job and never ends it: `node hanging-worker.ts <database url> <id>`. For test/api/jobs.test.ts. */
import * as z from 'zod'
import { nationalPolicy } from '#core/policy/national.ts'
import { instant } from '#core/time.ts'
import { createDb, createPools } from '#db/connect.ts'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { createLog } from '#server/http/log.ts'
import { defineJob } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { createWatcher } from '#server/jobs/watch.ts'
import { startWorker } from '#server/jobs/worker.ts'

const [, , url = '', id = ''] = process.argv
const pools = createPools({ url })
const log = createLog('silent')
const services: Services = {
  db: createDb(pools.app),
  longDb: createDb(pools.jobs),
  bulk: pools.jobs,
  files: { put: never, open: never, path: () => '' },
  watcher: createWatcher(() => pools.jobs.connect(), log),
  policy: nationalPolicy,
  hashPassword: never,
  log,
  now: () => instant(Date.now()),
  demo: true,
}
const job = defineJob({
  name: 'test.work',
  payload: z.object({ id: z.string() }),
  thing: (payload) => `work:${payload.id}`,
  maxAttempts: 1,
  run: async () => {
    console.log('in the middle')
    await new Promise(() => undefined)
  },
})
await startWorker({ services, jobs: [job], pool: pools.jobs, connect: () => pools.jobs.connect() })
await inScope(services.db, '*', 'read write', (tx) => jobsIn(tx).add(job, { id }))

async function never(): Promise<never> {
  throw new Error('not needed here')
}
