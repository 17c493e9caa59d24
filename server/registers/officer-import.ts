/** Officers and experts come in: a register of persons is small (tens of thousands), so its rows wait in memory for one merge. */
import { mapExpertColumns, parseExpertRow } from '#core/registers/expert-row.ts'
import { mapOfficerColumns, parseOfficerRow } from '#core/registers/officer-row.ts'
import type { PersonColumns, PersonContext, PersonDraft, PersonRowRefused } from '#core/registers/person-row.ts'
import type { Result } from '#core/result.ts'
import { dateAt } from '#core/time.ts'
import { Problem } from '#server/http/problem.ts'
import type { CsvRow } from './csv.ts'
import { finishImport, type ImportRun, type RefusedRow, refuseRows } from './import-end.ts'
import type { ImportRecord } from './import-store.ts'
import { mergePersons, orgPathByRegion, othersWith } from './officer-merge-store.ts'
import { openRegisterFile } from './register-file.ts'

type Staged = PersonDraft & { readonly rowNo: number }
type Parse = (cells: readonly string[]) => Result<PersonDraft, PersonRowRefused>

export async function importPersons(run: ImportRun, batch: ImportRecord): Promise<void> {
  const population = batch.kind === 'expert' ? 'experts' : 'officers'
  const context: PersonContext = {
    orgPathByRegion: await run.transaction((tx) => orgPathByRegion(tx, batch)),
    ownOrgPath: batch.orgPath,
    today: dateAt(run.now()),
  }
  const file = await openRegisterFile<PersonColumns>(run, batch, population === 'experts' ? mapExpertColumns : mapOfficerColumns)
  const { columns, width } = file
  const parse: Parse = (cells) =>
    population === 'experts' ? parseExpertRow(cells, columns, context) : parseOfficerRow(cells, columns, context)
  const staged = new Map<string, Staged>()
  let read = 0
  for await (const chunk of file.rest) {
    run.signal.throwIfAborted()
    const bad = chunk.flatMap((row) => take(row, { columns, width, parse, staged }))
    read += chunk.length
    await refuseRows(run, batch.id, bad)
  }
  if (read === 0) throw new Problem('file_without_rows')
  run.progress.at('merge', read, read)
  const others = await run.transaction((tx) => othersWith(tx, batch, population, [...staged.keys()]))
  const foreign = [...staged.values()].flatMap(({ rowNo, staffNo, name }): RefusedRow[] => {
    const reason = others.get(staffNo)
    return reason === undefined ? [] : [{ rowNo, field: 'staffNo', reason, value: staffNo, name }]
  })
  await refuseRows(run, batch.id, foreign)
  for (const { value } of foreign) staged.delete(value)
  await finishImport(run, batch, { form: file.form, read }, (tx) =>
    mergePersons(tx, batch, { population, columns, persons: [...staged.values()], now: run.now() }),
  )
}

type Taking = {
  readonly columns: PersonColumns
  readonly width: number
  readonly parse: Parse
  readonly staged: Map<string, Staged>
}

/** Stages a row, or answers why not. A row of the wrong width may hold an identity number anywhere, so only its widths are told. */
function take({ rowNo, cells }: CsvRow, { columns, width, parse, staged }: Taking): RefusedRow[] {
  if (cells.length !== width) return [{ rowNo, field: 'staffNo', reason: 'columns_differ', value: `${cells.length}/${width}`, name: null }]
  const parsed = parse(cells)
  if (!parsed.ok) {
    const name = cells[columns.name ?? 0] ?? null
    return parsed.failure.failures.map((failure) => ({ rowNo, ...failure, name })).filter(isFirstOfField)
  }
  const { staffNo, name } = parsed.value
  if (staged.has(staffNo)) return [{ rowNo, field: 'staffNo', reason: 'duplicate_in_file', value: staffNo, name }]
  staged.set(staffNo, { ...parsed.value, rowNo })
  return []
}

/** A field is refused once, for the first reason found. */
const isFirstOfField = (row: RefusedRow, at: number, rows: readonly RefusedRow[]): boolean =>
  rows.findIndex(({ field }) => field === row.field) === at
