/** 抽查事项: a draft is edited by one person and published by another; a published version is never edited (domain.md §5). */
import { type AccessFailure, type Actor, can, isPathWithin, type Scoped, spansDepartments } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type ItemState = 'draft' | 'published' | 'superseded'
export type ItemVerb = 'edit' | 'publish' | 'supersede'

export const itemTransitions: Transitions<ItemState, ItemVerb> = {
  draft: { edit: 'draft', publish: 'published' },
  published: { supersede: 'superseded' },
  superseded: {},
}

export type ItemStanding = Scoped & { readonly state: ItemState; readonly editedBy: string }

export type ItemFailure = WrongState | { readonly type: AccessFailure | 'publisher_is_editor' }

export function moveItem(item: ItemStanding, verb: 'edit' | 'publish', actor: Actor): Result<ItemState, ItemFailure> {
  const ability = can(actor, verb === 'edit' ? 'item.edit' : 'item.publish', item)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(itemTransitions, item.state, verb)
  if (!next.ok) return next
  if (verb === 'publish' && item.editedBy === actor.id) return fail({ type: 'publisher_is_editor' })
  return ok(next.value)
}

/** Items that apply where the actor works: of the department, made there, above or below. Others do not exist for the actor. */
export const itemApplies = (item: Scoped, actor: Actor): boolean =>
  (spansDepartments(actor) || item.dept === actor.dept) &&
  (isPathWithin(actor.orgPath, item.orgPath) || isPathWithin(item.orgPath, actor.orgPath))
