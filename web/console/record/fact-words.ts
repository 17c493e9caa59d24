/** The facts of a recorded act in words. What is not known here is shown as it was recorded: evidence is never hidden. */

import { roles } from '#core/access/roles.ts'
import { isReplacementReason, isSeatReason, isVoidReason, replacementReasons, seatReasons, voidReasons } from '#core/draws/reasons.ts'
import { isOutcome, outcomes } from '#core/inspections/outcomes.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { formatBytes, formatNumber } from '#web/ui/format.ts'
import { anyReasonWords } from '../registers/import-words.ts'

export function factsText(line: { readonly facts: Readonly<Record<string, unknown>> }): string {
  return Object.entries(line.facts)
    .filter(([, value]) => value !== '' && !isEmptyObject(value))
    .map(([name, value]) => `${tMaybe(`fact.${name}`, name)} ${valueText(name, value)}`)
    .join(' · ')
}

function valueText(name: string, value: unknown): string {
  if (Array.isArray(value)) return listText(value.map((item) => valueText(name, item)))
  if (typeof value === 'boolean') return t(value ? 'kit.yes' : 'kit.no')
  if (typeof value === 'number') return name === 'size' ? formatBytes(value) : formatNumber(value)
  if (typeof value === 'string') return wordFor(name, value)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([inner, n]) => `${anyReasonWords(inner)} ${valueText(inner, n)}`)
      .join('、')
  return String(value)
}

function wordFor(name: string, value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 8)}…`
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return value.slice(0, 8)
  if (name === 'outcome' && isOutcome(value)) return outcomes[value][language()]
  if (name === 'roles') return Object.entries(roles).find(([code]) => code === value)?.[1][language()] ?? value
  if (name === 'reason') return reasonOf(value)
  return tMaybe(`word.${value}`, value)
}

function reasonOf(code: string): string {
  if (isVoidReason(code)) return voidReasons[code][language()]
  if (isReplacementReason(code)) return replacementReasons[code][language()]
  if (isSeatReason(code)) return seatReasons[code][language()]
  return tMaybe(`recusal.${code}`, code)
}

const listText = (items: readonly string[]): string =>
  items.length > 4 ? `${items.slice(0, 4).join('、')} …(${items.length})` : items.join('、')

const isEmptyObject = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0
