/** A simulation in the background: the register read once for all rows, then reckoned cell by cell, with pauses so that the house keeps answering. */
import { setImmediate as pause } from 'node:timers/promises'
import type { RawBuilder } from 'kysely'
import * as z from 'zod'
import { type Frame, frameMaker, type SimulatedRow } from '#core/plans/simulation.ts'
import { facetsOf } from '#core/plans/simulation-facets.ts'
import { countyDepth, type Officers, officersBy, type Told, tellParts, tellTotals } from '#core/plans/simulation-parts.ts'
import { type Reckoning, reckoner, type SimulationRules } from '#core/plans/simulation-totals.ts'
import { dateAt } from '#core/time.ts'
import { copyOut, withLiterals } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { found } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { policyAt } from '#server/policy/at.ts'
import { planRows } from './row-store.ts'
import { type CellScope, cellOf, cellQuery, plannedQuery } from './simulate-cells-store.ts'
import { otherAsRow, ownAsRow } from './simulate-rows.ts'
import * as store from './simulate-store.ts'
import { findPlan, type PlanRecord } from './store.ts'

const Payload = z.object({ simulationId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>

export const simulateJob = defineJob({
  name: 'plan.simulate',
  payload: Payload,
  thing: ({ simulationId }) => `simulation:${simulationId}`,
  run: async (run) => {
    const { simulationId } = run.payload
    const asked = await run.transaction(async (tx) => {
      const simulation = await store.findSimulation(tx, simulationId)
      if (simulation === null || simulation.finishedAt !== null) return null
      return { simulation, ...(await load(tx, run, simulation)) }
    })
    if (asked === null) return
    const frame = await readFrame(run, asked.scope, asked.rows)
    const reckoning = await reckon(run, frame, asked.rules)
    run.progress.at('save', 0)
    const told: Told = { ...asked, frame, reckoning }
    const parts = tellParts(told)
    await run.transaction(async (tx) => {
      await store.finishSimulation(tx, asked.simulation, { totals: tellTotals(told, parts), parts, now: run.now() })
    })
  },
})

async function load(tx: Tx, run: Run, simulation: store.SimulationRecord) {
  const plan = found(await findPlan(tx, simulation.planId))
  const own = (await planRows(tx, plan.id)).filter(({ state }) => state === 'planned').map((row) => ownAsRow(plan, row))
  const others = simulation.withOthers ? (await store.otherRows(tx, plan)).flatMap((other) => otherAsRow(plan.orgPath, other)) : []
  const rows = [...own, ...others]
  const today = dateAt(run.now())
  const policy = await policyAt(tx, plan.orgPath, today)
  const placeDepth = depthBelow(plan.orgPath)
  const scope: CellScope = {
    place: plan.orgPath,
    placeDepth,
    year: plan.year,
    thisYear: Number(today.slice(0, 4)),
    facets: facetsOf(rows, placeDepth),
  }
  return {
    rows,
    scope,
    rules: { plannedCap: policy.ledger.plannedCap.value, windowDays: policy.merge.windowDays.value },
    floors: { undirectedPpm: policy.plan.undirectedFloorPpm.value, directedPpm: policy.plan.directedFloorPpm.value },
    officers: await officersOf(tx, plan, placeDepth),
    items: await store.itemShares(tx, [...new Set(own.flatMap(({ itemIds }) => itemIds))]),
  }
}

/** A province and a city count by county, a county by station. */
const depthBelow = (path: string): number => Math.max(countyDepth, path.split('.').length + 1)

async function officersOf(tx: Tx, plan: PlanRecord, depth: number): Promise<Officers> {
  return officersBy(await store.officersAt(tx, { place: plan.orgPath, dept: plan.dept, depth }), depth)
}

async function readFrame(run: Run, scope: CellScope, rows: readonly SimulatedRow[]): Promise<Frame> {
  const { services, progress, signal } = run
  const maker = frameMaker(rows, scope.facets)
  const client = await services.bulk.connect()
  try {
    await client.query(
      "begin isolation level repeatable read, read only; select set_config('mingjian.scope', '*', true), set_config('work_mem', '256MB', true)",
    )
    progress.at('register', 0)
    const read = (query: RawBuilder<unknown>) => copyOut(client, withLiterals(query.compile(services.longDb)))
    let cells = 0
    for await (const line of linesOf(read(cellQuery(scope)))) {
      maker.take(cellOf(line, scope))
      cells++
      if (cells % 1000 !== 0) continue
      signal.throwIfAborted()
      progress.at('cells', cells)
      await pause()
    }
    // Those with planned visits were counted without them: they change over.
    for await (const line of linesOf(read(plannedQuery(scope)))) {
      const cell = cellOf(line, scope)
      maker.take({ ...cell, used: 0, n: -cell.n })
      maker.take(cell)
    }
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
  return maker.frame()
}

/** Whole lines of a stream of COPY text; a broken connection ends it with its error. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  const text = new TextDecoder()
  for await (const chunk of stream) {
    const lines = (rest + text.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

async function reckon({ progress, signal }: Run, frame: Frame, rules: SimulationRules): Promise<Reckoning> {
  const sums = reckoner(frame, rules)
  for (const [i, signature] of frame.signatures.entries()) {
    sums.add(signature)
    if (i % 200 !== 0) continue
    signal.throwIfAborted()
    progress.at('reckon', i, frame.signatures.length)
    await pause()
  }
  return sums.done()
}
