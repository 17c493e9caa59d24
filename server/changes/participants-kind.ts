/** 配合部门退出: a department that has drawn no officers yet leaves a locked task; its items leave with it, and the announcement says so. */
import type { Wanted } from '#contract/changes.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { subTaskTransitions } from '#core/tasks/sub-task-state.ts'
import { step } from '#core/transition.ts'
import { sendOut } from '#server/draws/carry-out.ts'
import { closedObjectDraw } from '#server/draws/drawn-store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { republishTask } from '#server/tasks/announce.ts'
import { type Invited, invitedTo, saveAnswer } from '#server/tasks/participant-store.ts'
import { saveSubTask, subTasksOf } from '#server/tasks/sub-task-store.ts'
import type { At, Because, Change } from './kinds.ts'
import * as facts from './task-facts-store.ts'

export const participantsChange = ({ leaves }: Extract<Wanted, { kind: 'task.participants' }>): Change => ({
  check: async (at) => {
    const leaver = (await presentIn(at)).find(({ dept }) => dept === leaves)
    if (leaver === undefined) throw new Problem('change_participant_unknown', { dept: leaves })
    if (!step(taskTransitions, at.task.state, 'closeOfficerDraw').ok) throw new Problem('change_participants_late')
    if (await facts.holdsOfficerDraw(at.tx, at.task.id, leaves)) throw new Problem('change_department_drawn', { org: leaver.orgName })
  },
  before: async (at) => ({ participants: (await presentIn(at)).map(({ orgName }) => orgName) }),
  wish: async (at) => ({ participants: (await presentIn(at)).filter(({ dept }) => dept !== leaves).map(({ orgName }) => orgName) }),
  apply: (at, because) => leave(at, because, leaves),
})

async function leave({ tx, task, now }: At, { reason, by }: Because, dept: string): Promise<void> {
  const leaver = (await invitedTo(tx, task.id)).find((one) => one.dept === dept)
  await saveAnswer(tx, { taskId: task.id, dept }, { state: 'declined', reason, by, at: now })
  for (const part of (await subTasksOf(tx, task.id)).filter((one) => one.part === dept && step(subTaskTransitions, one.state, 'cancel').ok))
    await saveSubTask(tx, part.id, { state: unwrap(step(subTaskTransitions, part.state, 'cancel')) }, now)
  const note = (await facts.announcementOf(tx, task.id)) ?? ''
  await republishTask(tx, task.id, { kind: 'correction', reason, note, now })
  if (leaver !== undefined) await tell({ tx, task, now }, leaver, reason)
  // It may have been the last one the others waited for.
  const objectDraw = await closedObjectDraw(tx, task.id)
  if (objectDraw !== null) await sendOut(tx, task, objectDraw, now)
}

const tell = ({ tx, task, now }: Pick<At, 'tx' | 'task' | 'now'>, { orgPath, dept }: Invited, reason: string): Promise<number> =>
  notify(tx, {
    to: { orgPath, dept, permission: 'task.accept' },
    kind: 'task.participant_left',
    thing: `task:${task.id}`,
    facts: { name: task.name, note: reason },
    at: now,
  })

const presentIn = async ({ tx, task }: At): Promise<readonly Invited[]> =>
  (await invitedTo(tx, task.id)).filter(({ state }) => state !== 'declined')
