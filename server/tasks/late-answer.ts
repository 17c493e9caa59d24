/** A department answers an invitation into a task that is locked (变更申请 增加配合部门): it comes in with its items, or the others go on without it. */
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { sendOut } from '#server/draws/carry-out.ts'
import { closedObjectDraw } from '#server/draws/drawn-store.ts'
import { Problem } from '#server/http/problem.ts'
import { republishTask } from './announce.ts'
import { dispatchTask } from './dispatch.ts'
import { departmentAt, type Invited } from './participant-store.ts'
import { addItems } from './parts-store.ts'
import type { TaskRecord } from './store.ts'

export type LateAnswer = { readonly accept: boolean; readonly by: { readonly name: string } }

/** The answer is written already. Whoever comes in is a department that still has to draw its officers; the public reads so in a new version. */
export async function takeLateAnswer(tx: Tx, task: TaskRecord, invited: Invited, { accept, by }: LateAnswer, now: Instant): Promise<void> {
  if (accept) {
    await refuseOutOfForce(tx, task, invited, now)
    await addItems(tx, task.id, invited)
    await dispatchTask(tx, task, { by, now })
    await republishTask(tx, task.id, { kind: 'correction', reason: `${invited.orgName}参加检查`, note: null, now })
    return
  }
  // It may have been the last one the others waited for.
  const objectDraw = await closedObjectDraw(tx, task.id)
  if (objectDraw !== null) await sendOut(tx, task, objectDraw, now)
}

/** What a department was invited with may have been withdrawn since: 清单之外无检查. */
async function refuseOutOfForce(tx: Tx, task: TaskRecord, { dept, orgPath, orgName, itemIds }: Invited, now: Instant): Promise<void> {
  const there = await departmentAt(tx, { orgPath, dept }, firstDayOfWork(task.from, dateAt(now)))
  const gone = itemIds.filter((id) => there?.items.every((item) => item.id !== id) ?? true)
  if (gone.length > 0) throw new Problem('participant_items_unknown', { orgName, items: gone })
}
