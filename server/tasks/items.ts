/** What a task inspects: the versions in force of its plan row's items, and typed items where the policy allows them. */
import type { Actor } from '#core/access/can.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { itemApplies } from '#core/catalogue/state.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { checkOtherItems, type OtherItem } from '#core/tasks/other-items.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { versionsInForce } from '#server/catalogue/in-force-store.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'

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
  const gone = versions.filter(({ id, listKind }) => id === null || listKind === 'undisturbed')
  if (gone.length > 0) throw new Problem('task_item_not_in_force', { day, items: gone.map(({ askedName }) => askedName) })
  const ids = [...new Set(versions.flatMap(({ id }) => (id === null ? [] : [id])))]
  const names = [...(await itemsById(tx, ids)).values()].map(({ name }) => name)
  unwrap(checkOtherItems({ allowed: policy.otherItems.value, most: policy.otherItemsMost.value }, otherItems, names))
  return ids
}

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
