/** A file of risk classes and flags. An older assessment never replaces a newer one; what was said before stays in the history. */
import { nameBeside } from '#core/registers/library-cells.ts'
import { parseRiskRow, riskColumnSet } from '#core/registers/risk-row.ts'
import { dateAt } from '#core/time.ts'
import type { KindOfImport } from './import-kind.ts'
import { describeRisk, diffRisk, flagWords, mergeRisk, riskDependencies, undoRisk } from './risk-import-store.ts'

export const riskImport: KindOfImport = {
  columns: riskColumnSet,
  reader: async (tx, _batch, columns, now) => {
    const context = { today: dateAt(now), flagByWord: await flagWords(tx) }
    return {
      staging: { table: 'import_line', columns: ['subject', 'draft'] },
      read: (cells) => {
        const parsed = parseRiskRow(cells, columns, context)
        if (!parsed.ok) return { refused: parsed.failure.failures, name: null, subject: parsed.failure.subject }
        const { subject, riskClass, asOf, source, flags } = parsed.value
        return { cells: [subject, JSON.stringify({ risk_class: riskClass, as_of: asOf, source, flags, name: nameBeside(cells, columns) })] }
      },
    }
  },
  diff: diffRisk,
  merge: mergeRisk,
  describe: describeRisk,
  dependencies: riskDependencies,
  undo: undoRisk,
}
