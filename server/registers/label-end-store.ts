/** SQL of labels that end by themselves: on objects, and in the dictionary. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { type LabelGoing, projectLabels, takeLabels } from './label-project-store.ts'

/** Labels taken off in one transaction. */
const setSize = 20_000

/** Takes off the next set of labels whose last day, or that of the label itself, lies before today. Answers how many. */
export async function endLabelsSet(tx: Tx, today: string, going: LabelGoing): Promise<number> {
  const { rows } = await sql<{ subject: string; label: string }>`
    (select subject, label_id::text as label from entity_label where valid_to < ${today}::date limit ${setSize})
    union (select el.subject, el.label_id::text from label l join entity_label el on el.label_id = l.id where l.valid_to < ${today}::date limit ${setSize})`.execute(
    tx,
  )
  if (rows.length === 0) return 0
  const subjects = sql`${rows.map(({ subject }) => subject)}::text[]`
  const pairs = sql`select * from unnest(${subjects}, ${rows.map(({ label }) => label)}::uuid[]) as p(subject, label_id)`
  const ended = await takeLabels(tx, pairs, going)
  await projectLabels(tx, sql`select unnest(${subjects}) as subject`, going.now)
  return ended
}

/** Labels of the dictionary that have passed their last day are given no more. */
export async function retireEnded(tx: Tx, today: string, now: string): Promise<void> {
  await tx
    .updateTable('label')
    .set({ state: 'retired', updated_at: now })
    .where('state', '=', 'active')
    .where('valid_to', '<', today)
    .execute()
}
