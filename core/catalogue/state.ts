/**
 * 抽查事项: a version is drafted and handed in by one person, published or returned with an opinion by another; a published version is
 * never edited (domain.md §5). Joint items move the same way.
 */
import {
  type Ability,
  type AccessFailure,
  type Actor,
  allowed,
  can,
  isPathWithin,
  refused,
  type Scoped,
  spansDepartments,
} from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type ItemState = 'draft' | 'submitted' | 'returned' | 'published' | 'superseded' | 'retired' | 'discarded'
export type ItemMove = 'edit' | 'submit' | 'discard' | 'publish' | 'return' | 'retire'
export type ItemVerb = ItemMove | 'supersede'

export const itemTransitions: Transitions<ItemState, ItemVerb> = {
  draft: { edit: 'draft', submit: 'submitted', discard: 'discarded' },
  submitted: { edit: 'draft', publish: 'published', return: 'returned' },
  returned: { edit: 'draft', submit: 'submitted', discard: 'discarded' },
  published: { supersede: 'superseded', retire: 'retired' },
  superseded: {},
  retired: {},
  discarded: {},
}

const permissionFor: Readonly<Record<ItemMove, Permission>> = {
  edit: 'item.edit',
  submit: 'item.edit',
  discard: 'item.edit',
  publish: 'item.publish',
  return: 'item.publish',
  retire: 'item.publish',
}

export type ItemStanding = Scoped & {
  readonly state: ItemState
  /** Everybody who wrote or changed this version. */
  readonly authors: readonly string[]
  readonly submittedBy: string | null
}

export type ItemFailure = WrongState | { readonly type: AccessFailure | 'publisher_is_editor' }

/** Moves a version, or says why not. Four eyes: whoever wrote, changed or handed in a version does not publish it. */
export function moveItem(item: ItemStanding, verb: ItemMove, actor: Actor): Result<ItemState, ItemFailure> {
  const ability = can(actor, permissionFor[verb], item)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(itemTransitions, item.state, verb)
  if (!next.ok) return next
  if (verb === 'publish' && [...item.authors, item.submittedBy].includes(actor.id)) return fail({ type: 'publisher_is_editor' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function itemAbility(item: ItemStanding, verb: ItemMove, actor: Actor): Ability {
  const moved = moveItem(item, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** Is this version still being worked on: of each code there is at most one. */
export const isOpen = (state: ItemState): boolean => 'edit' in itemTransitions[state]

/** Items that apply where the actor works: of the department, made there, above or below. Others do not exist for the actor. */
export const itemApplies = (item: Scoped, actor: Actor): boolean =>
  (spansDepartments(actor) || item.dept === actor.dept) &&
  (isPathWithin(actor.orgPath, item.orgPath) || isPathWithin(item.orgPath, actor.orgPath))
