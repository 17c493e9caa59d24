/**
 * The papers of a bureau, and what each may name: the closed list of placeholders that a template of that kind is checked against.
 * Contents: domain.md §14; 抽查通知书 and 行政检查审批表 also after 国办发〔2024〕54号 and 司法部《行政检查文书基本格式文本（试行）》(2025).
 */
import type { PlaceholderTable } from './placeholders.ts'
import { listsOf, placeholdersOf } from './placeholders.ts'

export const documentKinds = {
  annual_plan: {
    zh: '年度抽查工作计划',
    en: 'Annual plan',
    of: ['plan'],
    mustName: ['计划编号', '计划名称'],
    mustList: ['计划任务'],
    mustSay: [],
    cases: [],
  },
  announcement: {
    zh: '抽查任务公告',
    en: 'Task announcement',
    of: ['task'],
    mustName: ['计划编号', '任务编号', '任务名称', '检查开始', '检查结束', '抽查数量'],
    mustList: ['抽查事项'],
    mustSay: [],
    cases: [],
  },
  /** With what 行政检查通知书 has to say: how often so far, the five prohibitions, recusal, statement and defence. */
  notice: {
    zh: '抽查通知书',
    en: 'Inspection notice',
    of: ['visit'],
    mustName: ['对象名称', '任务编号', '检查依据', '检查开始', '检查结束', '本年已安排次数', '联系电话'],
    mustList: ['抽查事项', '检查人员', '五个严禁'],
    mustSay: ['回避', '陈述', '申辩'],
    cases: ['随机抽取', '指定检查'],
  },
  approval: {
    zh: '行政检查审批表',
    en: 'Approval form',
    of: ['task', 'visit'],
    mustName: ['检查对象', '检查依据', '任务来源', '检查方式', '检查开始', '检查结束'],
    mustList: [],
    mustSay: ['审批意见'],
    cases: [],
  },
} as const satisfies Record<string, DocumentKindRow>

export type DocumentKindRow = {
  readonly zh: string
  readonly en: string
  /** What a paper of this kind is about. */
  readonly of: readonly ThingKind[]
  /** Placeholders, lists and words without which a template of this kind is refused. */
  readonly mustName: readonly string[]
  readonly mustList: readonly string[]
  readonly mustSay: readonly string[]
  /** Placeholders of which every paper of the kind has exactly one: a template may word each case by itself. */
  readonly cases: readonly string[]
}

export type DocumentKind = keyof typeof documentKinds
export type ThingKind = 'plan' | 'task' | 'visit'

export const documentKindCodes = Object.keys(documentKinds) as readonly DocumentKind[] // exactly the table's own keys
export const isDocumentKind = (text: string): text is DocumentKind => Object.hasOwn(documentKinds, text)

/** The kinds of papers that a thing of this kind may have. */
export const kindsOf = (thing: ThingKind): readonly DocumentKind[] =>
  documentKindCodes.filter((kind) => documentKinds[kind].of.some((one) => one === thing))

/** Name → placeholder, of the whole paper. */
export const fieldsOf = (kind: DocumentKind): PlaceholderTable => placeholdersOf[kind]
/** List → its own placeholders. */
export const listFieldsOf = (kind: DocumentKind): Readonly<Record<string, PlaceholderTable>> => listsOf[kind]

/** What the person who issues types, in the order of the table. */
export const typedFieldsOf = (kind: DocumentKind): readonly string[] =>
  Object.entries(placeholdersOf[kind]).flatMap(([name, { typed }]) => (typed === undefined ? [] : [name]))
