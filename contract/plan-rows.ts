/** 计划行: the lines of an annual plan, as they are typed and as they are read. */
import * as z from 'zod'
import { methods } from '#core/inspections/outcomes.ts'
import { planKinds, rowChecks, rowDefaults, rowLevels, rowStates } from '#core/plans/row.ts'
import { Instant, PlainDate, RatePpm } from './base.ts'
import { Filter, StratifyBy } from './tasks.ts'

/** The keys of a table of core, as a schema takes them. */
const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[] // exactly the table's own keys

export const PlanKind = z.enum(namesOf(planKinds)).describe('own 本科室 | internal 内部综合 | joint 跨部门联合')

const stratumBase = {
  name: z.string().min(1).max(60),
  values: z.array(z.string().max(60)).max(100),
  allowZero: z.boolean().optional(),
  base: z.number().int().min(0).max(20_000_000).optional().describe('抽查基数: how many objects stood in it when the plan was made.'),
}
export const PlanStratum = z.union([
  z.strictObject({ ...stratumBase, ratePpm: RatePpm, rounding: z.enum(['half-up', 'floor', 'ceil', 'max1']).default('half-up') }),
  z.strictObject({ ...stratumBase, count: z.number().int().min(0).max(20_000_000) }),
])

export const PlanParty = z.object({
  dept: z.string().min(1).max(20),
  orgPath: z.string().min(1).max(100),
  orgName: z.string().min(1).max(80),
  itemIds: z.array(z.uuid()).max(30),
})

/** A row as it is typed. Either `ratePpm`, a ratio of the whole, or `strata`; everything after `office` has a default. */
export const PlanRowDraft = z.object({
  name: z.string().min(2).max(120).describe('抽查任务名称'),
  itemIds: z.array(z.uuid()).min(1).max(30).describe('Published items this row inspects.'),
  directed: z.boolean().describe('定向 true, 不定向 false'),
  objectScope: z.string().min(1).max(200).describe('抽查对象范围'),
  ratePpm: RatePpm.nullable()
    .default(null)
    .describe('抽取比例, parts per million; taken where `strata` are absent, else it follows from them.'),
  from: PlainDate,
  to: PlainDate,
  office: z.string().min(1).max(60).describe('责任（牵头）科室'),
  checks: z.enum(namesOf(rowChecks)).default(rowDefaults.checks).describe('主体 | 场所（区域）'),
  itemsFixed: z.boolean().default(rowDefaults.itemsFixed).describe('定项 true, 不定项 false'),
  filter: Filter.default({ version: 1, all: [] }).describe('Whom the scope means, so that the plan can be counted and simulated.'),
  stratifyBy: StratifyBy.default(rowDefaults.stratifyBy),
  strata: z.array(PlanStratum).min(1).max(50).optional().describe('Ratio or number by class of risk, kind, region or label.'),
  methods: z
    .array(z.enum(namesOf(methods)))
    .min(1)
    .max(4)
    .default([...rowDefaults.methods]),
  offices: z.array(z.string().min(1).max(60)).max(20).default([]).describe('参加科室'),
  level: z.enum(namesOf(rowLevels)).default(rowDefaults.level).describe('本级查 | 抽给下级查'),
  parties: z.array(PlanParty).max(20).default([]).describe('配合部门'),
  jointItemId: z.uuid().nullable().default(null).describe('The joint item this row carries out.'),
  frequency: z.string().max(60).default('').describe('频次, as printed: 每年一次'),
  targetText: z.string().max(60).default('').describe('抽查目标数 in words, where it is not a number that follows.'),
  remark: z.string().max(300).default(''),
})
export type PlanRowDraft = z.infer<typeof PlanRowDraft>

export const PlanRow = PlanRowDraft.extend({
  id: z.uuid(),
  seq: z.number().int(),
  state: z.enum(namesOf(rowStates)),
  cancelReason: z.string().nullable(),
  ratePpm: RatePpm.nullable(),
  strata: z.array(PlanStratum),
  base: z.number().int().nullable().describe('抽查基数; null unless every stratum has one.'),
  target: z.number().int().nullable().describe('抽查目标数 = round-half-up(base × ratio) of each stratum, summed.'),
  itemNames: z.array(z.string()),
  taskIds: z.array(z.uuid()),
  ruling: z.boolean().describe('The row stands in the version that is public now.'),
  updatedAt: Instant,
})
export type PlanRow = z.infer<typeof PlanRow>

/** A row of a published version. */
export const VersionRow = PlanRow.omit({ taskIds: true, ruling: true, updatedAt: true })
export type VersionRow = z.infer<typeof VersionRow>
