/** The words of imports: columns, reasons, what to do, phases. Columns and reasons come from the rules themselves, in core. */
import type { ImportKind, ImportRow } from '#contract/imports.ts'
import { missingColumns } from '#core/registers/columns.ts'
import { importAdvice } from '#core/registers/import-advice.ts'
import { importWords } from '#core/registers/import-words.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import type { Tone } from '#web/ui/page.tsx'

export const importKinds = ['entity', 'library', 'label', 'risk', 'officer', 'expert'] as const satisfies readonly ImportKind[]

/** Where what a kind brings is seen. */
export const seenAt = {
  entity: '/register',
  library: '/libraries',
  label: '/labels',
  risk: '/register',
  officer: '/officers',
  expert: '/officers/experts',
} as const satisfies Readonly<Record<ImportKind, string>>

/** Kinds whose file may be the whole list; of the others it says something of some objects only. */
export const completeKinds: ReadonlySet<ImportKind> = new Set(['entity', 'officer', 'expert'])

export const kindText = (kind: ImportKind): string => t(`import.kind.${kind}`)

const words = importWords
const advice: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = importAdvice

export const reasonWords = (kind: ImportKind, reason: string): string => words[kind].reasons[reason]?.[language()] ?? reason
/** Where nobody says which register it was: reason codes mean the same in all of them. */
export const anyReasonWords = (reason: string): string =>
  Object.values(words).find(({ reasons }) => Object.hasOwn(reasons, reason))?.reasons[reason]?.[language()] ?? reason
export const adviceFor = (reason: string): string => advice[reason]?.[language()] ?? ''

/** A column in the language of the page; in Chinese by the first of its headings. */
export function columnWords(kind: ImportKind, field: string): string {
  const { headings, en } = words[kind].set
  return (language() === 'zh' ? headings[field]?.[0] : en[field]) ?? field
}

/** A value as the register keeps it, in words where it is a code. */
export function valueWords(kind: ImportKind, field: string, value: string | null): string {
  if (value === null || value === '') return t('import.noValue')
  const group = valueGroups[kind === 'expert' ? 'officer' : kind]?.[field]
  return group === undefined ? value : tMaybe(`${group}.${value}`, value)
}

const valueGroups: Readonly<Partial<Record<ImportKind, Readonly<Record<string, string>>>>> = {
  entity: { state: 'entityState', objectKind: 'kind' },
  officer: { state: 'officer.state', gender: 'officer.gender' },
}

export type KnownColumn = { readonly field: string; readonly headings: readonly string[]; readonly needed: boolean }

export function columnsOf(kind: ImportKind): readonly KnownColumn[] {
  const { headings, needed } = words[kind].set
  return Object.entries(headings).map(([field, names]) => ({ field, headings: names, needed: needed.some(([first]) => first === field) }))
}

/** The needed columns that a mapping does not have. */
export const missingOf = (kind: ImportKind, mapping: Readonly<Record<string, number>>): readonly string[] =>
  missingColumns(words[kind].set, mapping)

export const templateAddress = (kind: ImportKind): string => `/api/v1/register/imports/template/${kind}.xlsx`
export const annotatedAddress = (importId: string): string => `/api/v1/register/imports/${importId}/annotated`

/** How the file was read: a workbook has no encoding of its own. */
export const encodingText = (encoding: string): string =>
  encoding === 'xlsx' ? t('import.workbook') : t('import.encoding', { encoding: encoding.toUpperCase() })

export const phaseText = (phase: string): string => tMaybe(`import.phase.${phase}`, t('kit.working'))

const tones: Readonly<Record<ImportRow['state'], Tone>> = {
  checking: 'accent',
  ready: 'amber',
  committing: 'accent',
  done: 'green',
  discarded: 'plain',
  undoing: 'accent',
  undone: 'plain',
  failed: 'red',
}

export const importStates = Object.keys(tones) as readonly ImportRow['state'][] // the keys of the table above

export const importState = (state: ImportRow['state']): { readonly text: string; readonly tone: Tone } => ({
  text: t(`import.state.${state}`),
  tone: tones[state],
})

export const rejectedSum = (rejected: Readonly<Record<string, number>>): number => Object.values(rejected).reduce((sum, n) => sum + n, 0)

/** What was noticed or stands in the way, by code, with its number. */
export const countedText = (group: 'note' | 'block', code: string, n: number): string =>
  tMaybe(`import.${group}.${code}`, `${code} {n}`).replace('{n}', n.toLocaleString('en-US'))

export const durationText = (from: string, to: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  if (seconds < 1) return t('import.instant')
  return seconds < 60 ? t('import.seconds', { n: seconds }) : t('import.minutes', { m: Math.floor(seconds / 60), n: seconds % 60 })
}
