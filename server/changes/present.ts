/** A request as it is shown: head, both versions side by side, who did what. */
import type { Change, ChangeHead } from '#contract/changes.ts'
import { type Ability, type Actor, allowed, refused } from '#core/access/can.ts'
import { type ChangeVerb, moveChange } from '#core/changes/state.ts'
import { compareVersions } from '#core/changes/version.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import * as store from './store.ts'

export const headOf = (change: store.ChangeRecord): ChangeHead => ({
  id: change.id,
  changeNo: change.changeNo,
  kind: change.kind,
  thing: change.thing,
  thingName: change.thingName,
  orgName: change.orgName,
  state: change.state,
  reason: change.reason,
  requestedBy: change.requestedByName,
  requestedAt: change.requestedAt,
  decidedBy: change.decidedByName,
  decidedAt: change.decidedAt,
  dueOn: change.dueOn,
})

export async function present(tx: Tx, change: store.ChangeRecord, actor: Actor): Promise<Change> {
  const { before, after } = await store.versionsOf(tx, change.id)
  const file = change.evidenceFile === null ? null : await findFile(tx, change.evidenceFile)
  const ability = (verb: Exclude<ChangeVerb, 'apply'>): Ability => {
    const moved = moveChange(change, verb, actor)
    return moved.ok ? allowed : refused(moved.failure.type)
  }
  return {
    ...headOf(change),
    note: change.note,
    evidence: file === null ? null : { name: file.name, size: file.size },
    opinion: change.opinion,
    fields: sideBySide(before ?? {}, after ?? change.wish),
    steps: await store.stepsOfChange(tx, change.id),
    updatedAt: change.updatedAt,
    abilities: { approve: ability('approve'), reject: ability('reject'), withdraw: ability('withdraw') },
  }
}

/** Two versions as fields that a message can carry. */
export const sideBySide = (...versions: Parameters<typeof compareVersions>): Change['fields'] =>
  compareVersions(...versions).map(({ field, before, after }) => ({ field, before: plain(before), after: plain(after) }))

const plain = (value: string | readonly string[] | null): string | string[] | null =>
  value === null || typeof value === 'string' ? value : [...value]
