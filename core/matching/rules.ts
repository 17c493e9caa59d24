/** Who may inspect what: the eligibility rules of officer matching, each pure, named, versioned and with its legal basis (draw protocol §6). */
import { isWithin } from '../draws/filter.ts'

export type RuleCode = keyof typeof matchingRules

/** The days of the inspection, inclusive, as `YYYY-MM-DD`. */
export type Window = { readonly from: string; readonly to: string }

/** An officer as the rules see one. Areas are region or organisation paths that the officer serves; `'*'` in `itemScope` means every item. */
export type OfficerFacts = {
  readonly subject: string
  readonly active: boolean
  readonly areas: readonly string[]
  readonly certificates: readonly Window[]
  readonly itemScope: readonly string[]
  /** Subjects of the entities that the officer must not inspect. */
  readonly recusals: readonly string[]
  readonly leaves: readonly Window[]
}

/** A drawn object as the rules see one: its leaf in the object draw, its subject, where it lies, and the item codes to be checked. */
export type ObjectFacts = { readonly leaf: string; readonly subject: string; readonly area: string; readonly items: readonly string[] }

type Rule = {
  readonly version: number
  readonly zh: string
  readonly en: string
  readonly basis: string
  readonly holds: (officer: OfficerFacts, object: ObjectFacts, window: Window) => boolean
}

/** In the order in which they are reported. A changed rule gets a new version: the COMMIT of an officer draw names both. */
export const matchingRules = {
  officer_active: {
    version: 1,
    zh: '执法人员状态有效',
    en: 'the officer is active',
    basis: '国市监信规〔2024〕5号 二(一): 执法检查人员名录库动态管理',
    holds: (officer) => officer.active,
  },
  certificate_valid: {
    version: 1,
    zh: '执法证在整个检查期间有效',
    en: 'one certificate is valid on every day of the inspection',
    basis: '《中华人民共和国行政处罚法》第四十二条: 执法人员应当具有行政执法资格',
    // Two certificates that meet in the middle are not accepted: the day between them is where a case would be lost.
    holds: (officer, _, window) => officer.certificates.some(({ from, to }) => from <= window.from && window.to <= to),
  },
  scope_covers: {
    version: 1,
    zh: '执法事项范围覆盖全部抽查事项',
    en: 'the scope of enforcement covers every item to be checked',
    basis: '国市监信规〔2024〕5号 二(一): 标注执法人员专长与资质',
    holds: (officer, object) => officer.itemScope.includes('*') || object.items.every((item) => officer.itemScope.includes(item)),
  },
  same_area: {
    version: 1,
    zh: '在所服务的区域或机构范围内',
    en: 'the object lies in an area that the officer serves',
    basis: '工商企监字〔2016〕185号: 执法检查人员随机抽取的四种范围',
    holds: (officer, object) => officer.areas.some((area) => isWithin(object.area, area)),
  },
  not_recused: {
    version: 1,
    zh: '不存在应当回避的情形',
    en: 'the officer is not recused from this object',
    basis: '《中华人民共和国行政处罚法》第四十三条: 回避',
    holds: (officer, object) => !officer.recusals.includes(object.subject),
  },
  not_on_leave: {
    version: 1,
    zh: '检查期间未请假',
    en: 'the officer is not on leave on any day of the inspection',
    basis: '国市监信规〔2024〕5号 二(四): 随机匹配执法检查人员',
    holds: (officer, _, window) => !officer.leaves.some(({ from, to }) => from <= window.to && window.from <= to),
  },
} as const satisfies Readonly<Record<string, Rule>>

export const ruleCodes = Object.keys(matchingRules).filter(isRuleCode)

/** The rules as a COMMIT names them, `code/version`, ascending. */
export const ruleVersions: readonly string[] = ruleCodes.map((code) => `${code}/${matchingRules[code].version}`).sort()

/** The rules that keep the officer from the object, in the order of the table; none means that the officer is eligible. */
export const brokenRules = (officer: OfficerFacts, object: ObjectFacts, window: Window): readonly RuleCode[] =>
  ruleCodes.filter((code) => !matchingRules[code].holds(officer, object, window))

function isRuleCode(text: string): text is RuleCode {
  return Object.hasOwn(matchingRules, text)
}
