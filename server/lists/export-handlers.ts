/** 导出: asked for here, written in the background, fetched by whoever asked. */
import { randomUUID } from 'node:crypto'
import { type ExportColumn, exportState, isExportColumn, isPersonal, refuseExport } from '#core/registers/export-columns.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { refuseQuery } from '#server/registers/object-list.ts'
import { exportJob } from './export-job.ts'
import { type ExportRecord, exportsOf, findExport, insertExport, runningExports } from './export-store.ts'

/** Each reads the register once from end to end. */
const mostRunning = 3

export const exportHandlers = {
  startExport: os.lists.startExport.handler(
    command('list.export', async ({ input, tx, actor, now, jobs, record }) => {
      const columns = [...new Set(input.columns)].filter(isExportColumn)
      const refusal = refuseExport(actor, columns)
      if (refusal !== null) throw new Problem(refusal)
      refuseQuery(input.query, actor)
      const running = await runningExports(tx, actor.id)
      if (running >= mostRunning) throw new Problem('export_too_many', { running })
      const id = randomUUID()
      const by = { orgPath: actor.orgPath, dept: actor.dept, orgName: actor.orgName, askedBy: actor.id, askedByName: actor.name }
      const personal = isPersonal(columns)
      await insertExport(tx, { id, format: input.format, query: input.query, columns, personal, ...by }, now)
      await jobs.add(exportJob, { exportId: id }, { queue: 'list.export' })
      record(`export:${id}`, {
        format: input.format,
        columns: columns.join(','),
        query: JSON.stringify(input.query),
        personal: String(personal),
      })
      return { exportId: id }
    }),
  ),

  exports: os.lists.exports.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await exportsOf(tx, actor.id, input)
      return { ...page, rows: page.rows.map((row) => present(row, now)) }
    }),
  ),

  getExport: os.lists.getExport.handler(query(async ({ input, tx, actor, now }) => present(await own(tx, actor.id, input.exportId), now))),

  watchExport: os.lists.watchExport.handler(
    watching({
      thing: (input: { exportId: string }) => `export:${input.exportId}`,
      load: async ({ input, tx, actor, now }) => present(await own(tx, actor.id, input.exportId), now),
      done: ({ state }) => state !== 'working',
    }),
  ),
}

/** Whoever asked for it, and nobody else: it may hold what their colleagues may not see. */
async function own(tx: Tx, actorId: string, id: string): Promise<ExportRecord> {
  const one = found(await findExport(tx, id))
  if (one.askedBy !== actorId) throw new Problem('not_found')
  return one
}

function present(row: ExportRecord, now: Instant) {
  const { id, format, query, personal, askedAt, finishedAt, expiresAt, rows, size, fileName, progress } = row
  const columns: ExportColumn[] = row.columns
  const fresh = { phase: 'waiting', done: 0, total: null, state: 'waiting' as const, problem: null }
  const state = exportState(row, progress?.state ?? null, now)
  return {
    id,
    list: 'entity' as const,
    format,
    state,
    query,
    columns,
    personal,
    askedAt,
    finishedAt,
    expiresAt,
    rows,
    size,
    fileName,
    progress: progress ?? fresh,
  }
}
