/** Matching `mingjian-match/least-loaded/1`: objects in ticket order, each to the least loaded eligible officers, ties by lot (docs/draw-protocol.md §6). */
import { compareBytes, fromHex } from '../bytes.ts'
import type { Assignment } from '../draws/documents.ts'
import { type DrawBasis, ticketer } from '../draws/tickets.ts'
import { suites, taggedHash } from '../hash/suite.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Edges } from './edges.ts'

export type TeamTooSmall = {
  readonly type: 'team_too_small'
  readonly object: string
  readonly eligible: number
  readonly teamSize: number
}

/** Who inspects what, in the order of the objects. `basis` is that of the officer draw; the answer depends on nothing else but these arguments. */
export function matchLeastLoaded(
  basis: DrawBasis,
  { objects, officers, edges }: Edges,
  teamSize: number,
): Result<readonly Assignment[], TeamTooSmall> {
  const lot = pairLots(basis)
  const loads = new Uint32Array(officers.length)
  const assignment: Assignment[] = []
  for (const [i, object] of objects.entries()) {
    const eligible = edges[i] ?? []
    if (eligible.length < teamSize) return fail({ type: 'team_too_small', object, eligible: eligible.length, teamSize })
    const leaf = fromHex(object)
    const team = leastLoaded(eligible, loads, teamSize, (officer) => lot('pair', leaf, officers[officer] ?? ''))
    for (const officer of team) loads[officer] = (loads[officer] ?? 0) + 1
    const byLead = orderByLot(team, (officer) => lot('lead', leaf, officers[officer] ?? ''))
    assignment.push({
      object,
      officers: byLead.map((officer, place) => ({ officer: officers[officer] ?? '', role: place === 0 ? 'lead' : 'assist' })),
    })
  }
  return ok(assignment)
}

/** The `teamSize` officers with the least load; among those with the load at the edge, the lowest lots. */
function leastLoaded(
  eligible: readonly number[],
  loads: Uint32Array,
  teamSize: number,
  lotOf: (officer: number) => Uint8Array,
): readonly number[] {
  const load = (officer: number): number => loads[officer] ?? 0
  const edge = eligible.map(load).sort((a, b) => a - b)[teamSize - 1] ?? 0
  const sure = eligible.filter((officer) => load(officer) < edge)
  const tied = eligible.filter((officer) => load(officer) === edge)
  const places = teamSize - sure.length
  return [...sure, ...(tied.length === places ? tied : orderByLot(tied, lotOf).slice(0, places))]
}

/** Ascending by lot; officers are given ascending by subject, and a stable sort lets that decide between equal lots. */
function orderByLot(officers: readonly number[], lotOf: (officer: number) => Uint8Array): readonly number[] {
  return [...officers]
    .sort((a, b) => a - b)
    .map((officer) => ({ officer, lot: lotOf(officer) }))
    .sort((a, b) => compareBytes(a.lot, b.lot))
    .map(({ officer }) => officer)
}

/** H(D ‖ seed ‖ TH(label, object leaf, officer subject)) for the labels "pair" (who goes) and "lead" (who leads). */
export function pairLots(basis: DrawBasis): (label: 'pair' | 'lead', leaf: Uint8Array, officer: string) => Uint8Array {
  const suite = suites[basis.suite]
  const ticketOf = ticketer(basis)
  return (label, leaf, officer) => {
    const lot = new Uint8Array(32)
    ticketOf(taggedHash(suite, label, leaf, officer), 0, lot, 0)
    return lot
  }
}
