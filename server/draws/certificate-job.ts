/** 抽取证书: made when a draw is closed, and again when somebody is appointed by hand; every version is kept, the newest is published beside the bundle. */
import { Readable } from 'node:stream'
import * as z from 'zod'
import { renderPdf } from '#server/documents/render-pdf.ts'
import { defineJob } from '#server/jobs/job.ts'
import { certificate } from './certificate.ts'
import { DrawPayload, keepFile } from './draw-run.ts'
import { certificateData } from './paper-data.ts'
import { republish } from './publish.ts'
import * as store from './store.ts'

const CertificatePayload = DrawPayload.extend({ again: z.boolean().default(false) })

export const certificateJob = defineJob({
  name: 'draw.certificate',
  payload: CertificatePayload,
  // Its progress is nobody's business: the draw is over.
  thing: ({ drawId }) => `draw-certificate:${drawId}`,
  run: async (run) => {
    const { services } = run
    const data = await run.transaction(async (tx) => {
      const draw = await store.findDraw(tx, run.payload.drawId)
      const made = draw !== null && !run.payload.again && (await store.filesOf(tx, draw.id)).some(({ role }) => role === 'certificate')
      return draw === null || made ? null : certificateData(tx, services, draw)
    })
    if (data === null) return
    const file = await services.files.put(Readable.from([await renderPdf(certificate(data))]))
    await run.transaction(async (tx) => {
      const draw = await store.lockDraw(tx, run.payload.drawId)
      const made = !run.payload.again && (await store.filesOf(tx, run.payload.drawId)).some(({ role }) => role === 'certificate')
      if (draw === null || made) return
      await keepFile(tx, draw.id, 'certificate', { ...file, name: `${draw.id}.pdf` })
      await republish(tx, services, draw.id, run.now())
    })
  },
})
