/** 部门联合抽查事项清单: handlers. */
import { randomUUID } from 'node:crypto'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import { standingOf } from '#core/catalogue/in-force.ts'
import { checkJoint, type JointText } from '#core/catalogue/joint.ts'
import { diffJoint } from '#core/catalogue/joint-diff.ts'
import { isOpen, itemApplies, moveItem } from '#core/catalogue/state.ts'
import { linkJoint } from '#core/plans/joint-link.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { seenBy } from '#server/plans/sight-store.ts'
import { organisationsAt, usesOfJoint } from './joint-link-store.ts'
import * as store from './joint-store.ts'
import * as moves from './moves.ts'
import { insertPublicJointItem } from './publish-store.ts'
import { markSubmitted, stepsOfVersions, versionsOf } from './standing-store.ts'

export const jointItemHandlers = {
  list: os.jointItems.list.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await store.listJointItems(tx, { dept: spansDepartments(actor) ? null : actor.dept, orgPath: actor.orgPath }, input)
      return { ...page, rows: page.rows.map((item) => present(item, actor, dateAt(now))) }
    }),
  ),

  get: os.jointItems.get.handler(
    query(async ({ input, tx, actor, now }) => {
      const item = await inSight(tx, actor, input.jointItemId)
      const versions = await versionsOf(tx, 'joint_item', item, item.code, 'read')
      const ids = versions.map(({ id }) => id)
      return {
        ...present(item, actor, dateAt(now)),
        versions: versions.map(({ id, version, state, validFrom, validTo, publishedAt }) => ({
          id,
          version,
          state,
          validFrom,
          validTo,
          publishedAt,
          standing: standingOf({ validFrom, validTo }, dateAt(now)),
        })),
        steps: await stepsOfVersions(tx, 'joint-items', item, ids),
      }
    }),
  ),

  diff: os.jointItems.diff.handler(
    query(async ({ input, tx, actor, now }) => {
      const [from, to] = await Promise.all([inSight(tx, actor, input.against), inSight(tx, actor, input.jointItemId)])
      const changes = diffJoint(from, to).map((one) =>
        one.kind === 'value' ? one : { ...one, added: [...one.added], removed: [...one.removed], kept: [...one.kept] },
      )
      return { from: present(from, actor, dateAt(now)), to: present(to, actor, dateAt(now)), changes }
    }),
  ),

  departments: os.jointItems.departments.handler(
    query(async ({ input, tx, actor, now }) => {
      const item = await inSight(tx, actor, input.jointItemId)
      const departments = linkJoint(item, await organisationsAt(tx, actor.orgPath, dateAt(now)))
      return { departments: departments.map((one) => ({ ...one, items: [...one.items] })) }
    }),
  ),

  uses: os.jointItems.uses.handler(
    query(async ({ input, tx, actor }) => {
      const uses = await usesOfJoint(tx, await inSight(tx, actor, input.jointItemId), seenBy(actor))
      return { uses: uses.map((use) => ({ ...use, tasks: [...use.tasks] })) }
    }),
  ),

  save: os.jointItems.save.handler(
    command('joint_item.save', async (call) => {
      const { input, actor, record } = call
      const codes = input.items.map(({ code }) => code)
      const twice = codes.find((code, index) => codes.indexOf(code) !== index)
      if (twice !== undefined) throw new Problem('item_twice', { code: twice })
      const ids: string[] = []
      for (const item of input.items) ids.push(await save(call, item))
      record(moves.thingOf('joint_item', actor), { codes, ids, submitted: input.submit ? 'yes' : 'no' })
      return { ids }
    }),
  ),

  submit: os.jointItems.submit.handler(
    command('joint_item.submit', async (call) => ({ submitted: await moves.submit(call, 'joint_item', async () => undefined) })),
  ),
  discard: os.jointItems.discard.handler(
    command('joint_item.discard', async (call) => ({ discarded: await moves.discard(call, 'joint_item') })),
  ),
  return: os.jointItems.return.handler(
    command('joint_item.return', async (call) => ({ returned: await moves.giveBack(call, 'joint_item') })),
  ),
  publish: os.jointItems.publish.handler(
    command('joint_item.publish', async (call) => {
      const copy = async (id: string, publication: moves.Publication): Promise<void> =>
        insertPublicJointItem(call.tx, found((await store.jointItemsById(call.tx, [id])).get(id)), publication)
      return { published: await moves.publish(call, 'joint_item', copy) }
    }),
  ),
  retire: os.jointItems.retire.handler(command('joint_item.retire', async (call) => ({ retired: await moves.retire(call, 'joint_item') }))),
}

/** A joint item that applies at the actor's place; others do not exist for them. */
async function inSight(tx: Tx, actor: Actor, id: string): Promise<store.JointItemRecord> {
  const item = found((await store.jointItemsById(tx, [id])).get(id))
  if (!itemApplies(item, actor)) throw new Problem('not_found')
  return item
}

async function save({ input, tx, actor, now }: Command<{ commandId: string; submit: boolean }>, item: JointText): Promise<string> {
  unwrap(checkJoint(item))
  const [newest] = await versionsOf(tx, 'joint_item', actor, item.code, 'lock')
  const editor = { editedBy: actor.id, editedByName: actor.name }
  const open = newest !== undefined && isOpen(newest.state) ? newest : null
  const id = open?.id ?? randomUUID()
  if (open !== null) {
    unwrap(moveItem(open, 'edit', actor))
    await store.updateJointDraft(tx, id, { ...item, ...editor }, now)
  } else {
    const place = { orgPath: actor.orgPath, dept: actor.dept }
    await store.insertJointDraft(tx, { ...item, ...editor, ...place, id, version: (newest?.version ?? 0) + 1 })
  }
  if (input.submit) await markSubmitted(tx, 'joint_item', id, actor, now)
  return id
}

function present(item: store.JointItemRecord, actor: Actor, today: string) {
  const { authors: _____, editedByName: _, submittedByName: __, opinionByName: ___, publishedByName: ____, ...rest } = item
  return {
    ...rest,
    ...moves.presentStanding(item, actor),
    items: [...rest.items],
    participants: [...rest.participants],
    standing: standingOf(item, today),
  }
}
