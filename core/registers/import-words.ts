/** The words of each kind of import in one place: its columns, which of them a file must have, and why a row is refused. */
import type { ColumnSet } from './columns.ts'
import { entityColumnSet, rowReasons } from './entity-columns.ts'
import { expertColumnSet } from './expert-row.ts'
import type { ImportKind } from './import-state.ts'
import { labelColumnSet, labelReasons } from './label-row.ts'
import { libraryColumnSet, libraryReasons } from './library-row.ts'
import { officerColumnSet } from './officer-row.ts'
import { officerReasons } from './person-row.ts'
import { riskColumnSet, riskReasons } from './risk-row.ts'

export type ReasonWords = Readonly<Record<string, { readonly zh: string; readonly en: string }>>
export type WordsOfKind = { readonly set: ColumnSet; readonly reasons: ReasonWords }

export const importWords: Readonly<Record<ImportKind, WordsOfKind>> = {
  entity: { set: entityColumnSet, reasons: rowReasons },
  library: { set: libraryColumnSet, reasons: libraryReasons },
  label: { set: labelColumnSet, reasons: labelReasons },
  risk: { set: riskColumnSet, reasons: riskReasons },
  officer: { set: officerColumnSet, reasons: officerReasons },
  expert: { set: expertColumnSet, reasons: officerReasons },
}
