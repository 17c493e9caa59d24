/** 随机抽查事项清单: inspection items in three layers and three lists; drafted by one person, published by another. */
import * as z from 'zod'
import { itemFields, layers, levels, listKinds } from '#core/catalogue/item.ts'
import { itemTransitions } from '#core/catalogue/state.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, RatePpm, Step } from './base.ts'

/** The keys of a table of core, as a schema takes them. */
const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[] // exactly the table's own keys

const Words = z.array(z.string().min(1).max(60)).max(20).default([])
const Text = (most: number) => z.string().max(most).default('')

export const ItemState = z.enum(namesOf(itemTransitions))
export const Layer = z.enum(namesOf(layers))
export const ListKind = z.enum(namesOf(listKinds))
export const ItemCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9.-]{1,29}$/)
  .describe('Code of the item, unique in its department and place: A01-1.')

export const CheckLine = z.object({
  content: z.string().min(1).max(500).describe('检查内容'),
  method: Text(2000).describe('操作方法与要领'),
  yes: Text(500).describe('符合时的默认记录'),
  no: Text(500).describe('不符合时的默认记录'),
  materials: z.array(z.string().min(1).max(100)).max(20).default([]).describe('需查验或留存的材料'),
})
/** A line may be written as its content alone. */
const CheckLineDraft = z.union([z.string().min(1).max(500), CheckLine])

export const ItemDraft = z.object({
  code: ItemCode,
  layer: Layer.optional().describe('Absent: the list of the place itself, provincial for a province, local below.'),
  listKind: ListKind.default('random'),
  parentCode: ItemCode.nullable().default(null).describe('The item of a higher list that this one is based on: it may add, never weaken.'),
  localBasis: Text(500).describe('地方依据: on which law of the place it adds to the item above.'),
  category: z.string().min(1).max(60).describe('抽查类别'),
  name: z.string().min(2).max(120).describe('抽查事项'),
  subItem: Text(120).describe('抽查子项'),
  itemClass: z.enum(['general', 'key']).describe('general 一般检查事项, key 重点检查事项'),
  basis: z.string().min(2).max(500).describe('检查依据'),
  dutyRef: Text(200).describe('权责清单事项: code and name there.'),
  objectScope: z.string().min(1).max(200).describe('检查对象'),
  objectKinds: z.array(z.string().min(1).max(20)).max(20).default([]).describe('Codes of entity_kind; empty is every kind.'),
  methods: z.array(z.enum(namesOf(methods))).min(1),
  nonSite: z.boolean().default(false).describe('可以非现场方式完成'),
  bodies: Words.describe('检查主体'),
  levels: z
    .array(z.enum(namesOf(levels)))
    .max(4)
    .default([])
    .describe('Empty is every level.'),
  ratioFloorPpm: RatePpm.nullable().default(null),
  ratioCapPpm: RatePpm.nullable().default(null),
  frequencyCap: z
    .number()
    .int()
    .min(1)
    .max(366)
    .nullable()
    .default(null)
    .describe('Inspections of one object in a calendar year; null is no cap.'),
  frequencyText: Text(200),
  requirements: Text(4000).describe('检查内容和要求'),
  checklist: z.array(CheckLineDraft).max(50).default([]),
  guide: Text(20_000).describe('工作指引'),
  materials: z
    .array(z.object({ name: z.string().min(1).max(100), note: Text(200) }))
    .max(50)
    .default([]),
  followUps: z
    .array(z.object({ result: z.string().min(1).max(60), text: Text(500), followUp: Text(500) }))
    .max(30)
    .default([]),
  responsibleOffice: Text(60),
  qualifications: Words.describe('需要专业岗资格: every officer on the team holds each of them.'),
  expertise: Words.describe('需要专长'),
  expertKinds: Words.describe('配备专家: an expert of all these kinds goes along.'),
})
export type ItemDraft = z.input<typeof ItemDraft>

export const Weakening = z.discriminatedUnion('rule', [
  z.object({
    rule: z.enum(['lowered', 'raised']),
    field: z.enum(['ratioFloorPpm', 'ratioCapPpm', 'frequencyCap']),
    parent: z.number().int(),
    child: z.number().int().nullable(),
  }),
  z.object({ rule: z.literal('downgraded'), field: z.enum(['itemClass', 'listKind']), parent: z.string(), child: z.string() }),
  z.object({
    rule: z.literal('removed'),
    field: z.enum(['methods', 'objectKinds', 'qualifications', 'expertise', 'expertKinds', 'checklist']),
    lost: z.array(z.string()),
  }),
])

const moves = z.object({ edit: Ability, submit: Ability, publish: Ability, return: Ability, retire: Ability, discard: Ability })

/** Where a version stands: who did what with it, and from when to when it holds. */
export const standing = {
  id: z.uuid(),
  version: z.number().int(),
  state: ItemState,
  orgPath: z.string(),
  dept: z.string(),
  validFrom: PlainDate.nullable(),
  validTo: PlainDate.nullable().describe('Last day; null is open. Before validFrom: replaced before it came into force.'),
  standing: z.enum(['upcoming', 'inForce', 'ended', 'never']).nullable().describe('Of today; null while it is not published.'),
  editedBy: z.string(),
  submittedBy: z.string().nullable(),
  opinion: z.string().nullable().describe('Why it was returned.'),
  opinionBy: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedAt: Instant.nullable(),
  retiredReason: z.string().nullable(),
  abilities: moves,
}

export const Item = ItemDraft.extend({ ...standing, layer: Layer, checklist: z.array(CheckLine) })
export type Item = z.infer<typeof Item>

const VersionLine = z.object({
  id: z.uuid(),
  version: z.number().int(),
  state: ItemState,
  standing: standing.standing,
  validFrom: PlainDate.nullable(),
  validTo: PlainDate.nullable(),
  publishedBy: z.string().nullable(),
  publishedAt: Instant.nullable(),
})

const Relative = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  version: z.number().int(),
  layer: Layer,
  orgName: z.string(),
})

export const ItemPage = Item.extend({
  orgName: z.string(),
  versions: z.array(VersionLine).describe('Every version of the code at this place, newest first.'),
  parent: Item.nullable().describe('The version of the item above that is in force.'),
  weakenings: z.array(Weakening).describe('Where it weakens what is in force above: it may have changed since.'),
  children: z.array(Relative).describe('Items below that are based on it.'),
  steps: z.array(Step),
})
export type ItemPage = z.infer<typeof ItemPage>

const LineChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['same', 'moved']), from: CheckLine, to: CheckLine }),
  z.object({
    kind: z.literal('changed'),
    from: CheckLine,
    to: CheckLine,
    parts: z.array(z.enum(['content', 'method', 'yes', 'no', 'materials'])),
  }),
  z.object({ kind: z.literal('added'), to: CheckLine }),
  z.object({ kind: z.literal('removed'), from: CheckLine }),
])
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Field = z.enum(namesOf(itemFields))

export const ItemChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), field: Field, from: Value, to: Value }),
  z.object({ kind: z.literal('words'), field: Field, added: z.array(z.string()), removed: z.array(z.string()), kept: z.array(z.string()) }),
  z.object({ kind: z.literal('lines'), field: z.literal('checklist'), lines: z.array(LineChange) }),
])
export type ItemChange = z.infer<typeof ItemChange>

export const ItemIds = z.array(z.uuid()).min(1).max(200)
export const Opinion = z.string().trim().min(2).max(500)
export const Published = z.object({
  validFrom: PlainDate.optional().describe('First day in force; absent: today. Never in the past.'),
  validTo: PlainDate.nullable().default(null),
})
export const Retired = z.object({ lastDay: PlainDate.optional().describe('Last day in force; absent: today.'), reason: Opinion })

export const catalogue = {
  listItems: endpoint('item.read')
    .route({ method: 'GET', path: '/items', summary: '抽查事项清单' })
    .input(
      PageInput.extend({
        state: ItemState.optional(),
        layer: Layer.optional(),
        listKind: ListKind.optional(),
        inForceOn: PlainDate.optional().describe('Only versions in force on this day.'),
        q: z.string().max(60).optional(),
      }),
    )
    .output(page(Item)),
  getItem: endpoint('item.read')
    .route({ method: 'GET', path: '/items/{itemId}', summary: '一个抽查事项' })
    .input(z.object({ itemId: z.uuid() }))
    .output(ItemPage),
  findParent: endpoint('item.read')
    .route({ method: 'GET', path: '/item-parents/{code}', summary: '可依据的上级事项' })
    .input(z.object({ code: ItemCode, layer: Layer.optional() }))
    .output(z.object({ parent: Item.nullable() })),
  diffItems: endpoint('item.read')
    .route({ method: 'GET', path: '/items/{itemId}/diff', summary: '两个版本的差异' })
    .input(z.object({ itemId: z.uuid().describe('The newer version.'), against: z.uuid() }))
    .output(z.object({ from: Item, to: Item, changes: z.array(ItemChange) })),
  saveItems: endpoint('item.edit')
    .route({ method: 'POST', path: '/items', summary: '保存抽查事项草稿' })
    .input(
      z.object({
        commandId: CommandId,
        items: z.array(ItemDraft).min(1).max(200),
        submit: z.boolean().default(true).describe('Hand in for approval at once; false keeps drafts.'),
      }),
    )
    .output(z.object({ ids: z.array(z.uuid()) })),
  submitItems: endpoint('item.edit')
    .route({ method: 'POST', path: '/items/submit', summary: '提交审批' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ submitted: z.number().int() })),
  discardItems: endpoint('item.edit')
    .route({ method: 'POST', path: '/items/discard', summary: '废弃草稿' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ discarded: z.number().int() })),
  returnItems: endpoint('item.publish')
    .route({ method: 'POST', path: '/items/return', summary: '退回抽查事项' })
    .input(z.object({ commandId: CommandId, itemIds: ItemIds, opinion: Opinion }))
    .output(z.object({ returned: z.number().int() })),
  publishItems: endpoint('item.publish')
    .route({ method: 'POST', path: '/items/publish', summary: '批准公布抽查事项' })
    .input(Published.extend({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ published: z.number().int() })),
  retireItems: endpoint('item.publish')
    .route({ method: 'POST', path: '/items/retire', summary: '停用抽查事项' })
    .input(Retired.extend({ commandId: CommandId, itemIds: ItemIds }))
    .output(z.object({ retired: z.number().int() })),
  otherUse: endpoint('task.read')
    .route({ method: 'GET', path: '/other-items', summary: '清单外“其他”事项使用情况' })
    .input(z.object({ year: z.coerce.number().int().min(2000).max(2999) }))
    .output(
      z.object({
        allowed: z.boolean(),
        most: z.number().int(),
        source: z.string(),
        rows: z.array(
          z.object({
            orgPath: z.string(),
            dept: z.string(),
            orgName: z.string(),
            tasks: z.number().int(),
            tasksWithOther: z.number().int(),
            items: z.number().int(),
            names: z.array(z.object({ name: z.string(), taskId: z.uuid(), taskNo: z.string() })),
          }),
        ),
      }),
    ),
}
