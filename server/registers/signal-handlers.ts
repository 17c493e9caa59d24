/** 线索对象: handlers. What complaints and flags point at, and one act that labels all of it, so that a directed draw can take it. */
import { randomUUID } from 'node:crypto'
import type { Signal } from '#contract/signals.ts'
import { type Actor, can } from '#core/access/can.ts'
import { checkLabel, forever, type LabelReach, mayUse } from '#core/registers/label-rules.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { frameHere } from '#server/draws/frame-place.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { beginBatch } from './label-batch-handlers.ts'
import { type Chosen, countChosen } from './label-batch-store.ts'
import { viewerOf } from './label-handlers.ts'
import { lockLabels } from './label-project-store.ts'
import { findLabel, type LabelRecord, saveLabel } from './label-store.ts'
import * as store from './signal-store.ts'

export const signalHandlers = {
  list: os.signals.list.handler(
    query(async ({ input: { signal, limit }, tx, actor }) => {
      refuseUnseen(actor, signal)
      return {
        rows: await store.signalObjects(tx, actor.orgPath, signal, limit),
        total: await store.countSignal(tx, actor.orgPath, signal),
        flagKinds: can(actor, 'risk.read').allowed ? await store.flagKinds(tx) : [],
      }
    }),
  ),

  preview: os.signals.preview.handler(
    query(async ({ input: { signal, label }, tx, actor, now }) => {
      refuseUnseen(actor, signal)
      const known = 'labelId' in label ? await usable(tx, actor, label.labelId, now) : newLabel(actor, { ...label, name: '' })
      const { matching, changing } = await countChosen(tx, await chosenFor(tx, actor, { label: known, signal }, now), 'attach')
      return { found: await store.countSignal(tx, actor.orgPath, signal), matching, changing }
    }),
  ),

  label: os.signals.label.handler(
    command('label.signal', async (call) => {
      const { input, tx, actor, now, record } = call
      const { signal, reason, expected } = input
      refuseUnseen(actor, signal)
      const label = 'labelId' in input.label ? await usable(tx, actor, input.label.labelId, now) : await made(call, input.label)
      const validTo = input.validTo === null || input.validTo > label.validTo ? label.validTo : input.validTo
      if (validTo < dateAt(now)) throw new Problem('label_ends_in_past')
      const chosen = await chosenFor(tx, actor, { label, signal }, now)
      const batchId = await beginBatch(call, { chosen, action: 'attach', expected, reason, validTo })
      record(`labelBatch:${batchId}`, { label: label.name, added: !('labelId' in input.label), objects: expected, validTo, reason, signal })
      return { batchId, labelId: label.id }
    }),
  ),
}

/** Flags are risk: who may not see them learns nothing by labelling what has them. */
function refuseUnseen(actor: Actor, { kind }: Signal): void {
  if (kind === 'flags' && !can(actor, 'risk.read').allowed) throw new Problem('risk_not_readable')
  if (kind === 'complaints' && !can(actor, 'task.read').allowed) throw new Problem('permission_missing')
}

async function usable(tx: Tx, actor: Actor, id: string, now: Instant): Promise<LabelRecord> {
  const label = found(await findLabel(tx, viewerOf(actor), id))
  const ability = mayUse(actor, label, dateAt(now))
  if (!ability.allowed) throw new Problem(ability.reason)
  return label
}

/** A label that comes to be with the act: it lasts as long as its objects carry it. */
async function made(
  { tx, actor, now, input }: { tx: Tx; actor: Actor; now: Instant; input: { validTo: string | null } },
  { name, reach }: { readonly name: string; readonly reach: LabelReach },
): Promise<LabelRecord> {
  const ability = can(actor, 'label.manage')
  if (!ability.allowed) throw new Problem('label_made_by_registrar')
  const label = newLabel(actor, { name: name.trim(), reach, validTo: input.validTo ?? forever })
  unwrap(checkLabel(actor, label, null, dateAt(now)))
  await lockLabels(tx)
  await saveLabel(tx, label, actor, actor, now)
  return label
}

const newLabel = (
  { orgPath, dept, orgName, name: editedBy }: Actor,
  { name, reach, validTo = forever }: { readonly name: string; readonly reach: LabelReach; readonly validTo?: string },
): LabelRecord => ({
  ...{ id: randomUUID(), name, tier: 'minor', reach, parentId: null, orgPath, dept, orgName, validTo },
  ...{ state: 'active', note: '', editedBy, updatedAt: '' },
})

const chosenFor = async (
  tx: Tx,
  actor: Actor,
  { label, signal }: { readonly label: LabelRecord; readonly signal: Signal },
  now: Instant,
): Promise<Chosen> => ({ label, office: actor, query: everything, signal, at: await frameHere(tx, actor.orgPath, now) })

/** No condition but the signal. */
const everything = { filter: { version: 1 as const, all: [] }, q: null, address: null }
