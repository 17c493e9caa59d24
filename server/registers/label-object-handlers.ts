/** Labels of one object: handlers. */

import { type Actor, can, isPathWithin } from '#core/access/can.ts'
import { mayTake, mayUse, reachPath } from '#core/registers/label-rules.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { viewerOf } from './label-handlers.ts'
import * as store from './label-object-store.ts'
import { lockLabels, oneObject, pairsOfOne, projectLabels, putLabels, takeLabels } from './label-project-store.ts'
import { findLabel, type LabelRecord } from './label-store.ts'

export const labelObjectHandlers = {
  ofObject: os.labels.ofObject.handler(
    query(async ({ input, tx, actor, now }) => {
      const object = found(await store.placeOf(tx, actor.orgPath, input.subject))
      const mayLabel = can(actor, 'register.label')
      const usable = await store.usableLabels(tx, { ...viewerOf(actor), ownDept: actor.dept }, object.regionPath, dateAt(now))
      const carried = await store.labelsOf(tx, input.subject)
      const present = (
        { reach: _, orgPath: __, dept: ___, givenBy: ____, ...label }: store.CarriedLabel,
        detach: ReturnType<typeof detachAbility>,
      ) => ({
        ...label,
        abilities: { detach },
      })
      const has = new Set(carried.map(({ labelId }) => labelId))
      return {
        labels: carried.map((label) => present(label, detachAbility(actor, label))),
        past: await store.pastLabelsOf(tx, input.subject),
        usable: usable.filter(({ labelId }) => !has.has(labelId)),
        abilities: { attach: mayLabel },
      }
    }),
  ),

  attach: os.labels.attach.handler(
    command('label.attach', async ({ input, tx, actor, now, record }) => {
      const { subject } = input
      await lockLabels(tx)
      const { object, label } = await objectAndLabel(tx, actor, input)
      const ability = mayUse(actor, label, dateAt(now))
      if (!ability.allowed) throw new Problem(ability.reason)
      const place = reachPath(actor, label)
      if (place === null || !isPathWithin(place, object.regionPath)) throw new Problem('label_out_of_reach')
      const validTo = input.validTo === null || input.validTo > label.validTo ? label.validTo : input.validTo
      if (validTo < dateAt(now)) throw new Problem('label_ends_in_past')
      const pair = pairsOfOne(subject, [label.id], validTo)
      const put = await putLabels(tx, pair, { origin: 'hand', batchId: null, by: actor, now })
      if (put === 0) throw new Problem('label_carried')
      record(`object:${subject}`, { label: label.name, validTo, reason: input.reason })
      return { labels: await afterwards(tx, subject, now) }
    }),
  ),

  detach: os.labels.detach.handler(
    command('label.detach', async ({ input, tx, actor, now, record }) => {
      const { subject } = input
      await lockLabels(tx)
      const { label } = await objectAndLabel(tx, actor, input)
      const carried = (await store.labelsOf(tx, subject)).find(({ labelId }) => labelId === label.id)
      if (carried === undefined) throw new Problem('label_not_carried')
      if (carried.givenBy !== null) throw new Problem('label_from_library', { library: carried.givenBy })
      const ability = mayTake(actor, label)
      if (!ability.allowed) throw new Problem(ability.reason)
      const pair = pairsOfOne(subject, [label.id], carried.validTo)
      await takeLabels(tx, pair, { endedBy: input.commandId, by: actor, now })
      record(`object:${subject}`, { label: label.name, reason: input.reason })
      return { labels: await afterwards(tx, subject, now) }
    }),
  ),
}

function detachAbility(actor: Actor, label: store.CarriedLabel) {
  const ability = can(actor, 'register.label')
  if (!ability.allowed) return ability
  return label.givenBy === null ? mayTake(actor, label) : { allowed: false as const, reason: 'label_from_library' }
}

async function objectAndLabel(
  tx: Tx,
  actor: Actor,
  { subject, labelId }: { readonly subject: string; readonly labelId: string },
): Promise<{ object: { regionPath: string }; label: LabelRecord }> {
  const object = found(await store.placeOf(tx, actor.orgPath, subject))
  return { object, label: found(await findLabel(tx, viewerOf(actor), labelId)) }
}

async function afterwards(tx: Tx, subject: string, now: Instant): Promise<string[]> {
  await projectLabels(tx, oneObject(subject), now)
  return (await store.labelsOf(tx, subject)).map(({ name }) => name)
}
