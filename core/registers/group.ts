/** 检查小组: at least two distinct officers of one organisation and those below it, one of them the leader (domain.md §4.6). */
import { isPathWithin, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'

export type Candidate = Scoped & { readonly id: string; readonly name: string; readonly population: string; readonly state: string }

export type GroupFailure =
  | { readonly type: 'group_too_small' }
  | { readonly type: 'group_member_twice'; readonly names: readonly string[] }
  | { readonly type: 'group_member_outside'; readonly names: readonly string[] }

/** The members with the leader first. `candidates` are the persons found for the ids; an id that names nobody is refused like a stranger. */
export function checkGroup(
  group: Scoped & { readonly leaderId: string; readonly memberIds: readonly string[] },
  candidates: readonly Candidate[],
): Result<readonly Candidate[], GroupFailure> {
  const ids = [group.leaderId, ...group.memberIds]
  const byId = new Map(candidates.map((one) => [one.id, one]))
  const nameOf = (id: string): string => byId.get(id)?.name ?? id
  const twice = new Set(ids.filter((id, at) => ids.indexOf(id) !== at))
  if (new Set(ids).size < 2) return fail({ type: 'group_too_small' })
  if (twice.size > 0) return fail({ type: 'group_member_twice', names: [...twice].map(nameOf) })
  const members = ids.flatMap((id) => byId.get(id) ?? [])
  const belongs = (one: Candidate): boolean =>
    one.population === 'officers' && one.state === 'active' && one.dept === group.dept && isPathWithin(group.orgPath, one.orgPath)
  const outside = ids.filter((id) => !members.some((one) => one.id === id && belongs(one)))
  return outside.length > 0 ? fail({ type: 'group_member_outside', names: outside.map(nameOf) }) : ok(members)
}
