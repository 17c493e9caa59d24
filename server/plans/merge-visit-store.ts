/** SQL of the visits that were made one: what the page of a visit and its papers ask. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type JointVisit = {
  readonly leads: boolean
  /** The other tasks whose visits to the object are the same visit, the leading one first; of them only names and numbers are told. */
  readonly with: { readonly taskNo: string; readonly name: string; readonly orgName: string; readonly leads: boolean }[]
}

/** With whom a visit is one, or null inside when it stands alone; null when the visit is out of sight (its policies are those of `visit`). */
export async function jointVisitOf(tx: Tx, visitId: string): Promise<{ readonly joint: JointVisit | null } | null> {
  const { rows } = await sql<{ joint: JointVisit | null }>`
    select (select jsonb_build_object('leads', m.leads, 'with',
        (select coalesce(jsonb_agg(jsonb_build_object('taskNo', p.number, 'name', p.name, 'orgName', p.org_name, 'leads', o.leads) order by o.leads desc, p.number), '[]')
          from visit_merge o join merge_party p on p.proposal_id = o.proposal_id and p.thing_id = o.task_id
          where o.subject = m.subject and o.proposal_id = m.proposal_id and o.task_id <> m.task_id))
      from visit_merge m where m.subject = v.subject and m.task_id = v.task_id) as joint
    from visit v where v.id = ${visitId}`.execute(tx)
  return rows[0] ?? null
}
