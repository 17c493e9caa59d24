/** What is typed into a request, as the browser keeps it, and what it asks for when it is complete. */
import type { ChangeOptions, Wanted } from '#contract/changes.ts'
import { type ChangeKind, type ChangeReason, isChangeKind, isChangeReason } from '#core/changes/kinds.ts'

export type Typed = {
  readonly kind: ChangeKind | null
  readonly to: string | null
  readonly text: string
  readonly leaves: string | null
  readonly part: string | null
  readonly subjects: readonly string[]
  readonly toOrgId: string | null
  /** Whose items are replaced. */
  readonly dept: string | null
  readonly itemIds: readonly string[]
  readonly reason: ChangeReason | null
  readonly note: string
}

/** Nothing is chosen for anybody: the first kind would cancel the task. */
export const untyped = ({ announcement, parts }: ChangeOptions): Typed => ({
  kind: null,
  to: null,
  text: announcement ?? '',
  leaves: null,
  part: parts[0]?.part ?? null,
  subjects: [],
  toOrgId: null,
  dept: null,
  itemIds: [],
  reason: null,
  note: '',
})

/** Null while something is missing. */
export function wantedOf({ kind, to, text, leaves, part, subjects, toOrgId, dept, itemIds }: Typed): Wanted | null {
  switch (kind) {
    case null:
      return null
    case 'task.cancel':
      return { kind }
    case 'task.window':
      return to === null ? null : { kind, to }
    case 'task.announcement':
      return text.trim().length < 5 ? null : { kind, text: text.trim() }
    case 'task.participants':
      return leaves === null ? null : { kind, leaves }
    case 'task.join':
      return toOrgId === null || itemIds.length === 0 ? null : { kind, orgId: toOrgId, itemIds: [...itemIds] }
    case 'task.items':
      return dept === null || itemIds.length === 0 ? null : { kind, dept, itemIds: [...itemIds] }
    case 'visit.department':
      return part === null || toOrgId === null || subjects.length === 0 ? null : { kind, part, subjects: [...subjects], toOrgId }
  }
}

/** What an older form, or somebody's hand, left in the browser is no draft unless it fits. */
export function isTyped(value: unknown): value is Typed {
  if (typeof value !== 'object' || value === null) return false
  const { kind, to, text, leaves, part, subjects, toOrgId, dept, itemIds, reason, note } = value as Readonly<Record<string, unknown>> // any object has members of some kind
  return (
    (kind === null || (typeof kind === 'string' && isChangeKind(kind))) &&
    (reason === null || (typeof reason === 'string' && isChangeReason(reason))) &&
    [to, leaves, part, toOrgId, dept].every((one) => one === null || typeof one === 'string') &&
    [text, note].every((one) => typeof one === 'string') &&
    [subjects, itemIds].every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'))
  )
}
