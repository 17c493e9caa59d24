/** From the file to the staging table: which sheet, which heading, which column is which; then every row is read and waits, or is refused. */
import { type ColumnSet, findColumns, fitsHeading, guessColumns, missingColumns } from '#core/registers/columns.ts'
import type { Cell } from '#db/bulk.ts'
import { copyInto, copyRows } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import type { JobRun } from '#server/jobs/job.ts'
import { refreshStatistics } from '#server/statistics.ts'
import type { Places, RowReader } from './import-kind.ts'
import { importKinds } from './import-kinds.ts'
import { clearRejections, keepRejections, type RejectionRecord } from './import-rejection-store.ts'
import { dropStaged } from './import-stage-store.ts'
import { type ImportRecord, rememberedMapping, saveImport, saveMapping } from './import-store.ts'
import { headingHash, openRegisterFile, type RegisterFile } from './register-file.ts'

export type ImportRun = JobRun<{ importId: string }>

export type StagedFile = Pick<RegisterFile, 'form' | 'sheet' | 'headingRow' | 'headings'> & {
  readonly columns: Readonly<Record<string, number>>
  readonly read: number
}

/** Reads the whole file into staging. What an interrupted run left is emptied first, so it may run again at any time. */
export async function stageFile(run: ImportRun, batch: ImportRecord): Promise<StagedFile> {
  const { columns: set, reader } = importKinds[batch.kind]
  await run.transaction(async (tx) => {
    await dropStaged(tx, batch.id)
    await clearRejections(tx, batch.id)
  })
  const file = await openRegisterFile({
    files: run.services.files,
    sha256: batch.sha256,
    headings: set.headings,
    sheet: batch.sheet,
    progress: (phase, done, total) => run.progress.at(phase, done, total ?? batch.size),
  })
  try {
    const columns = await run.transaction((tx) => settleMapping(tx, batch, set, file, run))
    const rows = await run.transaction((tx) => reader(tx, batch, columns, run.now(), run))
    const read = await stageRows(run, batch, file, rows, columns)
    if (read === 0) throw new Problem('file_without_rows')
    await run.transaction((tx) => refreshStatistics(tx, [rows.staging.table]))
    const { form, sheet, headingRow, headings } = file
    return { form, sheet, headingRow, headings, columns, read }
  } finally {
    await file.close()
  }
}

/** What the clerk chose, else what was chosen before for the same headings, else what the headings say; a choice of one's own is remembered. */
async function settleMapping(
  tx: Tx,
  batch: ImportRecord,
  set: ColumnSet,
  file: RegisterFile,
  run: Pick<ImportRun, 'now'>,
): Promise<Readonly<Record<string, number>>> {
  const hash = headingHash(file.headings)
  const offered = await offeredMapping(tx, batch, set, file.headings)
  const isChosen = Object.keys(batch.mapping).length > 0
  const mapping = isChosen ? batch.mapping : offered.mapping
  if (!fitsHeading(set, mapping, file.headings.length)) throw new Problem('mapping_invalid')
  if (missingColumns(set, mapping).length > 0) unwrap(findColumns(set, isChosen ? [] : file.headings))
  if (isChosen && !isSame(mapping, offered.mapping)) await saveMapping(tx, batch, hash, { mapping, by: batch.startedBy, at: run.now() })
  await saveImport(tx, batch.id, { mapping, sheet: file.sheet, encoding: file.form })
  return mapping
}

type Owner = Pick<ImportRecord, 'orgPath' | 'dept' | 'kind'>

/** The mapping that a clerk is offered for these headings. */
export async function offeredMapping(
  tx: Tx,
  owner: Owner,
  set: ColumnSet,
  headings: readonly string[],
): Promise<{ readonly mapping: Readonly<Record<string, number>>; readonly remembered: boolean }> {
  const before = await rememberedMapping(tx, owner, headingHash(headings))
  if (before !== null && fitsHeading(set, before, headings.length)) return { mapping: before, remembered: true }
  const guessed = Object.entries(guessColumns(set.headings, headings)).flatMap(([column, at]) =>
    at === undefined ? [] : [[column, at] as const],
  )
  return { mapping: Object.fromEntries(guessed), remembered: false }
}

const isSame = (one: Places, other: Places): boolean => Object.keys({ ...one, ...other }).every((column) => one[column] === other[column])

async function stageRows(run: ImportRun, batch: ImportRecord, file: RegisterFile, reader: RowReader, columns: Places): Promise<number> {
  const { table, columns: staged } = reader.staging
  const staging = await copyInto(run.services.bulk, table, ['import_id', 'row_no', ...staged])
  const width = file.headings.length
  const { key } = importKinds[batch.kind].columns
  let read = 0
  try {
    for await (const chunk of file.rows) {
      run.signal.throwIfAborted()
      const good: Cell[][] = []
      const bad: RejectionRecord[] = []
      const present: Cell[][] = []
      for (const { rowNo, cells } of chunk) {
        if (cells.length !== width) {
          // Such a row may hold anything anywhere, an identity number among it: only its widths are told.
          bad.push({ rowNo, field: key, reason: 'columns_differ', value: `${cells.length}/${width}`, name: null })
          continue
        }
        const row = reader.read(cells)
        if ('cells' in row) good.push([batch.id, rowNo, ...row.cells])
        else {
          const name = row.name ?? cells[columns.name ?? -1] ?? null
          for (const refused of row.refused) bad.push({ rowNo, ...refused, name })
          if (batch.complete && row.subject !== null) present.push([batch.id, rowNo, row.subject])
        }
      }
      read += chunk.length
      if (good.length > 0) await staging.write(good)
      await keepRejections(run.services.bulk, batch.id, bad)
      // Whoever stands in a complete list does not leave because of a slip in another cell.
      if (present.length > 0) await copyRows(run.services.bulk, 'import_line', ['import_id', 'row_no', 'subject'], present)
    }
  } catch (error) {
    await staging.abort()
    throw error
  }
  await staging.end()
  return read
}
