/** Why a drawn object is replaced, in words. */
import { isReplacementReason, replacementReasons } from '#core/draws/reasons.ts'
import { language } from '#web/i18n/t.ts'

export const replacementWords = (reason: string): string => (isReplacementReason(reason) ? replacementReasons[reason][language()] : reason)

/** The closed list, as a form offers it. */
export const replacementChoices = (): { value: string; label: string; evidence: boolean }[] =>
  Object.entries(replacementReasons).map(([value, row]) => ({ value, label: row[language()], evidence: row.evidence }))
