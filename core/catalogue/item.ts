/** What one version of an inspection item says (domain.md §4.2, §4.3), and the words for its parts. */
import type { Method } from '../inspections/outcomes.ts'

/** 清单层级, the highest first: 国市监信规〔2024〕5号 二(一) — the ministry and the province make the list, places add by law. */
export const layers = {
  national: { zh: '国家清单', en: 'national' },
  provincial: { zh: '省级清单', en: 'provincial' },
  local: { zh: '地方清单', en: 'local' },
} as const satisfies Words
export type Layer = keyof typeof layers

/** 三张清单 (浙市监信〔2025〕1号). */
export const listKinds = {
  random: { zh: '随机抽查', en: 'random inspection' },
  key: { zh: '重点监管', en: 'key supervision' },
  undisturbed: { zh: '无事不扰', en: 'do not disturb' },
} as const satisfies Words
export type ListKind = keyof typeof listKinds

export type ItemClass = 'general' | 'key'

/** 检查层级 (domain.md §12: 省/市/县/所). */
export const levels = {
  province: { zh: '省级', en: 'province' },
  city: { zh: '市级', en: 'city' },
  county: { zh: '县级', en: 'county' },
  station: { zh: '所级', en: 'station' },
} as const satisfies Words
export type Level = keyof typeof levels

/** One line of the 抽查记录表; `yes` and `no` are what the record says by default. */
export type CheckLine = {
  readonly content: string
  readonly method: string
  readonly yes: string
  readonly no: string
  readonly materials: readonly string[]
}

export type ItemText = {
  readonly layer: Layer
  readonly listKind: ListKind
  readonly parentCode: string | null
  readonly localBasis: string
  readonly category: string
  readonly name: string
  readonly subItem: string
  readonly itemClass: ItemClass
  readonly basis: string
  readonly objectScope: string
  /** Codes of entity_kind; empty is every kind. */
  readonly objectKinds: readonly string[]
  readonly methods: readonly Method[]
  readonly bodies: readonly string[]
  /** Empty is every level. */
  readonly levels: readonly Level[]
  readonly ratioFloorPpm: number | null
  readonly ratioCapPpm: number | null
  /** Inspections of one object in a calendar year; null is no cap. */
  readonly frequencyCap: number | null
  readonly frequencyText: string
  readonly requirements: string
  readonly checklist: readonly CheckLine[]
  readonly guide: string
  readonly materials: readonly { readonly name: string; readonly note: string }[]
  readonly followUps: readonly { readonly result: string; readonly text: string; readonly followUp: string }[]
  readonly responsibleOffice: string
  readonly nonSite: boolean
  readonly dutyRef: string
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly expertKinds: readonly string[]
}
export type ItemField = keyof ItemText

/** The name of every part, in the order in which a page and a diff show them. */
export const itemFields = {
  layer: { zh: '清单层级', en: 'layer' },
  listKind: { zh: '清单类别', en: 'list' },
  parentCode: { zh: '依据的上级事项', en: 'based on' },
  localBasis: { zh: '地方依据', en: 'local legal basis' },
  category: { zh: '抽查类别', en: 'category' },
  name: { zh: '抽查事项', en: 'item' },
  subItem: { zh: '抽查子项', en: 'sub-item' },
  itemClass: { zh: '事项类别', en: 'class' },
  basis: { zh: '检查依据', en: 'legal basis' },
  dutyRef: { zh: '权责清单事项', en: 'duty list entry' },
  objectScope: { zh: '检查对象', en: 'objects' },
  objectKinds: { zh: '对象类别', en: 'kinds of objects' },
  methods: { zh: '检查方式', en: 'methods' },
  nonSite: { zh: '可非现场检查', en: 'possible off site' },
  bodies: { zh: '检查主体', en: 'bodies' },
  levels: { zh: '检查层级', en: 'levels' },
  ratioFloorPpm: { zh: '抽查比例下限', en: 'ratio floor' },
  ratioCapPpm: { zh: '抽查比例上限', en: 'ratio cap' },
  frequencyCap: { zh: '年度频次上限', en: 'yearly frequency cap' },
  frequencyText: { zh: '频次说明', en: 'frequency' },
  requirements: { zh: '检查内容和要求', en: 'content and requirements' },
  checklist: { zh: '抽查记录表', en: 'checklist' },
  guide: { zh: '工作指引', en: 'guide' },
  materials: { zh: '材料清单', en: 'materials' },
  followUps: { zh: '结果与后续处置', en: 'results and follow-up' },
  qualifications: { zh: '需要专业岗资格', en: 'qualifications' },
  expertise: { zh: '需要专长', en: 'expertise' },
  expertKinds: { zh: '配备专家', en: 'experts' },
  responsibleOffice: { zh: '责任处室', en: 'responsible office' },
} as const satisfies Record<ItemField, Word>

type Word = { readonly zh: string; readonly en: string }
type Words = Readonly<Record<string, Word>>
