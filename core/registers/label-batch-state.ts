/** 批量打标签: one label put on or taken off all objects of a query, and undone as one while nothing of it was changed since. */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions } from '#core/transition.ts'

export type LabelBatchState = 'running' | 'done' | 'undoing' | 'undone' | 'failed'
export type LabelBatchVerb = 'finish' | 'fail' | 'undo' | 'finishUndo' | 'keep'

/** `keep`: the undoing met labels that somebody changed meanwhile, and left everything as it is. A failed batch has parts to take back. */
export const labelBatchTransitions: Transitions<LabelBatchState, LabelBatchVerb> = {
  running: { finish: 'done', fail: 'failed' },
  done: { undo: 'undoing' },
  undoing: { finishUndo: 'undone', keep: 'done' },
  undone: {},
  failed: { undo: 'undoing' },
}

export type LabelBatchStanding = Scoped & { readonly state: LabelBatchState }

export type LabelBatchFailure = { readonly type: AccessFailure | 'batch_not_undoable' }

/** Whether an actor may take a batch back now; what stands against it in the labels themselves is found when it is tried. */
export function undoBatch(batch: LabelBatchStanding, actor: Actor): Result<LabelBatchState, LabelBatchFailure> {
  const ability = can(actor, 'register.label', batch)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(labelBatchTransitions, batch.state, 'undo')
  return next.ok ? ok(next.value) : fail({ type: 'batch_not_undoable' })
}

export function undoAbility(batch: LabelBatchStanding, actor: Actor): Ability {
  const undone = undoBatch(batch, actor)
  return undone.ok ? allowed : refused(undone.failure.type)
}
