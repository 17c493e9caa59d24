/** 检查实施与结果: a visit is one object in one task; 谁检查、谁录入, reviewed by another person, published on approval. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, Step } from './base.ts'

/** The nine results of 国市监信规〔2024〕5号, domain.md §12; codes are data in core/inspections/outcomes.ts. */
export const Outcome = z.string().max(40)

export const VisitRow = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  taskName: z.string(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  address: z.string().nullable(),
  state: z.string().describe('assigned | submitted | returned | published'),
  outcome: Outcome.nullable(),
  officers: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(['lead', 'assist', 'expert']) })),
  dueOn: PlainDate,
  disclosedBy: PlainDate.nullable().describe('Last day of disclosure: 20 working days after the inspection ended.'),
  updatedAt: Instant,
})
export type VisitRow = z.infer<typeof VisitRow>

export const ItemResult = z.object({
  itemId: z.uuid(),
  checked: z.boolean(),
  problem: z.string().max(500).nullable().describe('What was found; null when nothing was.'),
})

export const ResultDraft = z.object({
  date: PlainDate,
  method: z.enum(['onsite', 'written', 'network', 'entrusted']),
  items: z.array(ItemResult).min(1),
  outcome: Outcome,
  disposal: z.string().max(500).nullable().describe('What follows; required when a problem was found.'),
  demo: z.boolean().default(false).describe('Generated for a demonstration; shown as such wherever the result is shown.'),
})

export const Opinion = z.object({
  by: z.string(),
  mine: z.boolean(),
  text: z.string(),
  version: z.number().int().positive(),
  at: Instant,
})
export type Opinion = z.infer<typeof Opinion>

export const Visit = VisitRow.extend({
  items: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), checklist: z.array(z.string()) })),
  result: ResultDraft.extend({ enteredBy: z.string(), enteredAt: Instant }).nullable(),
  steps: z.array(Step),
  /** The caller's own place in the team: the officer draw to which a request to leave it goes. */
  mySeat: z.object({ drawId: z.string(), officerId: z.uuid() }).nullable(),
  /** Of a visit that the reader may enter: what comes before it in the ledger. */
  frequency: z
    .object({
      verdict: z.enum(['ok', 'warned', 'blocked', 'excepted']),
      number: z.number().int(),
      cap: z.number().int(),
      item: z.object({ name: z.string(), used: z.number().int(), cap: z.number().int() }).nullable(),
      partnerDays: z
        .array(PlainDate)
        .describe('Days on which the other parts of the joint visit were held: on any other day it is a visit of its own.'),
    })
    .nullable(),
  /** The newest word of each expert; null for who neither is of the team nor reviews. */
  opinions: z.array(Opinion).nullable(),
  abilities: z.object({ enter: Ability, review: Ability, leaveTeam: Ability, advise: Ability }),
})
export type Visit = z.infer<typeof Visit>

export const inspections = {
  /** Inspectors see the visits assigned to them; those who may read or review see their jurisdiction's. */
  list: endpoint('signedIn')
    .route({ method: 'GET', path: '/visits', summary: '检查列表' })
    .input(PageInput.extend({ state: z.string().max(20).optional(), taskId: z.uuid().optional(), q: z.string().max(60).optional() }))
    .output(page(VisitRow)),
  get: endpoint('signedIn')
    .route({ method: 'GET', path: '/visits/{visitId}', summary: '一次检查' })
    .input(z.object({ visitId: z.uuid() }))
    .output(Visit),
  enter: endpoint('inspection.enter')
    .route({ method: 'POST', path: '/visits/{visitId}/result', summary: '录入检查结果' })
    .input(ResultDraft.extend({ commandId: CommandId, visitId: z.uuid() }))
    .output(z.object({ state: z.string() })),
  advise: endpoint('inspection.advise')
    .route({ method: 'POST', path: '/visits/{visitId}/opinion', summary: '出具专家意见' })
    .input(
      z.object({
        commandId: CommandId,
        visitId: z.uuid(),
        text: z.string().trim().min(4).max(2000),
        seen: z.number().int().min(0).describe('The version that was before the writer; 0 where there was none.'),
      }),
    )
    .output(z.object({ version: z.number().int() })),
  review: endpoint('inspection.review')
    .route({ method: 'POST', path: '/visits/review', summary: '审核检查结果（可批量）' })
    .input(
      z.object({
        commandId: CommandId,
        visitIds: z.array(z.uuid()).min(1).max(200),
        verdict: z.enum(['pass', 'return']),
        opinion: z.string().max(500).default(''),
      }),
    )
    .output(z.object({ reviewed: z.number().int() })),
}
