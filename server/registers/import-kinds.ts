/** The registers that files come into. A new one is a line here and a `KindOfImport` beside its noun. */
import type { ImportKind } from '#core/registers/import-state.ts'
import { entityImport } from './entity-import.ts'
import type { KindOfImport } from './import-kind.ts'
import { labelImport } from './label-import.ts'
import { libraryImport } from './library-import.ts'
import { expertImport, officerImport } from './officer-import.ts'
import { riskImport } from './risk-import.ts'

export const importKinds: Readonly<Record<ImportKind, KindOfImport>> = {
  entity: entityImport,
  library: libraryImport,
  label: labelImport,
  risk: riskImport,
  officer: officerImport,
  expert: expertImport,
}
