/** 计划推演: what a plan would mean for the objects of its place, before it is approved. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, Progress } from './base.ts'

const Verdict = z.enum(['ok', 'below', 'above', 'none'])
const Expected = z.number().describe('An expectation, to a hundredth.')
const Ppm = z.number().int().describe('Parts per million.')

export const SimulationTotals = z.object({
  objects: z.number().int().describe('Active objects of the place.'),
  reached: z.number().int().describe('Objects that at least one row of the plan reaches.'),
  visits: Expected,
  allVisits: Expected.describe('With the visits of the other plans to objects that this plan reaches.'),
  visited: Expected.describe('Objects with a visit of this plan, each once.'),
  visitedDirected: Expected,
  visitedUndirected: Expected,
  twice: Expected.describe('Objects that would be visited twice or more, with what the year holds already.'),
  beyondCap: Expected.describe('Visits above the yearly cap.'),
  saved: Expected.describe('Visits that merging would save.'),
  rows: z.number().int(),
  otherRows: z.number().int(),
  undirectedPpm: Ppm,
  directedPpm: Ppm,
  undirectedFloorPpm: Ppm,
  directedFloorPpm: Ppm,
  undirected: Verdict,
  directed: Verdict,
  plannedCap: z.number().int(),
  windowDays: z.number().int(),
  officers: z.number().int(),
  itemsBelow: z.number().int(),
  itemsAbove: z.number().int(),
  shortStrata: z.number().int(),
})
export type SimulationTotals = z.infer<typeof SimulationTotals>

export const Simulation = z.object({
  id: z.uuid(),
  planId: z.uuid(),
  withOthers: z.boolean(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  stale: z.boolean().describe('Rows of the plan were changed since.'),
  totals: SimulationTotals.nullable(),
  progress: Progress.nullable(),
})
export type Simulation = z.infer<typeof Simulation>

/** Whom a row means, so that the list of the register can show them. */
const RowFilter = z.object({
  version: z.literal(1),
  all: z.array(z.object({ field: z.string(), op: z.string(), values: z.array(z.string()) })),
})

export const RowName = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  name: z.string(),
  own: z.boolean(),
  planName: z.string(),
  orgName: z.string(),
  from: z.string(),
  to: z.string(),
  filter: RowFilter,
})
export type RowName = z.infer<typeof RowName>

const line = <Part extends string, Figures extends z.ZodRawShape>(part: Part, figures: Figures) =>
  z.object({ part: z.literal(part), code: z.string(), label: z.string(), figures: z.object(figures) })

/** One line of a list, by the list it is of. */
export const SimulationLine = z.discriminatedUnion('part', [
  line('row', {
    seq: z.number().int(),
    name: z.string(),
    from: z.string(),
    to: z.string(),
    directed: z.boolean(),
    level: z.string(),
    filter: RowFilter,
    base: z.number().int(),
    target: z.number().int(),
    ratePpm: Ppm,
    shared: Expected,
  }),
  line('stratum', {
    seq: z.number().int(),
    rowName: z.string(),
    name: z.string(),
    n: z.number().int(),
    target: z.number().int(),
    short: z.boolean(),
    ratePpm: Ppm,
  }),
  line('county', {
    objects: z.number().int(),
    visits: Expected,
    down: Expected,
    visited: Expected,
    twice: Expected,
    officers: z.number().int(),
  }),
  line('month', { visits: Expected }),
  line('cell', { place: z.string(), month: z.string(), visits: Expected }),
  line('office', {
    officers: z.number().int(),
    visits: Expected,
    each: Expected.nullable(),
    busiest: z.string().nullable(),
    eachInBusiest: Expected.nullable(),
  }),
  line('item', {
    name: z.string(),
    itemClass: z.enum(['general', 'key']),
    rows: z.number().int(),
    base: z.number().int(),
    target: z.number().int(),
    ratePpm: Ppm,
    ratioFloorPpm: Ppm.nullable(),
    ratioCapPpm: Ppm.nullable(),
    verdict: Verdict,
  }),
  line('combination', { rows: z.array(RowName), objects: z.number().int(), twice: Expected, visits: Expected, saved: Expected }),
  line('group', {
    rows: z.array(RowName).describe('Who would lead first.'),
    items: z.number().int().describe('Items of all the rows, each once.'),
    objects: z.number().int().describe('Objects that all the rows reach.'),
    common: Expected.describe('Those that two rows at least draw.'),
    saved: Expected.describe('Visits that need not be made.'),
    gapDays: z.number().int(),
  }),
])
export type SimulationLine = z.infer<typeof SimulationLine>
export type SimulationPart = SimulationLine['part']

export const simulation = {
  latest: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/simulation', summary: '计划的最近一次推演' })
    .input(z.object({ planId: z.uuid() }))
    .output(
      z.object({
        simulation: Simulation.nullable(),
        plan: z.object({ planNo: z.string(), name: z.string(), year: z.number().int(), orgName: z.string() }),
        abilities: z.object({ run: Ability, risk: Ability, propose: Ability }),
      }),
    ),
  start: endpoint('plan.read')
    .route({ method: 'POST', path: '/plans/{planId}/simulation', summary: '开始推演' })
    .input(
      z.object({
        commandId: CommandId,
        planId: z.uuid(),
        withOthers: z.boolean().default(true).describe('Count the other published plans of the year at this place.'),
      }),
    )
    .output(z.object({ simulationId: z.uuid() })),
  watch: endpoint('plan.read')
    .route({ method: 'GET', path: '/simulations/{simulationId}/watch', summary: '推演进度（SSE）' })
    .input(z.object({ simulationId: z.uuid() }))
    .output(eventIterator(Simulation)),
  lines: endpoint('plan.read')
    .route({ method: 'GET', path: '/simulations/{simulationId}/lines', summary: '推演明细' })
    .input(
      PageInput.extend({
        simulationId: z.uuid(),
        part: z.enum(['row', 'stratum', 'county', 'month', 'cell', 'office', 'item', 'combination', 'group']),
        place: z.string().max(60).optional().describe('Of the part cell: only this place.'),
      }),
    )
    .output(
      z.object({
        rows: z.array(SimulationLine),
        next: z.string().nullable(),
        hidden: z.boolean().describe('Lines about classes of risk were left out.'),
      }),
    ),
  propose: endpoint('plan.edit')
    .route({ method: 'POST', path: '/simulations/{simulationId}/proposals', summary: '由推演提出合并检查建议' })
    .input(
      z.object({
        commandId: CommandId,
        simulationId: z.uuid(),
        group: z.string().max(10_000).describe('The code of a line of the part group.'),
      }),
    )
    .output(z.object({ proposalId: z.uuid() })),
}
