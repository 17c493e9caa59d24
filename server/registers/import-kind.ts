/** What a register must say of itself to be imported into: its columns, how a row is read, what differs, and how that is written and taken back. */
import type { RawBuilder } from 'kysely'
import type { ColumnSet } from '#core/registers/columns.ts'
import type { Instant } from '#core/time.ts'
import type { Cell } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import type { JobRun } from '#server/jobs/job.ts'
import type { ImportRecord } from './import-store.ts'

/** Which column stands at which place of the heading, from 0: found by the headings, remembered, or chosen by the clerk. */
export type Places = Readonly<Record<string, number | undefined>>

export type RefusedCell = { readonly field: string; readonly reason: string; readonly value: string }

/** What a row of the file says: its cells for the staging table, or every reason against it, and its subject where that much is known. */
export type ReadRow =
  | { readonly cells: readonly Cell[] }
  | { readonly refused: readonly RefusedCell[]; readonly name: string | null; readonly subject: string | null }

/** Reads rows one by one, without the database: what it must know it has loaded before. */
export type RowReader = {
  /** Where good rows wait; `columns` are those besides import_id and row_no. */
  readonly staging: { readonly table: 'import_row' | 'import_line'; readonly columns: readonly string[] }
  readonly read: (cells: readonly string[]) => ReadRow
}

export type ImportWork = {
  readonly batch: ImportRecord
  readonly columns: Places
  readonly now: Instant
  /** Whoever started, committed or undid it. */
  readonly by: { readonly id: string | null; readonly name: string }
}

/** What the check noticed without refusing it. */
export type ImportNotes = { readonly newLabels: readonly string[]; readonly counts: Readonly<Record<string, number>> }

export type ChangeRow = { readonly rowNo: number; readonly subject: string }
export type FieldChange = { readonly field: string; readonly before: string | null; readonly after: string | null }
export type DescribedChange = {
  readonly subject: string
  readonly key: string
  readonly name: string
  readonly fields: readonly FieldChange[]
}

export type KindOfImport = {
  readonly columns: ColumnSet
  /** Loads what reading needs to know (places, items, labels …) in one transaction of the job. */
  readonly reader: (
    tx: Tx,
    batch: ImportRecord,
    columns: Places,
    now: Instant,
    run: Pick<JobRun<unknown>, 'services'>,
  ) => Promise<RowReader>
  /**
   * Refuses staged rows that the register stands against (`refuseStaged`), then writes into import_change which of the others are `added`,
   * `changed` (`own` false: not the row itself but something that hangs on it), and who would be `leaving`. Runs at the end of the check, and
   * again first thing in the transaction of the commit.
   */
  readonly diff: (tx: Tx, work: ImportWork) => Promise<ImportNotes>
  /** Writes what import_change says, as sets, after `diff` in the same transaction. */
  readonly merge: (tx: Tx, work: ImportWork) => Promise<void>
  /** Names the fields of a page of changes that has not been committed; risk classes only when `readRisk`. */
  readonly describe: (
    tx: Tx,
    work: ImportWork,
    change: 'added' | 'changed' | 'leaving',
    rows: readonly ChangeRow[],
    readRisk: boolean,
  ) => Promise<readonly DescribedChange[]>
  /** What stands against taking it back, by code; zero rows are left out by the caller. Reads with the scope of the system. */
  readonly dependencies: (tx: Tx, batch: ImportRecord) => Promise<readonly { readonly code: string; readonly rows: number }[]>
  /** Brings back what stood before, in one transaction, after `dependencies` found nothing under the lock. */
  readonly undo: (tx: Tx, work: ImportWork) => Promise<void>
}

/** Rows of the staging table to refuse: a query giving `row_no`, `value` and `name`. */
export type StagedRefusal = { readonly field: string; readonly reason: string; readonly rows: RawBuilder<unknown> }
