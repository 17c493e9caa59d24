/** 随机抽查事项清单: handlers. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, refused, spansDepartments } from '#core/access/can.ts'
import { itemApplies, moveItem } from '#core/catalogue/state.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import * as store from './store.ts'

export const catalogueHandlers = {
  listItems: os.catalogue.listItems.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listItems(tx, { dept: spansDepartments(actor) ? null : actor.dept, orgPath: actor.orgPath }, input)
      return { ...page, rows: page.rows.map((item) => present(item, actor)) }
    }),
  ),

  saveItems: os.catalogue.saveItems.handler(
    command('item.save', async ({ input, tx, actor, now, record }) => {
      const ids: string[] = []
      const editor = { editedBy: actor.id, editedByName: actor.name }
      for (const item of input.items) {
        const versions = await store.versionsOf(tx, actor, item.code)
        const newest = versions[0]
        if (newest?.state === 'draft') {
          unwrap(moveItem(newest, 'edit', actor))
          await store.updateDraft(tx, newest.id, { ...item, ...editor }, now)
          ids.push(newest.id)
        } else {
          const id = randomUUID()
          await store.insertDraft(tx, {
            ...item,
            ...editor,
            id,
            version: (newest?.version ?? 0) + 1,
            orgPath: actor.orgPath,
            dept: actor.dept,
          })
          ids.push(id)
        }
      }
      record(`items:${actor.orgPath}/${actor.dept}`, { codes: input.items.map((item) => item.code) })
      return { ids }
    }),
  ),

  publishItems: os.catalogue.publishItems.handler(
    command('item.publish', async ({ input, tx, actor, now, record }) => {
      const items = await store.itemsById(tx, input.itemIds, 'lock')
      for (const id of new Set(input.itemIds)) {
        const item = items.get(id)
        if (item === undefined || !itemApplies(item, actor)) throw new Problem('not_found')
        unwrap(moveItem(item, 'publish', actor))
        await store.publishItem(tx, item, actor, now)
      }
      record(`items:${actor.orgPath}/${actor.dept}`, { published: [...items.values()].map((item) => `${item.code} v${item.version}`) })
      return { published: items.size }
    }),
  ),
}

function present(item: store.ItemRecord, actor: Actor) {
  const { editedByName, publishedByName, ...rest } = item
  const ability = (verb: 'edit' | 'publish'): Ability => {
    const moved = moveItem(item, verb, actor)
    return moved.ok ? allowed : refused(moved.failure.type)
  }
  return {
    ...rest,
    editedBy: editedByName,
    publishedBy: publishedByName,
    abilities: { edit: ability('edit'), publish: ability('publish') },
  }
}
