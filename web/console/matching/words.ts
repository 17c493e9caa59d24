/** The words of matching: scopes, roles, rules with their legal basis, probabilities. */
import { whole } from '#core/matching/graph.ts'
import { matchingRules, type RuleCode } from '#core/matching/rules.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'

export type Role = 'lead' | 'assist' | 'expert'
export type Removed = { readonly rule: string; readonly count: number; readonly only: number }

export const scopeWords = (scope: string | null): string => (scope === null ? '—' : tMaybe(`matching.scope.${scope}`, scope))

/** Whom a scope adds to the one before it. */
export const scopeText = (scope: string): string => tMaybe(`matching.scope.${scope}Text`, '')

/** Whom a scope takes in, all told. */
export const scopeWhole = (scope: string): string => tMaybe(`matching.scope.${scope}Whole`, '')

export const roleWords = (role: string): string => tMaybe(`matching.role.${role}`, role)

/** 主检 first, then 协检, experts last; those of one role as they come. */
export const byRole = <Seat extends { readonly role: Role }>(seats: readonly Seat[]): Seat[] =>
  seats.toSorted((a, b) => roleOrder[a.role] - roleOrder[b.role])

const roleOrder: Readonly<Record<Role, number>> = { lead: 0, assist: 1, expert: 2 }

/** What is drawn and counted: people, or groups that go as a whole; experts are always people. */
export const unitWords = (unit: 'person' | 'group', population = 'officers'): string =>
  t(population === 'officers' ? `matching.unit.${unit}` : 'matching.unit.person')

/** What stands behind a name: ★ leads, 专家 is said in words. */
export const roleMark = (role: Role): string => (role === 'lead' ? '★' : role === 'expert' ? `（${t('matching.role.expert')}）` : '')

export const isRule = (code: string): code is RuleCode => Object.hasOwn(matchingRules, code)

export const ruleWords = (code: string): string => (isRule(code) ? matchingRules[code][language()] : code)

/** What a person is who breaks the rule: 请假, 缺岗位资质. */
export const brokenWords = (code: string): string => tMaybe(`matching.not.${code}`, ruleWords(code))

/** The text that asks for a rule; where none does, that it is a default of this house. */
export function ruleBasis(code: string): string {
  if (!isRule(code)) return '—'
  const { source } = matchingRules[code]
  return 'rule' in source ? source.rule : tMaybe(`matching.own.${code}`, t('matching.own.any'))
}

/** The code of `code/version`, as a COMMIT names rules. */
export const ruleOfVersion = (text: string): string => text.slice(0, text.lastIndexOf('/') < 0 ? text.length : text.lastIndexOf('/'))

/** A share of 2^30 as a percentage with one digit: 31.2%. What is possible is never written as 0. */
export function formatProbability(share: number | null): string {
  if (share === null) return '—'
  const percent = (100 * share) / whole
  return percent > 0 && percent < 0.1 ? '<0.1%' : `${Number(percent.toFixed(1))}%`
}
