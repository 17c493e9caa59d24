/** Who may state an exception from the cap (频次例外) for a visit. */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused } from '#core/access/can.ts'
import type { LedgerLine } from './line-store.ts'

/** Not for a task they made themselves (`makers`: task → account), and only while the visit is to come. */
export function exceptAbility(
  actor: Actor,
  line: Pick<LedgerLine, 'orgPath' | 'dept' | 'state' | 'taskId'>,
  makers: ReadonlyMap<string, string>,
): Ability<AccessFailure | 'exception_not_due' | 'exception_own_task'> {
  const may = can(actor, 'ledger.except', { orgPath: line.orgPath, dept: line.dept })
  if (!may.allowed) return may
  if (line.state !== 'due') return refused('exception_not_due')
  return makers.get(line.taskId) === actor.id ? refused('exception_own_task') : allowed
}
