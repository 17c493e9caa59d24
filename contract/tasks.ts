/** 抽查任务: what is drawn, from which frame, in which strata, by whom. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, RatePpm } from './base.ts'
import { Step } from './plans.ts'

export const FilterClause = z.object({
  field: z.enum(['region', 'kind', 'entityType', 'established', 'state']),
  op: z.enum(['in', 'notIn', 'prefix', 'between']),
  values: z.array(z.string().max(60)).min(1).max(100),
})
/** The closed, versioned predicate of draw protocol §3; `all` clauses must hold. */
export const Filter = z.object({ version: z.literal(1), all: z.array(FilterClause).max(20) })

export const StratumDraft = z.object({
  name: z.string().min(1).max(60),
  values: z
    .array(z.string().max(60))
    .max(100)
    .describe('Values of `stratifyBy` in this stratum; empty takes whatever no other stratum takes.'),
  ratePpm: RatePpm,
  rounding: z.enum(['half-up', 'floor', 'ceil', 'max1']).default('half-up'),
})

export const TaskDraft = z.object({
  planRowId: z.uuid().describe('The row of a published plan this task carries out.'),
  name: z.string().min(2).max(120),
  from: PlainDate,
  to: PlainDate,
  filter: Filter,
  stratifyBy: z.enum(['none', 'kind', 'region']).default('none'),
  strata: z.array(StratumDraft).min(1).max(50),
  excludeOpenVisits: z.boolean().default(true).describe('Leave out objects already drawn in a task that is still open.'),
  officersPerObject: z.number().int().min(2).max(5).default(2).describe('At least two: domain.md §7.'),
  suite: z.enum(['sha256', 'sm3']).default('sha256'),
})

export const TaskHead = z.object({
  id: z.uuid(),
  taskNo: z.string().describe('18 digits: region 6, date 8, type 1, serial 3.'),
  name: z.string(),
  state: z.string().describe('draft | confirmed | drawn | executing | done | cancelled'),
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  from: PlainDate,
  to: PlainDate,
  drawn: z.number().int().nullable(),
  published: z.number().int(),
  updatedAt: Instant,
})
export type TaskHead = z.infer<typeof TaskHead>

export const Task = TaskHead.extend({
  planId: z.uuid(),
  planNo: z.string(),
  planName: z.string(),
  items: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), version: z.number().int() })),
  filter: Filter,
  stratifyBy: z.enum(['none', 'kind', 'region']),
  strata: z.array(StratumDraft),
  excludeOpenVisits: z.boolean(),
  officersPerObject: z.number().int(),
  suite: z.enum(['sha256', 'sm3']),
  draws: z.array(z.object({ drawId: z.string(), kind: z.string(), state: z.string() })),
  steps: z.array(Step),
  abilities: z.object({ confirm: Ability, drawObjects: Ability, drawOfficers: Ability }),
})
export type Task = z.infer<typeof Task>

/** The sum that closes: register = included + Σ excluded, draw protocol §3. */
export const Frame = z.object({
  registerCount: z.number().int(),
  included: z.number().int(),
  excluded: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  strata: z.array(z.object({ name: z.string(), count: z.number().int(), ratePpm: RatePpm, target: z.number().int() })),
})

export const tasks = {
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks', summary: '抽查任务列表' })
    .input(PageInput.extend({ state: z.string().max(20).optional(), q: z.string().max(60).optional() }))
    .output(page(TaskHead)),
  get: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks/{taskId}', summary: '一个抽查任务' })
    .input(z.object({ taskId: z.uuid() }))
    .output(Task),
  create: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks', summary: '编制抽查任务' })
    .input(TaskDraft.extend({ commandId: CommandId }))
    .output(z.object({ taskId: z.uuid(), taskNo: z.string() })),
  frame: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks/{taskId}/frame', summary: '抽样框试算（不产生抽取）' })
    .input(z.object({ taskId: z.uuid() }))
    .output(Frame),
  confirm: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks/{taskId}/confirm', summary: '确认抽取设置' })
    .input(z.object({ commandId: CommandId, taskId: z.uuid() }))
    .output(z.object({ state: z.string() })),
}
