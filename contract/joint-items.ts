/** 部门联合抽查事项清单: who initiates and who takes part, by field; drafted by one person, published by another. */
import * as z from 'zod'
import { jointFields } from '#core/catalogue/joint-diff.ts'
import { CommandId, endpoint, PageInput, PlainDate, page, Step } from './base.ts'
import { ItemCode, ItemIds, ItemState, Opinion, Published, Retired, standing } from './catalogue.ts'

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

const jointFieldNames = Object.keys(jointFields) as (keyof typeof jointFields)[] // exactly the table's own keys
const words = z.array(z.string())
export const JointChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), field: z.enum(jointFieldNames), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('words'), field: z.enum(jointFieldNames), added: words, removed: words, kept: words }),
])
export type JointChange = z.infer<typeof JointChange>

/** A department of a joint item beside the organisation at one's place that answers to its name, with the items that answer to theirs. */
export const LinkedDepartment = z.object({
  department: z.string(),
  leads: z.boolean(),
  org: z.object({ dept: z.string(), orgPath: z.string(), orgName: z.string() }).nullable(),
  items: z.array(z.object({ name: z.string(), itemId: z.uuid().nullable() })),
})
export type LinkedDepartment = z.infer<typeof LinkedDepartment>

export const JointUse = z.object({
  jointItemId: z.uuid(),
  version: z.number().int(),
  planId: z.uuid(),
  planNo: z.string(),
  planName: z.string(),
  planState: z.string(),
  rowId: z.uuid(),
  rowName: z.string(),
  tasks: z.array(z.object({ id: z.uuid(), taskNo: z.string(), name: z.string(), state: z.string() })),
})
export type JointUse = z.infer<typeof JointUse>

export const jointItems = {
  list: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items', summary: '部门联合抽查事项清单' })
    .input(PageInput.extend({ state: ItemState.optional(), q: z.string().max(60).optional() }))
    .output(page(JointItem)),
  get: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items/{jointItemId}', summary: '一个联合抽查事项' })
    .input(z.object({ jointItemId: z.uuid() }))
    .output(JointItemPage),
  diff: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items/{jointItemId}/diff', summary: '联合事项两个版本的差异' })
    .input(z.object({ jointItemId: z.uuid().describe('The newer version.'), against: z.uuid() }))
    .output(z.object({ from: JointItem, to: JointItem, changes: z.array(JointChange) })),
  departments: endpoint('item.read')
    .route({ method: 'GET', path: '/joint-items/{jointItemId}/departments', summary: '联合事项对应的本地部门与事项' })
    .input(z.object({ jointItemId: z.uuid() }))
    .output(z.object({ departments: z.array(LinkedDepartment) })),
  uses: endpoint('plan.read')
    .route({ method: 'GET', path: '/joint-items/{jointItemId}/uses', summary: '使用这一联合事项的计划行和任务' })
    .input(z.object({ jointItemId: z.uuid() }))
    .output(z.object({ uses: z.array(JointUse) })),
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
