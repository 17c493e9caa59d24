/** 检查对象: how their file is read. What differs and how it is written: entity-diff-store, entity-merge-store, entity-undo-store. */
import { type EntityColumn, type EntityDraft, entityColumnSet, parseEntityRow } from '#core/registers/entity-row.ts'
import { dateAt } from '#core/time.ts'
import type { Cell } from '#db/bulk.ts'
import { codesInForce } from '#server/catalogue/store.ts'
import { describeEntities } from './entity-change-store.ts'
import { diffEntities } from './entity-diff-store.ts'
import { mergeEntities } from './entity-merge-store.ts'
import { entityDependencies, undoEntities } from './entity-undo-store.ts'
import type { KindOfImport, Places } from './import-kind.ts'
import { regionIndex } from './regions.ts'

export const entityImport: KindOfImport = {
  columns: entityColumnSet,
  reader: async (tx, batch, columns, now) => {
    const context = {
      columns,
      regions: await regionIndex(tx, batch.orgPath),
      jurisdiction: batch.orgPath,
      today: dateAt(now),
      items: columns.items === undefined ? new Set<string>() : await codesInForce(tx, batch, dateAt(now)),
    }
    const staged = stagedCells(columns)
    return {
      staging: { table: 'import_row', columns: staged.map(({ name }) => name) },
      read: (cells) => {
        const parsed = parseEntityRow(cells, context)
        if (!parsed.ok) return { refused: parsed.failure.failures, name: null, subject: parsed.failure.subject }
        return { cells: staged.map(({ cell }) => cell(parsed.value)) }
      },
    }
  },
  diff: diffEntities,
  merge: mergeEntities,
  describe: describeEntities,
  dependencies: entityDependencies,
  undo: undoEntities,
}

type StagedCell = { readonly name: string; readonly cell: (draft: EntityDraft) => Cell; readonly needs?: EntityColumn }

/** What a file does not have is not staged. */
const stagedCells = (columns: Places): readonly StagedCell[] =>
  allCells.filter(({ needs }) => needs === undefined || columns[needs] !== undefined)

const allCells: readonly StagedCell[] = [
  { name: 'subject', cell: (draft) => draft.subject },
  { name: 'name', cell: (draft) => draft.name },
  { name: 'initials', cell: (draft) => draft.initials },
  { name: 'kind', cell: (draft) => draft.kind },
  { name: 'entity_type', cell: (draft) => draft.entityType, needs: 'entityType' },
  { name: 'region_path', cell: (draft) => draft.regionPath },
  { name: 'established', cell: (draft) => draft.established, needs: 'established' },
  { name: 'capital_yuan', cell: (draft) => draft.capitalYuan, needs: 'capital' },
  { name: 'capital_text', cell: (draft) => draft.capitalText, needs: 'capital' },
  { name: 'scope', cell: (draft) => draft.scope, needs: 'scope' },
  { name: 'address', cell: (draft) => draft.address, needs: 'address' },
  { name: 'legal_rep', cell: (draft) => draft.legalRep, needs: 'legalRep' },
  { name: 'state', cell: (draft) => draft.state },
  { name: 'industry', cell: (draft) => draft.industry, needs: 'industry' },
  { name: 'owner_subject', cell: (draft) => draft.ownerSubject, needs: 'owner' },
  { name: 'labels', cell: (draft) => textArray(draft.labels), needs: 'labels' },
  { name: 'risk_class', cell: (draft) => draft.riskClass, needs: 'riskClass' },
  { name: 'risk_as_of', cell: (draft) => draft.riskAsOf, needs: 'riskAsOf' },
  { name: 'risk_source', cell: (draft) => draft.riskSource, needs: 'riskSource' },
  { name: 'items', cell: (draft) => textArray(draft.items), needs: 'items' },
]

/** Elements hold no control characters: a label refuses them, a code has none. */
const textArray = (values: readonly string[]): string => `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
