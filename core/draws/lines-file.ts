/** Files of canonical JSON lines named by their hash, for lists too long for a document (draw protocol §4, §8). */
import { fromUtf8, hex, utf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { type SuiteId, suites } from '../hash/suite.ts'
import type { FileRef } from './documents.ts'
import type { Shape, ShapeProblem } from './shape.ts'

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

/** One line per value, in JCS and ended by a line feed; the name is the suite's hash of the bytes and `.jsonl`. */
export function linesFile(suite: SuiteId, lines: Iterable<unknown>): { readonly ref: FileRef; readonly file: NamedFile } {
  const texts: string[] = []
  for (const line of lines) {
    const text = canonicalJson(line)
    if (!text.ok) throw new TypeError(`no canonical form at line ${texts.length + 1}`)
    texts.push(text.value)
  }
  const bytes = utf8(texts.length === 0 ? '' : `${texts.join('\n')}\n`)
  const hash = hex(suites[suite].hash(bytes))
  return { ref: { file: `${hash}.jsonl`, hash }, file: { name: `${hash}.jsonl`, bytes } }
}

/** Where a lines file is not one: the number of the line, from 1. */
export type LinesProblem = ShapeProblem & { readonly line: number }

/** Gives each line's value to `take`; stops at the first line that is not canonical or not of the shape, and answers it. */
export function readLines<T>(bytes: Uint8Array, shape: Shape<T>, take: (value: T) => void): LinesProblem | null {
  let from = 0
  for (let line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0) return { line, path: '', expected: 'a line feed at the end' }
    const text = fromUtf8(bytes.subarray(from, end))
    const value = text === null ? undefined : parseJson(text)
    let problem: ShapeProblem | null = null
    if (!shape(value, '', (one) => (problem ??= one))) return { line, ...(problem ?? { path: '', expected: 'a value' }) }
    const canonical = canonicalJson(value)
    if (!canonical.ok || canonical.value !== text) return { line, path: '', expected: 'canonical JSON' }
    take(value)
    from = end + 1
  }
  return null
}

/** The value of a JSON text, or undefined (which no JSON text has) when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
