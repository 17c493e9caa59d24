/** Who may state an exception from the cap (频次例外) for a visit. */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import { step, type Transitions } from '#core/transition.ts'

export type LineState = 'due' | 'done' | 'replaced' | 'cancelled'

/** An exception is for a visit to come, also in place of one stated before. */
export const exceptTransitions: Transitions<LineState, 'except'> = { due: { except: 'due' }, done: {}, replaced: {}, cancelled: {} }

/** Not for a task they made themselves (`makers`: task → account). */
export function exceptAbility(
  actor: Actor,
  line: Scoped & { readonly state: LineState; readonly taskId: string },
  makers: ReadonlyMap<string, string>,
): Ability<AccessFailure | 'exception_not_due' | 'exception_own_task'> {
  const may = can(actor, 'ledger.except', { orgPath: line.orgPath, dept: line.dept })
  if (!may.allowed) return may
  if (!step(exceptTransitions, line.state, 'except').ok) return refused('exception_not_due')
  return makers.get(line.taskId) === actor.id ? refused('exception_own_task') : allowed
}
