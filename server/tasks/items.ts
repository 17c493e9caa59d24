/** What a task inspects: the versions in force of its plan row's items, and typed items where the policy allows them. */
import type { Actor } from '#core/access/can.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { itemApplies } from '#core/catalogue/state.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { checkOpen, type Window } from '#core/tasks/limits.ts'
import { checkOtherItems, type OtherItem } from '#core/tasks/other-items.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type InForce, versionsInForce } from '#server/catalogue/in-force-store.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { type Department, departmentsOf } from './participant-store.ts'

/**
 * The item versions that a new task freezes: a plan names items, and by the first day of the task a newer version may hold. An item that no
 * version holds of any more is refused. From then on the task keeps these versions, whatever is published later.
 */
export async function itemsForTask(
  tx: Tx,
  asked: readonly string[],
  { from, otherItems }: { readonly from: string; readonly otherItems: readonly OtherItem[] },
  { now, policy }: { readonly now: Instant; readonly policy: PolicyPack['catalogue'] },
): Promise<string[]> {
  const day = firstDayOfWork(from, dateAt(now))
  const versions = await versionsInForce(tx, asked, day)
  const gone = versions.filter(isGone)
  if (gone.length > 0) throw outOfForce(gone, day, 'itemIds')
  const names = new Map(versions.flatMap(({ id, name }) => (id === null || name === null ? [] : [[id, name]])))
  unwrap(checkOtherItems({ allowed: policy.otherItems.value, most: policy.otherItemsMost.value }, otherItems, [...names.values()]))
  return [...names.keys()]
}

/**
 * Before a task is agreed, and before its objects are drawn: its days are not over, and every item still has a version in force on the first day of work. The
 * version that the task froze may be older; an item that was retired since is drawn no more.
 */
export async function refuseOver(tx: Tx, task: Department & Window & { readonly id: string }, now: Instant): Promise<void> {
  unwrap(checkOpen(task, dateAt(now)))
  const day = firstDayOfWork(task.from, dateAt(now))
  for (const { dept, itemIds } of await departmentsOf(tx, task)) {
    const gone = (await versionsInForce(tx, itemIds, day)).filter(isGone)
    if (gone.length > 0) throw outOfForce(gone, day, dept === task.dept ? 'itemIds' : 'participants')
  }
}

const isGone = ({ id, listKind }: InForce): boolean => id === null || listKind === 'undisturbed'

const outOfForce = (gone: readonly InForce[], day: string, field: 'itemIds' | 'participants'): Problem =>
  new Problem('task_item_not_in_force', { day, items: gone.map(({ askedName }) => askedName), field })

/** 清单之外无检查: what a task outside the plan names is published and applies at the place of who makes it. */
export async function publishedHere(tx: Tx, actor: Actor, ids: readonly string[]): Promise<readonly string[]> {
  const items = await itemsById(tx, ids)
  const usable = (id: string): boolean => {
    const item = items.get(id)
    return item !== undefined && item.state === 'published' && item.dept === actor.dept && itemApplies(item, actor)
  }
  const bad = ids.filter((id) => !usable(id))
  if (bad.length > 0) throw new Problem('task_items_not_published', { items: bad.map((id) => items.get(id)?.name ?? id) })
  return ids
}
