/** 随机抽查事项清单: inspection items; drafted by one person, published by another. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, page } from './base.ts'

const Words = z.array(z.string().min(1).max(60)).max(20).default([])

export const ItemDraft = z.object({
  code: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9.-]{1,29}$/)
    .describe('Code of the item, unique in its department: A01-1.'),
  category: z.string().min(1).max(60).describe('抽查类别'),
  name: z.string().min(2).max(120).describe('抽查事项'),
  itemClass: z.enum(['general', 'key']).describe('general 一般检查事项, key 重点检查事项'),
  basis: z.string().min(2).max(500).describe('检查依据'),
  objectScope: z.string().min(1).max(200).describe('检查对象'),
  methods: z.array(z.enum(['onsite', 'written', 'network', 'entrusted'])).min(1),
  checklist: z.array(z.string().min(1).max(200)).max(50).default([]),
  qualifications: Words.describe('需要专业岗资格: every officer on the team holds each of them.'),
  expertise: Words.describe('需要专长'),
  expertKinds: Words.describe('配备专家: an expert of all these kinds goes along.'),
})

export const Item = ItemDraft.extend({
  id: z.uuid(),
  version: z.number().int(),
  state: z.enum(['draft', 'published', 'superseded']),
  orgPath: z.string(),
  dept: z.string(),
  editedBy: z.string(),
  publishedBy: z.string().nullable(),
  publishedAt: Instant.nullable(),
  abilities: z.object({ edit: Ability, publish: Ability }),
})
export type Item = z.infer<typeof Item>

export const catalogue = {
  listItems: endpoint('item.read')
    .route({ method: 'GET', path: '/items', summary: '抽查事项清单' })
    .input(PageInput.extend({ state: z.enum(['draft', 'published', 'superseded']).optional(), q: z.string().max(60).optional() }))
    .output(page(Item)),
  saveItems: endpoint('item.edit')
    .route({ method: 'POST', path: '/items', summary: '保存抽查事项草稿' })
    .input(z.object({ commandId: CommandId, items: z.array(ItemDraft).min(1).max(200) }))
    .output(z.object({ ids: z.array(z.uuid()) })),
  publishItems: endpoint('item.publish')
    .route({ method: 'POST', path: '/items/publish', summary: '批准公布抽查事项' })
    .input(z.object({ commandId: CommandId, itemIds: z.array(z.uuid()).min(1).max(200) }))
    .output(z.object({ published: z.number().int() })),
}
