/** What can be asked for of a task, each with why not; what the form offers to choose from. */
import type { ChangeOptions } from '#contract/changes.ts'
import { type Ability, allowed, refused } from '#core/access/can.ts'
import { type ChangeKind, changeKinds } from '#core/changes/kinds.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { invitedTo } from '#server/tasks/participant-store.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import { subTasksOf } from '#server/tasks/sub-task-store.ts'
import { itemsOfDepartments, joinersOf } from './department-options.ts'
import { type At, changeOf, refuseUnlocked } from './kinds.ts'
import * as facts from './task-facts-store.ts'

export async function optionsOf(at: At): Promise<ChangeOptions> {
  const { tx, task } = at
  const announcement = await facts.announcementOf(tx, task.id)
  const participants = await leavers(at)
  const parts = await partsOf(tx, task)
  const joiners = await joinersOf(at, abilityOf)
  const itemsOf = await itemsOfDepartments(at, abilityOf)
  const cannot: Readonly<Partial<Record<ChangeKind, Ability>>> = {
    ...(announcement === null ? { 'task.announcement': refused('change_not_announced') } : {}),
    ...noneOf('task.participants', participants, 'change_no_participant'),
    ...(parts.length > 0 ? {} : { 'visit.department': refused('change_no_parts') }),
    ...noneOf('task.join', joiners, 'change_join_nobody'),
    ...noneOf('task.items', itemsOf, 'change_no_participant'),
  }
  const locked = await abilityOf(async () => refuseUnlocked(task))
  return {
    thing: `task:${task.id}`,
    thingName: task.name,
    kinds: kinds.map((kind) => ({ kind, ability: locked.allowed ? (cannot[kind] ?? allowed) : locked })),
    window: { from: task.from, to: task.to },
    announcement,
    participants,
    parts,
    targets: (await facts.targetsOf(tx, task.orgPath)).map(({ orgId, dept, orgName }) => ({ orgId, dept, orgName })),
    joiners,
    itemsOf,
  }
}

/** A kind that none of the departments allows says why not, in the words of the first. */
const noneOf = (
  kind: ChangeKind,
  departments: readonly { readonly ability: Ability }[],
  nobody: string,
): Partial<Record<ChangeKind, Ability>> =>
  departments.some(({ ability }) => ability.allowed) ? {} : { [kind]: departments[0]?.ability ?? refused(nobody) }

/** Objects of a part that can still change hands, at most fifty at a time. */
export async function objectsToMove(
  tx: Tx,
  task: TaskRecord,
  { part, q = '' }: { readonly part: string; readonly q?: string | undefined },
) {
  const rows = await facts.objectsOfPart(tx, { taskId: task.id, part }, { q, most: 51 })
  return { rows: rows.slice(0, 50), more: rows.length > 50 }
}

// The table's own keys.
const kinds = Object.keys(changeKinds) as ChangeKind[]

/** The departments that take part, each with whether it could leave. */
async function leavers(at: At): Promise<ChangeOptions['participants']> {
  const there = (await invitedTo(at.tx, at.task.id)).filter(({ state }) => state !== 'declined')
  return Promise.all(
    there.map(async ({ dept, orgName }) => ({
      dept,
      orgName,
      ability: await abilityOf(() => changeOf({ kind: 'task.participants', leaves: dept }).check(at)),
    })),
  )
}

async function partsOf(tx: Tx, task: TaskRecord): Promise<ChangeOptions['parts']> {
  const parts = new Map<string, string[]>()
  for (const { part, orgName, objects } of await subTasksOf(tx, task.id))
    if (objects > 0) parts.set(part, [...(parts.get(part) ?? []), orgName])
  return [...parts].map(([part, names]) => ({ part, orgName: names.join('、') }))
}

async function abilityOf(judge: () => Promise<void>): Promise<Ability> {
  try {
    await judge()
    return allowed
  } catch (error) {
    if (error instanceof Problem) return refused(error.code)
    throw error
  }
}
