/** 监管标签: handlers of the dictionary. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, spansDepartments, within } from '#core/access/can.ts'
import { checkChange, checkLabel, choicesOf, mayUse } from '#core/registers/label-rules.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { lockLabels } from './label-project-store.ts'
import * as store from './label-store.ts'
import { regionLabels } from './regions.ts'

export const labelHandlers = {
  list: os.labels.list.handler(
    query(async ({ input, tx, actor, now }) => {
      const { rows, more } = await store.listLabels(tx, viewerOf(actor), input.state)
      const carriers = await store.countCarriers(
        tx,
        actor.orgPath,
        rows.map(({ id }) => id),
      )
      const present = (label: store.LabelRecord) => ({
        ...label,
        carriers: carriers.get(label.id) ?? { value: 0, capped: false },
        abilities: { edit: can(actor, 'label.manage', label), use: useAbility(actor, label, dateAt(now)) },
      })
      const { tiers, reaches } = choicesOf(actor)
      const place = (await regionLabels(tx, [actor.orgPath])).get(actor.orgPath) ?? ''
      return {
        rows: rows.map(present),
        more,
        abilities: { make: can(actor, 'label.manage') },
        choices: { tiers: [...tiers], reaches: [...reaches] },
        prefix: place,
      }
    }),
  ),

  save: os.labels.save.handler(
    command('label.save', async ({ input, tx, actor, now, record }) => {
      const { commandId: _, labelId, note, ...draft } = input
      await lockLabels(tx)
      const known = labelId === null ? null : await ownLabel(tx, actor, labelId)
      if (known?.state === 'retired') throw new Problem('label_retired')
      const parent = draft.parentId === null ? null : found(await store.findLabel(tx, viewerOf(actor), draft.parentId))
      unwrap(checkLabel(actor, draft, parent, dateAt(now)))
      if (known !== null) unwrap(checkChange(known, draft, await store.carriersAnywhere(tx, known.id)))
      const id = known?.id ?? randomUUID()
      await store.saveLabel(tx, { id, note, ...draft }, known ?? actor, actor, now)
      record(`label:${id}`, { ...draft, added: known === null, ...(known === null ? {} : { before: known.name }) })
      return { labelId: id }
    }),
  ),

  retire: os.labels.retire.handler(
    command('label.retire', async ({ input, tx, actor, now, record }) => {
      await lockLabels(tx)
      const label = await ownLabel(tx, actor, input.labelId)
      if (label.state === 'retired') throw new Problem('wrong_state')
      const { children, libraries } = await store.usesOf(tx, label.id)
      if (children > 0) throw new Problem('label_has_children', { children })
      if (libraries.length > 0) throw new Problem('label_in_library', { libraries })
      await store.retireLabel(tx, label.id, actor, now)
      record(`label:${label.id}`, { name: label.name, reason: input.reason })
      return { state: 'retired' as const }
    }),
  ),
}

export const viewerOf = (actor: Actor): store.Viewer => ({ orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept })

/** May this actor give this label today: the permission first, then the label's own rule. */
export function useAbility(actor: Actor, label: store.LabelRecord, today: string) {
  const ability = can(actor, 'register.label')
  return ability.allowed ? mayUse(actor, label, today) : ability
}

/** A label of the actor's office or one below it. A label that they see and may not change is refused, not hidden. */
async function ownLabel(tx: Tx, actor: Actor, id: string): Promise<store.LabelRecord> {
  const label = found(await store.findLabel(tx, viewerOf(actor), id))
  if (!within(actor, label)) throw new Problem('outside_jurisdiction')
  return label
}
