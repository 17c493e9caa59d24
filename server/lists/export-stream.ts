/** GET /api/v1/exports/:exportId/file: the file of an export, whole or from a byte on (RFC 9110 §14), for whoever asked for it. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { exportState } from '#core/registers/export-columns.ts'
import { inScope } from '#server/http/call.ts'
import { found, Problem } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { findExport } from './export-store.ts'

export const exportFile: StreamHandler = async ({ request, params, actor, services }) => {
  const { exportId = '' } = params
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(exportId)) throw new Problem('not_found')
  const one = found(await inScope(services.db, actor, 'read only', (tx) => findExport(tx, exportId)))
  if (one.askedBy !== actor.id) throw new Problem('not_found')
  const state = exportState(one, one.progress?.state ?? null, services.now())
  if (state === 'expired') throw new Problem('export_expired')
  if (state !== 'done' || one.sha256 === null || one.fileName === null) throw new Problem('export_unfinished')
  const path = services.files.path(one.sha256)
  const size = found((await stat(path).catch(() => null))?.size ?? null)
  const range = rangeOf(request.headers.get('range'), size, one.sha256, request.headers.get('if-range'))
  const bytes = createReadStream(path, range === null ? {} : { start: range.start, end: range.end })
  const answer = fileResponse(bytes, {
    mediaType: one.format === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
    size: range === null ? size : range.end - range.start + 1,
    download: one.fileName,
  })
  answer.headers.set('accept-ranges', 'bytes')
  answer.headers.set('etag', `"${one.sha256}"`)
  if (range === null) return answer
  answer.headers.set('content-range', `bytes ${range.start}-${range.end}/${size}`)
  return new Response(answer.body, { status: 206, headers: answer.headers })
}

/** The one range that a resuming client asks for; anything fancier is answered whole, as the RFC allows. */
function rangeOf(header: string | null, size: number, sha256: string, ifRange: string | null): { start: number; end: number } | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (asked === null || (ifRange !== null && ifRange !== `"${sha256}"`)) return null
  const [, from = '', to = ''] = asked
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start >= size || start > end) throw new Problem('range_invalid')
  return { start, end }
}
