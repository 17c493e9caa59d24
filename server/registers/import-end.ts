/** How every import ends, whatever the register: the refused rows kept, the merge and the closing sum in one transaction. */

import { copyInto } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import type { JobRun } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import * as imports from './import-store.ts'
import type { FileForm } from './register-file.ts'

export type ImportRun = JobRun<{ importId: string }>

export type RefusedRow = {
  readonly rowNo: number
  readonly field: string
  readonly reason: string
  readonly value: string
  readonly name: string | null
}

/** Keeps why rows were not taken. */
export async function refuseRows(run: ImportRun, importId: string, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return
  const copy = await copyInto(run.services.bulk, 'import_rejection', ['import_id', 'row_no', 'field', 'reason', 'value', 'name'])
  await copy.write(rows.map((row) => [importId, row.rowNo, row.field, row.reason, row.value, row.name]))
  await copy.end()
}

/** The merge, the closing sum and the record in one transaction: an import is in the register whole, or not at all. */
export async function finishImport(
  run: ImportRun,
  batch: imports.ImportRecord,
  { form, read }: { readonly form: FileForm; readonly read: number },
  merge: (tx: Tx) => Promise<imports.Merged>,
): Promise<void> {
  await run.transaction(async (tx) => {
    const merged = await merge(tx)
    const rejected = await imports.finishImport(tx, batch.id, { ...merged, encoding: form, read, finishedAt: run.now() })
    await appendRecord(tx, {
      at: run.now(),
      by: systemOf({ orgPath: batch.orgPath, dept: batch.dept, orgName: batch.orgName }),
      verb: `${batch.kind}.imported`,
      thing: `import:${batch.id}`,
      facts: { read, ...merged, rejected, sha256: batch.sha256 },
    })
  })
}
