/** A worker in a process of its own that starts one job and never ends it: `node hanging-worker.ts <database url> <id>`. For test/api/jobs.test.ts. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { quicknet } from '#core/draws/beacon.ts'
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
import { openTransparency } from '#server/log/transparency.ts'

const [, , url = '', id = ''] = process.argv
const pools = createPools({ url })
const log = createLog('silent')
const db = createDb(pools.app)
const now = () => instant(Date.now())
const none = Buffer.alloc(32).toString('base64url')
const services: Services = {
  db,
  longDb: createDb(pools.jobs),
  bulk: pools.jobs,
  files: { put: never, adopt: never, scratch: never, open: never, remove: never, path: () => '' },
  watcher: createWatcher(() => pools.jobs.connect(), log),
  policy: nationalPolicy,
  hashPassword: never,
  log,
  now,
  beacons: { chains: [], chain: quicknet, fetch: null },
  publicUrl: 'http://mingjian.test',
  transparency: await openTransparency({
    db,
    folder: await mkdtemp(join(tmpdir(), 'mingjian-hanging-')),
    origin: 'mingjian.test/log',
    fallbackOrigin: '',
    secrets: { log: none, witness: none, sm2: null },
    witnesses: [],
    watched: [],
    sequences: false,
    log,
    now,
  }),
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
