/** 文书模板: drafted by one person, approved by another; an approved version never changes, the next one is a new version. */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export const templateStates = {
  draft: { zh: '编辑中', en: 'Draft' },
  submitted: { zh: '待批准', en: 'Submitted' },
  approved: { zh: '已批准', en: 'Approved' },
  discarded: { zh: '已放弃', en: 'Discarded' },
} as const

export type TemplateState = keyof typeof templateStates
export type TemplateVerb = 'edit' | 'submit' | 'approve' | 'return' | 'discard'

export const templateTransitions: Transitions<TemplateState, TemplateVerb> = {
  draft: { edit: 'draft', submit: 'submitted', discard: 'discarded' },
  submitted: { approve: 'approved', return: 'draft' },
  approved: {},
  discarded: {},
}

const permissionFor: Readonly<Record<TemplateVerb, Permission>> = {
  edit: 'template.edit',
  submit: 'template.edit',
  discard: 'template.edit',
  approve: 'policy.approve',
  return: 'policy.approve',
}

export type TemplateStanding = Scoped & {
  readonly state: TemplateState
  /** Everybody who wrote or changed this version. */
  readonly authors: readonly string[]
  readonly submittedBy: string | null
}

export type TemplateMoveFailure = WrongState | { readonly type: AccessFailure | 'approver_is_submitter' }

/** Moves a template, or says why not. Four eyes: who wrote or submitted a version never approves it. */
export function moveTemplate(template: TemplateStanding, verb: TemplateVerb, actor: Actor): Result<TemplateState, TemplateMoveFailure> {
  const ability = can(actor, permissionFor[verb], template)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(templateTransitions, template.state, verb)
  if (!next.ok) return next
  if (verb === 'approve' && [...template.authors, template.submittedBy].includes(actor.id)) return fail({ type: 'approver_is_submitter' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function templateAbility(template: TemplateStanding, verb: TemplateVerb, actor: Actor): Ability {
  const moved = moveTemplate(template, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}
