/** An export: one COPY out of the database into a file, however many rows; its end takes the file away again. */
import type pg from 'pg'
import * as z from 'zod'
import { exportColumns } from '#core/registers/export-columns.ts'
import { later, wallClock } from '#core/time.ts'
import { copyOut, withLiterals } from '#db/bulk.ts'
import { frameHere } from '#server/draws/frame-place.ts'
import { insertFile } from '#server/files/rows.ts'
import type { StoredBytes } from '#server/files/store.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { exportRows, isLong } from './export-rows-store.ts'
import { type ExportRecord, findExport, finishExport, isNeededElsewhere, markRemoved } from './export-store.ts'
import { toXlsx } from './export-xlsx.ts'

/** Long enough to be fetched after a weekend; a copy of the register does not lie about for longer. */
const kept = 7 * 24 * 3600_000

const Payload = z.object({ exportId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>
type Written = StoredBytes & { readonly rows: number }

export const exportJob = defineJob({
  name: 'list.export',
  payload: Payload,
  thing: ({ exportId }) => `export:${exportId}`,
  run: async (run) => {
    const asked = await run.transaction((tx) => findExport(tx, run.payload.exportId))
    if (asked === null || asked.finishedAt !== null) return
    const written = await write(run, asked)
    await run.transaction((tx) => finish(run, asked, written, tx))
  },
})

export const exportEndJob = defineJob({
  name: 'list.exportEnd',
  payload: Payload,
  thing: ({ exportId }) => `exportEnd:${exportId}`,
  run: async (run) => {
    const ended = await run.transaction(async (tx) => {
      const found = await findExport(tx, run.payload.exportId)
      if (found === null || found.removedAt !== null || found.sha256 === null) return null
      const shared = await isNeededElsewhere(tx, { id: found.id, sha256: found.sha256 })
      await markRemoved(tx, found.id, run.now())
      return shared ? null : found.sha256
    })
    if (ended !== null) await run.services.files.remove(ended)
  },
})

async function write(run: Run, asked: ExportRecord): Promise<Written> {
  const { services } = run
  const watermark = asked.personal ? `${asked.askedByName}（${asked.orgName}）${wallClock(run.now())}` : null
  const query = await run.transaction(async (tx) => {
    const at = await frameHere(tx, asked.orgPath, run.now())
    const { rows } = await isLong(asked, at).execute(tx)
    const form = { watermark, guarded: asked.format !== 'xlsx', ordered: rows[0]?.long !== true }
    return withLiterals(exportRows(asked, at, form).compile(tx))
  })
  const headings = [...asked.columns.map((column) => exportColumns[column].zh), ...(watermark === null ? [] : ['导出人与时间'])]
  const client = await services.bulk.connect()
  let broken = true
  try {
    const written =
      asked.format === 'xlsx' ? await toXlsx(run, client, query, headings) : await toCsv(run, client, query, headings, asked.format)
    broken = false
    return written
  } catch (error) {
    // PostgreSQL 22P05: a character that the target encoding does not have.
    throw isPgError(error, '22P05') ? new Problem('export_gb18030_lost', {}, { cause: error }) : error
  } finally {
    client.release(broken)
  }
}

const isPgError = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** PostgreSQL writes the CSV itself, in the encoding asked for; what passes through here is bytes. UTF-8 carries its mark, for spreadsheets. */
async function toCsv(
  run: Run,
  client: pg.PoolClient,
  query: string,
  headings: readonly string[],
  format: 'csv' | 'csv_gb18030',
): Promise<Written> {
  const encoding = format === 'csv' ? 'UTF8' : 'GB18030'
  const heading = headings.map((one) => `'${one.replaceAll("'", "''")}'::text`).join(', ')
  const options = `with (format csv, encoding '${encoding}', force_quote *)`
  let rows = 0
  async function* bytes(): AsyncGenerator<Uint8Array> {
    if (format === 'csv') yield Buffer.from('\ufeff')
    yield* copyOut(client, `select ${heading}`, options) as AsyncIterable<Buffer>
    const body = copyOut(client, query, options)
    for await (const chunk of body as AsyncIterable<Buffer>) {
      run.signal.throwIfAborted()
      rows += lines(chunk)
      run.progress.at('write', rows)
      yield chunk
    }
    rows = body.rowCount
  }
  return { ...(await run.services.files.put(bytes())), rows }
}

/** About how many rows: a text may hold line breaks; the true number comes at the end. */
function lines(chunk: Buffer): number {
  let n = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) n++
  return n
}

async function finish(
  run: Run,
  asked: ExportRecord,
  { rows, ...stored }: Written,
  tx: Parameters<Parameters<Run['transaction']>[0]>[0],
): Promise<void> {
  // A second run of the same job came first: its file is the one that is named and will be removed.
  if ((await findExport(tx, asked.id))?.finishedAt !== null) return
  const now = run.now()
  const name = `检查对象名录-${wallClock(now)
    .slice(0, 16)
    .replace(/[- :T]/g, '')}.${asked.format === 'xlsx' ? 'xlsx' : 'csv'}`
  const mediaType = asked.format === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv'
  const fileId = await insertFile(tx, { ...stored, name, mediaType, createdBy: asked.askedBy, createdAt: now })
  const expiresAt = later(now, kept)
  await finishExport(tx, asked.id, { fileId, rows, now, expiresAt })
  const facts = { rows, sha256: stored.sha256, size: stored.size, asked_by: asked.askedByName }
  await appendRecord(tx, { at: now, by: systemOf(asked), verb: 'list.exported', thing: `export:${asked.id}`, facts })
  await jobsIn(tx).add(exportEndJob, { exportId: asked.id }, { runAt: expiresAt })
}
