/** 计划推演: handlers. Whoever sees a plan may try it out; numbers that would tell a class of risk are for those who may see classes. */
import { randomUUID } from 'node:crypto'
import { SimulationLine, type SimulationPart } from '#contract/simulation.ts'
import { type Actor, allowed, can, refused } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { findProgress } from '#server/jobs/progress.ts'
import { watching } from '#server/jobs/watch.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { getPlan } from './handlers.ts'
import { proposeGroup } from './merge-propose.ts'
import { simulateJob } from './simulate-job.ts'
import * as store from './simulate-store.ts'
import { isStale } from './simulation-check.ts'

export const simulationHandlers = {
  latest: os.simulation.latest.handler(
    query(async ({ input, tx, actor }) => {
      const { id, planNo, name, year, orgName } = await getPlan(tx, actor, input.planId)
      const latest = await store.latestSimulation(tx, id)
      const simulation = latest === null ? null : await present(tx, latest)
      const running = simulation?.progress?.state === 'waiting' || simulation?.progress?.state === 'running'
      const run = running ? refused('simulation_running') : allowed
      return {
        simulation,
        plan: { planNo, name, year, orgName },
        abilities: { run, risk: can(actor, 'risk.read'), propose: can(actor, 'plan.edit') },
      }
    }),
  ),

  start: os.simulation.start.handler(
    command('plan.simulate', async ({ input, tx, actor, now, jobs, record }) => {
      const plan = await getPlan(tx, actor, input.planId, 'lock')
      const { changedAt: planUpdatedAt } = await store.rowsInForce(tx, plan.id)
      if (planUpdatedAt === null) throw new Problem('simulation_empty')
      const before = await store.latestSimulation(tx, plan.id)
      if (before !== null && before.finishedAt === null && (await isUnderWay(tx, before.id))) throw new Problem('simulation_running')
      const id = randomUUID()
      const { orgPath, dept } = plan
      await store.insertSimulation(tx, { id, planId: plan.id, planUpdatedAt, withOthers: input.withOthers, orgPath, dept, by: actor, now })
      // One after the other: each reads the register as a whole.
      await jobs.add(simulateJob, { simulationId: id }, { queue: 'simulation' })
      record(`plan:${plan.id}`, { planNo: plan.planNo, simulation: id })
      return { simulationId: id }
    }),
  ),

  watch: os.simulation.watch.handler(
    watching({
      thing: (input: { simulationId: string }) => `simulation:${input.simulationId}`,
      load: async ({ input, tx, actor }) => present(tx, await visible(tx, actor, input.simulationId)),
      done: ({ progress, finishedAt }) => finishedAt !== null || progress?.state === 'failed',
    }),
  ),

  lines: os.simulation.lines.handler(
    query(async ({ input, tx, actor }) => {
      const simulation = await visible(tx, actor, input.simulationId)
      const withRisk = can(actor, 'risk.read').allowed
      const { rows, next, hidden } = await store.listLines(tx, { ...input, withRisk })
      const labels = await regionLabels(tx, input.part === 'row' ? [] : [...rows.map(({ code }) => placeOf(code)), simulation.orgPath])
      return { rows: rows.map((line) => presentLine(input.part, line, labels, simulation.orgPath)), next, hidden }
    }),
  ),

  propose: os.simulation.propose.handler(
    command('merge.propose', async (call) => {
      const simulation = await visible(call.tx, call.actor, call.input.simulationId)
      if (simulation.finishedAt === null) throw new Problem('simulation_unfinished')
      if (await isStale(call.tx, simulation)) throw new Problem('simulation_stale')
      const line = found(await store.findLine(call.tx, simulation.id, 'group', call.input.group))
      const proposalId = await proposeGroup(call, line)
      call.record(`merge:${proposalId}`, { simulation: simulation.id })
      return { proposalId }
    }),
  ),
}

/** A simulation is seen by whoever sees its plan. */
async function visible(tx: Tx, actor: Actor, id: string): Promise<store.SimulationRecord> {
  const simulation = found(await store.findSimulation(tx, id))
  await getPlan(tx, actor, simulation.planId)
  return simulation
}

async function isUnderWay(tx: Tx, id: string): Promise<boolean> {
  const progress = await findProgress(tx, `simulation:${id}`)
  return progress?.state === 'waiting' || progress?.state === 'running'
}

async function present(tx: Tx, simulation: store.SimulationRecord) {
  const { id, planId, withOthers, startedBy, startedAt, finishedAt, totals } = simulation
  const [stale, progress] = [await isStale(tx, simulation), await findProgress(tx, `simulation:${id}`)]
  return { id, planId, withOthers, startedBy, startedAt, finishedAt, stale, totals, progress }
}

/** `62.6201.620102|2027-03` and `62.6201.620102` are of a place. */
const placeOf = (code: string): string => code.split('|')[0] ?? code

function presentLine(
  part: SimulationPart,
  { code, figures }: store.LineRecord,
  labels: ReadonlyMap<string, string>,
  place: string,
): SimulationLine {
  const at = code === 'self' ? place : placeOf(code)
  return SimulationLine.parse({ part, code, label: labels.get(at) ?? at, figures })
}
