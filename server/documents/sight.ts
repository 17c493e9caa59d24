/** Who sees a paper: whoever sees what it is about. Who issues one: the organisation it goes out from, and the officers of a visit. */
import { type Ability, type Actor, allowed, can, permissionsOf, refused, spansDepartments, within } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { findVisits } from '#server/inspections/store.ts'
import { planInSight } from '#server/plans/sight.ts'
import { getTask } from '#server/tasks/sight.ts'
import type { ThingRef } from './gather.ts'
import type { DocumentScope, IssuedRecord } from './store.ts'

/** Refuses as 404 what the actor may not see; answers whether they are on the team of the visit. */
export async function refuseUnseen(tx: Tx, actor: Actor, thing: ThingRef): Promise<{ readonly onTeam: boolean }> {
  switch (thing.kind) {
    case 'plan':
      needs(actor, 'plan.read')
      await planInSight(tx, actor, thing.id)
      return { onTeam: false }
    case 'task':
      needs(actor, 'task.read')
      await getTask(tx, actor, thing.id)
      return { onTeam: false }
    case 'visit': {
      const [visit] = await findVisits(tx, [thing.id])
      const onTeam = visit?.officers.some(({ id }) => id === actor.officerId) ?? false
      if (visit === undefined || !(onTeam || can(actor, 'inspection.read', visit).allowed)) throw new Problem('not_found')
      return { onTeam }
    }
  }
}

/** May the actor issue in the name of this organisation? */
export function issueAbility(actor: Actor, issuer: { readonly orgPath: string; readonly dept: string }, onTeam: boolean): Ability {
  const ability = onTeam ? can(actor, 'document.issue') : can(actor, 'document.issue', issuer)
  return ability.allowed ? allowed : refused(ability.reason)
}

/** The list of papers: of a jurisdiction for those who read there, else an officer's own. */
export function documentScope(actor: Actor): DocumentScope {
  const may = permissionsOf(actor)
  const reads = may.has('task.read') || may.has('plan.read')
  if (!reads && !may.has('document.issue')) throw new Problem('permission_missing')
  return { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept, officerId: actor.officerId, own: !reads }
}

/** A paper that the actor sees. Papers stay in sight of the organisation that issued them whatever became of their thing. */
export async function refuseUnseenDocument(tx: Tx, actor: Actor, document: IssuedRecord): Promise<void> {
  if (within(actor, document) && !documentScope(actor).own) return
  await refuseUnseen(tx, actor, thingOf(document.thing))
}

/** `visit:0198…` as a reference. */
export function thingOf(thing: string): ThingRef {
  const [kind, id = ''] = thing.split(':')
  if (kind !== 'plan' && kind !== 'task' && kind !== 'visit') throw new Error(`no thing of a paper: ${thing}`)
  return { kind, id }
}

function needs(actor: Actor, permission: 'plan.read' | 'task.read'): void {
  if (!permissionsOf(actor).has(permission)) throw new Problem('permission_missing')
}
