/** Tables of a paper in DOCX: wide ones with a row for each entry, and forms of labels and values. */
import {
  AlignmentType,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { FilledBlock, FormRow } from '#core/documents/filled.ts'
import { columnsOf, formColumns, layout, staysWhole, twips, twipsOfMm } from '#core/documents/layout.ts'

type Wide = Extract<FilledBlock, { kind: 'table' }>
type Form = Extract<FilledBlock, { kind: 'form' }>

/** Its head is repeated on every page. */
export function wideTable({ columns, rows }: Wide, landscape: boolean): Table {
  const shares = columnsOf(
    columns.map(({ width }) => width),
    landscape,
  )
  const widths = shares.map((mm) => Math.floor(twipsOfMm(mm)))
  const row = (texts: readonly string[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: staysWhole(texts, shares, layout.cell),
      ...(head ? { keepNext: true } : {}),
      children: texts.map((text, at) => cell(text, widths[at] ?? 0, { ...wideLook, bold: head, centred: head })),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((total, width) => total + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      row(
        columns.map(({ title }) => title),
        true,
      ),
      ...rows.map((texts) => row(texts, false)),
    ],
  })
}

export function formTable({ rows }: Form): Table {
  const label = twipsOfMm(formColumns.label)
  const value = twipsOfMm(formColumns.value)
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: 2 * (label + value), type: WidthType.DXA },
    columnWidths: [label, value, label, value],
    rows: rows.map((row) => formRow(row, label, value)),
  })
}

function formRow({ cells, lines }: FormRow, label: number, value: number): TableRow {
  const alone = cells.length === 1
  const width = alone ? formColumns.label + 2 * formColumns.value : formColumns.value
  return new TableRow({
    cantSplit: staysWhole(
      cells.map(({ text }) => text),
      cells.map(() => width),
      layout.small,
    ),
    height: { value: twips(lines < 2 ? formPitch : lines * layout.small * 1.4 + 12), rule: HeightRule.ATLEAST },
    children: cells.flatMap((one) => [
      cell(one.label, label, { ...formLook, centred: true }),
      cell(one.text, alone ? label + 2 * value : value, { ...formLook, span: alone ? 3 : 1 }),
    ]),
  })
}

/** From line to line in a form, in points. Exact, so that a form is one page whatever typeface a machine shows. */
const formPitch = layout.small * 1.55

/** In points. */
type Look = {
  readonly size: number
  readonly pitch: number
  readonly margin: { readonly x: number; readonly y: number }
  readonly bold?: boolean
  readonly centred?: boolean
  readonly span?: number
}

const wideLook = { size: layout.cell, pitch: layout.cell * 1.5, margin: { x: 3, y: 1.4 } } as const
const formLook = { size: layout.small, pitch: formPitch, margin: { x: 5, y: 2.5 } } as const

const cell = (text: string, width: number, { bold = false, centred = false, span = 1, ...look }: Look): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    columnSpan: span,
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: twips(look.margin.x), right: twips(look.margin.x), top: twips(look.margin.y), bottom: twips(look.margin.y) },
    children: text.split('\n').map(
      (one) =>
        new Paragraph({
          alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: { line: twips(look.pitch), lineRule: LineRuleType.EXACT },
          children: [new TextRun({ text: one, bold, size: Math.round(2 * look.size) })],
        }),
    ),
  })
