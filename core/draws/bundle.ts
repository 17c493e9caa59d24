/** The bundle: everything that a reader needs to recompute a draw, as one canonical file and the files it names by hash (draw protocol §8). */
import { concat, hex, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import type { SuiteId } from '../hash/suite.ts'
import { matchingLines } from '../matching/row-lines.ts'
import { hashedMembers } from './commit.ts'
import {
  type Bundle,
  type BundleMatching,
  type BundlePool,
  type CommitDocument,
  type FileRef,
  longestInline,
  type PoolRow,
  protocol,
  type ResultDocument,
  type Selected,
} from './documents.ts'
import { linesFile, type NamedFile } from './lines-file.ts'
import type { BundleLog } from './log-proof.ts'
import { isRounding } from './matching-documents.ts'

export type BundleInput = {
  readonly commit: CommitDocument
  readonly result: ResultDocument
  /**
   * The members of the pool in leaf order with their strata (how `Pool.order` orders the rows that went in), or, above 10,000, the name of a file
   * that holds them already. Kind R: those of the object draw.
   */
  readonly rows: Iterable<PoolRow> | FileRef
  readonly key: Uint8Array
  /** Where officers are matched: what the COMMIT binds, its rows perhaps as the file that holds them already. */
  readonly matching?: BundleMatching
  /** Where an object is replaced: `selected` of the object draw's result. */
  readonly replacement?: { readonly selected: readonly Selected[] | FileRef }
  /** What the transparency log proves; null while it proves nothing. */
  readonly log?: BundleLog | null
}

/** The full bundle, which is the auditor's copy of a sealed draw, and the files beside it (a pool, or rows of a matching, above 10,000); those of the result come from who drew it. */
export function makeBundle({ commit, result, rows, key, matching, replacement, log = null }: BundleInput): {
  readonly bundle: Bundle
  readonly files: readonly NamedFile[]
} {
  const { pool, files } = bundlePool(commit, rows, key)
  const matched = matching && bundleMatching(commit, matching)
  const bundle: Bundle = {
    format: protocol,
    commit,
    result,
    pool,
    log,
    ...(matched && { matching: matched.matching }),
    ...(replacement && { replacement: { selected: leavesOf(replacement.selected) } }),
  }
  return { bundle, files: [...files, ...(matched?.files ?? [])] }
}

/** The copy for everyone: of an open draw the bundle itself; of a sealed one without strata, filter, members and key (§3). */
export const publicCopy = (bundle: Bundle): Bundle =>
  bundle.commit.mode === 'open' ? bundle : { ...bundle, commit: hashedMembers(bundle.commit), pool: null }

/** The one form of a bundle file: RFC 8785 and a line feed. Any other form of the same bundle is refused by the verifier. */
export const bundleBytes = (bundle: Bundle): Uint8Array => concat(canonicalBytes(bundle), utf8('\n'))

/** The pool file on its own, for a server that writes it once at the freeze. */
export const poolFile = (suite: SuiteId, rows: Iterable<PoolRow>): ReturnType<typeof linesFile> => linesFile(suite, rows)

function bundlePool(
  commit: CommitDocument,
  rows: Iterable<PoolRow> | FileRef,
  key: Uint8Array,
): { readonly pool: BundlePool; readonly files: readonly NamedFile[] } {
  if ('file' in rows) return { pool: withKey(commit, rows, key), files: [] }
  if (commit.poolSize <= longestInline) return { pool: { key: hex(key), subjects: [...rows] }, files: [] }
  const { ref, file } = poolFile(commit.suite, rows)
  return { pool: withKey(commit, ref, key), files: [file] }
}

/** In mode open the key of a pool file is `result.poolKey`; in mode sealed the result is public and the key is not, so it stands here. */
const withKey = ({ mode }: CommitDocument, { file, hash }: FileRef, key: Uint8Array): BundlePool =>
  mode === 'sealed' ? { file, hash, key: hex(key) } : { file, hash }

/** Nothing but the members of the bundle, and above 10,000 rows the file of them. */
function bundleMatching(
  { suite }: CommitDocument,
  matching: BundleMatching,
): { readonly matching: BundleMatching; readonly files: readonly NamedFile[] } {
  if (!isRounding(matching)) {
    const { objects, edges, officers } = matching
    return { matching: { objects, edges, officers }, files: [] }
  }
  const { units, rows, vacated } = matching
  const seats = vacated && { vacated }
  if ('file' in rows || rows.length <= longestInline) return { matching: { units, rows, ...seats }, files: [] }
  const { ref, file } = matchingLines(suite, rows)
  return { matching: { units, rows: ref, ...seats }, files: [file] }
}

const leavesOf = (selected: readonly Selected[] | FileRef): readonly string[] | FileRef =>
  'file' in selected ? selected : selected.map(({ leaf }) => leaf)
