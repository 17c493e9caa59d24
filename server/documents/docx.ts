/**
 * 公文 as DOCX: the same paper as official.ts lays out, for staff who mend its wording in Word or WPS. The typefaces are those of GB/T 9704 by name
 * (小标宋, 仿宋, 黑体, 楷体); they are not in the file, a machine without them shows its nearest.
 */
import {
  AlignmentType,
  Document,
  Footer,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  type Table,
  TextRun,
} from 'docx'
import { type FilledBlock, type FilledDocument, sealPlace } from '#core/documents/filled.ts'
import { characterPitch, layout, linePitch, markSize, tracking, twips, twipsOfMm } from '#core/documents/layout.ts'
import type { Instant } from '#core/time.ts'
import { chineseDate } from './chinese-date.ts'
import { formTable, wideTable } from './docx-tables.ts'
import { type Json, printable, visible } from './printable.ts'

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The paper as a file for Word and WPS. `asOf` is named in its properties. */
export async function toDocx(document: FilledDocument, asOf: Instant): Promise<Uint8Array> {
  const shown = printable(document as unknown as Json, visible) as unknown as FilledDocument // the same members, texts for texts
  const file = new Document({
    title: shown.title.replaceAll('\n', ''),
    creator: shown.issuer,
    description: chineseDate(asOf),
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: fonts.body, size: 2 * layout.body } } } },
    sections: sectionsOf(shown),
  })
  return new Uint8Array(await Packer.toBuffer(file))
}

const font = (eastAsia: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia }) as const
const fonts = {
  body: font('仿宋_GB2312'),
  title: font('方正小标宋简体'),
  heading1: font('黑体'),
  heading2: font('楷体_GB2312'),
} as const

type Typeface = (typeof fonts)[keyof typeof fonts]
type Piece = Paragraph | Table

/** An annex begins a section of its own, because its pages may lie on their side. */
function sectionsOf(document: FilledDocument): ISectionOptions[] {
  const parts: { landscape: boolean; pieces: Piece[] }[] = [{ landscape: false, pieces: [...headOf(document)] }]
  for (const block of document.blocks) {
    if (block.kind === 'annex') parts.push({ landscape: block.landscape, pieces: [] })
    parts.at(-1)?.pieces.push(...piecesOf(block, parts.at(-1)?.landscape ?? false))
  }
  return parts.map(({ landscape, pieces }) => ({
    properties: {
      type: SectionType.NEXT_PAGE,
      page: {
        size: {
          width: twipsOfMm(layout.page.width),
          height: twipsOfMm(layout.page.height),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twipsOfMm(layout.margin.top),
          bottom: twipsOfMm(layout.margin.bottom),
          left: twipsOfMm(layout.margin.left),
          right: twipsOfMm(layout.margin.right),
          footer: twipsOfMm(layout.margin.bottom - layout.pageNumberBelow - layout.small / 2),
        },
      },
    },
    footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
    children: pieces,
  }))
}

function headOf({ head, issuer, number, title }: FilledDocument): readonly Piece[] {
  const titleLines = title.split('\n').map((text) => line(text, fonts.title, layout.title, { alignment: AlignmentType.CENTER }))
  const spacer = paragraph('')
  if (head === 'plain')
    return number === null
      ? [...titleLines, spacer]
      : [...titleLines, line(number, fonts.body, layout.body, { alignment: AlignmentType.RIGHT }), spacer]
  const mark = new TextRun({ text: issuer, font: fonts.title, size: 2 * markSize(issuer), color: 'C00000', bold: true })
  return [
    new Paragraph({ children: [mark], alignment: AlignmentType.CENTER }),
    line(number ?? '', fonts.body, layout.body, {
      alignment: AlignmentType.CENTER,
      border: { bottom: { style: 'single', size: 12, color: 'C00000', space: 8 } },
    }),
    spacer,
    ...titleLines,
    spacer,
  ]
}

function piecesOf(block: FilledBlock, landscape: boolean): readonly Piece[] {
  switch (block.kind) {
    case 'table':
      return [wideTable(block, landscape), paragraph('')]
    case 'form':
      return [formTable(block)]
    case 'signature':
      return [paragraph(''), ...[block.issuer, ...(block.seal ? [sealPlace] : []), block.date].map(signed)]
    case 'annex': {
      const [label = '', ...title] = block.text.split('\n')
      return [
        line(label, fonts.heading1, layout.body),
        ...title.map((text) => line(text, fonts.title, layout.title, { alignment: AlignmentType.CENTER })),
      ]
    }
    case 'addressee':
      return [line(block.text, fonts.body, layout.body)]
    case 'heading1':
      return [indented(block.text, fonts.heading1)]
    case 'heading2':
      return [indented(block.text, fonts.heading2)]
    default:
      return block.text.split('\n').map((text) => indented(text, fonts.body))
  }
}

/** One paragraph on the grid of lines: 22 of them fill a page, 28 characters a line. */
function line(text: string, face: Typeface, size: number, more: IParagraphOptions = {}): Paragraph {
  const grid = size === layout.body
  return new Paragraph({
    ...more,
    spacing: { line: twips(grid ? linePitch : linePitch * 1.2), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text, font: face, size: 2 * size, ...(grid ? { characterSpacing: twips(tracking) } : {}) })],
  })
}

const paragraph = (text: string): Paragraph => line(text, fonts.body, layout.body)

const indented = (text: string, face: Typeface): Paragraph =>
  line(text, face, layout.body, { alignment: AlignmentType.BOTH, indent: { firstLine: twips(2 * characterPitch) } })

/** 署名, place of the seal, 成文日期: four characters from the edge. */
const signed = (text: string): Paragraph =>
  line(text, fonts.body, layout.body, { alignment: AlignmentType.RIGHT, indent: { right: twips(4 * characterPitch) }, keepLines: true })

const pageNumber = (alignment: 'left' | 'right'): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: twips(characterPitch), right: twips(characterPitch) },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font('宋体'), size: 2 * layout.small })],
      }),
    ],
  })
