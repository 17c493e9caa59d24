/** 备案: a published plan is filed with the level above, which accepts or returns it, and with the government under its number. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const FilingState = z.enum(['filed', 'accepted', 'returned', 'registered'])

export const PlanFiling = z.object({
  id: z.uuid(),
  planId: z.uuid(),
  planNo: z.string(),
  planName: z.string(),
  orgName: z.string(),
  with: z.enum(['superior', 'government']),
  version: z.number().int().describe('The version of the plan that was filed.'),
  toName: z.string(),
  number: z.string().describe('备案号; empty while the level above is asked.'),
  filedOn: PlainDate,
  note: z.string(),
  fileId: z.uuid().nullable(),
  state: FilingState,
  filedBy: z.string(),
  filedAt: Instant,
  decision: z.object({ opinion: z.string(), by: z.string(), at: Instant }).nullable(),
  abilities: z.object({ accept: Ability, return: Ability }),
})
export type PlanFiling = z.infer<typeof PlanFiling>

export const planFilings = {
  list: endpoint('plan.accept')
    .route({ method: 'GET', path: '/plan-filings', summary: '报来备案的计划' })
    .input(PageInput.extend({ state: FilingState.optional() }))
    .output(page(PlanFiling)),
  ofPlan: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/filings', summary: '一份计划的备案' })
    .input(z.object({ planId: z.uuid() }))
    .output(
      z.object({
        filings: z.array(PlanFiling),
        superior: z.string().nullable().describe('The organisation above that it would be filed with; null: there is none.'),
        abilities: z.object({ file: Ability, register: Ability }),
      }),
    ),
  file: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/filings', summary: '报上级备案' })
    .input(z.object({ commandId: CommandId, planId: z.uuid(), note: z.string().max(500).default('') }))
    .output(z.object({ filingId: z.uuid() })),
  register: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/government-filings', summary: '登记政府备案' })
    .input(
      z.object({
        commandId: CommandId,
        planId: z.uuid(),
        government: z.string().min(2).max(60).describe('备案机关, e.g. 兰州市人民政府'),
        number: z.string().min(2).max(60).describe('备案号'),
        filedOn: PlainDate.describe('备案日期'),
        note: z.string().max(500).default(''),
        fileId: z.uuid().nullable().default(null).describe('备案回执'),
      }),
    )
    .output(z.object({ filingId: z.uuid() })),
  decide: endpoint('plan.accept')
    .route({ method: 'POST', path: '/plan-filings/{filingId}/decide', summary: '接收或退回备案' })
    .input(
      z.object({
        commandId: CommandId,
        filingId: z.uuid(),
        verdict: z.enum(['accept', 'return']),
        opinion: z.string().trim().min(2).max(500),
      }),
    )
    .output(z.object({ state: z.string() })),
}
