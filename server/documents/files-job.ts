/** After a paper is issued: both its files are made and kept; and, where a service is set up and somebody asks, its sealed copy. */
import { Readable } from 'node:stream'
import * as z from 'zod'
import type { Instant } from '#core/time.ts'
import { insertFile } from '#server/files/rows.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { fileName, fileOf } from './files.ts'
import { sealRequest } from './seal.ts'
import { fileOfDocument, findDocument, keepFile } from './store.ts'

export const documentFilesJob = defineJob({
  name: 'document.files',
  payload: z.object({ documentId: z.uuid() }),
  // Whoever downloads before it is done makes the file themselves: nobody watches this.
  thing: ({ documentId }) => `document-files:${documentId}`,
  run: async (run) => {
    const document = await run.transaction((tx) => findDocument(tx, run.payload.documentId))
    if (document === null) return
    for (const format of ['docx', 'pdf'] as const) await fileOf(run.services, document, format).catch(laterAnyway)
  },
})

/** Too many papers at once, or a machine without Typst, keep nobody from their paper: the next who asks for the file makes it. */
function laterAnyway(error: unknown): null {
  if (error instanceof Problem && (error.code === 'busy' || error.code === 'pdf_unavailable')) return null
  throw error
}

export const documentSealJob = defineJob({
  name: 'document.seal',
  payload: z.object({ documentId: z.uuid(), askedBy: z.string() }),
  thing: ({ documentId }) => `document-seal:${documentId}`,
  run: async ({ payload, services, transaction, now }) => {
    const service = services.sealService ?? null
    const document = await transaction((tx) => findDocument(tx, payload.documentId))
    if (service === null || document === null || document.sealed || document.voided !== null) return
    const made = await fileOf(services, document, 'pdf')
    const bytes = await services.files.open(made.sha256)
    if (bytes === null) throw new Error(`the file of document ${document.id} is gone`)
    const pdf = Buffer.concat(await bytes.toArray())
    const { orgName: issuer, orgPath, dept, number } = document
    const asked = { issuer, orgPath, dept, number, askedBy: payload.askedBy, at: now() }
    const sealed = await service.seal(sealRequest({ pdf, ...asked }))
    const stored = await services.files.put(Readable.from([sealed.bytes]))
    const name = `${fileName(document)}.${sealed.mediaType === 'application/pdf' ? 'pdf' : 'ofd'}`
    await transaction(async (tx) => {
      if ((await fileOfDocument(tx, document.id, 'sealed')) !== null) return
      const at: Instant = now()
      const fileId = await insertFile(tx, { ...stored, name, mediaType: sealed.mediaType, createdBy: null, createdAt: at })
      await keepFile(tx, document.id, { format: 'sealed', fileId, byName: service.name, at })
      const facts = { number, file: stored.sha256, by: service.name, evidence: sealed.evidence }
      await appendRecord(tx, {
        at,
        by: systemOf({ orgPath, dept, orgName: issuer }),
        verb: 'document.sealed',
        thing: `document:${document.id}`,
        facts,
      })
    })
  },
})
