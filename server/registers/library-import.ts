/** A file of special objects: which entries it brings or changes, and the labels that come and go with them. */
import { nameBeside } from '#core/registers/library-cells.ts'
import { type EntryDraftRow, libraryColumnSet, parseLibraryRow } from '#core/registers/library-row.ts'
import { dateAt } from '#core/time.ts'
import type { KindOfImport } from './import-kind.ts'
import { describeEntries } from './library-change-store.ts'
import { diffEntries, entryDependencies, mergeEntries, undoEntries } from './library-merge-store.ts'
import { fillableLibraries } from './library-store.ts'

export const libraryImport: KindOfImport = {
  columns: libraryColumnSet,
  reader: async (tx, batch, columns, now) => {
    const fillable = await fillableLibraries(tx, batch)
    const chosen = fillable.find(({ id }) => id === batch.library?.id) ?? null
    const context = { chosen, byName: new Map(fillable.map((library) => [library.name, library])), today: dateAt(now) }
    return {
      staging: { table: 'import_line', columns: ['subject', 'draft'] },
      read: (cells) => {
        const parsed = parseLibraryRow(cells, columns, context)
        if (!parsed.ok) return { refused: parsed.failure.failures, name: null, subject: parsed.failure.subject }
        return { cells: [parsed.value.subject, JSON.stringify({ ...draftOf(parsed.value), name: nameBeside(cells, columns) })] }
      },
    }
  },
  diff: diffEntries,
  merge: mergeEntries,
  describe: describeEntries,
  dependencies: entryDependencies,
  undo: undoEntries,
}

/** The members are the columns of `library_entry`, so that SQL reads them as a row. */
const draftOf = (entry: EntryDraftRow) => ({
  library_id: entry.libraryId,
  label_id: entry.labelId,
  licence_name: entry.licenceName,
  licence_no: entry.licenceNo,
  licence_issuer: entry.licenceIssuer,
  approved_on: entry.approvedOn,
  valid_to: entry.validTo,
  qualifications: entry.qualifications,
  expert_kinds: entry.expertKinds,
  check_org: entry.checkOrg,
  state: entry.state,
})
