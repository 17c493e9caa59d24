/** Keyset pages: the cursor is the sort key of the last row shown, so page 10,000 costs what page 1 costs. */
import { parseId } from '#core/ids.ts'
import { parseDate, parseInstant } from '#core/time.ts'

/** The place after a row in an order by (time, id). The time is the database's text with its microseconds, so that no row is skipped. */
export type TimeCursor = { readonly at: string; readonly id: string }

export const writeTimeCursor = ({ at, id }: TimeCursor): string => `${at}_${id}`

/** Parses a cursor out of an address; null when it is not one. What passes is safe as `$1::timestamptz` and as an id of the kind `isId` knows. */
export function parseTimeCursor(text: string, isId: (id: string) => boolean = isUuid): TimeCursor | null {
  const match = /^(\d[0-9T:.-]{18,28}Z)_(.{1,60})$/.exec(text)
  if (!match) return null
  const [, at = '', id = ''] = match
  // Date.parse forgives a 31 February; PostgreSQL does not.
  return parseInstant(at) !== null && parseDate(at.slice(0, 10)) !== null && isId(id) ? { at, id } : null
}

export const isUuid = (text: string): boolean => parseId(text) !== null

/** The place after an order number; null when it is not one. */
export const parseNumberCursor = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null)

/** One row more than fits on a page was asked for: the rows of the page, and the last of them when another page follows. */
export function pageOf<Row>(rows: readonly Row[], size: number): { readonly rows: readonly Row[]; readonly last: Row | null } {
  if (rows.length <= size) return { rows, last: null }
  const shown = rows.slice(0, size)
  return { rows: shown, last: shown.at(-1) ?? null }
}
