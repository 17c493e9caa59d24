/** Imports: file → rows → staging by COPY → one merge. Idempotent: the same file again changes nothing, a crash starts again from the file. */
import * as z from 'zod'
import { type ColumnMap, type EntityDraft, mapColumns, parseEntityRow } from '#core/registers/entity-row.ts'
import { mapOfficerColumns, parseOfficerRow } from '#core/registers/officer-row.ts'
import { dateAt } from '#core/time.ts'
import { type Cell, copyInto } from '#db/bulk.ts'
import { publishedCodes } from '#server/catalogue/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { type CsvRow, csvRows, detectEncoding, type Encoding } from './csv.ts'
import * as imports from './import-store.ts'
import { entityColumns, mergeEntities } from './merge-store.ts'
import { mergeOfficers, orgPathByRegion, type StagedOfficer, staffElsewhere } from './officer-store.ts'
import { regionIndex } from './regions.ts'

const Payload = z.object({ importId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>

export const importJob = defineJob({
  name: 'register.import',
  payload: Payload,
  thing: ({ importId }) => `import:${importId}`,
  run: async (run) => {
    const { importId } = run.payload
    const batch = await run.transaction((tx) => imports.findImport(tx, importId))
    if (batch === null || batch.finishedAt !== null) return
    await run.transaction((tx) => imports.clearStaging(tx, importId))
    const open = async () => {
      const bytes = await run.services.files.open(batch.sha256)
      if (bytes === null) throw new Problem('file_missing', { sha256: batch.sha256 })
      return bytes
    }
    const encoding = await detectEncoding(open, (bytes) => run.progress.at('decode', bytes, batch.size))
    const rows = csvRows(await open(), encoding, (bytes) => run.progress.at('read', bytes, batch.size))
    const header = await firstRow(rows)
    await (batch.kind === 'entity' ? importEntities(run, batch, header, encoding) : importOfficers(run, batch, header, encoding))
  },
})

type Header = { readonly names: string[]; readonly rest: AsyncIterable<readonly CsvRow[]> }

async function firstRow(rows: AsyncGenerator<CsvRow[]>): Promise<Header> {
  const first = await rows.next()
  if (first.done === true) throw new Problem('file_without_rows')
  const [header, ...others] = first.value
  async function* rest(): AsyncGenerator<readonly CsvRow[]> {
    yield others
    yield* rows
  }
  return { names: header?.cells ?? [], rest: rest() }
}

const stagingColumns = ['import_id', 'row_no', 'subject', ...entityColumns] as const

/** Columns that a file may lack: what it does not have is neither staged nor merged. */
const mappingColumns = [
  { column: 'industry', staged: 'industry', cell: (draft) => draft.industry },
  { column: 'labels', staged: 'labels', cell: (draft) => textArray(draft.labels) },
  { column: 'riskClass', staged: 'risk_class', cell: (draft) => draft.riskClass },
  { column: 'riskAsOf', staged: 'risk_as_of', cell: (draft) => draft.riskAsOf },
  { column: 'riskSource', staged: 'risk_source', cell: (draft) => draft.riskSource },
  { column: 'items', staged: 'items', cell: (draft) => textArray(draft.items) },
] as const satisfies readonly { column: keyof ColumnMap; staged: string; cell: (draft: EntityDraft) => Cell }[]

/** Elements hold no control characters: a label refuses them, a code has none. */
const textArray = (values: readonly string[]): string => `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`

async function importEntities(run: Run, batch: imports.ImportRecord, header: Header, encoding: Encoding): Promise<void> {
  const columns = unwrap(mapColumns(header.names))
  const regions = await run.transaction((tx) => regionIndex(tx, batch.orgPath))
  const items = columns.items === undefined ? new Set<string>() : await run.transaction((tx) => publishedCodes(tx, batch))
  const context = { columns, regions, jurisdiction: batch.orgPath, today: dateAt(run.now()), items }
  const mapped = mappingColumns.filter(({ column }) => columns[column] !== undefined)
  const staging = await copyInto(run.services.bulk, 'import_row', [...stagingColumns, ...mapped.map(({ staged }) => staged)])
  let read = 0
  try {
    for await (const chunk of header.rest) {
      run.signal.throwIfAborted()
      const good: Cell[][] = []
      const bad: Refused[] = []
      for (const { rowNo, cells } of chunk) {
        if (cells.length !== header.names.length) {
          bad.push({ rowNo, field: 'code', reason: 'columns_differ', value: cells.join(',').slice(0, 200), name: null })
          continue
        }
        const parsed = parseEntityRow(cells, context)
        if (parsed.ok) good.push([batch.id, rowNo, ...stagedCells(parsed.value), ...mapped.map(({ cell }) => cell(parsed.value))])
        else for (const failure of parsed.failure.failures) bad.push({ rowNo, ...failure, name: cells[columns.name ?? 0] ?? null })
      }
      read += chunk.length
      await staging.write(good)
      await refuse(run, batch.id, bad)
    }
  } catch (error) {
    await staging.abort()
    throw error
  }
  await staging.end()
  if (read === 0) throw new Problem('file_without_rows')
  run.progress.at('merge', read, read)
  await finish(run, batch, encoding, read, async (tx) => {
    await imports.refuseDuplicates(tx, batch.id)
    await imports.refuseRegisteredElsewhere(tx, batch.id, batch.orgPath)
    return mergeEntities(tx, batch, columns, run.now())
  })
}

const stagedCells = (draft: EntityDraft): Cell[] => [
  draft.subject,
  draft.name,
  draft.kind,
  draft.entityType,
  draft.regionPath,
  draft.established,
  draft.capitalYuan,
  draft.capitalText,
  draft.scope,
  draft.address,
  draft.legalRep,
  draft.state,
]

/** An officer register is small (tens of thousands), so its rows wait in memory for one merge. */
async function importOfficers(run: Run, batch: imports.ImportRecord, header: Header, encoding: Encoding): Promise<void> {
  const columns = unwrap(mapOfficerColumns(header.names))
  const orgs = await run.transaction((tx) => orgPathByRegion(tx, batch))
  const staged = new Map<string, StagedOfficer>()
  let read = 0
  for await (const chunk of header.rest) {
    const bad: Refused[] = []
    for (const { rowNo, cells } of chunk) {
      if (cells.length !== header.names.length) {
        bad.push({ rowNo, field: 'staffNo', reason: 'columns_differ', value: cells.join(',').slice(0, 200), name: null })
        continue
      }
      const parsed = parseOfficerRow(cells, columns, orgs)
      if (!parsed.ok) for (const failure of parsed.failure.failures) bad.push({ rowNo, ...failure, name: cells[columns.name ?? 0] ?? null })
      else if (staged.has(parsed.value.staffNo))
        bad.push({ rowNo, field: 'staffNo', reason: 'duplicate_in_file', value: parsed.value.staffNo, name: parsed.value.name })
      else staged.set(parsed.value.staffNo, { ...parsed.value, rowNo })
    }
    read += chunk.length
    await refuse(run, batch.id, bad)
  }
  if (read === 0) throw new Problem('file_without_rows')
  const elsewhere = await run.transaction((tx) => staffElsewhere(tx, batch, [...staged.keys()]))
  const foreign = [...staged.values()].filter(({ staffNo }) => elsewhere.has(staffNo))
  await refuse(
    run,
    batch.id,
    foreign.map(({ rowNo, staffNo, name }) => ({ rowNo, field: 'staffNo', reason: 'staff_no_elsewhere', value: staffNo, name })),
  )
  for (const { staffNo } of foreign) staged.delete(staffNo)
  await finish(run, batch, encoding, read, (tx) => mergeOfficers(tx, batch, [...staged.values()], run.now()))
}

type Refused = {
  readonly rowNo: number
  readonly field: string
  readonly reason: string
  readonly value: string
  readonly name: string | null
}

async function refuse(run: Run, importId: string, rows: readonly Refused[]): Promise<void> {
  if (rows.length === 0) return
  const copy = await copyInto(run.services.bulk, 'import_rejection', ['import_id', 'row_no', 'field', 'reason', 'value', 'name'])
  await copy.write(rows.map((row) => [importId, row.rowNo, row.field, row.reason, row.value, row.name]))
  await copy.end()
}

/** The merge, the closing sum and the record in one transaction: an import is in the register whole, or not at all. */
async function finish(
  run: Run,
  batch: imports.ImportRecord,
  encoding: Encoding,
  read: number,
  merge: (tx: Parameters<Parameters<Run['transaction']>[0]>[0]) => Promise<imports.Merged>,
): Promise<void> {
  await run.transaction(async (tx) => {
    const merged = await merge(tx)
    const rejected = await imports.finishImport(tx, batch.id, { ...merged, encoding, read, finishedAt: run.now() })
    await appendRecord(tx, {
      at: run.now(),
      by: systemOf({ orgPath: batch.orgPath, dept: batch.dept, orgName: batch.orgName }),
      verb: `${batch.kind}.imported`,
      thing: `import:${batch.id}`,
      facts: { read, ...merged, rejected, sha256: batch.sha256 },
    })
  })
}
