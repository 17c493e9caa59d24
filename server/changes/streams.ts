/** What leaves by download: the form of a request, and the document it refers to. */
import { Readable } from 'node:stream'
import type { Tx } from '#db/connect.ts'
import { renderPdf } from '#server/documents/render-pdf.ts'
import { findFile } from '#server/files/rows.ts'
import { inScope } from '#server/http/call.ts'
import { found } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { changeForm as formOf } from './form.ts'
import { getChange } from './handlers.ts'
import * as store from './store.ts'

type Call = Parameters<StreamHandler>[0]

export const changeForm: StreamHandler = async (call) => {
  const data = await read(call, async (tx, change) => {
    const { before, after } = await store.versionsOf(tx, change.id)
    const evidence = change.evidenceFile === null ? null : ((await findFile(tx, change.evidenceFile))?.name ?? null)
    return { change, evidence, before: found(before), after, steps: await store.stepsOfChange(tx, change.id) }
  })
  const bytes = await renderPdf(formOf(data))
  return fileResponse(Readable.from([bytes]), {
    mediaType: 'application/pdf',
    size: bytes.byteLength,
    download: `业务变更审批表-${data.change.changeNo}.pdf`,
  })
}

export const changeEvidence: StreamHandler = async (call) => {
  const file = await read(call, async (tx, change) => found(change.evidenceFile === null ? null : await findFile(tx, change.evidenceFile)))
  const bytes = found(await call.services.files.open(file.sha256))
  return fileResponse(bytes, { mediaType: 'application/octet-stream', size: file.size, download: file.name })
}

const read = <T>({ actor, params, services }: Call, work: (tx: Tx, change: store.ChangeRecord) => Promise<T>): Promise<T> =>
  inScope(services.db, actor, 'read only', async (tx) => work(tx, await getChange(tx, actor, idOf(params.changeId))))

/** An address that holds no id is the address of nothing. */
const idOf = (text = ''): string => found(/^[0-9a-f-]{36}$/.test(text) ? text : null)
