/** Tickets: the one number per leaf that decides (draw protocol §5). */
import { concat, fromHex } from '../bytes.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'

/** What tickets depend on. `seed` has 32 bytes, `commitHash` is hex. */
export type DrawBasis = { readonly suite: SuiteId; readonly drawId: string; readonly commitHash: string; readonly seed: Uint8Array }

/** Writes H(D ‖ seed ‖ 32 bytes at `at`) to `into` at `offset`. */
export type Ticketer = (bytes: Uint8Array, at: number, into: Uint8Array, offset: number) => void

/** D = TH("mingjian/1/draw", suite byte, drawId, commitHash), with the hash as its 32 bytes. */
export const drawDomain = ({ suite, drawId, commitHash }: Omit<DrawBasis, 'seed'>): Uint8Array =>
  taggedHash(suites[suite], 'mingjian/1/draw', Uint8Array.of(suites[suite].byte), drawId, fromHex(commitHash))

/** D ‖ seed is one block of 64 bytes and is hashed once: each ticket then takes a single compression. */
export function ticketer(basis: DrawBasis): Ticketer {
  if (basis.seed.length !== 32) throw new RangeError('a seed has 32 bytes')
  const suite = suites[basis.suite]
  const prepared = suite.midstate(concat(drawDomain(basis), basis.seed))
  return (bytes, at, into, offset) => suite.finish(prepared, bytes, at, 32, into, offset)
}
