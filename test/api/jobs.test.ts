/** Work that outlives its request: it starts with the commit, shows where it stands, and survives the death of its worker. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { inScope } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { findProgress, type ProgressRow } from '#server/jobs/progress.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { watching } from '#server/jobs/watch.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'

type Run = JobRun<{ id: string }>
/** What the job does, by the id in its payload: whatever a test wants to happen inside a job. */
const happening = new Map<string, (run: Run) => Promise<void>>()
const payload = z.object({ id: z.string() })
const work = defineJob({
  name: 'test.work',
  payload,
  thing: ({ id }) => `work:${id}`,
  maxAttempts: 1,
  run: async (run) => happening.get(run.payload.id)?.(run),
})
const again = defineJob({ ...work, name: 'test.again', maxAttempts: 3 })

/** Watches the progress of `work:<importId>`, in the shape of an endpoint that exists. */
const watch = os.imports.watch.handler(
  watching({
    thing: ({ importId }) => `work:${importId}`,
    load: async ({ input, tx }) => {
      const progress = await findProgress(tx, `work:${input.importId}`)
      if (progress === null) throw new Problem('not_found')
      return { ...batch, id: input.importId, progress }
    },
    done: ({ progress }) => progress.state === 'done' || progress.state === 'failed',
  }),
)
const batch = {
  kind: 'entity' as const,
  state: 'checking' as const,
  orgName: '',
  fileName: 'a.csv',
  fileSha256: '',
  encoding: null,
  sheet: null,
  complete: false,
  library: null,
  startedBy: '',
  startedAt: '',
  checkedAt: null,
  committedBy: null,
  finishedAt: null,
  undoneBy: null,
  undoneAt: null,
  rows: { read: 0, added: 0, changed: 0, unchanged: 0, leaving: 0, rejected: {} },
  notes: { newLabels: [], counts: {} },
  sameFile: null,
  annotated: false,
  abilities: { commit: { allowed: true as const }, discard: { allowed: true as const }, undo: { allowed: true as const } },
}

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ jobs: [work, again], router: { imports: { watch } } })
})
afterAll(() => house.close())

const standing = (id: string): Promise<ProgressRow | null> => findProgress(house.services.db, `work:${id}`)

async function enqueue(does: (run: Run) => Promise<void>, job = work): Promise<string> {
  const id = randomUUID()
  happening.set(id, does)
  await inScope(house.services.db, '*', 'read write', (tx) => jobsIn(tx).add(job, { id }))
  return id
}

async function until<T>(look: () => Promise<T>, good: (value: T) => boolean, seconds = 15): Promise<T> {
  for (let i = 0; ; i++) {
    const value = await look()
    if (good(value) || i > seconds * 20) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const ended = (id: string): Promise<ProgressRow | null> =>
  until(
    () => standing(id),
    (row) => row?.state === 'done' || row?.state === 'failed',
  )

test('a job starts when its transaction commits, and never when it does not', async () => {
  const ran: string[] = []
  const id = randomUUID()
  happening.set(id, async () => void ran.push('rolled back'))
  const refused = inScope(house.services.db, '*', 'read write', async (tx) => {
    await jobsIn(tx).add(work, { id })
    throw new Error('no')
  })
  await expect(refused).rejects.toThrow('no')
  const kept = await enqueue(async () => void ran.push('committed'))
  expect(await ended(kept)).toMatchObject({ state: 'done', phase: 'test.work' })
  expect(ran).toEqual(['committed'])
  expect(await standing(id)).toBeNull()
})

test('a job sees every organisation, and its progress is seen before it commits', async () => {
  let scope = ''
  const id = await enqueue(async ({ transaction, progress }) => {
    await transaction(async (tx) => {
      scope = (await sql<{ scope: string }>`select current_setting('mingjian.scope') as scope`.execute(tx)).rows[0]?.scope ?? ''
      progress.at('reading', 5, 10)
      await progress.flush()
      expect(await standing(payloadId)).toMatchObject({ state: 'running', phase: 'reading', done: 5, total: 10 })
    })
    for (let i = 0; i < 100_000; i++) progress.at('merging', i, 100_000)
  })
  const payloadId = id
  expect(await ended(id)).toMatchObject({ state: 'done', phase: 'merging', done: 99_999, total: 100_000, problem: null })
  expect(scope).toBe('*')
})

test('a refusal ends a job at once, with its code', async () => {
  const tries: number[] = []
  const id = await enqueue(async ({ attempt }) => {
    tries.push(attempt)
    throw new Problem('file_empty', { name: 'a.csv' })
  }, again)
  expect(await ended(id)).toMatchObject({ state: 'failed', problem: { code: 'file_empty', facts: { name: 'a.csv' } } })
  expect(tries).toEqual([1])
})

test('a fault is tried again, and the last one shows as failed without its details', async () => {
  const tries: number[] = []
  const recovered = await enqueue(async ({ attempt }) => {
    tries.push(attempt)
    if (attempt === 1) throw new Error('the weather')
  }, again)
  const lost = await enqueue(async () => {
    throw new Error('secret detail')
  })
  expect(await ended(lost)).toMatchObject({ state: 'failed', problem: { code: 'internal', facts: {} } })
  expect(await ended(recovered)).toMatchObject({ state: 'done', problem: null })
  expect(tries).toEqual([1, 2])
})

test('who watches sees each state, and the stream ends with the last one', async () => {
  let go = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const id = await enqueue(async ({ progress }) => {
    progress.at('reading', 1, 2)
    await progress.flush()
    await gate
  })
  const registrar = await house.as('registrar')
  const seen: string[] = []
  for await (const { progress } of await registrar.call.imports.watch({ importId: id })) {
    seen.push(`${progress.state} ${progress.phase}`)
    if (progress.phase === 'reading') go()
  }
  expect(seen.at(-1)).toBe('done reading')
  expect(seen).toContain('running reading')
})

test('a stream of what may not be seen is refused like any other call, and over REST it is server-sent events', async () => {
  const registrar = await house.as('registrar')
  const refused = async (): Promise<void> => {
    for await (const _ of await registrar.call.imports.watch({ importId: randomUUID() }));
  }
  await expect(refused()).rejects.toMatchObject({ code: 'not_found' })
  const id = await enqueue(async () => undefined)
  await ended(id)
  const answer = await registrar.get(`/api/v1/register/imports/${id}/watch`)
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  expect(await answer.text()).toContain('"state":"done"')
})

test('a database that refuses to note the end of a job ends neither the worker nor the server', async () => {
  const [lock, killer] = [house.database.url, house.database.url].map((connectionString) => new pg.Client({ connectionString })) as [
    pg.Client,
    pg.Client,
  ] // two of two
  await Promise.all([lock.connect(), killer.connect()])
  const first = await enqueue(async () => {
    await lock.query('begin')
    await lock.query('lock table graphile_worker._private_jobs in share row exclusive mode')
  })
  const { rowCount } = await until(
    () =>
      killer.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%delete from%_private_jobs%'",
      ),
    (cancelled) => cancelled.rowCount !== 0,
  )
  expect(rowCount).toBe(1)
  expect((await standing(first))?.state).toBe('done')
  await lock.query('rollback')
  await Promise.all([lock.end(), killer.end()])
  const second = await enqueue(async () => {})
  await until(
    () => standing(second),
    (now) => now?.state === 'done',
  )
})

test('a watcher whose account is disabled is cut off', async () => {
  let go = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const id = await enqueue(() => gate)
  const watcher = await house.as('registrar@county')
  const watched = (async () => {
    for await (const _ of await watcher.call.imports.watch({ importId: id })) {
      await house.services.db.updateTable('actor').set({ disabled: true }).where('id', '=', watcher.id).execute()
      await sql`select pg_notify('mingjian_changed', ${`work:${id}`})`.execute(house.services.db)
    }
  })()
  await expect(watched).rejects.toMatchObject({ code: 'not_signed_in' })
  go()
})

test('a worker killed in the middle of a job leaves it to the next one, within seconds', async () => {
  await using other = await openTestHouse()
  const id = randomUUID()
  const child = await startChild(other.database.url, id)
  const { rows } = await sql<{ locked: string }>`select locked_by as locked from graphile_worker._private_jobs`.execute(
    other.services.longDb,
  )
  expect(rows).toHaveLength(1)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await findProgress(other.services.db, `work:${id}`)).toMatchObject({ state: 'running' })

  const attempts: number[] = []
  happening.set(id, async ({ attempt }) => void attempts.push(attempt))
  const { startWorker } = await import('#server/jobs/worker.ts')
  const { pools } = other.database
  const worker = await startWorker({ services: other.services, jobs: [work], pool: pools.jobs, connect: () => pools.jobs.connect() })
  try {
    const row = await until(
      () => findProgress(other.services.db, `work:${id}`),
      (now) => now?.state === 'done',
    )
    expect(row).toMatchObject({ state: 'done' })
    expect(attempts).toEqual([2])
  } finally {
    await worker.stop(1000)
  }
})

test('the jobs of a worker that lives are left to it', async () => {
  await using other = await openTestHouse()
  const id = randomUUID()
  const child = await startChild(other.database.url, id)
  const { startWorker } = await import('#server/jobs/worker.ts')
  const { pools } = other.database
  const worker = await startWorker({ services: other.services, jobs: [work], pool: pools.jobs, connect: () => pools.jobs.connect() })
  try {
    await new Promise((resolve) => setTimeout(resolve, 3500))
    expect(await findProgress(other.services.db, `work:${id}`)).toMatchObject({ state: 'running' })
  } finally {
    await worker.stop(1000)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

/** A process of its own whose worker is in the middle of the job `work:<id>`. */
async function startChild(url: string, id: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./hanging-worker.ts', import.meta.url)), url, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { stdout } = child
  if (stdout === null) throw new Error('the child has no output')
  const [line] = await once(stdout, 'data')
  expect(String(line)).toContain('in the middle')
  return child
}
