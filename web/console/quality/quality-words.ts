/** The words of the quality desk: rules and actions from core, states, phases. */
import { isQualityAction, isQualityRule, type QualityAction, qualityActions, qualityRules } from '#core/registers/quality-rules.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import type { Tone } from '#web/ui/page.tsx'

export const ruleText = (rule: string): string => (isQualityRule(rule) ? qualityRules[rule][language()] : rule)

export function adviceText(rule: string): string {
  if (!isQualityRule(rule)) return ''
  return language() === 'zh' ? qualityRules[rule].adviceZh : qualityRules[rule].adviceEn
}

export const actionsOf = (rule: string): readonly QualityAction[] => (isQualityRule(rule) ? qualityRules[rule].actions : [])
export const actionText = (action: string): string => (isQualityAction(action) ? qualityActions[action][language()] : action)
export const actionNote = (action: QualityAction): string => t(`quality.act.${action}`)
export const phaseText = (phase: string): string => tMaybe(`quality.phase.${phase}`, t('quality.phase.clear'))

const tones: Readonly<Record<string, Tone>> = { running: 'accent', undoing: 'accent', done: 'green', failed: 'red' }

export const fixState = (state: string): { readonly text: string; readonly tone: Tone } => ({
  text: tMaybe(`quality-fix.state.${state}`, state),
  tone: tones[state] ?? 'plain',
})
