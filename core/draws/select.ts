/** Selection: in each stratum the k smallest tickets win (draw protocol §5). */
import { compareBytes } from '../bytes.ts'
import { comparePacked, inOrder32, orderOfHashes } from './order.ts'
import { type DrawBasis, type Ticketer, ticketer, ticketHeads, ticketsOf } from './tickets.ts'

/** The winners over all strata in ascending ticket order: positions among the leaves, and their tickets packed 32 bytes each. */
export type Selection = { readonly positions: Uint32Array; readonly tickets: Uint8Array }

/** Leaves as a `Pool` holds them: packed, with the stratum index of each. */
export type Leaves = { readonly leaves: Uint8Array; readonly strata: Uint16Array }

/** Draws `targets[s]` of the leaves of each stratum s. Time grows with the pool, not with its order: only tickets at the threshold are compared. */
export function select(basis: DrawBasis, { leaves, strata }: Leaves, targets: readonly number[]): Selection {
  const heads = ticketHeads(basis, leaves)
  const bits = Math.min(16, 22 - Math.ceil(Math.log2(Math.max(1, targets.length))))
  const edges = edgesOf(heads, strata, targets, bits)
  const drawn = new Uint32Array(targets.reduce((sum, target) => sum + target, 0))
  const atEdge: number[][] = targets.map(() => [])
  let size = 0
  for (let i = 0; i < heads.length; i++) {
    const stratum = strata[i] ?? 0
    const beyond = ((heads[i] ?? 0) >>> (32 - bits)) - (edges[stratum]?.bin ?? 0)
    if (beyond < 0) drawn[size++] = i
    else if (beyond === 0) atEdge[stratum]?.push(i)
  }
  const ticketOf = ticketer(basis)
  for (const [stratum, members] of atEdge.entries()) {
    members.sort((a, b) => (heads[a] ?? 0) - (heads[b] ?? 0) || compareTickets(a, b, ticketOf, leaves))
    for (const member of members.slice(0, edges[stratum]?.left)) drawn[size++] = member
  }
  return inTicketOrder(drawn, basis, leaves)
}

/** How far the winners of a stratum reach: all tickets whose first bits are below `bin` win, and of those in it the `left` smallest. */
type Edge = { readonly bin: number; readonly left: number }

/** Finds the edges from a histogram of the first bits of the tickets of each stratum. */
function edgesOf(heads: Uint32Array, strata: Uint16Array, targets: readonly number[], bits: number): readonly Edge[] {
  const bins = 1 << bits
  const histogram = new Uint32Array(targets.length * bins)
  for (let i = 0; i < heads.length; i++) {
    const cell = (strata[i] ?? 0) * bins + ((heads[i] ?? 0) >>> (32 - bits))
    histogram[cell] = (histogram[cell] ?? 0) + 1
  }
  return targets.map((target, stratum) => {
    let left = target
    for (let bin = 0; bin < bins; bin++) {
      const here = histogram[stratum * bins + bin] ?? 0
      if (here >= left) return { bin, left }
      left -= here
    }
    throw new RangeError('a target is larger than its stratum; strataTargets refuses this')
  })
}

function inTicketOrder(drawn: Uint32Array, basis: DrawBasis, leaves: Uint8Array): Selection {
  // Equal tickets are a collision of the hash; the order is defined even then, by the leaves, whose order is that of their positions.
  const byLeaf = drawn.slice().sort()
  const tickets = ticketsOf(basis, inOrder32(leaves, byLeaf))
  const order = orderOfHashes(tickets, 32, drawn.length)
  return { positions: order.map((i) => byLeaf[i] ?? 0), tickets: inOrder32(tickets, order) }
}

/** 256-bit lexicographic, then leaf bytes (§5). */
function compareTickets(a: number, b: number, ticketOf: Ticketer, leaves: Uint8Array): number {
  const ticketA = new Uint8Array(32)
  const ticketB = new Uint8Array(32)
  ticketOf(leaves, a * 32, ticketA, 0)
  ticketOf(leaves, b * 32, ticketB, 0)
  return compareBytes(ticketA, ticketB) || comparePacked(leaves, 32, a, b)
}
