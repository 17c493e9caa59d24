/** 名录备案: the register of officers is filed with the level above, which accepts it or returns it (工商企监字〔2016〕185号). */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions } from '#core/transition.ts'

/** Answered once: accepted or returned. A register that came back is filed anew. */
export const registerFilingTransitions: Transitions<'submitted' | 'answered', 'answer'> = {
  submitted: { answer: 'answered' },
  answered: {},
}

export type FilingStanding = { readonly toPath: string; readonly dept: string; readonly submittedBy: string; readonly decided: boolean }

export type FilingFailure = { readonly type: AccessFailure | 'filing_decided' | 'filer_is_decider' }

/** Whether the actor may answer a filing: the place that received it, or one above that, never the person who sent it. */
export function mayDecide(filing: FilingStanding, actor: Actor): Result<null, FilingFailure> {
  const to: Scoped = { orgPath: filing.toPath, dept: filing.dept }
  const ability = can(actor, 'officer.accept', to)
  if (!ability.allowed) return fail({ type: ability.reason })
  if (!step(registerFilingTransitions, filing.decided ? 'answered' : 'submitted', 'answer').ok) return fail({ type: 'filing_decided' })
  return filing.submittedBy === actor.id ? fail({ type: 'filer_is_decider' }) : ok(null)
}
