/** The files of a paper: made of its words when somebody first wants them, and kept from then on. */
import { Readable } from 'node:stream'
import type { FilledDocument } from '#core/documents/filled.ts'
import type { Instant } from '#core/time.ts'
import { insertFile } from '#server/files/rows.ts'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { docxType, toDocx } from './docx.ts'
import { officialPaper } from './official.ts'
import { renderPdf } from './render-pdf.ts'
import { fileOfDocument, type IssuedRecord, type KeptFile, keepFile } from './store.ts'

export type MadeFormat = 'pdf' | 'docx'

export const mediaTypes = { pdf: 'application/pdf', docx: docxType } as const satisfies Record<MadeFormat, string>

/** The words as a file of this format. */
export const makeFile = (document: FilledDocument, format: MadeFormat, asOf: Instant): Promise<Uint8Array> =>
  format === 'pdf' ? renderPdf(officialPaper(document, asOf)) : toDocx(document, asOf)

/** The kept file of an issued paper; the first call makes it. Of two that make it at once, the file of one is kept and both answer it. */
export async function fileOf(services: Services, document: IssuedRecord, format: MadeFormat): Promise<KeptFile> {
  const there = await inScope(services.db, '*', 'read only', (tx) => fileOfDocument(tx, document.id, format))
  if (there !== null) return there
  const bytes = await makeFile(document.content, format, document.issuedAt as Instant) // a timestamp of the database
  const stored = await services.files.put(Readable.from([bytes]))
  const name = `${fileName(document)}.${format}`
  return inScope(services.db, '*', 'read write', async (tx) => {
    const at = services.now()
    const fileId = await insertFile(tx, { ...stored, name, mediaType: mediaTypes[format], createdBy: null, createdAt: at })
    await keepFile(tx, document.id, { format, fileId, byName: '系统', at })
    return (await fileOfDocument(tx, document.id, format)) ?? { ...stored, name, mediaType: mediaTypes[format] }
  })
}

/** What a paper is saved as: its number where it has one, what it is, and about whom. */
export const fileName = ({ number, title, about }: Pick<IssuedRecord, 'number' | 'title' | 'about'>): string =>
  [number, title, about]
    .filter((part) => part !== null && part !== '')
    .join('-')
    .replace(/[\\/:*?"<>|\s]/g, '')
    .slice(0, 80)
