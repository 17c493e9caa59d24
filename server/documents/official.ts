/** 公文 as PDF: papers with all their words in them, laid out after GB/T 9704 by official.typ. */
import type { FilledBlock, FilledDocument } from '#core/documents/filled.ts'
import { sealPlace } from '#core/documents/filled.ts'
import { characterPitch, columnsOf, layout, linePitch, markSize, signatureCentre, staysWhole, tracking } from '#core/documents/layout.ts'
import type { Instant } from '#core/time.ts'
import type { Paper } from './render-pdf.ts'

/** Headings and tables are marked for screen readers up to so many papers in one file; beyond, the marks would be most of it. */
const mostTagged = 20

/** One paper for `renderPdf`. The same document and instant give the same bytes. */
export const officialPaper = (document: FilledDocument, asOf: Instant): Paper => officialPapers([document], asOf)

/** Several papers in one file, each on a page of its own with its own page numbers: to be printed in one go. */
export function officialPapers(documents: readonly FilledDocument[], asOf: Instant): Paper {
  const [first] = documents
  if (first === undefined) throw new RangeError('a file of papers holds at least one')
  return {
    template: 'documents/official.typ',
    title: first.title.replaceAll('\n', ''),
    asOf,
    tagged: documents.length <= mostTagged,
    content: {
      layout: { ...layout, linePitch, characterPitch, tracking },
      sealPlace,
      documents: documents.map((document) => ({ ...document, markSize: markSize(document.issuer), blocks: measured(document.blocks) })),
    },
  }
}

type Measured =
  | FilledBlock
  | (Extract<FilledBlock, { kind: 'signature' }> & { readonly centre: number })
  | (Extract<FilledBlock, { kind: 'table' }> & { readonly whole: readonly boolean[] })

/** With each block what official.typ has to know of its measures: where a signature stands, and which rows of a table stay whole. */
function measured(blocks: readonly FilledBlock[]): readonly Measured[] {
  let landscape = false
  return blocks.map((block) => {
    switch (block.kind) {
      case 'annex':
        landscape = block.landscape
        return block
      case 'signature':
        return { ...block, centre: signatureCentre(block.issuer, block.date) }
      case 'table': {
        const widths = columnsOf(
          block.columns.map(({ width }) => width),
          landscape,
        )
        return { ...block, whole: block.rows.map((texts) => staysWhole(texts, widths, layout.cell)) }
      }
      default:
        return block
    }
  })
}
