/** A proposal between rows of plans, out of a simulation: nobody is drawn yet, so it asks whether their tasks shall visit together. */
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { bodiesOf, jointVisit } from '#core/plans/merge.ts'
import { rowThing } from '#core/plans/simulation-groups.ts'
import { dateAt } from '#core/time.ts'
import type { Command } from '#server/http/call.ts'
import { Problem } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import { saveRowProposal } from './merge-propose-store.ts'
import type { LineRecord } from './simulate-store.ts'

/** What core/plans/simulation-parts.ts writes of a group. */
const GroupFigures = z.object({
  common: z.number(),
  saved: z.number(),
  gapDays: z.number().int(),
  rows: z.array(
    z.object({
      id: z.uuid(),
      seq: z.number().int(),
      name: z.string(),
      planNo: z.string(),
      orgPath: z.string(),
      dept: z.string(),
      orgName: z.string(),
      from: z.string(),
      to: z.string(),
      itemIds: z.array(z.uuid()),
    }),
  ),
})

/** Writes the proposal, or finds the one that is there, and tells the bodies of the rows. */
export async function proposeGroup({ tx, actor, now }: Command<unknown>, line: LineRecord): Promise<string> {
  const { rows, common, saved, gapDays } = GroupFigures.parse(line.figures)
  const { windowDays } = (await policyAt(tx, actor.orgPath, dateAt(now))).merge
  if (gapDays > windowDays.value) throw new Problem('merge_not_mergeable', { gapDays, windowDays: windowDays.value })
  const joint = jointVisit(rows.map((row) => rowThing(row, row.id)))
  const objects = Math.round(common)
  const found = await saveRowProposal(tx, { id: randomUUID(), joint, objects, saved: Math.round(saved), now })
  if (found.added)
    for (const { orgPath, dept } of bodiesOf(joint.things)) {
      const to = { orgPath, dept, permission: 'task.edit', but: actor.id } as const
      await notify(tx, { to, kind: 'merge.proposed', thing: `merge:${found.id}`, facts: { org: actor.orgName, objects } })
    }
  return found.id
}
