/** Settings in words: values by what they mean, states, days of force. */
import type { ReactNode } from 'react'
import type { PackHead, PackSetting, PolicySetting } from '#contract/policy.ts'
import { drawParties } from '#core/draws/parties.ts'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatBytes, formatNumber, formatRange, formatRate, today } from '#web/ui/format.ts'
import { Tag } from '#web/ui/page.tsx'

export type SettingValue = PolicySetting['value']

/** A value as people say it: rates in percent, codes in words, yes and no. */
export function valueText({ key, unit }: { readonly key: string; readonly unit: string }, value: SettingValue): string {
  if (typeof value === 'boolean') return value ? t('policy.yes') : t('policy.no')
  if (typeof value === 'number') return numberText(key, unit, value)
  if (typeof value === 'string') return value
  if (value.length === 0) return t('policy.none')
  return value.map((part) => partText(key, part)).join(language() === 'zh' ? '、' : ', ')
}

/** The value as a cell shows it: long words of a list one below the other. */
export function ValueText({
  of,
  value,
}: {
  readonly of: { readonly key: string; readonly unit: string }
  readonly value: SettingValue
}): ReactNode {
  if (!Array.isArray(value) || value.every((part) => partText(of.key, part).length <= 12)) return <b>{valueText(of, value)}</b>
  return (
    <ul className="pol-list">
      {value.map((part) => (
        <li key={part}>{partText(of.key, part)}</li>
      ))}
    </ul>
  )
}

function numberText(key: string, unit: string, value: number): string {
  if (key.endsWith('Ppm')) return formatRate(value)
  if (unit === 'bytes') return formatBytes(value)
  return language() === 'zh' ? `${formatNumber(value)}${unitsZh[unit] ?? ''}` : `${formatNumber(value)} ${unit}`
}

/** The units of core/policy that a Chinese reader wants beside the number; the others are in the name of the setting. */
const unitsZh: Readonly<Record<string, string>> = {
  minutes: ' 分钟',
  hours: ' 小时',
  days: ' 天',
  'working days': ' 个工作日',
  years: ' 年',
  characters: ' 个字符',
  failures: ' 次',
  'planned visits in a calendar year': ' 次',
}

/** Codes of lists in words; what is no code is said as it is. */
export function partText(key: string, part: string | number): string {
  if (typeof part === 'number') return String(part)
  const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
    key === 'ledger.exceptions' ? ledgerExceptions : key === 'draws.parties' ? drawParties : {}
  const known = words[part]
  return known === undefined ? part : known[language()]
}

export const nameText = ({ zh, en }: { readonly zh: string; readonly en: string }): string => (language() === 'zh' ? zh : en)

/** The rule; or that no rule names a value, and whether this product or a place chose it. */
export function SourceText({ source, ofPlace }: { readonly source: PackSetting['source']; readonly ofPlace: boolean }): ReactNode {
  if ('rule' in source) return <>{source.rule}</>
  const { ownDefault } = source
  return (
    <span>
      <Tag>{t(ofPlace ? 'policy.sourceChoice' : 'policy.sourceOwn')}</Tag>{' '}
      <span className="quiet">{language() === 'zh' && isEnglish(ownDefault) ? t('policy.sourceOwnText') : ownDefault}</span>
    </span>
  )
}

/** The reasons of the national pack are written for whoever reads the code; those of places are in Chinese. */
const isEnglish = (text: string): boolean => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text)

export const forceText = ({ validFrom, validTo }: { readonly validFrom: string | null; readonly validTo: string | null }): string =>
  validFrom === null ? t('policy.always') : formatRange(validFrom, validTo)

export function PackState({ pack }: { readonly pack: Pick<PackHead, 'state' | 'inForce' | 'validFrom'> }): ReactNode {
  if (pack.state === 'draft') return <Tag>{t('policy.state.draft')}</Tag>
  if (pack.state === 'submitted') return <Tag tone="accent">{t('policy.state.submitted')}</Tag>
  if (pack.state === 'discarded') return <Tag>{t('policy.state.discarded')}</Tag>
  if (pack.inForce) return <Tag tone="green">{t('policy.inForce')}</Tag>
  return <Tag>{pack.validFrom > today() ? t('policy.notYet') : t('policy.over')}</Tag>
}
