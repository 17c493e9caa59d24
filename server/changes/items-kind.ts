/**
 * 更换检查事项: the items of a department are replaced while nothing was inspected. Officers who are drawn stay drawn (a COMMIT is for ever), so the new
 * items may ask nothing of them that they do not have. The own items of a task of the plan are those of its row.
 */
import type { Wanted } from '#contract/changes.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { unfitFor } from '#core/changes/item-fit.ts'
import { checkShares } from '#core/tasks/batch.ts'
import { dateAt } from '#core/time.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { republishTask } from '#server/tasks/announce.ts'
import { drawingDepartments } from '#server/tasks/drawing-departments.ts'
import { type Department, departmentAt, departmentsOf } from '#server/tasks/participant-store.ts'
import { partsOf, replaceItems } from '#server/tasks/parts-store.ts'
import { refuseAboveCap } from './item-caps.ts'
import type { At, Because, Change } from './kinds.ts'
import * as facts from './task-facts-store.ts'

type ItemsWanted = Extract<Wanted, { kind: 'task.items' }>

export const itemsChange = (wanted: ItemsWanted): Change => ({
  check: async (at) => {
    const department = await whose(at, wanted.dept)
    await refuseBegun(at)
    await refuseUnpublished(at, department, wanted.itemIds)
    await refuseUnfit(at, department, wanted.itemIds)
    await refuseAboveCap(
      at.tx,
      at.task,
      wanted.itemIds.filter((id) => !department.itemIds.includes(id)),
    )
    if (department.dept === at.task.dept) await refusePartial(at, wanted.itemIds)
  },
  before: async (at) => {
    const { orgName, itemIds } = await whose(at, wanted.dept)
    return { items: (await facts.itemNames(at.tx, itemIds)).map((name) => `${orgName}：${name}`) }
  },
  wish: async (at) => {
    const { orgName } = await whose(at, wanted.dept)
    return { items: (await facts.itemNames(at.tx, wanted.itemIds)).map((name) => `${orgName}：${name}`) }
  },
  apply: (at, because) => replace(at, because, wanted),
})

async function replace(at: At, { reason }: Because, { dept, itemIds }: ItemsWanted): Promise<void> {
  const { tx, task, now } = at
  const { orgPath } = await whose(at, dept)
  await replaceItems(tx, task, { dept, itemIds }, now)
  const note = (await facts.announcementOf(tx, task.id)) ?? ''
  await republishTask(tx, task.id, { kind: 'correction', reason, note, now })
  if (dept === task.dept) return
  await notify(tx, {
    to: { orgPath, dept, permission: 'task.accept' },
    kind: 'task.participant_items',
    thing: `task:${task.id}`,
    facts: { name: task.name, note: reason },
    at: now,
  })
}

async function whose({ tx, task }: At, dept: string): Promise<Department> {
  if (dept === task.dept && task.planRowId !== null) throw new Problem('change_items_of_plan')
  const department = (await departmentsOf(tx, task)).find((one) => one.dept === dept)
  if (department === undefined) throw new Problem('change_participant_unknown', { dept })
  return department
}

/** One list of items holds for all objects of a task: a result, or a notice that was served, says what is inspected. */
async function refuseBegun({ tx, task }: At): Promise<void> {
  const inspected = await facts.inspectedOf(tx, task.id)
  if (inspected > 0) throw new Problem('change_items_inspected', { visits: inspected })
  const notices = await facts.noticesOf(tx, task.id)
  if (notices > 0) throw new Problem('change_items_noticed', { notices })
}

/** What the department checks already may stay, as frozen; what comes is published and in force. */
async function refuseUnpublished({ tx, task, now }: At, department: Department, itemIds: readonly string[]): Promise<void> {
  const { orgName, items } = found(await departmentAt(tx, department, firstDayOfWork(task.from, dateAt(now))))
  const usable = new Set([...items.map(({ id }) => id), ...department.itemIds])
  const unknown = itemIds.filter((id) => !usable.has(id))
  if (unknown.length > 0) throw new Problem('participant_items_unknown', { orgName, items: unknown })
}

async function refuseUnfit({ tx, task }: At, { dept }: Department, itemIds: readonly string[]): Promise<void> {
  const part = dept === task.dept ? '' : dept
  const drawing = found((await drawingDepartments(tx, task)).find((one) => one.part === part))
  const held = await facts.officerDrawOf(tx, task.id, drawing.dept)
  if (held === null) return
  if (held.state !== 'closed') throw new Problem('change_items_drawing', { drawId: held.drawId })
  const known = await itemsById(tx, itemIds)
  const unfit = unfitFor(
    await facts.teamOf(tx, task.id, drawing.dept),
    itemIds.flatMap((id) => known.get(id) ?? []),
  )
  if (unfit.length > 0) throw new Problem('change_items_unfit', { officers: unfit.slice(0, 10) })
}

/** Something is still inspected at everybody (core/tasks/batch.ts): new items are. */
async function refusePartial({ tx, task }: At, itemIds: readonly string[]): Promise<void> {
  const shares = (await partsOf(tx, task.id)).items
    .filter(({ id }) => itemIds.includes(id))
    .map(({ id, sharePpm }) => ({ itemId: id, sharePpm }))
  const known = await itemsById(tx, itemIds)
  unwrap(
    checkShares(
      shares,
      itemIds.flatMap((id) => known.get(id) ?? []),
    ),
  )
}
