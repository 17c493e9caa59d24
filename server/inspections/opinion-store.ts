/** SQL of expert opinions: appended, a version for each amendment. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type OpinionRecord = {
  readonly officerId: string
  readonly by: string
  readonly text: string
  readonly version: number
  readonly at: string
}

type VisitKey = { readonly id: string; readonly subject: string }

/** The newest word of each expert. */
export async function opinionsOf(tx: Tx, { id, subject }: VisitKey): Promise<OpinionRecord[]> {
  const { rows } = await sql<OpinionRecord>`
    select "officerId", by, text, version, at from (
      select distinct on (officer_id) officer_id as "officerId", officer_name as by, text, version, at from expert_opinion
      where subject = ${subject} and visit_id = ${id}::uuid order by officer_id, version desc) o
    order by at, "officerId"`.execute(tx)
  return rows
}

export async function insertOpinion(tx: Tx, visit: VisitKey, opinion: OpinionRecord): Promise<void> {
  await tx
    .insertInto('expert_opinion')
    .values({
      subject: visit.subject,
      visit_id: visit.id,
      officer_id: opinion.officerId,
      version: opinion.version,
      officer_name: opinion.by,
      text: opinion.text,
      at: opinion.at,
    })
    .execute()
}
