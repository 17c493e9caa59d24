/** 抽查任务: handlers of lists, of one task, and of drafts; the moves are in moves.ts. */
import { spansDepartments } from '#core/access/can.ts'
import { riskUses, samplingWarnings } from '#core/tasks/sampling.ts'
import { moveTask } from '#core/tasks/state.ts'
import { dateAt } from '#core/time.ts'
import { countFrame, patience } from '#server/draws/frame.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { unwrap } from '#server/http/problem.ts'
import { policyAt } from '#server/policy/at.ts'
import { createTask, editTask } from './create.ts'
import { frameFields } from './frame-fields.ts'
import { frameNow } from './frame-now.ts'
import { refuseStale, taskMoves } from './moves.ts'
import { lookUp } from './named.ts'
import { partnersAt } from './participant-store.ts'
import { head, presentTask } from './present.ts'
import { refuseRisk, refuseSampling } from './sampling.ts'
import { getTask } from './sight.ts'
import * as store from './store.ts'

export const taskHandlers = {
  ...taskMoves,

  list: os.tasks.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listTasks(tx, { dept: spansDepartments(actor) ? null : actor.dept }, input)
      const tallies = await store.tallyTasks(
        tx,
        page.rows.map((task) => task.id),
      )
      return { ...page, rows: page.rows.map((task) => head(task, tallies.get(task.id))) }
    }),
  ),

  get: os.tasks.get.handler(query(async ({ input, tx, actor }) => presentTask(tx, await getTask(tx, actor, input.taskId), actor))),

  create: os.tasks.create.handler(
    command('task.create', async ({ input, tx, actor, now, record }) => {
      const { commandId: _, ...draft } = input
      const { id, taskNo, planNo, invited } = await createTask({ tx, actor, now }, draft)
      const participants = invited.map(({ orgName }) => orgName)
      record(`task:${id}`, { taskNo, name: input.name, planNo: planNo ?? '', source: input.source, participants })
      return { taskId: id, taskNo }
    }),
  ),

  edit: os.tasks.edit.handler(
    command('task.edit', async ({ input, tx, actor, now, record }) => {
      const task = await getTask(tx, actor, input.taskId, 'lock')
      refuseStale(task, input.seen)
      const state = unwrap(moveTask(task, 'edit', actor))
      const { commandId: _, taskId: __, seen: ___, ...draft } = input
      await editTask({ tx, actor, now }, task, draft)
      record(`task:${task.id}`, { taskNo: task.taskNo, name: input.name })
      return { state }
    }),
  ),

  frame: os.tasks.frame.handler(
    query(async ({ input, tx, actor, now }) => {
      const task = await getTask(tx, actor, input.taskId)
      refuseRisk(actor, task)
      const { frame, at } = await frameNow(tx, task, now)
      return await countFrame(tx, frame, at)
    }),
  ),

  tryFrame: os.tasks.tryFrame.handler(
    query(async ({ input, tx, actor, now }) => {
      // That it must be sealed is told as a fact here, not refused.
      refuseSampling(actor, { ...input, mode: 'sealed' })
      const { frame, at } = await frameNow(tx, { ...input, id: null, orgPath: actor.orgPath, dept: actor.dept }, now)
      const counted = await countFrame(tx, frame, at, patience.live)
      return { ...counted, sealedRequired: input.mode === 'open' ? riskUses(input) : [], warnings: [...samplingWarnings(input)] }
    }),
  ),

  partners: os.tasks.partners.handler(
    query(async ({ tx, actor, now }) => {
      const rows = await partnersAt(tx, actor, dateAt(now))
      return { rows: rows.map(({ orgPath: _, items, ...row }) => ({ ...row, items: [...items] })) }
    }),
  ),

  frameFields: os.tasks.frameFields.handler(
    query(async ({ tx, actor, now }) => frameFields(tx, actor, await policyAt(tx, actor.orgPath, dateAt(now)))),
  ),

  findObjects: os.tasks.findObjects.handler(query(async ({ input, tx, actor }) => lookUp(tx, actor, input.subjects))),
}
