/** 政策参数: what the nation and the places set, each number with its source and its days of force. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, Step } from './base.ts'

/** 62 or 62.6204: the codes of the levels, joined by dots. */
export const PlacePath = z
  .string()
  .regex(/^\d{2}(\.\d{4}(\.\d{6}(\.\d{9})?)?)?$/)
  .describe('Path of a place: 62.6204.')

export const SettingValue = z.union([z.number(), z.boolean(), z.string(), z.array(z.string()), z.array(z.number())])
export const SettingSource = z.union([
  z.strictObject({ rule: z.string().max(300).describe('The document with its number and article.') }),
  z.strictObject({ ownDefault: z.string().max(300).describe('Why this authority sets it, where no rule names a value.') }),
])

const Expected = z.object({
  kind: z.enum(['number', 'boolean', 'text', 'numbers', 'texts']),
  least: z.number().optional(),
  most: z.number().optional(),
  choices: z.array(z.string()).optional(),
})

export const PolicySetting = z.object({
  key: z.string().describe('group.name of the pack'),
  zh: z.string(),
  en: z.string(),
  unit: z.string(),
  value: SettingValue,
  source: SettingSource,
  nationalValue: SettingValue,
  origin: z.object({ packId: z.uuid(), path: z.string(), placeName: z.string(), version: z.number().int() }).nullable(),
  /** False: of the installation as a whole. */
  ofPlaces: z.boolean(),
  expected: Expected,
  /** Packs of lower places whose value is weaker, and so does not rule. */
  overruled: z.array(z.object({ packId: z.uuid(), placeName: z.string(), version: z.number().int(), value: SettingValue })),
})
export type PolicySetting = z.infer<typeof PolicySetting>

export const PackState = z.enum(['draft', 'submitted', 'published', 'discarded'])

export const PackHead = z.object({
  id: z.uuid(),
  code: z.string(),
  path: z.string(),
  placeName: z.string(),
  version: z.number().int(),
  validFrom: PlainDate,
  validTo: PlainDate.nullable(),
  state: PackState,
  /** Does it hold today? A version gives way to a newer one of its place. */
  inForce: z.boolean(),
  settings: z.number().int().describe('How many settings it overrides.'),
  createdByName: z.string(),
  decidedByName: z.string().nullable(),
  updatedAt: Instant,
})
export type PackHead = z.infer<typeof PackHead>

export const PackSetting = z.object({ key: z.string().max(60), value: SettingValue, source: SettingSource })
export type PackSetting = z.infer<typeof PackSetting>

/** What binds from above and is stricter than what the pack says, from a day on. */
const StricterAbove = z.object({
  value: SettingValue,
  source: SettingSource,
  origin: z.object({ packId: z.uuid(), placeName: z.string(), version: z.number().int() }).nullable(),
  day: PlainDate,
})

const PackSettings = z
  .array(PackSetting)
  .max(200)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'a setting stands here twice')

export const PackPage = PackHead.extend({
  reason: z.string(),
  opinion: z.string().nullable(),
  createdByOrg: z.string(),
  own: z.array(PackSetting.extend({ zh: z.string(), en: z.string(), unit: z.string(), above: StricterAbove.nullable() })),
  /** Against the version of the place that was published before: null stands for what it did not say. */
  changes: z.array(
    z.object({
      key: z.string(),
      zh: z.string(),
      en: z.string(),
      unit: z.string(),
      before: SettingValue.nullable(),
      after: SettingValue.nullable(),
    }),
  ),
  before: z.object({ id: z.uuid(), version: z.number().int() }).nullable(),
  steps: z.array(Step),
  abilities: z.object({ edit: Ability, submit: Ability, return: Ability, publish: Ability, discard: Ability }),
})
export type PackPage = z.infer<typeof PackPage>

const text = {
  validFrom: PlainDate,
  validTo: PlainDate.nullable(),
  reason: z.string().trim().min(4).max(500).describe('Why the place sets these.'),
  settings: PackSettings,
}
const Seen = Instant.describe('`updatedAt` as the page showed it; refused as page_stale when somebody changed the pack since.')
const one = { commandId: CommandId, packId: z.uuid(), seen: Seen }
const Moved = z.object({ state: PackState })

export const policy = {
  current: endpoint('policy.read')
    .route({ method: 'GET', path: '/policy', summary: '一个地区某日的政策参数' })
    .input(z.object({ place: PlacePath.optional(), day: PlainDate.optional() }))
    .output(
      z.object({
        place: z.string(),
        placeName: z.string(),
        day: PlainDate,
        settings: z.array(PolicySetting),
        places: z.array(z.object({ path: z.string(), name: z.string() })).describe('Places that this reader may choose.'),
        abilities: z.object({ create: Ability }),
      }),
    ),
  history: endpoint('policy.read')
    .route({ method: 'GET', path: '/policy/history', summary: '一个参数的历次取值' })
    .input(z.object({ key: z.string().max(60), place: PlacePath.optional() }))
    .output(
      z.object({
        rows: z.array(
          z.object({
            packId: z.uuid().nullable(),
            placeName: z.string(),
            version: z.number().int(),
            value: SettingValue,
            source: SettingSource,
            validFrom: PlainDate.nullable(),
            validTo: PlainDate.nullable(),
          }),
        ),
      }),
    ),
  packs: endpoint('policy.read')
    .route({ method: 'GET', path: '/policy/packs', summary: '地区参数包列表' })
    .input(PageInput.extend({ path: PlacePath.optional() }))
    .output(page(PackHead)),
  pack: endpoint('policy.read')
    .route({ method: 'GET', path: '/policy/packs/{packId}', summary: '一个地区参数包' })
    .input(z.object({ packId: z.uuid() }))
    .output(PackPage),
  create: endpoint('policy.edit')
    .route({ method: 'POST', path: '/policy/packs', summary: '编制地区参数包' })
    .input(z.object({ commandId: CommandId, path: PlacePath, ...text }))
    .output(z.object({ packId: z.uuid(), version: z.number().int() })),
  edit: endpoint('policy.edit')
    .route({ method: 'PUT', path: '/policy/packs/{packId}', summary: '修改地区参数包' })
    .input(z.object({ ...one, ...text }))
    .output(Moved),
  submit: endpoint('policy.edit')
    .route({ method: 'POST', path: '/policy/packs/{packId}/submit', summary: '提交审批' })
    .input(z.object(one))
    .output(Moved),
  discard: endpoint('policy.edit')
    .route({ method: 'POST', path: '/policy/packs/{packId}/discard', summary: '废弃草稿' })
    .input(z.object(one))
    .output(Moved),
  return: endpoint('policy.approve')
    .route({ method: 'POST', path: '/policy/packs/{packId}/return', summary: '退回参数包' })
    .input(z.object({ ...one, opinion: z.string().max(500) }))
    .output(Moved),
  publish: endpoint('policy.approve')
    .route({ method: 'POST', path: '/policy/packs/{packId}/publish', summary: '批准公布参数包' })
    .input(z.object({ ...one, opinion: z.string().max(500).default('') }))
    .output(Moved),
}
