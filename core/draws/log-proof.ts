/** What a bundle carries of the transparency log: a signed checkpoint, and for every entry of the draw the way up to its root (draw protocol §7, §8). */
import { partyShape } from './parties.ts'
import { hexOf, instant, integer, list, literal, nullable, record, refine, type Shape, text } from './shape.ts'

/** One entry: the verifier rebuilds it from the bundle and `at`. `path`: the inclusion proof, from the leaf to the root (RFC 9162 §2.1.3). */
export type LogProof = {
  readonly entry: 'replace_request' | 'seat_request' | 'commit' | 'reveal' | 'result'
  /** Whose reveal; null for the other entries. */
  readonly party: string | null
  readonly at: string
  readonly index: number
  readonly path: readonly string[]
}

/** `key`: the log's public key as a C2SP vkey line; `checkpoint`: the signed note with the log's own signature lines and no other. */
export type BundleLog = {
  readonly origin: string
  readonly key: string
  readonly checkpoint: string
  readonly proofs: readonly LogProof[]
}

const index = integer(0, Number.MAX_SAFE_INTEGER)

export const bundleLogShape: Shape<BundleLog> = record<BundleLog>({
  origin: text(200),
  key: text(1000),
  checkpoint: text(4000),
  proofs: refine(
    list(
      refine(
        record<LogProof>({
          entry: literal('replace_request', 'seat_request', 'commit', 'reveal', 'result'),
          party: nullable(partyShape),
          at: instant,
          index,
          path: list(hexOf(32), 64),
        }),
        'a party for a reveal and for nothing else',
        ({ entry, party }) => (entry === 'reveal') === (party !== null),
      ),
      60,
    ),
    'proofs ascending by index',
    (proofs) => proofs.every((proof, i) => i === 0 || (proofs[i - 1]?.index ?? 0) < proof.index),
  ),
})
