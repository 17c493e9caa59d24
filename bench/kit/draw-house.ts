/** The part of the bench of the draw that needs a house: a register of millions, a draw from it through the API, and how others draw from the same table. */
import { readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { until } from '#bin/scenario/client.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import type { Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { copyOut } from '#db/bulk.ts'
import { timed } from './report.ts'

/** Codes straight into the table, without the indexes that no draw reads: importing is another bench. */
export async function fillRegister(url: string, size: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('drop index entity_search; alter table entity drop constraint entity_kind_known, drop constraint entity_state_known')
    await client.query(
      `insert into entity (subject, name, kind, region_path, state)
      select '91620102' || lpad(i::text, 9, '0') || 'X', '第' || i || '号企业', 'enterprise', '62.6201.620102', 'active' from generate_series(1, $1::int) i`,
      [size],
    )
    await client.query('vacuum analyze entity')
  })
}

export async function makeTask(staff: Staff, ratePpm: number): Promise<string> {
  const itemIds = await work.publishItems(staff, journeyItems)
  const window = { from: '2026-01-01', to: '2026-12-31' }
  const plan = await work.publishPlan(staff, 2026, '抽查计划', [
    { name: '不定向抽查', itemIds, directed: false, objectScope: '全部', ratePpm, ...window, office: '信用监管科' },
  ])
  const task = await work.confirmTask(staff, {
    planRowId: plan.rows[0]?.id ?? '',
    name: '不定向抽查',
    ...window,
    filter: { version: 1, all: [] },
    stratifyBy: 'none',
    strata: [{ name: '全部', values: [], ratePpm, rounding: 'half-up' }],
    excludeOpenVisits: true,
    officersPerObject: 2,
    suite: 'sha256',
  })
  return task.taskId
}

export type HouseFigures = {
  /** Until the pool is sealed and stored; until the COMMIT is public. */
  readonly freeze: number
  readonly commit: number
  /** From the last reveal to the result; until the bundle is made and verified. */
  readonly result: number
  readonly verified: number
}

/** One draw through the API, in seconds. */
export async function drawThroughApi(staff: Staff, taskId: string): Promise<HouseFigures> {
  let before = performance.now()
  const mark = (): number => {
    const since = before
    before = performance.now()
    return (before - since) / 1000
  }
  const { drawId } = await staff.organiser.api.draws.freeze({ commandId: crypto.randomUUID(), taskId, kind: 'O' })
  const waitFor = (done: (draw: Awaited<ReturnType<typeof staff.organiser.api.draws.get>>) => boolean, what: string) =>
    until(() => staff.organiser.api.draws.get({ drawId }), done, what, 50)
  await waitFor(({ state }) => state === 'frozen', 'the freeze')
  const freeze = mark()
  const { nonces } = await work.pledgeAndCommit(staff, drawId, 'sha256')
  const commit = mark()
  await work.revealAndDraw(staff, drawId, nonces)
  const result = mark()
  await waitFor(({ verification }) => verification !== null, 'the verification')
  return { freeze, commit: freeze + commit, result, verified: mark() }
}

/** Seconds by the clock, and of one core in the process of PostgreSQL that did it. */
export type Cost = { readonly clock: number; readonly core: number }
export type Others = { readonly copySubjects: Cost; readonly copyFrame: Cost; readonly orderByRandom: Cost; readonly systematic: Cost }

/** What others do with the same rows, with parallel workers off: the best of three each, because the first one warms the cache. */
export const compareOthers = (url: string, drawn: number): Promise<Others> =>
  withClient(url, async (client) => {
    await client.query('set max_parallel_workers_per_gather = 0')
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const best = async (run: () => Promise<unknown>): Promise<Cost> => {
      const costs: Cost[] = []
      for (let i = 0; i < 3; i++) {
        const before = coreSeconds(rows[0]?.pid ?? 0)
        const { seconds } = await timed(run)
        costs.push({ clock: seconds, core: coreSeconds(rows[0]?.pid ?? 0) - before })
      }
      return { clock: Math.min(...costs.map(({ clock }) => clock)), core: Math.min(...costs.map(({ core }) => core)) }
    }
    const into = (query: string) => async (): Promise<void> => {
      await client.query(`create temporary table drawn as ${query}`)
      await client.query('drop table drawn')
    }
    return {
      copySubjects: await best(() => readOut(client, 'select subject from entity')),
      // The register of one jurisdiction, as the frame asks for it, and nothing else of the frame.
      copyFrame: await best(() =>
        readOut(client, "select subject from entity where region_path = '62' or starts_with(region_path, '62.')"),
      ),
      orderByRandom: await best(into(`select subject from entity order by random() limit ${drawn}`)),
      systematic: await best(
        into('select subject from (select subject, row_number() over (order by subject) as n from entity) as e where n % 33 = 17'),
      ),
    }
  })

/** Seconds that a process has computed: utime and stime of proc(5), in hundredths. */
function coreSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function readOut(client: pg.Client, query: string): Promise<void> {
  await finished(copyOut(client, query).resume())
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
