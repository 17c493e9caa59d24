/** Files of canonical JSON lines named by their hash, for lists too long for a document (draw protocol §4, §8). */
import { fromUtf8, hex, utf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { type SuiteId, suites } from '../hash/suite.ts'
import { type AssignmentRow, assignmentRowShape, type PoolRow, poolRowShape } from './documents.ts'
import type { FileRef } from './file-ref.ts'
import { hexOf, pair, type Shape, type ShapeProblem } from './shape.ts'

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

/** One line per value, in JCS and ended by a line feed; the name is the suite's hash of the bytes and `.jsonl`. */
export function linesFile(suite: SuiteId, lines: Iterable<unknown>): { readonly ref: FileRef; readonly file: NamedFile } {
  const texts: string[] = []
  for (const line of lines) {
    const text = canonicalJson(line)
    if (!text.ok) throw new TypeError(`no canonical form at line ${texts.length + 1}`)
    texts.push(text.value)
  }
  return textLines(suite, texts)
}

/** The same of lines that are written already, each in JCS. */
export function textLines(suite: SuiteId, texts: readonly string[]): { readonly ref: FileRef; readonly file: NamedFile } {
  const bytes = utf8(texts.length === 0 ? '' : `${texts.join('\n')}\n`)
  const hash = hex(suites[suite].hash(bytes))
  return { ref: { file: `${hash}.jsonl`, hash }, file: { name: `${hash}.jsonl`, bytes } }
}

/** Where a lines file is not one: the number of the line, from 1. */
export type LinesProblem = ShapeProblem & { readonly line: number }

/**
 * A kind of line. `quick` answers the value of lines whose canonical form and shape are clear from their bytes alone, which nearly all are: such a
 * line need not be parsed and written again. Null sends a line the slow way, which alone refuses.
 */
export type LineKind<T> = { readonly shape: Shape<T>; readonly quick: (row: Uint8Array) => T | null }

/** One line of a pool file. */
export const poolLine: LineKind<PoolRow> = { shape: poolRowShape, quick: plainPair(/^\["([0-9A-Z]{18})","(s[1-9][0-9]{0,4})"\]$/) }

/** One line of a file of the selected. */
export const selectedLine: LineKind<readonly [string, string]> = {
  shape: pair(hexOf(32), hexOf(32)),
  quick: plainPair(/^\["([0-9a-f]{64})","([0-9a-f]{64})"\]$/),
}

/** One line of a file of an assignment: the leaf of the object, and its team as pairs of subject and role. */
export const assignmentLine: LineKind<AssignmentRow> = { shape: assignmentRowShape, quick: () => null }

/** Gives each line's value to `take`; stops at the first line that is not canonical or not of the shape, and answers it. */
export function readLines<T>(bytes: Uint8Array, kind: LineKind<T>, take: (value: T) => void): LinesProblem | null {
  let from = 0
  for (let line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0) return { line, path: '', expected: 'a line feed at the end' }
    const row = bytes.subarray(from, end)
    const quick = kind.quick(row)
    if (quick) take(quick)
    else {
      const read = readSlowly(row, kind.shape)
      if ('expected' in read) return { line, ...read }
      take(read.value)
    }
    from = end + 1
  }
  return null
}

/** Lines of two texts. Characters are read one per byte: what the pattern takes is ASCII, and ASCII is its own UTF-8. */
function plainPair(pattern: RegExp): (row: Uint8Array) => readonly [string, string] | null {
  return (row) => {
    const plain = row.length < 200 ? pattern.exec(String.fromCharCode(...row)) : null
    return plain && [plain[1] ?? '', plain[2] ?? '']
  }
}

function readSlowly<T>(row: Uint8Array, shape: Shape<T>): { readonly value: T } | ShapeProblem {
  const text = fromUtf8(row)
  const value = text === null ? undefined : parseJson(text)
  let problem: ShapeProblem | null = null
  if (!shape(value, '', (one) => (problem ??= one))) return problem ?? { path: '', expected: 'a value' }
  const canonical = canonicalJson(value)
  return canonical.ok && canonical.value === text ? { value } : { path: '', expected: 'canonical JSON' }
}

/** The value of a JSON text, or undefined (which no JSON text has) when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
