/** What the server and a worker apart have in common: the database, the services over it, and the worker. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { nationalPolicy } from '#core/policy/national.ts'
import { instant } from '#core/time.ts'
import { createDb, type Pools } from '#db/connect.ts'
import { loadSecret } from '#db/secrets.ts'
import { type Auth, createAuth } from '#server/access/auth.ts'
import { startReminders } from '#server/deadlines/daily.ts'
import { openFileStore } from '#server/files/store.ts'
import type { Services } from '#server/http/context.ts'
import { createLog } from '#server/http/log.ts'
import { createWatcher } from '#server/jobs/watch.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { startLog } from '#server/log/start.ts'
import { openAdapters } from '#server/notices/adapters/open.ts'
import { startPost } from '#server/notices/deliver-job.ts'
import { startSealer } from '#server/record/seal.ts'
import { schedulePull } from '#server/registers/feed-pull-job.ts'
import { startDaily } from '#server/registers/label-daily.ts'
import { ensureRegions } from '#server/registers/regions.ts'
import { jobs } from '#server/router.ts'
import { openBeacons } from './beacons.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import { readNoticeSettings } from './notice-config.ts'
import { openLog } from './open-log.ts'
import { openRegistration } from './registration.ts'

export type House = {
  readonly services: Services
  readonly auth: Auth
  readonly pools: Pools
  /** What is not ready, in words. */
  readonly notReady: () => Promise<readonly string[]>
  readonly countJobs: () => Promise<Readonly<Record<string, number>>>
  readonly lost: Promise<Error>
  /** Gives jobs back that do not end within `ms`, then closes everything. */
  readonly close: (ms: number) => Promise<void>
}

/** Opens everything; `origin` is where people reach the server. Throws errors whose messages say what to do. */
export async function openHouse(
  config: Config,
  {
    origin,
    notice,
    prepare,
    sequences = true,
  }: {
    readonly origin: string
    readonly notice: (line: string) => void
    readonly prepare: (services: Services) => Promise<void>
    /** False in a worker apart: the transparency log is signed where it is served. */
    readonly sequences?: boolean
  },
): Promise<House> {
  await mkdir(config.dataDir, { recursive: true })
  const log = createLog(config.logLevel)
  const files = await openFileStore(join(config.dataDir, 'files'))
  const database = await openDatabase(config.database, notice)
  let giveUp = () => within(5000, database.close())
  try {
    const { pools, migrated } = database
    const secret = config.secret ?? loadSecret(join(config.dataDir, 'secrets.json'), 'session')
    const policy = nationalPolicy
    const auth = createAuth({ pool: pools.auth, secret, origin, policy })
    const db = createDb(pools.app)
    const watcher = createWatcher(() => pools.jobs.connect(), log)
    const now = () => instant(Date.now())
    const longDb = createDb(pools.jobs)
    const transparency = await openLog(config, { db: longDb, log, now, sequences })
    const services: Services = {
      db,
      longDb,
      bulk: pools.jobs,
      files,
      watcher,
      policy,
      hashPassword: auth.hashPassword,
      transparency,
      beacons: await openBeacons(config),
      publicUrl: origin,
      registration: openRegistration(config),
      adapters: openAdapters(await readNoticeSettings(config.notices), { siteName: '明鉴', log, now: Date.now }),
      log,
      now,
      demo: config.mode === 'demo',
    }
    await ensureRegions(db)
    const worker = await startWorker({ services, jobs, pool: pools.jobs, connect: () => pools.jobs.connect() })
    if (services.registration) await schedulePull(services, 0)
    const sealer = startSealer(db, log)
    const running = startLog(transparency)
    const daily = startDaily(services)
    const reminders = startReminders(services)
    const post = startPost(services)
    const close = async (ms: number): Promise<void> => {
      daily.stop()
      reminders.stop()
      post.stop()
      await watcher.close()
      await worker.stop(ms)
      await sealer.stop()
      await running.stop()
      await within(5000, database.close())
    }
    giveUp = () => close(0)
    await prepare(services)
    return {
      services,
      auth,
      pools,
      lost: database.lost,
      close,
      notReady: async () => {
        const version = await sql<{ version: number }>`select max(number)::int as version from migration`.execute(db).catch(() => null)
        return [
          ...(version === null ? ['the database does not answer'] : []),
          ...(version !== null && version.rows[0]?.version !== migrated.version
            ? ['the database is at another migration than this program']
            : []),
          ...(worker.running() ? [] : ['the job worker does not run']),
          ...(watcher.closing.aborted ? ['the server is stopping'] : []),
        ]
      },
      countJobs: async () => {
        const { rows } = await sql<{ state: string; count: number }>`
          select case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed' when run_at > now() then 'later' else 'waiting' end as state,
            count(*)::int as count from graphile_worker._private_jobs group by 1`.execute(db)
        return { running: 0, failed: 0, later: 0, waiting: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
      },
    }
  } catch (error) {
    await giveUp()
    throw error
  }
}

/** Waits for an end, but not for ever: a connection that does not come back must not keep the process. */
const within = (ms: number, end: Promise<void>): Promise<void> =>
  Promise.race([end, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())])
