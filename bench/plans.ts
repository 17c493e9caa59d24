/**
 * The year of a bureau at the size of a province, through the real server over HTTP: a plan of 200 rows simulated over five million objects, joint visits
 * searched among a thousand open tasks with half a million drawn objects, the page of a plan of 500 rows, a hundred tasks made at once; each beside the naïve
 * pairwise way. The register is kept in .data/bench-plans-<rows>; `--quick` takes 500,000 objects, `--rows=N` any other number.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWebIfStale } from '#bin/build-web.ts'
import { newCommandId } from '#bin/scenario/client.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems, publishPlan } from '#bin/scenario/work.ts'
import { type BenchHouse, startHouse } from './kit/house.ts'
import { openPlanRegister } from './kit/plan-data.ts'
import { naiveRows, naiveTasks } from './kit/plan-naive.ts'
import { openPlanPage } from './kit/plan-page.ts'
import { planRowDrafts } from './kit/plan-rows.ts'
import { fillTasks } from './kit/plan-tasks.ts'
import { percentile } from './kit/register-times.ts'
import { bar, report, timed } from './kit/report.ts'

const quick = process.argv.includes('--quick')
const rows = Number(process.argv.find((word) => word.startsWith('--rows='))?.slice(7) ?? (quick ? 500_000 : 5_000_000))
const say = (line: string): void => console.log(`  ${line}`)
const year = 2027
const counties = ['62.6201.620102', '62.6201.620103', '62.6202.620201', '62.6205.620502']

await buildWebIfStale()
const register = await openPlanRegister(rows, say)
const folder = mkdtempSync(join(tmpdir(), 'mingjian-bench-plans-'))
const house = await startHouse('bench-plans', '62', { database: { ...register.database, url: register.url, stop: register.stop }, folder })
try {
  const itemIds = await publishItems(house.staff, journeyItems)
  const load = { 'load of the machine before': loadavg()[0] ?? 0 }
  const simulated = await simulate(house, itemIds)
  say(`simulated in ${simulated.seconds.toFixed(1)} s`)
  // A share above the floor needs no simulation before it is approved.
  const january = { from: `${year}-01-01`, to: `${year}-01-28`, office: '信用监管科' }
  const row = { name: '会后的任务', itemIds: itemIds.slice(0, 1), directed: false, objectScope: '全部', ratePpm: 50_000, ...january }
  const plan = await publishPlan(house.staff, year, '2027年度抽查计划', [row])
  const made = await makeTasks(house, plan.rows[0]?.id ?? '', 100)
  const merged = await merge(house, made.first)
  const page = await largePlan(house, itemIds)
  const naive = { ...(await naiveRows(register.url)), task: await naiveTasks(register.url) }
  const pairs = (n: number): number => (n * (n - 1)) / 2
  report(
    'plans',
    {
      objects: rows,
      ...load,
      'simulation of 200 rows, s': simulated.seconds,
      'expected visits': simulated.visits,
      'one count for each row, s (mean of 3 × 200)': naive.rowSeconds * 200,
      'one count for each pair of rows, s (mean of 3 × 19,900)': naive.pairSeconds * pairs(200),
      'drawn objects of open tasks': merged.drawn,
      'joint visits proposed': merged.proposals,
      'objects that tasks share': merged.shared,
      'search for joint visits, s': merged.seconds,
      'one comparison for each pair of tasks, s (mean of 300 × 499,500)': naive.task * pairs(1000),
      'plan of 500 rows over HTTP, ms': page.http,
      'a task alone, p50 ms': made.alone,
      'a hundred tasks at once: p50 ms': made.p50,
      'a hundred tasks at once: all, ms': made.all,
      'a hundred tasks at once, the first of the server: p95 ms': made.firstP95,
      'peak memory of the server, MB': house.peakMemoryMb(),
      'load of the machine after': loadavg()[0] ?? 0,
    },
    [
      bar('simulation of 200 rows, s', simulated.seconds, 'max', 20),
      bar('search for joint visits, s', merged.seconds, 'max', 10),
      ...(page.browser === null ? [] : [bar('plan page of 500 rows in Chromium, median, ms', percentile(page.browser, 50), 'max', 1000)]),
      bar('a hundred tasks at once: p95, ms', made.p95, 'max', 300),
      bar('six hundred tasks, a hundred at once: numbers given twice', made.twice, 'max', 0),
    ],
  )
} finally {
  await house.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function simulate({ staff }: BenchHouse, items: readonly string[]): Promise<{ seconds: number; visits: number }> {
  const { api } = staff.organiser
  const { planId } = await api.plans.create({
    commandId: newCommandId(),
    year,
    name: '推演计划',
    rows: planRowDrafts(200, year, items, counties),
  })
  const { seconds, value } = await timed(async () => {
    const { simulationId } = await api.simulation.start({ commandId: newCommandId(), planId, withOthers: true })
    for await (const state of await api.simulation.watch({ simulationId })) {
      if (state.progress?.state === 'failed') throw new Error(JSON.stringify(state.progress.problem))
      if (state.totals !== null) return state.totals
    }
    throw new Error('the simulation did not end')
  })
  return { seconds, visits: value.visits }
}

/**
 * All at once, as at the end of a meeting; each from its sending to its answer. The first hundred meet a server that has compiled little and opened no
 * connections; what a server that has been up can do is the median of five hundreds after it, and the bar is about that.
 */
async function makeTasks({ staff }: BenchHouse, planRowId: string, count: number) {
  const { api } = staff.organiser
  const strata = [{ name: '全部', values: [], ratePpm: 50_000, rounding: 'half-up' as const }]
  const draft = {
    planRowId,
    ...{ from: `${year}-01-01`, to: `${year}-01-28`, filter: { version: 1 as const, all: [] }, stratifyBy: 'none' as const, strata },
    ...{ excludeOpenVisits: false, officersPerObject: 2, suite: 'sha256' as const },
  }
  const make = async (i: number) => {
    const { seconds, value } = await timed(() => api.tasks.create({ ...draft, commandId: newCommandId(), name: `第${i}项任务` }))
    return { ms: seconds * 1000, ...value }
  }
  const hundred = (n: number) => timed(() => Promise.all(Array.from({ length: count }, (_, i) => make(n * count + i))))
  const hundreds = [await hundred(0)]
  for (let n = 1; n < 6; n++) hundreds.push(await hundred(n))
  const alone = [await make(6 * count)]
  for (let i = 1; i < 20; i++) alone.push(await make(6 * count + i))
  const times = (made: readonly { readonly ms: number }[]) => made.map(({ ms }) => ms)
  const p95 = hundreds.map(({ value }) => percentile(times(value), 95))
  const later = hundreds.slice(1)
  const all = later.map(({ seconds }) => seconds * 1000)
  return {
    firstP95: p95[0] ?? 0,
    p95: percentile(p95.slice(1), 50),
    p50: percentile(times(later.flatMap(({ value }) => value)), 50),
    all: percentile(all, 50),
    alone: percentile(times(alone), 50),
    twice: 6 * count - new Set(hundreds.flatMap(({ value }) => value.map(({ taskNo }) => taskNo))).size,
    first: hundreds[0]?.value[0]?.taskId ?? '',
  }
}

async function merge({ staff }: BenchHouse, template: string) {
  const drawn = await fillTasks(register.url, template, { tasks: 1000, objects: 500 })
  const { api } = staff.organiser
  const { seconds, value } = await timed(async () => {
    const { runId } = await api.merge.find({ commandId: newCommandId() })
    for await (const run of await api.merge.watch({ runId })) {
      if (run.progress?.state === 'failed') throw new Error(JSON.stringify(run.progress.problem))
      if (run.finishedAt !== null) return run
    }
    throw new Error('the search did not end')
  })
  return { drawn, seconds, proposals: value.proposals ?? 0, shared: value.shared ?? 0 }
}

async function largePlan({ staff, url }: BenchHouse, items: readonly string[]) {
  const { api } = staff.organiser
  const { planId } = await api.plans.create({
    commandId: newCommandId(),
    year,
    name: '五百行计划',
    rows: planRowDrafts(500, year, items, counties),
  })
  const taken: number[] = []
  for (let i = 0; i < 5; i++) taken.push((await timed(() => api.plans.get({ planId }))).seconds * 1000)
  return { http: percentile(taken, 50), browser: await openPlanPage(url, planId, 5) }
}
