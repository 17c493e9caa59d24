/** Parts of a task: where it comes from, whom a triggered one names, batches, and what is inspected at a share only. */
import * as z from 'zod'
import { type LedgerException, ledgerExceptions } from '#core/ledger/exceptions.ts'
import { type TaskSource, taskSources } from '#core/tasks/source.ts'
import { Ability, Instant, PlainDate, RatePpm } from './base.ts'

const sources = Object.keys(taskSources) as [TaskSource, ...TaskSource[]] // exactly the table's own keys, of which there are some
const exceptions = Object.keys(ledgerExceptions) as [LedgerException, ...LedgerException[]] // exactly the table's own keys, of which there are some

export const Source = z.enum(sources).describe('plan, or why there is no plan behind the task: core/tasks/source.ts.')

/** What set a triggered task off. */
export const Origin = z.object({
  refNo: z.string().trim().min(1).max(60).describe('The number of the complaint, the letter, the order.'),
  date: PlainDate,
  from: z.string().trim().min(1).max(100).describe('Who sent it: a hotline, an authority, a system.'),
  summary: z.string().trim().min(2).max(500),
  evidenceFile: z.uuid().nullable().default(null),
})

/** 专项检查: approved by a document, and filed (国办发〔2024〕54号). */
export const Approval = z.object({
  approvalNo: z.string().trim().min(1).max(60),
  filingNo: z.string().trim().min(1).max(60),
  filedOn: PlainDate,
})

export const FrequencyException = z.object({ code: z.enum(exceptions), note: z.string().trim().min(5).max(300) })

/** 抽取批次: a part of the order of one draw, with its own days. */
export const Batch = z.object({ sharePpm: RatePpm.min(1), from: PlainDate, to: PlainDate })
export type Batch = z.infer<typeof Batch>

export const Appointed = z.object({ officerId: z.uuid(), role: z.enum(['lead', 'assist', 'expert']) })

/** An item that is inspected at the first so many of the drawn only: 一般事项 beside 重点事项 in one task. */
export const ItemShare = z.object({ itemId: z.uuid(), sharePpm: RatePpm.min(1) })

/** What a task says beyond its frame and its teams. */
export const sourceFields = {
  source: Source.default('plan'),
  planRowId: z.uuid().nullable().default(null).describe('The row of a published plan this task carries out; null for every other source.'),
  itemIds: z
    .array(z.uuid())
    .max(50)
    .default([])
    .describe(
      'Published items: all that a task outside the plan inspects, or which of a row that leaves them open (不定项). Empty takes the row’s.',
    ),
  directed: z.boolean().default(false).describe('定向; of a plan task the row says it.'),
  objectScope: z.string().trim().max(200).default(''),
  reason: z.string().trim().max(500).default('').describe('Why there is a task outside the plan.'),
  origin: Origin.nullable().default(null),
  approval: Approval.nullable().default(null),
  frequencyException: FrequencyException.nullable().default(null).describe('Needed to draw above the frequency cap of the policy.'),
  objects: z
    .array(z.string().min(1).max(220))
    .max(500)
    .default([])
    .describe('Triggered tasks: the subjects that are inspected; nobody is drawn.'),
  officers: z.array(Appointed).max(20).default([]).describe('Triggered tasks: who inspects them, exactly one lead.'),
  batches: z.array(Batch).max(60).default([]).describe('Shares that sum to the whole; empty is one batch.'),
  itemShares: z.array(ItemShare).max(50).default([]),
} as const

export const ParticipantState = z.enum(['invited', 'accepted', 'declined'])

/** 标签来源: a label that was put on all objects of a signal. Which flags it was about is told nowhere. */
const LabelOrigin = z.object({
  label: z.string(),
  kind: z.enum(['complaints', 'flags']),
  since: PlainDate.nullable(),
  times: z.number().int().nullable(),
  objects: z.number().int(),
  labelledOn: PlainDate,
  orgName: z.string(),
})

/** The same parts, as a task shows them. */
export const shownFields = {
  source: Source,
  directed: z.boolean(),
  objectScope: z.string(),
  reason: z.string(),
  origin: Origin.nullable(),
  approval: Approval.nullable(),
  frequencyException: z.object({ code: z.string(), note: z.string() }).nullable(),
  objects: z.array(z.object({ subject: z.string(), name: z.string(), regionName: z.string(), address: z.string().nullable() })),
  officers: z.array(z.object({ officerId: z.uuid(), name: z.string(), role: z.string() })),
  batches: z.array(Batch.extend({ no: z.number().int() })),
  createdBy: z.string(),
  submittedBy: z.string().nullable(),
  decision: z.object({ by: z.string(), at: Instant, opinion: z.string() }).nullable(),
  cancelledReason: z.string().nullable(),
  problems: z.object({ open: z.number().int(), closed: z.number().int() }).describe('Problems found, still open or 完结.'),
  labelOrigins: z.array(LabelOrigin).describe('How the labels came that the filter asks for; empty where by hand, file or library.'),
} as const

export const moveAbilities = {
  edit: Ability,
  submit: Ability,
  approve: Ability,
  refuse: Ability,
  reopen: Ability,
  cancel: Ability,
  answer: Ability,
} as const
