/** 部门联合抽查事项清单: who initiates and who takes part, by field; drafted by one person, published by another. */
import * as z from 'zod'
import { CommandId, endpoint, PageInput, PlainDate, page } from './base.ts'
import { ItemCode, ItemIds, ItemState, Opinion, Published, Retired, standing } from './catalogue.ts'
import { Step } from './plans.ts'

export const JointItemDraft = z.object({
  code: ItemCode,
  field: z.string().min(2).max(60).describe('抽查领域'),
  name: z.string().min(2).max(120).describe('联合抽查事项'),
  items: z
    .array(z.object({ department: z.string().min(2).max(60), name: z.string().min(2).max(200) }))
    .min(2)
    .max(50)
    .describe('各部门的抽查事项: at least one of the initiator and one of a participant.'),
  objectScope: z.string().min(1).max(200).describe('检查对象'),
  initiator: z.string().min(2).max(60).describe('发起部门'),
  participants: z.array(z.string().min(2).max(60)).min(1).max(20).describe('配合部门'),
  orgLevel: z.string().min(1).max(40).describe('组织层级'),
  implLevel: z.string().min(1).max(40).describe('实施层级'),
  period: z.string().max(60).default('').describe('抽查周期'),
  deadline: PlainDate.nullable().default(null).describe('完成时限'),
  contactOffice: z.string().min(2).max(60).describe('联系处室'),
  basis: z.string().min(2).max(500).describe('检查依据'),
})
export type JointItemDraft = z.input<typeof JointItemDraft>

export const JointItem = JointItemDraft.extend(standing)
export type JointItem = z.infer<typeof JointItem>

export const JointItemPage = JointItem.extend({
  versions: z.array(
    z.object({
      id: z.uuid(),
      version: z.number().int(),
      state: ItemState,
      standing: standing.standing,
      validFrom: PlainDate.nullable(),
      validTo: PlainDate.nullable(),
      publishedAt: standing.publishedAt,
    }),
  ),
  steps: z.array(Step),
})
export type JointItemPage = z.infer<typeof JointItemPage>

export const jointItems = {
  list: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items', summary: '部门联合抽查事项清单' })
    .input(PageInput.extend({ state: ItemState.optional(), q: z.string().max(60).optional() }))
    .output(page(JointItem)),
  get: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items/{jointItemId}', summary: '一个联合抽查事项' })
    .input(z.object({ jointItemId: z.uuid() }))
    .output(JointItemPage),
  save: endpoint('item.edit')
    .route({ method: 'POST', path: '/joint-items', summary: '保存联合抽查事项草稿' })
    .input(z.object({ commandId: CommandId, items: z.array(JointItemDraft).min(1).max(200), submit: z.boolean().default(true) }))
    .output(z.object({ ids: z.array(z.uuid()) })),
  submit: endpoint('item.edit')
    .route({ method: 'POST', path: '/joint-items/submit', summary: '提交审批' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ submitted: z.number().int() })),
  discard: endpoint('item.edit')
    .route({ method: 'POST', path: '/joint-items/discard', summary: '废弃草稿' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ discarded: z.number().int() })),
  return: endpoint('item.publish')
    .route({ method: 'POST', path: '/joint-items/return', summary: '退回联合抽查事项' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds, opinion: Opinion }))
    .output(z.object({ returned: z.number().int() })),
  publish: endpoint('item.publish')
    .route({ method: 'POST', path: '/joint-items/publish', summary: '批准公布联合抽查事项' })
    .input(Published.extend({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ published: z.number().int() })),
  retire: endpoint('item.publish')
    .route({ method: 'POST', path: '/joint-items/retire', summary: '停用联合抽查事项' })
    .input(Retired.extend({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ retired: z.number().int() })),
}
