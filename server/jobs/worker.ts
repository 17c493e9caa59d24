/** Runs jobs in this process: graphile-worker over the application's role, with progress, final failures, and recovery after a crash. */
import { EventEmitter } from 'node:events'
import { type JobHelpers, Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool, PoolClient } from 'pg'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import type { AnyJob } from './job.ts'
import { type Failure, findProgress, progressOf, saveProgress } from './progress.ts'
import { grantTry, startRecovery } from './recovery.ts'

export type Worker = {
  readonly running: () => boolean
  /** Jobs in hand get `ms` milliseconds to end; after that they are given back, to be started again by the next worker. */
  readonly stop: (ms: number) => Promise<void>
}

export type WorkerConfig = {
  readonly services: Services
  readonly jobs: readonly AnyJob[]
  /** Role mingjian_app without a limit per statement. */
  readonly pool: Pool
  /** Makes a connection of its own, by which this worker shows that it lives. */
  readonly connect: () => Promise<PoolClient>
  readonly concurrency?: number
}

/** Starts the worker; it starts itself again when the database went away for a while. */
export async function startWorker({ services, jobs, pool, connect, concurrency = 2 }: WorkerConfig): Promise<Worker> {
  const { log } = services
  const byName = new Map(jobs.map((job) => [job.name, job]))
  if (byName.size < jobs.length) throw new Error(`two jobs have the same name among ${jobs.map(({ name }) => name).join(', ')}`)
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload: unknown, helpers: JobHelpers) => runJob(job, payload, helpers, services)]),
  )
  const recovery = startRecovery({
    db: services.longDb,
    connect,
    log,
    lost: async ({ name, payload }) => {
      const job = byName.get(name)
      if (job !== undefined) await saveFailure(services, job, payload, internal)
    },
  })
  let runner: Runner | null = null
  let stopping = false
  const start = async (): Promise<void> => {
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => recovery.claim(workerPool.id))
    const started = await run({
      pgPool: pool,
      taskList,
      concurrency,
      noHandleSignals: true,
      pollInterval: 2000,
      logger: silent,
      parsedCronItems: [],
      events,
      // Otherwise a database that does not answer when a job has ended is a rejection nobody catches, and the whole server ends.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
    runner = started
    void started.promise
      .catch((err: unknown) => log.error({ err }, 'the job worker stopped'))
      .finally(() => {
        runner = null
        again(1000)
      })
  }
  const again = (ms: number): void => {
    if (stopping) return
    const timer = setTimeout(() => {
      start().catch((err: unknown) => {
        log.error({ err }, 'the job worker did not start; tried again in a moment')
        again(5000)
      })
    }, ms)
    timer.unref()
  }
  await start()
  return {
    running: () => runner !== null,
    stop: async (ms) => {
      stopping = true
      await stopRunner(runner, ms)
      await recovery.stop()
    },
  }
}

async function runJob(job: AnyJob, raw: unknown, helpers: JobHelpers, services: Services): Promise<void> {
  const { attempts, max_attempts: max, id } = helpers.job
  const log = services.log.child({ job: job.name, jobId: id, attempt: attempts })
  const payload = job.payload.parse(raw) as never // parsed by the very schema that `run` was written for
  const thing = job.thing(payload)
  const progress = progressOf(services.longDb, thing)
  const started = performance.now()
  try {
    const known = await findProgress(services.longDb, thing)
    await saveProgress(services.longDb, thing, { phase: known?.phase ?? job.name, done: 0, total: null, state: 'running', problem: null })
    await job.run({
      payload,
      services,
      log,
      attempt: attempts,
      now: services.now,
      signal: helpers.abortSignal,
      progress,
      transaction: (work) => inScope(services.longDb, '*', 'read write', work),
    })
    await progress.flush()
    const last = await findProgress(services.longDb, thing)
    await saveProgress(services.longDb, thing, {
      phase: last?.phase ?? job.name,
      done: last?.done ?? 0,
      total: last?.total ?? null,
      state: 'done',
      problem: null,
    })
    log.info({ ms: Math.round(performance.now() - started) }, 'job done')
  } catch (error) {
    await progress.flush()
    if (error instanceof Problem && error.status < 500) {
      // Trying again cannot help: what was asked for is refused.
      log.info({ code: error.code }, 'job refused')
      await saveFailure(services, job, raw, { code: error.code, facts: error.facts })
      return
    }
    const stopped = helpers.abortSignal.aborted
    log[stopped ? 'info' : 'error']({ err: error }, stopped ? 'job given back, because the server stops' : 'job failed')
    if (stopped) await grantTry(services.longDb, id)
    else if (attempts >= max)
      await saveFailure(services, job, raw, error instanceof Problem ? { code: error.code, facts: error.facts } : internal)
    throw error
  }
}

const internal: Failure = { code: 'internal', facts: {} }

async function saveFailure(services: Services, job: AnyJob, raw: unknown, problem: Failure): Promise<void> {
  const thing = job.thing(job.payload.parse(raw) as never) // as in runJob
  const last = await findProgress(services.longDb, thing)
  await saveProgress(services.longDb, thing, {
    phase: last?.phase ?? job.name,
    done: last?.done ?? 0,
    total: last?.total ?? null,
    state: 'failed',
    problem,
  })
}

async function stopRunner(runner: Runner | null, ms: number): Promise<void> {
  if (runner === null) return
  const stopped = runner.stop().then(
    () => true,
    () => true,
  )
  const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms).unref())
  if (await Promise.race([stopped, timeout])) return
  await runner.kill().catch(() => undefined)
}

/** What the library says is said by us where it matters; its own messages quote payloads. */
const silent = new Logger(() => () => undefined)
