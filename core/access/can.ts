/** Permission = verb × noun × jurisdiction, in one pure function; the server asks it, and sends its answer to the browser as `abilities`. */
import type { AccountId } from '#core/ids.ts'
import { ownUnitOnly, type Permission, type Role, roles } from './roles.ts'

export type Actor = {
  readonly id: AccountId
  readonly name: string
  readonly roles: readonly Role[]
  /** Materialised region path of the actor's organisation: `62.6201.620103`. */
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  /** The officer register entry this account belongs to, when it belongs to one. */
  readonly officerId: string | null
}

/** Where a thing belongs: every thing that is scoped carries these two. */
export type Scoped = { readonly orgPath: string; readonly dept: string }

/** The answer to "may they?", with the reason code when not, ready to be sent to a screen. */
export type Ability<Reason extends string = string> = { readonly allowed: true } | { readonly allowed: false; readonly reason: Reason }

export type AccessFailure = 'permission_missing' | 'outside_jurisdiction' | 'made_by_another_unit'

export const allowed = { allowed: true } as const
export const refused = <Reason extends string>(reason: Reason): Ability<Reason> => ({ allowed: false, reason })

export const permissionsOf = (actor: Pick<Actor, 'roles'>): ReadonlySet<Permission> =>
  new Set(actor.roles.flatMap((role): readonly Permission[] => roles[role].can))

/** May the actor use this permission at all, and on this thing when one is given? */
export function can(actor: Actor, permission: Permission, thing?: Scoped): Ability<AccessFailure> {
  if (!permissionsOf(actor).has(permission)) return refused('permission_missing')
  if (thing === undefined) return allowed
  if (!within(actor, thing)) return refused('outside_jurisdiction')
  if (ownUnitOnly.has(permission) && actor.orgPath !== thing.orgPath) return refused('made_by_another_unit')
  return allowed
}

/** Is the thing inside the actor's jurisdiction: its organisation or one below it, of its department unless a role spans departments? */
export function within(actor: Actor, thing: Scoped): boolean {
  return isPathWithin(actor.orgPath, thing.orgPath) && (spansDepartments(actor) || actor.dept === thing.dept)
}

export const spansDepartments = (actor: Pick<Actor, 'roles'>): boolean => actor.roles.some((role) => 'allDepartments' in roles[role])

/** `62.6201` holds `62.6201` and `62.6201.620103`, but not `62.62011`. */
export const isPathWithin = (ancestor: string, path: string): boolean => path === ancestor || path.startsWith(`${ancestor}.`)
