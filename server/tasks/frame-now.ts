/** The frame of a task under the rules of its place today. */
import { capOf, frequencyRules, isExcepted, yearsAhead } from '#core/ledger/guard.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type FrameAt, type FrameTask, frameAt } from '#server/draws/frame-store.ts'
import { itemCapsOf } from '#server/ledger/item-store.ts'
import { policyAt } from '#server/policy/at.ts'

type Capped = Omit<FrameTask, 'itemCaps' | 'years'> &
  Pick<Parameters<typeof capOf>[0], 'frequencyException'> & {
    readonly id: string | null
    readonly from?: string | undefined
    readonly to?: string | undefined
  }

/**
 * The cap that holds is the published one, unless the task is stricter or has a lawful exception, whatever the policy was when it was made; the caps that
 * its items state hold beside it, in every year in which a visit of the task may be. Settings that are tried (`id` null) name no items yet.
 */
export async function frameNow(tx: Tx, task: Capped, now: Instant): Promise<{ frame: FrameTask; at: FrameAt }> {
  const policy = await policyAt(tx, task.orgPath, dateAt(now))
  const rules = frequencyRules(policy)
  const itemCaps = task.id === null || isExcepted(task, rules) ? [] : await itemCapsOf(tx, task.id)
  const today = dateAt(now)
  const years = yearsAhead({ from: task.from ?? today, to: task.to ?? today }, today)
  return { frame: { ...task, frequencyCap: capOf(task, rules), itemCaps, years }, at: frameAt(policy, now) }
}
