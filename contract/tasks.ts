/** 抽查任务: what is drawn, from which frame, in which strata, by whom. */
import * as z from 'zod'
import { filterFields, filterOps } from '#core/draws/filter.ts'
import { stratifyFields } from '#core/tasks/sampling.ts'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, RatePpm } from './base.ts'
import { Scope } from './matching.ts'
import { Step } from './plans.ts'

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
    .describe('Leave out objects with this many published inspections in this calendar year; null is no cap.'),
  excludeWhitelist: z.boolean().default(false).describe('Leave out objects with the label of the do-not-disturb list.'),
})

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

export const TaskDraft = FrameDraft.extend(TeamDraft.shape).extend({
  planRowId: z.uuid().describe('The row of a published plan this task carries out.'),
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
})

/** Said beside the settings, and no refusal: label strata of an open draw are published. */
export const SamplingWarning = z.enum(['label_strata_public'])

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
    z.object({ dept: z.string(), orgName: z.string(), items: z.array(z.object({ code: z.string(), name: z.string() })) }),
  ),
  suite: z.enum(['sha256', 'sm3']),
  draws: z.array(z.object({ drawId: z.string(), kind: z.string(), state: z.string(), dept: z.string() })),
  steps: z.array(Step),
  abilities: z.object({ confirm: Ability, drawObjects: Ability, drawOfficers: Ability, previewOfficers: Ability }),
})
export type Task = z.infer<typeof Task>

/** The sum that closes: register = included + Σ excluded, draw protocol §3. */
export const Frame = z.object({
  registerCount: z.number().int(),
  included: z.number().int(),
  excluded: z
    .array(z.object({ reason: z.string(), count: z.number().int() }))
    .describe('Each object under one reason; the order of precedence is in core/draws/exclusion.ts.'),
  strata: z.array(
    z.object({
      name: z.string(),
      count: z.number().int(),
      ratePpm: RatePpm.nullable().describe('Null where the stratum draws a fixed number.'),
      target: z.number().int(),
      refused: z.enum(['zero', 'more_than_n']).nullable().describe('Why this stratum could not be committed as it stands.'),
    }),
  ),
  target: z.number().int().describe('Σ of the targets.'),
})
export type Frame = z.infer<typeof Frame>

/** A frame tried before there is a task, with what would stand against it. */
export const TriedFrame = Frame.extend({
  sealedRequired: z
    .array(z.enum(['filter', 'strata', 'exclusion']))
    .describe('Where a risk class comes in although the mode is open; not empty: creating the task would be refused.'),
  warnings: z.array(SamplingWarning),
})
export type TriedFrame = z.infer<typeof TriedFrame>

const Choice = z.object({
  value: z.string(),
  zh: z.string(),
  en: z.string(),
  count: z.number().int().nullable().describe('Objects of the jurisdiction with this value; null where counting would take long.'),
})

/** What a filter builder offers instead of typing. Fields that are not here take dates or numbers. */
export const FrameFields = z.object({
  region: z.array(Choice.extend({ level: z.string().describe('province | city | county | station') })),
  kind: z.array(Choice),
  state: z.array(Choice),
  entityType: z.array(Choice),
  industry: z.array(Choice).describe('Sections, and the codes in use below them.'),
  label: z.array(Choice),
  item: z.array(Choice).describe('Published items that apply at the place of the actor, by code.'),
  riskClass: z.array(Choice).describe('Empty for whoever may not see classes.'),
  suggested: z.object({ frequencyCap: z.number().int(), whitelistLabel: z.string(), lowRiskClasses: z.array(z.string()) }),
})
export type FrameFields = z.infer<typeof FrameFields>

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
  /** Reads only; POST because a filter does not fit into an address. */
  tryFrame: endpoint('task.edit')
    .route({ method: 'POST', path: '/frame/try', summary: '抽样框试算（任务编制中，不产生抽取）' })
    .input(FrameDraft)
    .output(TriedFrame),
  frameFields: endpoint('task.edit')
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
    .input(z.object({ commandId: CommandId, taskId: z.uuid() }))
    .output(z.object({ state: z.string() })),
}
