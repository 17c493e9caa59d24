/** What each kind of change does: whether it can be, what stands now, what is wanted, and how it comes about. One more kind is one more case here. */
import type { Wanted } from '#contract/changes.ts'
import { type ChangeVersion, isSame } from '#core/changes/version.ts'
import { never } from '#core/result.ts'
import { type TaskState, taskTransitions } from '#core/tasks/state.ts'
import type { Instant } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import { departmentChange } from './department-kind.ts'
import { itemsChange } from './items-kind.ts'
import { joinChange } from './join-kind.ts'
import { participantsChange } from './participants-kind.ts'
import { announcementChange, cancelChange, windowChange } from './task-kinds.ts'

/** What is at hand when a change is looked at or made. */
export type At = {
  readonly tx: Tx
  readonly services: Services
  /** Held until the end of the transaction where something is written. */
  readonly task: TaskRecord
  readonly now: Instant
}

/** Why and by whom; what a change writes of itself. */
export type Because = { readonly reason: string; readonly by: { readonly id: string; readonly name: string } }

export type Change = {
  /** Throws the refusal that stands against it, beyond the state of the task. */
  readonly check: (at: At) => Promise<void>
  readonly before: (at: At) => Promise<ChangeVersion>
  /** What it would be. */
  readonly wish: (at: At, before: ChangeVersion) => Promise<ChangeVersion>
  readonly apply: (at: At, because: Because) => Promise<void>
}

/** The change that is wanted. */
export function changeOf(wanted: Wanted): Change {
  switch (wanted.kind) {
    case 'task.cancel':
      return cancelChange
    case 'task.window':
      return windowChange(wanted)
    case 'task.announcement':
      return announcementChange(wanted)
    case 'task.participants':
      return participantsChange(wanted)
    case 'task.join':
      return joinChange(wanted)
    case 'task.items':
      return itemsChange(wanted)
    case 'visit.department':
      return departmentChange(wanted)
    default:
      return never(wanted)
  }
}

/** Both versions of a change that can be made; throws why it cannot. */
export async function tried(at: At, wanted: Wanted): Promise<{ before: ChangeVersion; wish: ChangeVersion }> {
  refuseUnlocked(at.task)
  const change = changeOf(wanted)
  if (wanted.kind === 'task.announcement') refuseRiskClass({ text: wanted.text })
  await change.check(at)
  const before = await change.before(at)
  const wish = await change.wish(at, before)
  if (isSame(before, wish)) throw new Problem('change_nothing')
  return { before, wish }
}

/** Before the lock a task changes on its own page; after its end it does not change any more (domain.md §5, AR09). */
export function refuseUnlocked(task: { readonly state: TaskState }): void {
  if (Object.keys(taskTransitions[task.state]).length === 0) throw new Problem('change_after_end', { state: task.state })
  if (!step(taskTransitions, task.state, 'cancelByChange').ok) throw new Problem('change_before_lock', { state: task.state })
}
