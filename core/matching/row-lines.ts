/** The rows of a matching as lines of a file: what the server works from, what the COMMIT binds, and what lies beside a large bundle (draw protocol §6). */
import type { FileRef } from '../draws/file-ref.ts'
import { type LineKind, type LinesProblem, type NamedFile, readLines, textLines } from '../draws/lines-file.ts'
import type { SuiteId } from '../hash/suite.ts'
import { type Population, type Scope, scopes } from './facts.ts'
import { whole } from './graph.ts'
import { type MatchRow, matchRowShape, mostFigure, mostInTeam } from './wire.ts'

/** The file of the rows, one per line; `ref.hash` is the `rowsDigest` of the COMMIT, whether the bundle has the rows in it or not. */
export const matchingLines = (suite: SuiteId, rows: readonly MatchRow[]): { readonly ref: FileRef; readonly file: NamedFile } =>
  // A row is lists, ASCII texts and safe integers: for these JSON.stringify writes RFC 8785, and millions of numbers need no second look.
  textLines(
    suite,
    rows.map((row) => JSON.stringify(row)),
  )

/** One line of a file of rows. */
export const matchRowLine: LineKind<MatchRow> = { shape: matchRowShape, quick: quickRow }

/** The rows of such a file, or where it is none. */
export function readMatchingRows(
  bytes: Uint8Array,
): { readonly ok: true; readonly value: readonly MatchRow[] } | { readonly ok: false; readonly problem: LinesProblem } {
  const rows: MatchRow[] = []
  const problem = readLines(bytes, matchRowLine, (row) => rows.push(row))
  return problem ? { ok: false, problem } : { ok: true, value: rows }
}

/** Where the reading of a line stands; `at` is -1 once something is not as a plain line has it. */
type Cursor = { readonly bytes: Uint8Array; at: number }

/** Reads the one canonical form by its characters alone: forty megabytes take a part of a second instead of many. Null: look again, slowly. */
function quickRow(bytes: Uint8Array): MatchRow | null {
  const cursor: Cursor = { bytes, at: 0 }
  skip(cursor, '["')
  const leaf = word(cursor)
  skip(cursor, '","')
  const population = populations.get(word(cursor))
  skip(cursor, '",')
  const need = figure(cursor)
  skip(cursor, ',')
  const cap = figure(cursor)
  skip(cursor, ',"')
  const scope = knownScopes.get(word(cursor))
  skip(cursor, '",[')
  const units = figures(cursor)
  skip(cursor, '],[')
  const shares = figures(cursor)
  skip(cursor, ']]')
  if (cursor.at !== bytes.length || population === undefined || scope === undefined || !/^[0-9a-f]{64}$/.test(leaf)) return null
  if (need < 1 || need > mostInTeam || cap < 1 || cap > whole) return null
  if (units.some((unit) => unit > mostFigure) || shares.some((share) => share > whole)) return null
  return [leaf, population, need, cap, scope, units, shares]
}

const populations: ReadonlyMap<string, Population> = new Map([
  ['officers', 'officers'],
  ['experts', 'experts'],
])
const knownScopes: ReadonlyMap<string, Scope> = new Map(scopes.map((scope) => [scope, scope]))

function skip(cursor: Cursor, text: string): void {
  if (cursor.at < 0) return
  for (let i = 0; i < text.length; i++) {
    if (cursor.bytes[cursor.at + i] !== text.charCodeAt(i)) {
      cursor.at = -1
      return
    }
  }
  cursor.at += text.length
}

/** The characters up to the next quotation mark, at most 64. */
function word(cursor: Cursor): string {
  if (cursor.at < 0) return ''
  const end = cursor.bytes.indexOf(quote, cursor.at)
  if (end < 0 || end - cursor.at > 64) {
    cursor.at = -1
    return ''
  }
  const text = String.fromCharCode(...cursor.bytes.subarray(cursor.at, end))
  cursor.at = end
  return text
}

/** An integer of at most ten digits without a leading zero; -1 when there is none. */
function figure(cursor: Cursor): number {
  if (cursor.at < 0) return -1
  const { bytes } = cursor
  const from = cursor.at
  let at = from
  let value = 0
  for (let digit = (bytes[at] ?? 0) - zero; digit >= 0 && digit <= 9; digit = (bytes[at] ?? 0) - zero) {
    value = value * 10 + digit
    at++
  }
  if (at === from || at - from > 10 || (bytes[from] === zero && at - from > 1)) {
    cursor.at = -1
    return -1
  }
  cursor.at = at
  return value
}

/** Integers with commas between them, up to what is neither. */
function figures(cursor: Cursor): readonly number[] {
  const values: number[] = []
  if (cursor.at >= 0 && cursor.bytes[cursor.at] === closing) return values
  while (cursor.at >= 0) {
    values.push(figure(cursor))
    if (cursor.at >= 0 && cursor.bytes[cursor.at] !== comma) break
    if (cursor.at >= 0) cursor.at++
  }
  return values
}

const [quote, comma, zero, closing] = [0x22, 0x2c, 0x30, 0x5d]
