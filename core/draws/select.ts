/** Selection: in each stratum the k smallest tickets win (draw protocol §5). */
import { compareBytes } from '../bytes.ts'
import { comparePacked, orderOfHashes, orderOfKeys } from './order.ts'
import { type DrawBasis, type Ticketer, ticketer } from './tickets.ts'

/** The winners over all strata in ascending ticket order: positions among the leaves, and their tickets packed 32 bytes each. */
export type Selection = { readonly positions: Uint32Array; readonly tickets: Uint8Array }

/** Leaves as a `Pool` holds them: packed, with the stratum index of each. */
export type Leaves = { readonly leaves: Uint8Array; readonly strata: Uint16Array }

/** Draws `targets[s]` of the leaves of each stratum s. Time grows with the pool, not with its order: only tickets near the threshold are sorted. */
export function select(basis: DrawBasis, { leaves, strata }: Leaves, targets: readonly number[]): Selection {
  const size = leaves.length / 32
  const ticketOf = ticketer(basis)
  const heads = ticketHeads(ticketOf, leaves, size)
  const winners = membersByStratum(strata, targets.length).flatMap((members, s) =>
    smallest(members, heads, targets[s] ?? 0, ticketOf, leaves),
  )
  const drawn = winners.length === 1 && winners[0] ? winners[0] : joined(winners)
  return inTicketOrder(drawn, ticketOf, leaves)
}

/** The first 32 bits of every ticket; whole tickets are computed again for the few that need them, which keeps 28 bytes per leaf out of memory. */
function ticketHeads(ticketOf: Ticketer, leaves: Uint8Array, size: number): Uint32Array {
  const heads = new Uint32Array(size)
  const ticket = new Uint8Array(32)
  for (let i = 0; i < size; i++) {
    ticketOf(leaves, i * 32, ticket, 0)
    heads[i] = (((ticket[0] ?? 0) << 24) | ((ticket[1] ?? 0) << 16) | ((ticket[2] ?? 0) << 8) | (ticket[3] ?? 0)) >>> 0
  }
  return heads
}

/** The positions of each stratum's leaves, ascending. */
function membersByStratum(strata: Uint16Array, count: number): readonly Uint32Array[] {
  const sizes = new Uint32Array(count)
  for (const s of strata) sizes[s] = (sizes[s] ?? 0) + 1
  const members = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(count)
  for (let i = 0; i < strata.length; i++) {
    const s = strata[i] ?? 0
    const at = filled[s] ?? 0
    const of = members[s]
    if (of) of[at] = i
    filled[s] = at + 1
  }
  return members
}

/** The `target` members with the smallest tickets. A histogram of the first 16 bits finds how far the winners reach; the rest is not looked at. */
function smallest(
  members: Uint32Array,
  heads: Uint32Array,
  target: number,
  ticketOf: Ticketer,
  leaves: Uint8Array,
): readonly Uint32Array[] {
  if (target > members.length) throw new RangeError('a target is larger than its stratum; strataTargets refuses this')
  if (target === 0) return []
  if (target === members.length) return [members]
  const histogram = new Uint32Array(65_536)
  for (const i of members) {
    const bin = (heads[i] ?? 0) >>> 16
    histogram[bin] = (histogram[bin] ?? 0) + 1
  }
  let last = 0
  let reached = histogram[0] ?? 0
  while (reached < target) reached += histogram[++last] ?? 0
  const candidates = members.filter((i) => (heads[i] ?? 0) >>> 16 <= last)
  const order = orderOfKeys(
    candidates.map((i) => heads[i] ?? 0),
    (a, b) => compareTickets(candidates[a] ?? 0, candidates[b] ?? 0, ticketOf, leaves),
  )
  return [order.subarray(0, target).map((position) => candidates[position] ?? 0)]
}

function inTicketOrder(drawn: Uint32Array, ticketOf: Ticketer, leaves: Uint8Array): Selection {
  // Equal tickets are a collision of the hash; the order is defined even then, by the leaves, whose order is that of their positions.
  const byLeaf = drawn.slice().sort()
  const tickets = new Uint8Array(byLeaf.length * 32)
  for (let i = 0; i < byLeaf.length; i++) ticketOf(leaves, (byLeaf[i] ?? 0) * 32, tickets, i * 32)
  const order = orderOfHashes(tickets, 32, drawn.length)
  const sorted = new Uint8Array(tickets.length)
  for (let i = 0; i < order.length; i++) sorted.set(tickets.subarray((order[i] ?? 0) * 32, (order[i] ?? 0) * 32 + 32), i * 32)
  return { positions: order.map((i) => byLeaf[i] ?? 0), tickets: sorted }
}

/** 256-bit lexicographic, then leaf bytes (§5). */
function compareTickets(a: number, b: number, ticketOf: Ticketer, leaves: Uint8Array): number {
  const ticketA = new Uint8Array(32)
  const ticketB = new Uint8Array(32)
  ticketOf(leaves, a * 32, ticketA, 0)
  ticketOf(leaves, b * 32, ticketB, 0)
  return compareBytes(ticketA, ticketB) || comparePacked(leaves, 32, a, b)
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
