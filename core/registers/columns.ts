/** Finds the columns of a file by their headings, whatever order and company they come in. */
import { fail, ok, type Result } from '#core/result.ts'

/** Per column the headings that circulate for it; the first is the one of our own template. */
export type Headings = Readonly<Record<string, readonly string[]>>

export type ColumnsOf<T extends Headings> = Readonly<Partial<Record<keyof T, number>>>

/** The columns a register knows. */
export type ColumnSet<T extends Headings = Headings> = {
  readonly headings: T
  /** The column that says which object or person a row is about. */
  readonly key: keyof T & string
  /** What each column is called in English; in Chinese it is its first heading. */
  readonly en: Readonly<Record<keyof T & string, string>>
  /** Of each group one must be there; the first of a group is named where none is. */
  readonly needed: readonly (readonly (keyof T & string)[])[]
}

export type HeaderFailure = { readonly type: 'columns_missing'; readonly missing: readonly string[]; readonly found: readonly string[] }

/** A heading without what people put into it beside its words: blanks, line breaks, the star of a needed column. */
export const plainHeading = (text: string): string => text.normalize('NFKC').replace(/[\s\ufeff\u200b*]/g, '')

/** The place of each column in the header row; the first heading that circulates wins over the others. */
export function guessColumns<T extends Headings>(table: T, header: readonly string[]): ColumnsOf<T> {
  const found = header.map(plainHeading)
  const columns: Partial<Record<keyof T, number>> = {}
  for (const column in table) {
    const at = table[column]?.map((name) => found.indexOf(name)).find((index) => index >= 0)
    if (at !== undefined) columns[column] = at
  }
  return columns
}

/** The columns that are needed and not there. */
export const missingColumns = <T extends Headings>(
  set: Pick<ColumnSet<T>, 'needed'>,
  columns: Readonly<Partial<Record<string, number>>>,
): readonly (keyof T & string)[] =>
  set.needed.flatMap((group) => (group.some((column) => columns[column] !== undefined) ? [] : group.slice(0, 1)))

/** The places of a whole header row, or a failure that names the needed ones that are not there, and what is. */
export function findColumns<T extends Headings>(set: ColumnSet<T>, header: readonly string[]): Result<ColumnsOf<T>, HeaderFailure> {
  const columns = guessColumns(set.headings, header)
  const missing = missingColumns(set, columns).map((column) => set.headings[column]?.[0] ?? column)
  return missing.length === 0 ? ok(columns) : fail({ type: 'columns_missing', missing, found: header.map(plainHeading).slice(0, 30) })
}

/**
 * Which of the first rows is the heading: the one that knows the most columns, and of equals the first; titles and notes stand above it. Where
 * none knows any, the first row that holds more than one cell, else the first: a clerk may say by hand what its headings mean. -1 for no rows.
 */
export function headingAt(headings: Headings, rows: readonly (readonly string[])[]): number {
  const known = rows.map((row) => Object.keys(guessColumns(headings, row)).length)
  const most = Math.max(0, ...known)
  if (most > 0) return known.indexOf(most)
  const wide = rows.findIndex((row) => row.filter((cell) => cell.trim() !== '').length > 1)
  return wide >= 0 ? wide : Math.min(0, rows.length - 1)
}

/** Whether a mapping that a person chose fits a heading of this width: known columns, places that exist, none of them twice. */
export function fitsHeading(set: ColumnSet, mapping: Readonly<Record<string, number>>, width: number): boolean {
  const places = Object.values(mapping)
  return (
    Object.keys(mapping).every((column) => Object.hasOwn(set.headings, column)) &&
    places.every((place) => place >= 0 && place < width) &&
    new Set(places).size === places.length
  )
}
