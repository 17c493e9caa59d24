/** 专项库, 事项适用范围, 信用风险与标记: special libraries and their entries, which objects an item covers, risk classes in time. */
import * as z from 'zod'
import { Ability, CommandId, Count, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

const LabelRef = z.object({ labelId: z.uuid(), name: z.string() })

export const Library = z.object({
  id: z.uuid(),
  name: z.string(),
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  objectKinds: z.array(z.string()).describe('Kinds of objects it takes; none: every kind.'),
  joint: z.boolean().describe('Seen by all departments of the place.'),
  note: z.string(),
  state: z.enum(['active', 'retired']),
  labels: z.array(LabelRef),
  editedBy: z.string(),
  updatedAt: Instant,
  entries: Count.describe('Valid ones.'),
  abilities: z.object({ edit: Ability }),
})
export type Library = z.infer<typeof Library>

const Words = z.array(z.string().min(1).max(60)).max(20)

export const EntryDraft = z.object({
  subject: z.string().max(80),
  labelId: z.uuid(),
  licenceName: z.string().max(120).default(''),
  licenceNo: z.string().max(80).default(''),
  licenceIssuer: z.string().max(120).default(''),
  approvedOn: PlainDate.nullable().default(null),
  validTo: PlainDate.default('9999-12-31').describe('9999-12-31: 长期.'),
  qualifications: Words.default([]).describe('专业资质资格 that an officer needs for it.'),
  expertKinds: Words.default([]).describe('配备专家'),
  checkOrg: z.string().max(120).default('').describe('检查机关'),
})

export const Entry = EntryDraft.extend({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  objectState: z.string(),
  labelName: z.string(),
  state: z.enum(['valid', 'invalid']),
  stateReason: z.string(),
  setBy: z.string(),
  updatedAt: Instant,
})
export type Entry = z.infer<typeof Entry>

export const CoverageTarget = z.enum(['label', 'library', 'kind']).describe('标签 | 专项库 | 对象类别')
const Item = { orgPath: z.string().max(40), itemCode: z.string().max(30) }

/** One rule: the objects with a label, in a library, or of a kind, in the place of the office that set it. */
export const Coverage = z.object({
  target: CoverageTarget,
  targetId: z.string(),
  name: z.string().nullable().describe('Null where the caller may not see the library.'),
  orgPath: z.string(),
  orgName: z.string(),
  setBy: z.string(),
  setAt: Instant,
  own: z.boolean().describe('Set by the office of the caller, which alone may remove it.'),
})
export type Coverage = z.infer<typeof Coverage>

const Via = z.array(z.enum(['label', 'library', 'kind', 'mapping'])).describe('Why: by which rules, or one by one (mapping).')

export const CoveredObject = z.object({
  subject: z.string(),
  name: z.string(),
  kind: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  state: z.string(),
  via: Via,
})
export type CoveredObject = z.infer<typeof CoveredObject>

const Risk = z.object({ riskClass: z.string(), asOf: PlainDate, source: z.string() })

export const libraries = {
  list: endpoint('register.read')
    .route({ method: 'GET', path: '/libraries', summary: '专项库' })
    .input(PageInput.extend({ q: z.string().max(60).optional(), state: z.enum(['active', 'retired']).optional() }))
    .output(page(Library).extend({ abilities: z.object({ make: Ability }) })),
  get: endpoint('register.read')
    .route({ method: 'GET', path: '/libraries/{libraryId}', summary: '一个专项库' })
    .input(z.object({ libraryId: z.uuid() }))
    .output(Library),
  save: endpoint('library.manage')
    .route({ method: 'POST', path: '/libraries', summary: '新增或修改专项库' })
    .input(
      z.object({
        commandId: CommandId,
        libraryId: z.uuid().nullable().default(null),
        name: z.string().trim().min(2).max(60),
        objectKinds: z.array(z.string().max(30)).max(20).default([]),
        joint: z.boolean().default(false),
        note: z.string().max(200).default(''),
        labelIds: z.array(z.uuid()).min(1).max(50),
      }),
    )
    .output(z.object({ libraryId: z.uuid() })),
  /** Its entries become invalid, and the labels they alone gave are taken off, in the background. */
  retire: endpoint('library.manage')
    .route({ method: 'POST', path: '/libraries/{libraryId}/retire', summary: '停用专项库' })
    .input(z.object({ commandId: CommandId, libraryId: z.uuid(), reason: z.string().trim().min(2).max(200) }))
    .output(z.object({ state: z.literal('retired') })),
  entries: endpoint('register.read')
    .route({ method: 'GET', path: '/libraries/{libraryId}/entries', summary: '专项库条目' })
    .input(
      PageInput.extend({
        libraryId: z.uuid(),
        q: z.string().max(60).optional().describe('Part of a name or licence number, or the beginning of a code.'),
        labelId: z.uuid().optional(),
        state: z.enum(['valid', 'invalid']).optional(),
        endingBy: PlainDate.optional().describe('Valid entries whose licence ends by this day.'),
      }),
    )
    .output(page(Entry)),
  /** Everything an object has in the libraries that the caller sees; at most 100. */
  entriesOfObject: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/{subject}/entries', summary: '对象在专项库中的条目' })
    .input(z.object({ subject: z.string().max(80) }))
    .output(z.array(Entry.extend({ libraryId: z.uuid(), libraryName: z.string() }))),
  saveEntry: endpoint('library.manage')
    .route({ method: 'POST', path: '/libraries/{libraryId}/entries', summary: '新增或修改专项库条目' })
    .input(EntryDraft.extend({ commandId: CommandId, libraryId: z.uuid(), entryId: z.uuid().nullable().default(null) }))
    .output(z.object({ entryId: z.uuid() })),
  setEntryState: endpoint('library.manage')
    .route({ method: 'POST', path: '/libraries/{libraryId}/entries/{entryId}/state', summary: '启用或停用专项库条目' })
    .input(
      z.object({
        commandId: CommandId,
        libraryId: z.uuid(),
        entryId: z.uuid(),
        state: z.enum(['valid', 'invalid']),
        reason: z.string().trim().min(2).max(200),
      }),
    )
    .output(z.object({ state: z.enum(['valid', 'invalid']) })),

  /** What an item of the caller's department covers in and above their place, by rule; `mapped` counts the objects named one by one. */
  coverage: endpoint('register.read')
    .route({ method: 'GET', path: '/item-coverage/{itemCode}', summary: '事项适用范围' })
    .input(z.object({ itemCode: Item.itemCode }))
    .output(z.object({ rules: z.array(Coverage), mapped: Count, covered: Count, abilities: z.object({ edit: Ability }) })),
  /** The rules of the caller's own office, whole. */
  setCoverage: endpoint('library.manage')
    .route({ method: 'POST', path: '/item-coverage/{itemCode}', summary: '设置事项适用范围' })
    .input(
      z.object({
        commandId: CommandId,
        itemCode: Item.itemCode,
        rules: z.array(z.object({ target: CoverageTarget, targetId: z.string().max(40) })).max(200),
      }),
    )
    .output(z.object({ rules: z.number().int() })),
  objectsOfItem: endpoint('register.read')
    .route({ method: 'GET', path: '/item-coverage/{itemCode}/objects', summary: '事项适用的对象' })
    .input(PageInput.extend({ itemCode: Item.itemCode }))
    .output(page(CoveredObject)),
  itemsOfObject: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/{subject}/items', summary: '对象适用的事项' })
    .input(z.object({ subject: z.string().max(80) }))
    .output(z.array(z.object({ itemCode: z.string(), name: z.string().nullable(), via: Via }))),

  /** Classes newest first, at most 100, and flags; for whoever may see them, others get 403. */
  risk: endpoint('risk.read')
    .route({ method: 'GET', path: '/register/entities/{subject}/risk', summary: '信用风险等级历史与标记' })
    .input(z.object({ subject: z.string().max(80) }))
    .output(
      z.object({
        current: Risk.nullable(),
        history: z.array(Risk.extend({ recordedAt: Instant })),
        flags: z.array(
          z.object({ flag: z.string(), zh: z.string(), en: z.string(), since: PlainDate, until: PlainDate.nullable(), source: z.string() }),
        ),
      }),
    ),
}
