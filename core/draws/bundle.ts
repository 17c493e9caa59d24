/** The bundle: everything that a reader needs to recompute a draw, as one canonical file and the files it names by hash (draw protocol §8). */
import { concat, hex, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import type { SuiteId } from '../hash/suite.ts'
import type { Edges } from '../matching/edges.ts'
import {
  type Bundle,
  type BundlePool,
  type CommitDocument,
  longestInline,
  type PoolRow,
  protocol,
  type ResultDocument,
} from './documents.ts'
import { linesFile, type NamedFile } from './lines-file.ts'

export type BundleInput = {
  readonly commit: CommitDocument
  readonly result: ResultDocument
  /** The members of the pool in leaf order with their strata: how `Pool.order` orders the rows that went in. */
  readonly rows: Iterable<PoolRow>
  readonly key: Uint8Array
  /** Kind P only: the edges that the COMMIT binds. */
  readonly matching?: Edges
}

/** The bundle of an open draw and the files beside it (a pool above 10,000 members); a long list of selected comes from `drawObjects`. */
export function makeBundle({ commit, result, rows, key, matching }: BundleInput): {
  readonly bundle: Bundle
  readonly files: readonly NamedFile[]
} {
  const { pool, files } = bundlePool(commit, rows, key)
  const bundle: Bundle = { format: protocol, commit, result, pool, log: null, ...(matching && { matching: onlyEdges(matching) }) }
  return { bundle, files }
}

/** The one form of a bundle file: RFC 8785 and a line feed. Any other form of the same bundle is refused by the verifier. */
export const bundleBytes = (bundle: Bundle): Uint8Array => concat(canonicalBytes(bundle), utf8('\n'))

/** The pool file on its own, for a server that writes it once at the freeze. */
export const poolFile = (suite: SuiteId, rows: Iterable<PoolRow>): ReturnType<typeof linesFile> => linesFile(suite, rows)

function bundlePool(
  commit: CommitDocument,
  rows: Iterable<PoolRow>,
  key: Uint8Array,
): { readonly pool: BundlePool; readonly files: readonly NamedFile[] } {
  if (commit.poolSize <= longestInline) return { pool: { key: hex(key), subjects: [...rows] }, files: [] }
  const { ref, file } = poolFile(commit.suite, rows)
  return { pool: ref, files: [file] }
}

const onlyEdges = ({ objects, edges, officers }: Edges): Edges => ({ objects, edges, officers })
