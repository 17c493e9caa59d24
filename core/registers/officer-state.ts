/** 执法检查人员的状态: 有效 | 停用 | 离岗. Only who is active is drawn; a seat already held is given up by a request, never by a state. */
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import type { PersonState } from './person-cells.ts'

export type OfficerVerb = 'activate' | 'suspend' | 'leave'

export const officerTransitions: Transitions<PersonState, OfficerVerb> = {
  active: { suspend: 'suspended', leave: 'left' },
  suspended: { activate: 'active', leave: 'left' },
  left: { activate: 'active' },
}

const verbs: Readonly<Record<PersonState, OfficerVerb>> = { active: 'activate', suspended: 'suspend', left: 'leave' }

export type OfficerStateFailure = WrongState | { readonly type: 'officer_in_group'; readonly groups: readonly string[] }

/**
 * Whether somebody may come into a state. Who leaves for good leaves their standing groups first: whether a group goes on without them,
 * and who leads it, is decided by a person and not by this change.
 */
export function moveOfficer(state: PersonState, to: PersonState, groups: readonly string[]): Result<PersonState, OfficerStateFailure> {
  const next = step(officerTransitions, state, verbs[to])
  if (!next.ok) return next
  return to === 'left' && groups.length > 0 ? fail({ type: 'officer_in_group', groups }) : ok(next.value)
}
