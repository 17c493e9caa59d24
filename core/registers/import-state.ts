/** 导入批次: checked first, seen as a difference, then committed; and taken back while nothing depends on it (field-notes §B). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type ImportKind = 'entity' | 'library' | 'label' | 'risk' | 'officer' | 'expert'
export type ImportState = 'checking' | 'ready' | 'committing' | 'done' | 'discarded' | 'undoing' | 'undone' | 'failed'

/** People commit, discard and undo; the jobs say checked, committed, undone, kept and fail. */
export type ImportVerb = 'check' | 'commit' | 'discard' | 'finish' | 'undo' | 'finishUndo' | 'keep' | 'fail'

export const importTransitions: Transitions<ImportState, ImportVerb> = {
  checking: { check: 'ready', fail: 'failed' },
  ready: { commit: 'committing', discard: 'discarded' },
  committing: { finish: 'done', fail: 'failed' },
  done: { undo: 'undoing' },
  discarded: {},
  undoing: { finishUndo: 'undone', keep: 'done' },
  undone: {},
  failed: {},
}

/** What a register asks of whoever brings a file into it, looks into one, or takes one back. */
export const importPermission = {
  entity: 'register.import',
  library: 'library.manage',
  label: 'register.label',
  risk: 'register.import',
  officer: 'officer.import',
  expert: 'officer.import',
} as const satisfies Record<ImportKind, Permission>

/** `checkedAt` null: brought in before imports were checked first, so nothing was kept of what stood. */
export type ImportStanding = Scoped & { readonly kind: ImportKind; readonly state: ImportState; readonly checkedAt: string | null }

export type ImportFailure = WrongState | { readonly type: AccessFailure | 'import_kept_nothing' }

/** Moves an import as a person asks for it, or says why not. */
export function moveImport(batch: ImportStanding, verb: 'commit' | 'discard' | 'undo', actor: Actor): Result<ImportState, ImportFailure> {
  const ability = can(actor, importPermission[batch.kind], batch)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(importTransitions, batch.state, verb)
  return next.ok && verb === 'undo' && batch.checkedAt === null ? fail({ type: 'import_kept_nothing' }) : next
}

/** The same answer for a screen. */
export function importAbility(batch: ImportStanding, verb: 'commit' | 'discard' | 'undo', actor: Actor): Ability {
  const moved = moveImport(batch, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/**
 * Where an import stands when the work for it has ended in failure for good, whatever its row says: what was being checked or committed has
 * failed, what was being taken back is still in the register.
 */
export const standingState = (state: ImportState, workFailed: boolean): ImportState => {
  if (!workFailed) return state
  const failed = step(importTransitions, state, 'fail')
  if (failed.ok) return failed.value
  const kept = step(importTransitions, state, 'keep')
  return kept.ok ? kept.value : state
}

/** Whether nothing will happen to it until a person acts. */
export const isStill = (state: ImportState): boolean => !('fail' in importTransitions[state] || 'keep' in importTransitions[state])
