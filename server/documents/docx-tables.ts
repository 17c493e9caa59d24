/** Tables of a paper in DOCX: wide ones with a row for each entry, and forms of labels and values. */
import {
  AlignmentType,
  HeightRule,
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
import { layout, twips, twipsOfMm } from '#core/documents/layout.ts'

type Wide = Extract<FilledBlock, { kind: 'table' }>
type Form = Extract<FilledBlock, { kind: 'form' }>

/** Its head is repeated on every page. */
export function wideTable({ columns, rows }: Wide, landscape: boolean): Table {
  const whole = twipsOfMm(landscape ? layout.area.height + layout.margin.bottom - layout.margin.right : layout.area.width)
  const sum = columns.reduce((total, { width }) => total + width, 0)
  const widths = columns.map(({ width }) => Math.floor((whole * width) / sum))
  const row = (texts: readonly string[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: texts.map((text, at) => cell(text, widths[at] ?? 0, { bold: head, centred: head, size: layout.cell })),
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
  const label = twipsOfMm(26)
  const value = twipsOfMm(layout.area.width / 2) - label
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: 2 * (label + value), type: WidthType.DXA },
    columnWidths: [label, value, label, value],
    rows: rows.map((row) => formRow(row, label, value)),
  })
}

function formRow({ cells, lines }: FormRow, label: number, value: number): TableRow {
  const alone = cells.length === 1
  return new TableRow({
    cantSplit: true,
    height: { value: twips(lines * layout.small * 1.4 + 14), rule: HeightRule.ATLEAST },
    children: cells.flatMap((one) => [
      cell(one.label, label, { centred: true, size: layout.small }),
      cell(one.text, alone ? label + 2 * value : value, { size: layout.small, span: alone ? 3 : 1 }),
    ]),
  })
}

type Look = { readonly bold?: boolean; readonly centred?: boolean; readonly size: number; readonly span?: number }

const cell = (text: string, width: number, { bold = false, centred = false, size, span = 1 }: Look): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    columnSpan: span,
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 80, right: 80, top: 60, bottom: 60 },
    children: text.split('\n').map(
      (one) =>
        new Paragraph({
          alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: [new TextRun({ text: one, bold, size: Math.round(2 * size) })],
        }),
    ),
  })
