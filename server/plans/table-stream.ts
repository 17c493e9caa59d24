/** GET /api/v1/plan-table: the rows of a plan, or of one of its versions, as a workbook or a CSV with the headings that can be brought in again. */
import { Readable } from 'node:stream'
import { writeXlsxStream } from 'hucre/xlsx'
import { tableCells, tableHeading } from '#core/plans/table-cells.ts'
import { inScope } from '#server/http/call.ts'
import { Problem } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { versionRows } from './publish.ts'
import { planRows } from './row-store.ts'
import { planInSight, rowsShown } from './sight.ts'
import { findVersion } from './version-store.ts'

export const planTable: StreamHandler = async ({ query, actor, services }) => {
  const planId = query.get('planId') ?? ''
  const version = query.get('version')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(planId)) throw new Problem('not_found')
  if (version !== null && !/^\d{1,6}$/.test(version)) throw new Problem('plan_version_unknown', { version })
  const { name, lines } = await inScope(services.db, actor, 'read only', async (tx) => {
    const plan = await planInSight(tx, actor, planId)
    const kept = version === null ? null : await findVersion(tx, planId, Number(version))
    if (version !== null && kept === null) throw new Problem('plan_version_unknown', { version })
    const rows = kept?.rows ?? (await versionRows(tx, await planRows(tx, planId)))
    return {
      name: `${plan.planNo} ${kept?.name ?? plan.name}`,
      lines: rowsShown(actor, plan, rows).map((row) => tableCells(plan.planNo, row)),
    }
  })
  return query.get('format') === 'csv' ? csv(name, lines) : workbook(name, lines)
}

const workbook = (name: string, lines: readonly (readonly string[])[]): Response => {
  const book = writeXlsxStream(asRows(lines), {
    name: '年度计划',
    columns: tableHeading.map((header) => ({ header })),
    freezePane: { rows: 1 },
  })
  const bytes = Readable.fromWeb(book as Parameters<typeof Readable.fromWeb>[0]) // the same stream, typed by another library
  return fileResponse(bytes, { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', download: `${name}.xlsx` })
}

async function* asRows(lines: readonly (readonly string[])[]): AsyncGenerator<string[]> {
  for (const line of lines) yield [...line]
}

const csv = (name: string, lines: readonly (readonly string[])[]): Response => {
  const text = [tableHeading, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')
  return fileResponse(Readable.from([Buffer.from(`\ufeff${text}\r\n`)]), { mediaType: 'text/csv; charset=utf-8', download: `${name}.csv` })
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe instead (OWASP, CSV injection). */
function csvCell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
