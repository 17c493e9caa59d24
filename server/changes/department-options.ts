/** Which departments could join a locked task, and whose items could be replaced: what the form offers, each with why not. */
import type { ChangeOptions } from '#contract/changes.ts'
import { type Ability, refused } from '#core/access/can.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { dateAt } from '#core/time.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { departmentAt, departmentsOf, partnersAt } from '#server/tasks/participant-store.ts'
import { type At, changeOf } from './kinds.ts'

type Judge = (judge: () => Promise<void>) => Promise<Ability>

/** Departments at the place that have items in force, each tried with the first of them. */
export async function joinersOf(at: At, judged: Judge): Promise<ChangeOptions['joiners']> {
  const { tx, task, now } = at
  const partners = await partnersAt(tx, task, firstDayOfWork(task.from, dateAt(now)))
  return Promise.all(
    partners.map(async ({ orgId, dept, orgName, items }) => {
      const [first] = items
      const join = (itemId: string) => judged(() => changeOf({ kind: 'task.join', orgId, itemIds: [itemId] }).check(at))
      return {
        ...{ orgId, dept, orgName, items: [...items] },
        ability: first === undefined ? refused('change_join_nobody') : await join(first.id),
      }
    }),
  )
}

/** The departments that take part, the task's own first, each tried with what it checks now. */
export async function itemsOfDepartments(at: At, judged: Judge): Promise<ChangeOptions['itemsOf']> {
  const { tx, task, now } = at
  const day = firstDayOfWork(task.from, dateAt(now))
  return Promise.all(
    (await departmentsOf(tx, task)).map(async ({ dept, orgPath, orgName, itemIds }) => {
      const published = (await departmentAt(tx, { orgPath, dept }, day))?.items ?? []
      const frozen = [...(await itemsById(tx, itemIds)).values()].filter(({ id }) => published.every((item) => item.id !== id))
      return {
        ...{ dept, orgName, itemIds: [...itemIds] },
        items: [...published, ...frozen.map(({ id, code, name }) => ({ id, code, name }))],
        ability: await judged(() => changeOf({ kind: 'task.items', dept, itemIds: [...itemIds] }).check(at)),
      }
    }),
  )
}
