/** Papers as downloads: issued ones as they are kept, drafts without a number, templates with made-up values, and the file of a batch. */
import { Readable } from 'node:stream'
import { fillTemplate, sampleData } from '#core/documents/fill.ts'
import type { FilledDocument } from '#core/documents/filled.ts'
import { documentKinds, isDocumentKind } from '#core/documents/kinds.ts'
import { documentNumber } from '#core/documents/number.ts'
import { dateAt, type Instant } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import { found, Problem } from '#server/http/problem.ts'
import { fileResponse, type StreamHandler } from '#server/http/streams.ts'
import { getBatch } from './batch-handlers.ts'
import { fileOf, type MadeFormat, makeFile, mediaTypes } from './files.ts'
import { fitPages } from './fit-pages.ts'
import { gather, type ThingRef } from './gather.ts'
import { getDocument } from './handlers.ts'
import { officialPaper } from './official.ts'
import { letterheadOf, writePaper } from './paper.ts'
import { renderSvg } from './render-pdf.ts'
import { refuseUnseen } from './sight.ts'
import { fileOfDocument, type KeptFile } from './store.ts'
import { getTemplate } from './template-handlers.ts'

type Call = Parameters<StreamHandler>[0]

export const documentFile: StreamHandler = async (call) => {
  const { actor, services, params } = call
  const id = uuid(params.documentId)
  const { format } = params
  const document = await inScope(services.db, actor, 'read only', (tx) => getDocument(tx, actor, id))
  if (format !== 'sealed') return kept(call, await fileOf(services, document, madeFormat(format)))
  return kept(call, found(await inScope(services.db, actor, 'read only', (tx) => fileOfDocument(tx, id, 'sealed'))))
}

/** `svg`: its pages as a picture, for a preview beside the form. What is typed so far comes as query parameters. */
export const documentDraft: StreamHandler = async ({ actor, services, params, query }) => {
  const { kind = '', format } = params
  if (!isDocumentKind(kind)) throw new Problem('not_found')
  const thing = thingOf(params)
  const now = services.now()
  const typed = Object.fromEntries([...query].slice(0, 20).map(([name, value]) => [name, value.slice(0, 2000)]))
  const paper = await inScope(services.db, actor, 'read only', async (tx) => {
    await refuseUnseen(tx, actor, thing)
    const gathered = await gather(tx, kind, thing, now)
    return writePaper(await letterheadOf(tx, kind, gathered.issuer, now), gathered, typed)
  })
  return draftOf({ ...paper.document, number: draftNumber(paper.document) }, format, now, `${documentKinds[kind].zh}-样稿`)
}

export const templateSample: StreamHandler = async ({ actor, services, params }) => {
  const now = services.now()
  const id = uuid(params.templateId)
  const { kind, body } = await inScope(services.db, actor, 'read only', (tx) => getTemplate(tx, actor, id))
  const of = { shortName: sampleData(kind).fields.部门简称 ?? '', year: Number(dateAt(now).slice(0, 4)) }
  const number = body.number === null ? null : documentNumber(body.number, of, 1)
  const { document } = fillTemplate(body, sampleData(kind), number)
  return draftOf(document, params.format, now, `${documentKinds[kind].zh}-模板样张`)
}

export const documentBatchFile: StreamHandler = async (call) => {
  const { actor, services, params } = call
  const batch = await inScope(services.db, actor, 'read only', (tx) => getBatch(tx, actor, uuid(params.batchId)))
  const { sha256, size, fileName: name, mediaType } = batch
  if (sha256 === null || size === null || name === null || mediaType === null) throw new Problem('not_found')
  return kept(call, { sha256, size, name, mediaType })
}

async function kept({ services }: Call, file: KeptFile): Promise<Response> {
  const bytes = found(await services.files.open(file.sha256))
  return fileResponse(bytes, { mediaType: file.mediaType, size: file.size, download: file.name })
}

/** A paper that is not kept: made for whoever looks at it now. */
async function draftOf(document: FilledDocument, format: string | undefined, now: Instant, name: string): Promise<Response> {
  if (format === 'svg') {
    const picture = fitPages(Buffer.from(await renderSvg(officialPaper(document, now))).toString())
    return new Response(picture, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' } })
  }
  const made = madeFormat(format)
  const bytes = await makeFile(document, made, now)
  return fileResponse(Readable.from([bytes]), { mediaType: mediaTypes[made], size: bytes.byteLength, download: `${name}.${made}` })
}

const draftNumber = ({ head }: FilledDocument): string | null => (head === 'red' ? '（样稿，未编号）' : null)

function madeFormat(format: string | undefined): MadeFormat {
  if (format !== 'pdf' && format !== 'docx') throw new Problem('not_found')
  return format
}

function thingOf({ thing, thingId }: Call['params']): ThingRef {
  if (thing !== 'plan' && thing !== 'task' && thing !== 'visit') throw new Problem('not_found')
  return { kind: thing, id: uuid(thingId) }
}

function uuid(text: string | undefined): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')) throw new Problem('not_found')
  return text ?? ''
}
