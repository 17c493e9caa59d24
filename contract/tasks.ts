/** 抽查任务: what is drawn, from which frame, in which strata, by whom. */
import * as z from 'zod'
import { filterFields, filterOps } from '#core/draws/filter.ts'
import { stratifyFields } from '#core/tasks/sampling.ts'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, RatePpm, Step } from './base.ts'
import { Scope } from './matching.ts'
import { Frame, FrameFields, SamplingWarning, TriedFrame } from './task-frame.ts'
import { ItemShare, moveAbilities, ParticipantState, Source, shownFields, sourceFields } from './task-parts.ts'

/** The keys of a table of core, as a schema takes them. */
const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[] // exactly the table's own keys

export const FilterClause = z.object({
  field: z.enum(namesOf(filterFields)),
  op: z.enum(namesOf(filterOps)),
  values: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(1000)
    .describe('What fits the field: core/draws/filter.ts. `between` takes two, one of which may be `*`, an open end.'),
})
/** The closed, versioned predicate of draw protocol §3; `all` clauses must hold. */
export const Filter = z.object({ version: z.literal(1), all: z.array(FilterClause).max(50) })

export const DrawMode = z.enum(['open', 'sealed']).describe('sealed: nothing public tells a stratum; forced where a risk class comes in.')
export const StratifyBy = z.enum(namesOf(stratifyFields))

const stratumBase = {
  name: z.string().min(1).max(60),
  values: z
    .array(z.string().max(60))
    .max(100)
    .describe('Values of `stratifyBy` in this stratum; empty takes whatever no other stratum takes.'),
  allowZero: z.boolean().optional().describe('The stratum may draw nobody, because it is empty or its rate is small.'),
}
/** By a rate with a rounding rule, or by a fixed number: one of the two. */
export const StratumDraft = z.union([
  z.strictObject({ ...stratumBase, ratePpm: RatePpm, rounding: z.enum(['half-up', 'floor', 'ceil', 'max1']).default('half-up') }),
  z.strictObject({ ...stratumBase, count: z.number().int().min(0).max(20_000_000) }),
])
export type StratumDraft = z.infer<typeof StratumDraft>

/** Whom a draw is about: all that a live count needs. */
export const FrameDraft = z.object({
  mode: DrawMode.default('open'),
  filter: Filter,
  stratifyBy: StratifyBy.default('none'),
  strata: z.array(StratumDraft).min(1).max(50),
  excludeOpenVisits: z.boolean().default(true).describe('Leave out objects already drawn in a task that is still open.'),
  excludeDrawn: z
    .enum(['none', 'lowRisk', 'all'])
    .default('none')
    .describe('Leave out objects drawn already in this calendar year: nobody, those of low risk (only sealed), or all.'),
  frequencyCap: z
    .number()
    .int()
    .min(1)
    .max(366)
    .nullable()
    .default(null)
    .describe('Leave out objects with this many planned visits, done or due, in a year that the days of the task touch; null is no cap.'),
  excludeWhitelist: z.boolean().default(false).describe('Leave out objects with the label of the do-not-disturb list.'),
})

/** Without days: as if the visits were to be this year. */
export const TriedDraft = FrameDraft.extend({ from: PlainDate.optional(), to: PlainDate.optional() })

/** Who may be drawn for an object, and how the work is shared (draw protocol §6). */
export const TeamDraft = z.object({
  officersPerObject: z.number().int().min(2).max(5).default(2).describe('At least two: domain.md §7. A group goes as a whole.'),
  teamUnit: z.enum(['person', 'group']).default('person').describe('person 按人, group 按检查小组'),
  officerScope: Scope.default('station').describe('Where the search for officers begins.'),
  officerReach: Scope.default('bureau').describe('How far it is widened for an object with fewer than `leastEligible`.'),
  leastEligible: z.number().int().min(2).max(1000).default(5).describe('Fewer make the draw predictable.'),
  pairCapPpm: RatePpm.min(1).default(500_000).describe('No pair is more probable, unless too few are eligible; those are counted.'),
  mostPerOfficer: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe('At most so many objects for one officer in this draw.'),
  balance: z.enum(['draw', 'year']).default('year').describe('year: what officers did this year counts towards equal loads.'),
})
export type TeamDraft = z.infer<typeof TeamDraft>

/** 其他事项: typed, outside the published list; the policy says whether and how many. */
export const OtherItem = z.object({ name: z.string().trim().min(2).max(50), remark: z.string().trim().max(300).default('') })
export type OtherItem = z.infer<typeof OtherItem>

/** self 本级查; down 抽给下级查: drawn here, inspected by the organisations below, each with its own officers. */
export const Level = z.enum(['self', 'down'])

export const TaskDraft = FrameDraft.extend(TeamDraft.shape).extend({
  ...sourceFields,
  name: z.string().min(2).max(120),
  from: PlainDate,
  to: PlainDate,
  /** 配合部门: other departments at the same place, each with its own published items; each draws its own officers. */
  participants: z
    .array(z.object({ orgId: z.uuid(), itemIds: z.array(z.uuid()).min(1).max(50) }))
    .max(20)
    .default([]),
  otherItems: z.array(OtherItem).max(20).default([]),
  suite: z.enum(['sha256', 'sm3']).default('sha256'),
  level: Level.optional().describe('Absent: as the row of the plan says.'),
})

export type TaskDraft = z.infer<typeof TaskDraft>

export const TaskHead = z.object({
  id: z.uuid(),
  taskNo: z.string().describe('18 digits: region 6, date 8, type 1, serial 3.'),
  name: z.string(),
  state: z.string().describe('draft | submitted | confirmed | drawn | executing | done | cancelled'),
  source: Source,
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
  ...shownFields,
  level: Level,
  planId: z.uuid().nullable(),
  planRowId: z.uuid().nullable(),
  planNo: z.string().nullable(),
  planName: z.string().nullable(),
  jointItem: z
    .object({ id: z.uuid(), code: z.string(), name: z.string(), version: z.number().int(), departments: z.array(z.string()) })
    .nullable()
    .describe('The 联合抽查事项 that its row of the plan carries out; departments: who initiates it, then who takes part.'),
  items: z.array(
    ItemShare.omit({ itemId: true }).extend({
      id: z.uuid(),
      code: z.string(),
      name: z.string(),
      version: z.number().int(),
      itemClass: z.string().describe('general 一般 | key 重点'),
    }),
  ),
  otherItems: z.array(OtherItem),
  mode: DrawMode,
  /** Of a sealed draw, for whoever may not see classes: filter and strata are empty here, because a filter by class tells the class of all who are drawn. */
  settingsHidden: z.boolean(),
  filter: Filter,
  stratifyBy: StratifyBy,
  strata: z.array(StratumDraft),
  excludeOpenVisits: z.boolean(),
  excludeDrawn: z.enum(['none', 'lowRisk', 'all']),
  frequencyCap: z.number().int().nullable(),
  excludeWhitelist: z.boolean(),
  warnings: z.array(SamplingWarning),
  team: TeamDraft,
  participants: z.array(
    z.object({
      dept: z.string(),
      orgName: z.string(),
      state: ParticipantState,
      reason: z.string(),
      answeredBy: z.string().nullable(),
      items: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  ),
  suite: z.enum(['sha256', 'sm3']),
  draws: z.array(z.object({ drawId: z.string(), kind: z.string(), state: z.string(), dept: z.string() })),
  steps: z.array(Step),
  abilities: z.object({ ...moveAbilities, confirm: Ability, drawObjects: Ability, drawOfficers: Ability, previewOfficers: Ability }),
})
export type Task = z.infer<typeof Task>

const Seen = Instant.optional().describe('`updatedAt` as the page showed it; refused as `page_stale` when somebody changed the task since.')

const One = z.object({ commandId: CommandId, taskId: z.uuid(), seen: Seen })
const Moved = z.object({ state: z.string() })

const NamedObject = z.object({
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  address: z.string().nullable(),
  state: z.string(),
})

export const tasks = {
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks', summary: '抽查任务列表' })
    .input(
      PageInput.extend({ state: z.string().max(20).optional(), source: z.string().max(20).optional(), q: z.string().max(60).optional() }),
    )
    .output(page(TaskHead)),
  get: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks/{taskId}', summary: '一个抽查任务' })
    .input(z.object({ taskId: z.uuid() }))
    .output(Task),
  create: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks', summary: '编制抽查任务' })
    .input(TaskDraft.extend({ commandId: CommandId }))
    .output(z.object({ taskId: z.uuid(), taskNo: z.string() })),
  edit: endpoint('task.edit')
    .route({ method: 'PUT', path: '/tasks/{taskId}', summary: '修改抽查任务' })
    .input(TaskDraft.extend({ commandId: CommandId, taskId: z.uuid(), seen: Seen }))
    .output(Moved),
  frame: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks/{taskId}/frame', summary: '抽样框试算（不产生抽取）' })
    .input(z.object({ taskId: z.uuid() }))
    .output(Frame),
  /** Reads only; POST because a filter does not fit into an address. */
  tryFrame: endpoint('plan.contribute')
    .route({ method: 'POST', path: '/frame/try', summary: '抽样框试算（任务编制中，不产生抽取）' })
    .input(TriedDraft)
    .output(TriedFrame),
  frameFields: endpoint('plan.contribute')
    .route({ method: 'GET', path: '/frame/fields', summary: '抽取范围可选的字段取值' })
    .input(z.object({}))
    .output(FrameFields),
  /** Other departments at the caller's place, with what they have published: whom a joint task can invite. */
  partners: endpoint('task.edit')
    .route({ method: 'GET', path: '/task-partners', summary: '可邀请的配合部门' })
    .output(
      z.object({
        rows: z.array(
          z.object({
            orgId: z.uuid(),
            dept: z.string(),
            orgName: z.string(),
            items: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
          }),
        ),
      }),
    ),
  confirm: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks/{taskId}/confirm', summary: '确认抽取设置' })
    .input(One)
    .output(Moved),
  submit: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks/{taskId}/submit', summary: '提交审批（计划外任务）' })
    .input(One)
    .output(Moved),
  approve: endpoint('task.approve')
    .route({ method: 'POST', path: '/tasks/{taskId}/approve', summary: '批准计划外任务' })
    .input(One.extend({ opinion: z.string().trim().max(500).default('') }))
    .output(Moved),
  refuse: endpoint('task.approve')
    .route({ method: 'POST', path: '/tasks/{taskId}/refuse', summary: '退回计划外任务' })
    .input(One.extend({ opinion: z.string().trim().max(500) }))
    .output(Moved),
  reopen: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks/{taskId}/reopen', summary: '退回编制（尚未冻结名单）' })
    .input(One.extend({ reason: z.string().trim().min(2).max(500) }))
    .output(Moved),
  cancel: endpoint('task.edit')
    .route({ method: 'POST', path: '/tasks/{taskId}/cancel', summary: '取消任务（对象锁定前）' })
    .input(One.extend({ reason: z.string().trim().min(2).max(500) }))
    .output(Moved),
  answer: endpoint('task.accept')
    .route({ method: 'POST', path: '/tasks/{taskId}/answer', summary: '配合部门答复邀请' })
    .input(One.extend({ accept: z.boolean(), reason: z.string().trim().max(500).default('') }))
    .output(z.object({ state: ParticipantState })),
  /** Codes as typed for a triggered task: who they are, and which the register of the place does not have. Reads only; by name one searches the register. */
  findObjects: endpoint('task.edit')
    .route({ method: 'POST', path: '/task-objects', summary: '核对点名对象的代码' })
    .input(z.object({ subjects: z.array(z.string().max(220)).min(1).max(500) }))
    .output(z.object({ rows: z.array(NamedObject), unknown: z.array(z.string()) })),
}
