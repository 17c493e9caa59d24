/** Matching `mingjian-match/dependent-rounding/1`: the shares are rounded with the seed, and within a team the lot says who leads (draw protocol §6). */
import { compareBytes, fromHex } from '../bytes.ts'
import { drbg } from '../draws/drbg.ts'
import type { Assignment } from '../draws/matching-documents.ts'
import type { DrawBasis } from '../draws/tickets.ts'
import { pairLots } from './least-loaded.ts'
import { roundShares } from './rounding.ts'
import { graphOf, gridOf, type MatchingList, type MatchRow, type Role } from './wire.ts'

type Team = Assignment['officers']

/**
 * Who inspects what, in the order of the objects; in a replacement, who comes anew. `basis` is that of the officer draw, the list one without
 * `listProblem`; the answer depends on nothing else. Every pair has exactly the chance of its share.
 */
export function matchTeams(basis: DrawBasis, list: MatchingList): readonly Assignment[] {
  const { units, rows } = list
  const graph = graphOf(list)
  const chosen = roundShares(graph, gridOf(rows), drbg(basis, 'round'))
  const arrange = arranger(basis, list)
  const assignment: { readonly object: string; officers: Team }[] = []
  for (const [i, row] of rows.entries()) {
    const from = graph.start[i] ?? 0
    const drawn = row[5].filter((_, k) => chosen[from + k] === 1)
    const team = arrange(
      row,
      drawn.map((unit) => units[unit]?.[0] ?? ''),
      drawn.flatMap((unit) => units[unit]?.[3] ?? []),
    )
    const last = assignment.at(-1)
    if (last?.object === row[0]) last.officers = [...last.officers, ...team]
    else assignment.push({ object: row[0], officers: team })
  }
  return assignment
}

/** Gives those drawn for a row their roles: a group has its own order, persons are ordered by lot. */
function arranger(
  basis: DrawBasis,
  { vacated }: MatchingList,
): (row: MatchRow, subjects: readonly string[], members: readonly string[]) => Team {
  const lot = pairLots(basis)
  const free = new Map<string, Role[]>()
  for (const [leaf, , role] of vacated ?? []) free.set(leaf, [...(free.get(leaf) ?? []), role].sort(leadFirst))
  return ([leaf, population], subjects, members) => {
    if (members.length > 0) return members.map((officer, place) => ({ officer, role: place === 0 ? 'lead' : 'assist' }))
    const object = fromHex(leaf)
    const lots = subjects.map((officer) => ({ officer, lot: lot('lead', object, officer) }))
    // Subjects come ascending by bytes, and a stable sort lets that decide between equal lots.
    const ordered = lots.sort((a, b) => compareBytes(a.lot, b.lot)).map(({ officer }) => officer)
    if (population === 'experts') return ordered.map((officer) => ({ officer, role: 'expert' }))
    const roles = free.get(leaf)
    return ordered.map((officer, place) => ({ officer, role: roles ? (roles[place] ?? 'assist') : place === 0 ? 'lead' : 'assist' }))
  }
}

const roleOrder = ['lead', 'assist', 'expert'] as const satisfies readonly Role[]
const leadFirst = (a: Role, b: Role): number => roleOrder.indexOf(a) - roleOrder.indexOf(b)
