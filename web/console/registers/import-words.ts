/** The words of imports: columns, reasons, what to do, phases. Reasons and columns come from the rules themselves, in core. */

import type { ImportRow } from '#contract/registers.ts'
import { entityColumns, rowReasons } from '#core/registers/entity-row.ts'
import { expertColumns } from '#core/registers/expert-row.ts'
import { officerColumns, officerReasons } from '#core/registers/officer-row.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import type { Tone } from '#web/ui/page.tsx'

export type ImportKind = ImportRow['kind']

export const importKinds = ['entity', 'officer', 'expert'] as const satisfies readonly ImportKind[]

/** The texts of each kind, and where what it brings is seen. */
export const importTexts = {
  entity: {
    kind: 'import.kindEntity',
    bring: 'import.newEntity',
    template: 'import.templateEntity',
    see: 'import.seeRegister',
    to: '/register',
  },
  officer: {
    kind: 'import.kindOfficer',
    bring: 'import.newOfficer',
    template: 'import.templateOfficer',
    see: 'import.seeOfficers',
    to: '/officers',
  },
  expert: {
    kind: 'import.kindExpert',
    bring: 'import.newExpert',
    template: 'import.templateExpert',
    see: 'import.seeExperts',
    to: '/officers/experts',
  },
} as const satisfies Readonly<Record<ImportKind, unknown>>

type Words = { readonly zh: string; readonly en: string }
const reasons: Readonly<Record<string, Words>> = { ...officerReasons, ...rowReasons }
const columns: Readonly<Record<ImportKind, Readonly<Record<string, readonly string[]>>>> = {
  entity: entityColumns,
  officer: officerColumns,
  expert: expertColumns,
}

export const reasonWords = (reason: string): string => reasons[reason]?.[language()] ?? reason
export const adviceFor = (reason: string): string => tMaybe(`advice.${reason}`, '')
export const columnWords = (kind: ImportKind, field: string): string => columns[kind][field]?.[0] ?? field
export const columnsOf = (kind: ImportKind): readonly { readonly field: string; readonly headings: readonly string[] }[] =>
  Object.entries(columns[kind]).map(([field, headings]) => ({ field, headings }))

/** The columns without which a file is refused as a whole. */
export const neededColumns: Readonly<Record<ImportKind, readonly string[]>> = {
  entity: ['name', 'code'],
  officer: ['staffNo', 'name', 'region', 'certificateNo', 'validTo'],
  expert: ['staffNo', 'name', 'expertise'],
}

/** How the file was read: a workbook has no encoding of its own. */
export const encodingText = (encoding: string): string =>
  encoding === 'xlsx' ? t('import.workbook') : t('import.encoding', { encoding: encoding.toUpperCase() })

export const phaseText = (phase: string): string => tMaybe(`import.phase.${phase}`, t('kit.working'))

export const importState = (state: ImportRow['progress']['state']): { readonly text: string; readonly tone: Tone } => ({
  text: t(`import.state.${state}`),
  tone: state === 'failed' ? 'red' : state === 'done' ? 'green' : 'accent',
})

export const rejectedSum = (rejected: Readonly<Record<string, number>>): number => Object.values(rejected).reduce((sum, n) => sum + n, 0)

export const durationText = (from: string, to: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  if (seconds < 1) return t('import.instant')
  return seconds < 60 ? t('import.seconds', { n: seconds }) : t('import.minutes', { m: Math.floor(seconds / 60), n: seconds % 60 })
}
