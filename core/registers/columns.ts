/** Finds the columns of a file by their headings, whatever order and company they come in. */
import { fail, ok, type Result } from '#core/result.ts'

/** Per column the headings that circulate for it; the first is the one of our own template. */
export type Headings = Readonly<Record<string, readonly string[]>>

export type ColumnsOf<T extends Headings> = Readonly<Partial<Record<keyof T, number>>>

export type HeaderFailure = { readonly type: 'columns_missing'; readonly missing: readonly string[]; readonly found: readonly string[] }

/** The place of each column in the header row; a failure names the needed ones that are not there, and what is. */
export function findColumns<T extends Headings>(
  table: T,
  needed: readonly (keyof T & string)[],
  header: readonly string[],
): Result<ColumnsOf<T>, HeaderFailure> {
  const found = header.map((text) => text.normalize('NFKC').replace(/[\s\ufeff*]/g, ''))
  const columns: Partial<Record<keyof T, number>> = {}
  for (const column in table) {
    const at = table[column]?.map((name) => found.indexOf(name)).find((index) => index >= 0)
    if (at !== undefined) columns[column] = at
  }
  const missing = needed.filter((column) => columns[column] === undefined).map((column) => table[column]?.[0] ?? column)
  return missing.length === 0 ? ok(columns) : fail({ type: 'columns_missing', missing, found: found.slice(0, 30) })
}
