/** Tickets: the one number per leaf that decides (draw protocol §5). */
import { concat, fromHex } from '../bytes.ts'
import { bulkOf } from '../hash/bulk.ts'
import { type Midstate, type SuiteId, suites, taggedHash } from '../hash/suite.ts'

/** What tickets depend on. `seed` has 32 bytes, `commitHash` is hex. */
export type DrawBasis = { readonly suite: SuiteId; readonly drawId: string; readonly commitHash: string; readonly seed: Uint8Array }

/** Writes H(D ‖ seed ‖ 32 bytes at `at`) to `into` at `offset`. */
export type Ticketer = (bytes: Uint8Array, at: number, into: Uint8Array, offset: number) => void

/** D = TH("mingjian/1/draw", suite byte, drawId, commitHash), with the hash as its 32 bytes. */
export const drawDomain = ({ suite, drawId, commitHash }: Omit<DrawBasis, 'seed'>): Uint8Array =>
  taggedHash(suites[suite], 'mingjian/1/draw', Uint8Array.of(suites[suite].byte), drawId, fromHex(commitHash))

/** D ‖ seed is one block of 64 bytes and is hashed once: each ticket then takes a single compression. */
export function ticketer(basis: DrawBasis): Ticketer {
  const prepared = prepare(basis)
  const suite = suites[basis.suite]
  return (bytes, at, into, offset) => suite.finish(prepared, bytes, at, 32, into, offset)
}

/**
 * The first 32 bits of the ticket of every leaf, as numbers; `leaves` are packed. Whole tickets are computed again for the few that need them,
 * which keeps 28 bytes per leaf out of memory.
 */
export function ticketHeads(basis: DrawBasis, leaves: Uint8Array): Uint32Array {
  const heads = new Uint32Array(leaves.length / 32)
  bulkOf(basis.suite).heads(prepare(basis), leaves, heads)
  return heads
}

/** The tickets of packed leaves, packed. */
export function ticketsOf(basis: DrawBasis, leaves: Uint8Array): Uint8Array<ArrayBuffer> {
  const tickets = new Uint8Array(leaves.length)
  bulkOf(basis.suite).tickets(prepare(basis), leaves, tickets)
  return tickets
}

function prepare(basis: DrawBasis): Midstate {
  if (basis.seed.length !== 32) throw new RangeError('a seed has 32 bytes')
  return suites[basis.suite].midstate(concat(drawDomain(basis), basis.seed))
}
