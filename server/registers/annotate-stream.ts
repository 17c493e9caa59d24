/** GET /api/v1/register/imports/:importId/annotated: the clerk's own file with what is wrong in it. */
import { can, within } from '#core/access/can.ts'
import { importPermission } from '#core/registers/import-state.ts'
import { inScope } from '#server/http/call.ts'
import { found, Problem } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { findAnnotated } from './annotate-store.ts'

/** For whoever may import that kind of file: it holds all that was sent, identity numbers among it. Batches of other places do not exist. */
export const annotatedImport: StreamHandler = async ({ params, actor, services }) => {
  const { importId = '' } = params
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(importId)) throw new Problem('not_found')
  const copy = found(await inScope(services.db, actor, 'read only', (tx) => findAnnotated(tx, importId)))
  if (!within(actor, copy)) throw new Problem('not_found')
  const ability = can(actor, importPermission[copy.kind], copy)
  if (!ability.allowed) throw new Problem(ability.reason)
  const bytes = found(await services.files.open(copy.sha256))
  return fileResponse(bytes, { mediaType: copy.mediaType, size: copy.size, download: copy.name })
}
