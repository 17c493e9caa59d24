/** SQL of proposals between rows of plans. */
import type { JointVisit } from '#core/plans/merge.ts'
import type { Tx } from '#db/connect.ts'

export type RowProposal = {
  readonly id: string
  readonly joint: JointVisit
  readonly objects: number
  readonly saved: number
  readonly now: string
}

/** Inserts a proposal with its parties; one about the same rows that is there already stays as it is. */
export async function saveRowProposal(tx: Tx, { id, joint, objects, saved, now }: RowProposal): Promise<{ id: string; added: boolean }> {
  const added = await tx
    .insertInto('merge_proposal')
    .values({
      ...{ id, key: joint.key, source: 'rows', state: 'open', objects, saved, found_at: now, updated_at: now },
      ...{ from_on: joint.from, to_on: joint.to, gap_days: joint.gapDays },
    })
    .onConflict((key) => key.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added === undefined) {
    const there = await tx.selectFrom('merge_proposal').select('id').where('key', '=', joint.key).executeTakeFirstOrThrow()
    return { id: there.id, added: false }
  }
  await tx
    .insertInto('merge_party')
    .values(
      joint.things.map((thing) => ({
        ...{ proposal_id: id, thing_id: thing.id, number: thing.number, name: thing.name, leads: thing.id === joint.leadId },
        ...{ org_path: thing.orgPath, dept: thing.dept, org_name: thing.orgName },
        ...{ from_on: thing.from, to_on: thing.to, item_ids: [...thing.itemIds] },
      })),
    )
    .execute()
  return { id, added: true }
}
