/** What leaves by download: the bundle of a draw and the files it names, the auditor's copy, the certificate and the confirmation. */
import { Readable } from 'node:stream'
import type { Actor } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { renderPdf } from '#server/documents/render-pdf.ts'
import { inScope } from '#server/http/call.ts'
import { found } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { certificate as certificateOf } from './certificate.ts'
import { confirmation as confirmationOf } from './confirmation.ts'
import { getDraw } from './life.ts'
import { certificateData, confirmationData } from './paper-data.ts'
import { type DrawFile, type DrawRecord, filesOf, objectFilesOf } from './store.ts'

type Call = Parameters<StreamHandler>[0]

export const bundle: StreamHandler = (call) => download(call, (file) => file.role === 'bundle')

/** Only what a bundle names leaves by this door: the packed pool and the units are working files; the facts and the members of a sealed pool are for auditors. */
export const drawFile: StreamHandler = (call) =>
  download(call, (file, draw) => (isListed(file) || (file.role === 'pool' && draw.mode === 'open')) && file.name === call.params.name)

/** Lists that every bundle may name, of either mode. */
const isListed = ({ role }: DrawFile): boolean => role === 'selected' || role === 'assignment' || role === 'matching'

export const auditBundle: StreamHandler = (call) =>
  download(call, (file, draw) => file.role === (draw.mode === 'sealed' ? 'audit' : 'bundle'))

/** Besides the lists: the members of a pool, and the certificates, leave and recusals that a matching was prepared from. */
export const auditFile: StreamHandler = (call) =>
  download(call, (file) => (file.role === 'pool' || file.role === 'facts' || isListed(file)) && file.name === call.params.name)

export const certificate: StreamHandler = async (call) => {
  const { data, draw } = await read(call, async (tx, draw) => ({ draw, data: found(await certificateData(tx, call.services, draw)) }))
  return pdf(await renderPdf(certificateOf(data)), `${draw.id}-抽取证书.pdf`)
}

export const confirmation: StreamHandler = async (call) => {
  const { data, draw } = await read(call, async (tx, draw) => ({ draw, data: found(await confirmationData(tx, call.services, draw)) }))
  return pdf(await renderPdf(confirmationOf(data)), `${draw.id}-抽取情况确认书.pdf`)
}

async function download(call: Call, wanted: (file: DrawFile, draw: DrawRecord) => boolean): Promise<Response> {
  const file = await read(call, async (tx, draw) => {
    const own = await filesOf(tx, draw.id)
    // Before the result is there, the list is sealed for everyone, whatever a role may read.
    const sealed = !own.some((one) => one.role === 'bundle')
    return found(sealed ? null : [...own, ...(await objectFilesOf(tx, draw))].find((one) => wanted(one, draw)))
  })
  const bytes = found(await call.services.files.open(file.sha256))
  return fileResponse(bytes, { mediaType: 'application/json', size: file.size, download: file.name })
}

const read = <T>({ actor, params, services }: Call, work: (tx: Tx, draw: DrawRecord, actor: Actor) => Promise<T>): Promise<T> =>
  inScope(services.db, actor, 'read only', async (tx) => work(tx, await getDraw(tx, actor, params.drawId ?? ''), actor))

const pdf = (bytes: Uint8Array, name: string): Response =>
  fileResponse(Readable.from([bytes]), { mediaType: 'application/pdf', size: bytes.byteLength, download: name })
