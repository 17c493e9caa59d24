/** A file of labels: what its rows put on objects besides what they carry. Nothing is taken off. */
import { labelColumnSet, parseLabelRow } from '#core/registers/label-row.ts'
import { nameBeside } from '#core/registers/library-cells.ts'
import { dateAt } from '#core/time.ts'
import type { KindOfImport } from './import-kind.ts'
import { describeLabels, diffLabels, mergeLabelRows, undoLabelRows } from './label-import-store.ts'
import { changedSince } from './label-project-store.ts'

export const labelImport: KindOfImport = {
  columns: labelColumnSet,
  reader: async (_tx, _batch, columns, now) => ({
    staging: { table: 'import_line', columns: ['subject', 'draft'] },
    read: (cells) => {
      const parsed = parseLabelRow(cells, columns, dateAt(now))
      if (!parsed.ok) return { refused: parsed.failure.failures, name: null, subject: parsed.failure.subject }
      const { subject, labels, validTo } = parsed.value
      return { cells: [subject, JSON.stringify({ labels, valid_to: validTo, name: nameBeside(cells, columns) })] }
    },
  }),
  diff: diffLabels,
  merge: mergeLabelRows,
  describe: describeLabels,
  dependencies: async (tx, { id }) => [{ code: 'changed_later', rows: await changedSince(tx, { batchId: id, endedBy: `import:${id}` }) }],
  undo: undoLabelRows,
}
