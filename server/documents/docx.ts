/**
 * 公文 as DOCX: the same paper as official.ts lays out, for staff who mend its wording in Word or WPS. The typefaces are those of GB/T 9704 by name
 * (小标宋, 仿宋, 黑体, 楷体); they are not in the file, a machine without them shows the ones that docx-parts.ts names beside them.
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
import { characterPitch, layout, linePitch, markSize, signatureCentre, tracking, twips, twipsOfMm } from '#core/documents/layout.ts'
import type { Instant } from '#core/time.ts'
import { chineseDate } from './chinese-date.ts'
import { houseParts, latin, typefaces } from './docx-parts.ts'
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
    sections: sectionsOf(shown),
  })
  return new Uint8Array(await Packer.toBuffer(file, false, houseParts))
}

const font = (eastAsia: string) => ({ ascii: latin, hAnsi: latin, eastAsia }) as const
const fonts = {
  body: font(typefaces.body),
  title: font(typefaces.title),
  heading1: font(typefaces.heading1),
  heading2: font(typefaces.heading2),
  page: font(typefaces.page),
} as const

type Typeface = (typeof fonts)[keyof typeof fonts]
type Piece = Paragraph | Table

const red = 'C00000'
const gap = { below: { after: twips(linePitch) } } as const

/** An annex whose pages lie otherwise than those before it begins a section of its own; each section ends with an empty line that Word demands. */
function sectionsOf(document: FilledDocument): ISectionOptions[] {
  const parts: { landscape: boolean; pieces: Piece[] }[] = [{ landscape: false, pieces: [...headOf(document)] }]
  for (const [at, block] of document.blocks.entries()) {
    const turned = block.kind === 'annex' && block.landscape !== parts.at(-1)?.landscape
    if (turned) parts.push({ landscape: block.landscape, pieces: [] })
    const next = document.blocks[at + 1]?.kind ?? null
    parts.at(-1)?.pieces.push(...piecesOf(block, { landscape: parts.at(-1)?.landscape ?? false, turned, next }))
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
          // To the lower edge of the footer: the dash, which is half a line above it, lies where the standard has it.
          footer: twipsOfMm(layout.margin.bottom - layout.pageNumberBelow) - twips(layout.small / 2),
        },
      },
    },
    footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
    children: pieces,
  }))
}

function headOf({ head, issuer, number, title }: FilledDocument): readonly Piece[] {
  if (head === 'plain') {
    const under = number === null ? [] : [line(number, fonts.body, layout.body, { alignment: AlignmentType.RIGHT, spacing: gap.below })]
    return [...titleOf(title), ...under]
  }
  const mark = new TextRun({ text: issuer, font: fonts.title, size: 2 * markSize(issuer), color: red, bold: true })
  return [
    new Paragraph({ children: [mark], alignment: AlignmentType.CENTER, keepNext: true, spacing: gap.below }),
    line(number ?? '', fonts.body, layout.body, {
      alignment: AlignmentType.CENTER,
      border: { bottom: { style: 'single', size: 10, color: red, space: 11 } },
      spacing: gap.below,
    }),
    ...titleOf(title),
  ]
}

/** A title is kept together and has a line of the page free below it. */
function titleOf(title: string): readonly Piece[] {
  const lines = title.split('\n')
  return lines.map((text, at) =>
    line(text, fonts.title, layout.title, {
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: at === lines.length - 1 ? gap.below : {},
    }),
  )
}

/** Where a block stands: `turned` says that it begins a section, which is on a new page by itself. */
type Around = { readonly landscape: boolean; readonly turned: boolean; readonly next: FilledBlock['kind'] | null }

function piecesOf(block: FilledBlock, { landscape, turned, next }: Around): readonly Piece[] {
  switch (block.kind) {
    case 'table':
      return [wideTable(block, landscape), afterTable(next)]
    case 'form':
      return [formTable(block), afterTable(next)]
    case 'signature':
      return signatureOf(block, next === 'note')
    case 'annex': {
      const [label = '', ...title] = block.text.split('\n')
      const named = line(label, fonts.heading1, layout.body, { keepNext: true, pageBreakBefore: !turned, spacing: gap.below })
      return [named, ...(title.length === 0 ? [] : titleOf(title.join('\n')))]
    }
    case 'addressee':
      return block.text.split('\n').map((text) => line(text, fonts.body, layout.body))
    case 'heading1':
      return [indented(block.text, fonts.heading1, true)]
    case 'heading2':
      return [indented(block.text, fonts.heading2, true)]
    default:
      // No page has a signature and nothing else (7.3.5.4).
      return block.text.split('\n').map((text) => indented(text, fonts.body, next === 'signature'))
  }
}

/** 署名, place of the seal and 成文日期: all three centred on the middle of the date, which ends four characters from the edge (7.3.5.1), and on one page. */
function signatureOf({ issuer, date, seal }: Extract<FilledBlock, { kind: 'signature' }>, noted: boolean): readonly Piece[] {
  const left = twipsOfMm(layout.area.width) - twips(2 * signatureCentre(issuer, date))
  const lines = [issuer, ...(seal ? [sealPlace] : []), date]
  return lines.map((text, at) =>
    line(text, fonts.body, layout.body, {
      alignment: AlignmentType.CENTER,
      indent: { left: Math.max(0, left) },
      keepLines: true,
      keepNext: noted || at < lines.length - 1,
      spacing: at === 0 ? { before: twips(2 * linePitch) } : {},
    }),
  )
}

/** One paragraph on the grid of lines: 22 of them fill a page, 28 characters a line. */
function line(text: string, face: Typeface, size: number, more: IParagraphOptions = {}): Paragraph {
  const grid = size === layout.body
  return new Paragraph({
    ...more,
    spacing: { ...more.spacing, line: twips(grid ? linePitch : linePitch * 1.2), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text, font: face, size: 2 * size, ...(grid ? { characterSpacing: twips(tracking) } : {}) })],
  })
}

/** A table is not the last thing of a document. What follows it takes no room where nothing follows: a full page is not followed by an empty one. */
const afterTable = (next: FilledBlock['kind'] | null): Paragraph =>
  next === null || next === 'annex'
    ? new Paragraph({ spacing: { line: twips(1), lineRule: LineRuleType.EXACT }, children: [new TextRun({ text: '', size: 2 })] })
    : line('', fonts.body, layout.body)

/** A code of many characters is not broken by Word, and would stretch the line before it. */
const indented = (text: string, face: Typeface, held: boolean): Paragraph =>
  line(text, face, layout.body, {
    alignment: /[0-9A-Za-z]{12}/.test(text) ? AlignmentType.LEFT : AlignmentType.BOTH,
    indent: { firstLine: twips(2 * characterPitch) },
    ...(held ? { keepNext: true } : {}),
  })

const pageNumber = (alignment: 'left' | 'right'): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: twips(characterPitch), right: twips(characterPitch) },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: fonts.page, size: 2 * layout.small })],
      }),
    ],
  })
