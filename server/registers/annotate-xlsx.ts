/**
 * The errors of an import in the clerk's own workbook: a copy in which bad cells are red, a column says what is wrong, and a sheet counts it.
 * Only the parts that must differ are written anew, as streams; every other part is copied as it lies. Nothing is held but one row.
 */
import { resultHeading } from '#core/registers/annotation.ts'
import { columnStyles, withWideColumn } from './annotate-head.ts'
import { editedRow, readRow, type SheetPiece, type SheetRow, sheetPieces } from './annotate-sheet.ts'
import { noStyles, type Restyled, restyle } from './annotate-styles.ts'
import { type AnnotateTask, type MarkedRow, openMarks } from './annotate-task.ts'
import { textOf, workbookParts } from './annotate-workbook.ts'
import { columnLetters, escaped } from './annotate-xml.ts'
import { createZip, openZip, type ZipPart, type ZipReader } from './annotate-zip.ts'

/** Writes the copy. Throws for a workbook that cannot be kept as it is. */
export async function annotateXlsx(task: AnnotateTask): Promise<void> {
  const zip = await openZip(task.path)
  try {
    const parts = await workbookParts(zip, task.sheet)
    const seen = await survey(zip, parts.sheet, task)
    const styles = restyle(parts.styles.part === null ? noStyles : await textOf(zip, parts.styles.part), seen.styles)
    const texts = new Map([...parts.changed, [parts.styles.name, styles.xml], [parts.summary, summaryXml(task.summary, styles)]])
    const out = await createZip(task.out)
    for (const part of zip.parts) {
      const text = texts.get(part.name)
      if (part === parts.sheet) await out.write(part.name, encoded(rewritten(zip, part, task, seen, styles)))
      else if (text === undefined) await out.copy(zip, part)
      else await out.write(part.name, [Buffer.from(text)])
      texts.delete(part.name)
    }
    for (const [name, text] of texts) await out.write(name, [Buffer.from(text)])
    await out.finish()
  } finally {
    await zip.close()
  }
}

type Survey = {
  /** Where what is wrong is written: where it was before, or right of everything. */
  readonly column: number
  readonly isOld: boolean
  /** The styles of the cells that are wrong. */
  readonly styles: ReadonlySet<number>
}

/** Goes through the sheet once before it is written: styles come before rows, and the column must be free. */
async function survey(zip: ZipReader, sheet: ZipPart, task: AnnotateTask): Promise<Survey> {
  const old = task.headings.indexOf(resultHeading)
  const styles = new Set<number>()
  let width = task.headings.length
  for await (const { row, mark } of markedRows(zip, sheet, task)) {
    if (row === null) continue
    width = Math.max(width, row.width)
    if (mark !== null) for (const column of wrongCells(row, mark, task, old)) styles.add(row.styleAt(column))
  }
  return { column: old >= 0 ? old : width, isOld: old >= 0, styles }
}

/** The cells of the mark, and those that stand right of the heading. */
function wrongCells(row: SheetRow, mark: MarkedRow, task: AnnotateTask, own: number): readonly number[] {
  const surplus = row.cells.filter(({ column, isEmpty }) => column >= task.headings.length && !isEmpty).map(({ column }) => column)
  return [...new Set([...mark.cells, ...surplus])].filter((column) => column !== own)
}

type Seen = { readonly piece: SheetPiece; readonly row: SheetRow | null; readonly mark: MarkedRow | null }

/** The sheet in pieces, rows read where they are the heading, marked, or may have been marked before. */
async function* markedRows(zip: ZipReader, sheet: ZipPart, task: AnnotateTask): AsyncGenerator<Seen> {
  const marks = openMarks(task.marks)
  const isOld = task.headings.includes(resultHeading)
  try {
    let styleOf: (column: number) => number = () => 0
    for await (const pieces of sheetPieces(zip.read(sheet)))
      for (const piece of pieces) {
        if (piece.part === 'head') styleOf = columnStyles(piece.text)
        if (piece.part !== 'row') yield { piece, row: null, mark: null }
        else {
          const mark = marks.at(piece.rowNo)
          const isRead = mark !== null || isOld || piece.rowNo === task.headingRow
          yield { piece, row: isRead ? readRow(piece.text, styleOf) : null, mark }
        }
      }
  } finally {
    marks.close()
  }
}

async function* rewritten(
  zip: ZipReader,
  sheet: ZipPart,
  task: AnnotateTask,
  { column }: Survey,
  styles: Restyled,
): AsyncGenerator<string> {
  for await (const { piece, row, mark } of markedRows(zip, sheet, task)) {
    if (piece.part === 'head') yield withWideColumn(piece.text, column, 60)
    else if (piece.part !== 'row' || row === null) yield piece.text
    else if (piece.rowNo === task.headingRow)
      yield editedRow(row, piece.rowNo, { styles: new Map(), note: { column, text: resultHeading, style: styles.heading } })
    else if (piece.rowNo < task.headingRow) yield piece.text
    else {
      const wrong = mark === null ? [] : wrongCells(row, mark, task, column)
      const healed = row.cells.filter((cell) => cell.style !== null && styles.wasRed(cell.style) && !wrong.includes(cell.column))
      const edits = new Map([
        ...healed.map((cell) => [cell.column, styles.plain(cell.style ?? 0)] as const),
        ...wrong.map((at) => [at, styles.red(row.styleAt(at))] as const),
      ])
      yield editedRow(row, piece.rowNo, { styles: edits, note: { column, text: mark?.text ?? null, style: styles.note } })
    }
  }
}

/** Few large chunks: rows are short. */
async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = ''
  for await (const one of texts) {
    text += one
    if (text.length < 1 << 16) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

/** The sheet of counts: text cells only, the first row as a heading. */
function summaryXml(rows: readonly (readonly string[])[], { note, heading }: Pick<Restyled, 'note' | 'heading'>): string {
  const cell = (text: string, row: number, column: number): string =>
    `<c r="${columnLetters(column)}${row + 1}" s="${row === 0 ? heading : note}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  const body = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((text, column) => cell(text, row, column)).join('')}</row>`)
  const cols = [44, 10, 60, 40].map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>${cols.join('')}</cols><sheetData>${body.join('')}</sheetData></worksheet>`
}
