/** 年度抽查工作计划: drafted, submitted, approved by another person, published. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, RatePpm } from './base.ts'

export const PlanRowDraft = z.object({
  name: z.string().min(2).max(120).describe('抽查任务名称'),
  itemIds: z.array(z.uuid()).min(1).max(30).describe('Published items this row inspects.'),
  directed: z.boolean().describe('定向 true, 不定向 false'),
  objectScope: z.string().min(1).max(200).describe('抽查对象范围'),
  ratePpm: RatePpm.describe('抽取比例, parts per million'),
  from: PlainDate,
  to: PlainDate,
  office: z.string().min(1).max(60).describe('责任科室'),
})

export const PlanRow = PlanRowDraft.extend({
  id: z.uuid(),
  seq: z.number().int(),
  itemNames: z.array(z.string()),
  taskIds: z.array(z.uuid()),
})

export const PlanHead = z.object({
  id: z.uuid(),
  planNo: z.string().describe('14 digits: region 6, year 4, type 1, serial 3.'),
  year: z.number().int(),
  name: z.string(),
  state: z.string().describe('draft | submitted | approved | published'),
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  createdBy: z.string(),
  updatedAt: Instant,
})
export type PlanHead = z.infer<typeof PlanHead>

export const Step = z.object({ at: Instant, by: z.string(), verb: z.string(), facts: z.record(z.string(), z.unknown()) })

export const Plan = PlanHead.extend({
  rows: z.array(PlanRow),
  steps: z.array(Step),
  abilities: z.object({ edit: Ability, submit: Ability, approve: Ability, return: Ability, publish: Ability }),
})
export type Plan = z.infer<typeof Plan>

const move = (verb: string, access: 'plan.edit' | 'plan.approve', summary: string) =>
  endpoint(access)
    .route({ method: 'POST', path: `/plans/{planId}/${verb}`, summary })
    .input(z.object({ commandId: CommandId, planId: z.uuid(), note: z.string().max(500).default('') }))
    .output(z.object({ state: z.string() }))

export const plans = {
  list: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans', summary: '抽查计划列表' })
    .input(PageInput.extend({ year: z.coerce.number().int().optional(), state: z.string().max(20).optional() }))
    .output(page(PlanHead)),
  get: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}', summary: '一份抽查计划' })
    .input(z.object({ planId: z.uuid() }))
    .output(Plan),
  create: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans', summary: '编制抽查计划' })
    .input(
      z.object({
        commandId: CommandId,
        year: z.number().int().min(2000).max(2999),
        name: z.string().min(2).max(120),
        rows: z.array(PlanRowDraft).min(1).max(200),
      }),
    )
    .output(z.object({ planId: z.uuid(), planNo: z.string() })),
  edit: endpoint('plan.edit')
    .route({ method: 'PUT', path: '/plans/{planId}', summary: '修改抽查计划' })
    .input(
      z.object({ commandId: CommandId, planId: z.uuid(), name: z.string().min(2).max(120), rows: z.array(PlanRowDraft).min(1).max(200) }),
    )
    .output(z.object({ state: z.string() })),
  submit: move('submit', 'plan.edit', '提交审批'),
  approve: move('approve', 'plan.approve', '批准计划'),
  return: move('return', 'plan.approve', '退回计划'),
  publish: move('publish', 'plan.approve', '公布计划'),
}
