/** What people do with a task after it was made: confirm, hand in, decide, take back, cancel, answer an invitation. */
import { ok, type Result } from '#core/result.ts'
import type { AboveRow } from '#core/tasks/limits.ts'
import { allTakePart, answerInvitation, mayStillAnswer } from '#core/tasks/participants.ts'
import { checkSampling } from '#core/tasks/sampling.ts'
import { isNamed } from '#core/tasks/source.ts'
import { agreeBy, moveTask, type TaskMove, type TaskState } from '#core/tasks/state.ts'
import type { Tx } from '#db/connect.ts'
import { assertDrawable } from '#server/draws/frame.ts'
import { drawsOfTask } from '#server/draws/store.ts'
import { type Command, command } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { cancelTask } from './cancel.ts'
import { saveConfirmed, saveDecided, saveReopened, saveSubmitted } from './edit-store.ts'
import { frameNow } from './frame-now.ts'
import { refuseOver } from './items.ts'
import { takeLateAnswer } from './late-answer.ts'
import { withinLimits } from './limits.ts'
import { dispatchNamed, refuseUnfitTeam } from './named.ts'
import { invitedTo, saveAnswer } from './participant-store.ts'
import { partsOf } from './parts-store.ts'
import { refuseTaskTexts } from './public-texts.ts'
import { getTask } from './sight.ts'
import type { TaskRecord } from './store.ts'

export const taskMoves = {
  confirm: os.tasks.confirm.handler(
    command('task.confirm', async (call) => {
      const { task, state } = await moved(call, 'confirm')
      const { row, target } = await assertReady(call, task)
      unwrap(agreeBy('confirm', task, row))
      await saveConfirmed(call.tx, task.id, { state, target }, call.now)
      call.record(`task:${task.id}`, { taskNo: task.taskNo })
      return { state }
    }),
  ),

  submit: os.tasks.submit.handler(
    command('task.submit', async (call) => {
      const { task, state } = await moved(call, 'submit')
      unwrap(agreeBy('submit', task, (await assertReady(call, task)).row))
      await saveSubmitted(call.tx, task.id, state, call.actor, call.now)
      const { orgPath, dept } = task
      await notify(call.tx, {
        to: { orgPath, dept, permission: 'task.approve', but: call.actor.id },
        kind: 'task.submitted',
        thing: `task:${task.id}`,
        facts: { name: task.name },
        at: call.now,
      })
      call.record(`task:${task.id}`, { taskNo: task.taskNo, source: task.source, reason: task.reason })
      return { state }
    }),
  ),

  approve: os.tasks.approve.handler(
    command('task.approve', async (call) => {
      const { task, state } = await moved(call, 'approve')
      const { target } = await assertReady(call, task)
      await saveDecided(call.tx, task.id, { state, opinion: call.input.opinion, by: call.actor, target }, call.now)
      const visits = isNamed(task.source) ? await dispatchNamed(call.tx, task, call.actor, call.now) : 0
      await tellAuthor(call, task, 'task.approved')
      call.record(`task:${task.id}`, { taskNo: task.taskNo, opinion: call.input.opinion, visits })
      return { state }
    }),
  ),

  refuse: os.tasks.refuse.handler(
    command('task.refuse', async (call) => {
      const { task, state } = await moved(call, 'refuse')
      if (call.input.opinion === '') throw new Problem('refusal_without_opinion', { field: 'opinion' })
      await saveDecided(call.tx, task.id, { state, opinion: call.input.opinion, by: call.actor, target: null }, call.now)
      await tellAuthor(call, task, 'task.returned')
      call.record(`task:${task.id}`, { taskNo: task.taskNo, opinion: call.input.opinion })
      return { state }
    }),
  ),

  reopen: os.tasks.reopen.handler(
    command('task.reopen', async (call) => {
      const { task, state } = await moved(call, 'reopen')
      const frozen = (await drawsOfTask(call.tx, task.id)).find(({ voided }) => !voided)
      if (frozen !== undefined) throw new Problem('pool_frozen_already', { drawId: frozen.drawId })
      await saveReopened(call.tx, task.id, state, call.now)
      call.record(`task:${task.id}`, { taskNo: task.taskNo, reason: call.input.reason })
      return { state }
    }),
  ),

  cancel: os.tasks.cancel.handler(
    command('task.cancel', async (call) => {
      const { task, state } = await moved(call, 'cancel')
      const { reason } = call.input
      await cancelTask(call.tx, task, { reason, by: call.actor, now: call.now })
      call.record(`task:${task.id}`, { taskNo: task.taskNo, reason })
      return { state }
    }),
  ),

  answer: os.tasks.answer.handler(
    command('task.answer', async ({ input, tx, actor, now, record }) => {
      const task = await getTask(tx, actor, input.taskId, 'lock')
      refuseStale(task, input.seen)
      const invited = (await invitedTo(tx, task.id)).find(({ dept }) => dept === actor.dept)
      if (invited === undefined) throw new Problem('not_invited')
      if (!mayStillAnswer(task.state)) throw new Problem('wrong_state', { state: task.state, verb: 'answer' })
      const state = unwrap(answerInvitation(invited, input, actor))
      const answer = state === 'declined' ? ('declined' as const) : ('accepted' as const)
      await saveAnswer(tx, { taskId: task.id, dept: invited.dept }, { state: answer, reason: input.reason, by: actor, at: now })
      await notify(tx, {
        to: { accountId: task.createdBy },
        kind: `task.participant_${answer}`,
        thing: `task:${task.id}`,
        facts: { name: task.name, org: invited.orgName, note: input.reason },
        at: now,
      })
      // After the lock a change request asked: the task goes on at once.
      if (task.state === 'drawn') await takeLateAnswer(tx, task, invited, { accept: input.accept, by: actor }, now)
      record(`task:${task.id}`, { taskNo: task.taskNo, org: invited.orgName, answer, reason: input.reason })
      return { state }
    }),
  ),
}

type Input = { readonly taskId: string; readonly seen?: string | undefined }

/** The task, held until the transaction ends, and the state that the verb leads to; refused when the page showed another one. */
async function moved<I extends Input>(call: Command<I>, verb: TaskMove): Promise<{ task: TaskRecord; state: TaskState }> {
  const task = await getTask(call.tx, call.actor, call.input.taskId, 'lock')
  refuseStale(task, call.input.seen)
  return { task, state: unwrap(moveTask(task, verb, call.actor)) }
}

/** Whoever decides on a page decides on what it showed. */
export function refuseStale(task: TaskRecord, seen: string | undefined): void {
  if (seen !== undefined && seen !== task.updatedAt) throw new Problem('page_stale', { updatedAt: task.updatedAt })
}

/** What its row of the plan says to a task that can be carried out, and how many it draws: null where it names its objects. */
type Ready = { readonly row: Result<true, AboveRow>; readonly target: number | null }

/**
 * What is confirmed or approved can be carried out: its days are to come, its items in force, everybody who was invited takes part, and the frame gives what
 * its strata ask for, within the caps of the items. A task that could never be drawn, or a team that must not go, would be stuck: both are judged while
 * they can still be changed.
 */
async function assertReady(call: Pick<Command<unknown>, 'tx' | 'now'>, task: TaskRecord): Promise<Ready> {
  const { tx, now } = call
  await refuseOver(tx, task, now)
  refuseTaskTexts(task)
  unwrap(allTakePart(await invitedTo(tx, task.id)))
  if (isNamed(task.source)) {
    await refuseUnfitTeam(tx, task, await partsOf(tx, task.id), now)
    return { row: ok(true), target: null }
  }
  unwrap(checkSampling(task))
  const { frame, at } = await frameNow(tx, task, now)
  const counted = await assertDrawable(tx, frame, at)
  return { row: await withinLimits(tx, task, counted, at), target: counted.target }
}

async function tellAuthor(
  { tx, actor, input, now }: { tx: Tx; actor: { name: string }; input: { opinion: string }; now: Command<unknown>['now'] },
  task: TaskRecord,
  kind: 'task.approved' | 'task.returned',
): Promise<void> {
  await notify(tx, {
    to: { accountId: task.createdBy },
    kind,
    thing: `task:${task.id}`,
    facts: { name: task.name, note: input.opinion, by: actor.name },
    at: now,
  })
}
