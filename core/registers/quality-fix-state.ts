/** 批量处理: what was done about many findings at once, and taken back as one. */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import { fail, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type QualityFixState = 'running' | 'done' | 'undoing' | 'undone' | 'failed'
export type QualityFixVerb = 'finish' | 'fail' | 'undo' | 'finishUndo'

/** A failed batch has parts to take back: whole chunks of it are in the register. */
export const qualityFixTransitions: Transitions<QualityFixState, QualityFixVerb> = {
  running: { finish: 'done', fail: 'failed' },
  done: { undo: 'undoing' },
  undoing: { finishUndo: 'undone', fail: 'failed' },
  undone: {},
  failed: { undo: 'undoing' },
}

export type QualityFixStanding = Scoped & { readonly state: QualityFixState }

/** Moves a batch as a person asks for it, or says why not. */
export function undoFix(fix: QualityFixStanding, actor: Actor): Result<QualityFixState, WrongState | { readonly type: AccessFailure }> {
  const ability = can(actor, 'quality.fix', fix)
  return ability.allowed ? step(qualityFixTransitions, fix.state, 'undo') : fail({ type: ability.reason })
}

/** The same answer for a screen. */
export function undoFixAbility(fix: QualityFixStanding, actor: Actor): Ability {
  const moved = undoFix(fix, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}
