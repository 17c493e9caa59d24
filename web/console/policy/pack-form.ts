/** The form of a pack as text, and back: what cannot be read stays as it was typed and is named beside its field. */
import type { PackPage, PackSetting, PolicySetting } from '#contract/policy.ts'
import { percentOfPpm, ppmOfPercent } from '#web/ui/percent.ts'

type Value = PackSetting['value']
type Expected = PolicySetting['expected']

/** `typed` is the text of a number, a rate or several numbers, and yes or no; `chosen` the words of a list. */
export type SettingRow = {
  readonly key: string | null
  readonly typed: string
  readonly chosen: readonly string[]
  readonly kind: 'rule' | 'ownDefault'
  readonly source: string
}

export type PackForm = {
  readonly path: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly reason: string
  readonly rows: readonly SettingRow[]
}

export const emptyRow: SettingRow = { key: null, typed: '', chosen: [], kind: 'rule', source: '' }

/** What is missing or unreadable in a row: a key of the texts, by field. */
export type RowFaults = { readonly key?: 'settingNeeded'; readonly value?: 'valueNeeded'; readonly source?: 'sourceNeeded' }

export const formOf = (pack: PackPage): PackForm => ({
  path: pack.path,
  validFrom: pack.validFrom,
  validTo: pack.validTo,
  reason: pack.reason,
  rows: pack.own.map(({ key, value, source }) => ({
    key,
    ...textOf(key, value),
    ...('rule' in source ? { kind: 'rule', source: source.rule } : { kind: 'ownDefault', source: source.ownDefault }),
  })),
})

/** A value as it stands in the field. */
export function textOf(key: string, value: Value): Pick<SettingRow, 'typed' | 'chosen'> {
  if (typeof value === 'number') return { typed: key.endsWith('Ppm') ? percentOfPpm(value) : String(value), chosen: [] }
  if (Array.isArray(value))
    return value.some((part) => typeof part === 'number')
      ? { typed: value.join(','), chosen: [] }
      : { typed: '', chosen: value.map(String) }
  return { typed: String(value), chosen: [] }
}

/** The value of a row, or null where it cannot be one. Ranges are the server's to judge. */
export function valueOfRow({ typed, chosen }: SettingRow, key: string, { kind }: Expected): Value | null {
  const plain = typed.normalize('NFKC').trim()
  switch (kind) {
    case 'number':
      return key.endsWith('Ppm') ? ppmOfPercent(plain) : whole(plain)
    case 'boolean':
      return plain === 'true' ? true : plain === 'false' ? false : null
    case 'text':
      return plain === '' ? null : plain
    case 'numbers': {
      const parts = plain.split(/[,、;\s]+/).filter((part) => part !== '')
      const numbers = parts.map(whole)
      return numbers.length === 0 || numbers.includes(null) ? null : numbers.filter((one) => one !== null)
    }
    case 'texts':
      return [...chosen]
  }
}

const whole = (text: string): number | null => (/^\d{1,12}$/.test(text) ? Number(text) : null)

export function faultsOf(row: SettingRow, expected: Expected | undefined): RowFaults {
  if (row.key === null || expected === undefined) return { key: 'settingNeeded' }
  return {
    ...(valueOfRow(row, row.key, expected) === null ? { value: 'valueNeeded' } : {}),
    ...(row.source.trim().length < 4 ? { source: 'sourceNeeded' } : {}),
  }
}

/** The settings to be sent; null while a row has a fault. */
export function settingsOfForm(rows: readonly SettingRow[], settings: readonly PolicySetting[]): PackSetting[] | null {
  const sent: PackSetting[] = []
  for (const row of rows) {
    const expected = settings.find(({ key }) => key === row.key)?.expected
    if (row.key === null || expected === undefined || Object.keys(faultsOf(row, expected)).length > 0) return null
    const value = valueOfRow(row, row.key, expected)
    if (value === null) return null
    const source = row.source.trim()
    sent.push({ key: row.key, value, source: row.kind === 'rule' ? { rule: source } : { ownDefault: source } })
  }
  return sent
}

/** Guards against what an older form left in the browser. */
export function isPackForm(value: unknown): value is PackForm {
  if (typeof value !== 'object' || value === null || !('rows' in value) || !Array.isArray(value.rows)) return false
  const rows: readonly unknown[] = value.rows
  return (
    'path' in value &&
    typeof value.path === 'string' &&
    'reason' in value &&
    typeof value.reason === 'string' &&
    'validFrom' in value &&
    'validTo' in value &&
    rows.every(
      (row) => typeof row === 'object' && row !== null && 'typed' in row && 'chosen' in row && Array.isArray(row.chosen) && 'source' in row,
    )
  )
}
