/** Imports: file → rows → staging by COPY → one merge. Idempotent: the same file again changes nothing, a crash starts again from the file. */
import * as z from 'zod'
import { type ColumnMap, type EntityDraft, mapColumns, parseEntityRow } from '#core/registers/entity-row.ts'
import { dateAt } from '#core/time.ts'
import { type Cell, copyInto } from '#db/bulk.ts'
import { publishedCodes } from '#server/catalogue/store.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { finishImport, type RefusedRow, refuseRows } from './import-end.ts'
import * as imports from './import-store.ts'
import { entityColumns, mergeEntities } from './merge-store.ts'
import { importPersons } from './officer-import.ts'
import { regionIndex } from './regions.ts'
import { openRegisterFile } from './register-file.ts'

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
    await (batch.kind === 'entity' ? importEntities(run, batch) : importPersons(run, batch))
  },
})

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

async function importEntities(run: Run, batch: imports.ImportRecord): Promise<void> {
  const file = await openRegisterFile(run, batch, mapColumns)
  const { columns } = file
  const regions = await run.transaction((tx) => regionIndex(tx, batch.orgPath))
  const items = columns.items === undefined ? new Set<string>() : await run.transaction((tx) => publishedCodes(tx, batch))
  const context = { columns, regions, jurisdiction: batch.orgPath, today: dateAt(run.now()), items }
  const mapped = mappingColumns.filter(({ column }) => columns[column] !== undefined)
  const staging = await copyInto(run.services.bulk, 'import_row', [...stagingColumns, ...mapped.map(({ staged }) => staged)])
  let read = 0
  try {
    for await (const chunk of file.rest) {
      run.signal.throwIfAborted()
      const good: Cell[][] = []
      const bad: RefusedRow[] = []
      for (const { rowNo, cells } of chunk) {
        if (cells.length !== file.width) {
          bad.push({ rowNo, field: 'code', reason: 'columns_differ', value: cells.join(',').slice(0, 200), name: null })
          continue
        }
        const parsed = parseEntityRow(cells, context)
        if (parsed.ok) good.push([batch.id, rowNo, ...stagedCells(parsed.value), ...mapped.map(({ cell }) => cell(parsed.value))])
        else for (const failure of parsed.failure.failures) bad.push({ rowNo, ...failure, name: cells[columns.name ?? 0] ?? null })
      }
      read += chunk.length
      await staging.write(good)
      await refuseRows(run, batch.id, bad)
    }
  } catch (error) {
    await staging.abort()
    throw error
  }
  await staging.end()
  if (read === 0) throw new Problem('file_without_rows')
  run.progress.at('merge', read, read)
  await finishImport(run, batch, { form: file.form, read }, async (tx) => {
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
