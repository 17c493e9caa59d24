/**
 * 增加配合部门: a department is invited into a locked task. It answers for itself, draws its own officers for the objects that are drawn, and the inspections
 * wait for it. Once they have begun nobody joins: teams are told and visits counted, and a task of its own, or a joint visit, is the way.
 */
import type { Wanted } from '#contract/changes.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { dateAt } from '#core/time.ts'
import { step } from '#core/transition.ts'
import { Problem } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { invitedBy } from '#server/tasks/invited.ts'
import { type Department, invitedTo, inviteLate } from '#server/tasks/participant-store.ts'
import { subTasksOf } from '#server/tasks/sub-task-store.ts'
import { refuseAboveCap } from './item-caps.ts'
import type { At, Change } from './kinds.ts'
import * as facts from './task-facts-store.ts'

export const joinChange = (wanted: Extract<Wanted, { kind: 'task.join' }>): Change => ({
  check: async (at) => {
    await joiner(at, wanted)
    // Whose officers are being drawn does not know yet who else comes: two lots could take one person.
    const drawing = await facts.openOfficerDraw(at.tx, at.task.id)
    if (drawing !== null) throw new Problem('change_join_drawing', { drawId: drawing })
    await refuseAboveCap(at.tx, at.task, wanted.itemIds)
  },
  before: async (at) => standing(at),
  wish: async (at) => {
    const { participants, items } = await standing(at)
    const { orgName, itemIds } = await joiner(at, wanted)
    const names = await facts.itemNames(at.tx, itemIds)
    return {
      participants: [...participants, `${orgName}${waits}`],
      items: [...items, ...names.map((name) => `${orgName}：${name}`)],
    }
  },
  apply: async ({ tx, task, now, ...at }) => {
    const department = await joiner({ tx, task, now, ...at }, wanted)
    await inviteLate(tx, task.id, department)
    await notify(tx, {
      to: { orgPath: department.orgPath, dept: department.dept, permission: 'task.accept' },
      kind: 'task.participant_invited',
      thing: `task:${task.id}`,
      facts: { name: task.name, org: task.orgName },
      at: now,
    })
  },
})

/** Who takes part in a task now, or is asked to. */
async function standing({ tx, task }: At): Promise<{ participants: string[]; items: string[] }> {
  const there = (await invitedTo(tx, task.id)).filter(({ state }) => state !== 'declined')
  const items = await Promise.all(
    there.map(async ({ orgName, itemIds }) => (await facts.itemNames(tx, itemIds)).map((name) => `${orgName}：${name}`)),
  )
  return { participants: there.map(({ orgName, state }) => `${orgName}${state === 'invited' ? waits : ''}`), items: items.flat() }
}

const waits = '（待接受）'

/** The department that is wanted, with items that it has published and that are in force; throws why it cannot join. */
async function joiner({ tx, task, now }: At, { orgId, itemIds }: Extract<Wanted, { kind: 'task.join' }>): Promise<Department> {
  if (!step(taskTransitions, task.state, 'closeOfficerDraw').ok) throw new Problem('change_join_begun')
  const [department] = await invitedBy(tx, task, [{ orgId, itemIds }], firstDayOfWork(task.from, dateAt(now)))
  if (department === undefined) throw new Problem('participant_unknown', { orgId })
  const { dept, orgName } = department
  const there = (await invitedTo(tx, task.id)).some((one) => one.dept === dept && one.state !== 'declined')
  // Whoever had a part of the task, or has one that was given to them, does not come in by another door.
  const held = (await subTasksOf(tx, task.id)).some((part) => part.dept === dept || part.part === dept)
  if (there || held) throw new Problem('change_join_there', { org: orgName })
  return department
}
