/** The frame of a task under the rules of its place today. */
import { capOf, frequencyRules } from '#core/ledger/guard.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type FrameAt, type FrameTask, frameAt } from '#server/draws/frame-store.ts'
import { policyAt } from '#server/policy/at.ts'

type Capped = FrameTask & Pick<Parameters<typeof capOf>[0], 'frequencyException'>

/** The cap that holds is the published one, unless the task is stricter or has a lawful exception, whatever the policy was when it was made. */
export async function frameNow<T extends Capped>(tx: Tx, task: T, now: Instant): Promise<{ frame: T; at: FrameAt }> {
  const policy = await policyAt(tx, task.orgPath, dateAt(now))
  return { frame: { ...task, frequencyCap: capOf(task, frequencyRules(policy)) }, at: frameAt(policy, now) }
}
