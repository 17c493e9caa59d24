/** 常用查询: conditions, columns and order of a list under a name. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, refused } from '#core/access/can.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { deleteView, findView, saveView, type ViewRecord, viewsFor } from './view-store.ts'

const mostViews = 50

export const viewHandlers = {
  views: os.lists.views.handler(
    query(async ({ input, tx, actor }) =>
      (await viewsFor(tx, actor, input.list)).map(({ actorId, ...view }) => ({
        ...view,
        abilities: { edit: mayEdit(actor, { actorId }) },
      })),
    ),
  ),

  saveView: os.lists.saveView.handler(
    command('view.save', async ({ input, tx, actor, now, record }) => {
      const { commandId: _, viewId, ...draft } = input
      const known = await viewsFor(tx, actor, input.list)
      const own = known.filter(({ actorId }) => actorId === actor.id)
      if (viewId !== null) refuseEdit(actor, found(known.find(({ id }) => id === viewId) ?? null))
      else if (own.length >= mostViews) throw new Problem('view_too_many', { most: mostViews })
      if (own.some(({ id, name }) => name === input.name && id !== viewId)) throw new Problem('view_name_taken', { name: input.name })
      const id = viewId ?? randomUUID()
      await saveView(tx, actor, { ...draft, id }, now)
      record(`view:${id}`, { name: input.name, shared: String(input.shared) })
      return { viewId: id }
    }),
  ),

  deleteView: os.lists.deleteView.handler(
    command('view.delete', async ({ input, tx, actor, record }) => {
      const view = found(await findView(tx, actor, 'entity', input.viewId))
      refuseEdit(actor, view)
      await deleteView(tx, view.id)
      record(`view:${view.id}`, { name: view.name })
      return { deleted: true as const }
    }),
  ),
}

const mayEdit = (actor: Actor, { actorId }: Pick<ViewRecord, 'actorId'>): Ability =>
  actorId === actor.id ? allowed : refused('view_not_yours')

function refuseEdit(actor: Actor, view: ViewRecord): void {
  if (!mayEdit(actor, view).allowed) throw new Problem('view_not_yours')
}
