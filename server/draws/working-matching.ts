/** What was frozen of a matching, read back for the draw and for the bundle. */
import { readFileSync } from 'node:fs'
import { type CommitDocument, leastLoaded, longestInline } from '#core/draws/documents.ts'
import type { Edges } from '#core/matching/edges.ts'
import { readMatchingRows } from '#core/matching/row-lines.ts'
import type { MatchingList, Unit, Vacated } from '#core/matching/wire.ts'

/** Paths of the working files. `units` is null for a draw frozen by the first algorithm, whose one file holds everything. */
export type MatchingFiles = { readonly matching: string; readonly units: string | null }

export type FrozenUnits = { readonly units: readonly Unit[]; readonly vacated?: readonly Vacated[] }

export const readUnits = (path: string): FrozenUnits => JSON.parse(readFileSync(path, 'utf8')) as FrozenUnits // written by freeze.ts

export function readMatching(commit: CommitDocument, files: MatchingFiles): MatchingList | Edges {
  if (commit.matching?.algorithm === leastLoaded || files.units === null) return JSON.parse(readFileSync(files.matching, 'utf8')) as Edges // written by the house that froze it
  const rows = readMatchingRows(new Uint8Array(readFileSync(files.matching)))
  if (!rows.ok) throw new Error(`the rows of ${commit.drawId} cannot be read: ${rows.problem.expected} at line ${rows.problem.line}`)
  return { ...readUnits(files.units), rows: rows.value }
}

/** As the bundle holds it: long rows stand beside it, in the very file that was frozen. */
export function bundledMatching(commit: CommitDocument, files: MatchingFiles) {
  const bound = commit.matching
  if (bound === undefined || bound.algorithm === leastLoaded || files.units === null) return readMatching(commit, files)
  const { rowsDigest } = bound
  const read = readMatching(commit, files)
  if (!('rows' in read) || read.rows.length <= longestInline) return read
  return { ...readUnits(files.units), rows: { file: `${rowsDigest}.jsonl`, hash: rowsDigest } }
}

/** Everyone who is drawn, ascending: the pool of the draw. */
export const unitsOf = (matching: MatchingList | Edges | FrozenUnits): readonly string[] =>
  'units' in matching ? matching.units.map(([subject]) => subject) : matching.officers
