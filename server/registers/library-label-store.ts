/** SQL of the labels that special libraries give: an object carries one while any of its entries is valid (domain.md §4.4). */
import { type RawBuilder, sql } from 'kysely'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type LabelGoing, projectLabels, putLabels, takeLabels } from './label-project-store.ts'

/**
 * Makes the labels of these pairs (a query giving `subject`, `label_id`) what the entries say: the first valid entry brings the label, the last day of
 * the longest one is its last day, the last valid entry takes it along. What somebody put on by hand, or a file, stays theirs. The caller holds
 * `lockLabels`, and projects again where the pairs are found by the labels themselves; entries are read whatever their library, because another department's entry keeps a label too.
 */
export async function syncLabels(
  tx: Tx,
  pairs: RawBuilder<unknown>,
  { endedBy, by, now }: LabelGoing & { readonly by: { readonly id: string | null } },
): Promise<void> {
  const today = dateAt(now)
  const given = sql`
    select p.subject, p.label_id, (select least(max(en.valid_to), l.valid_to) from library_entry en
        where en.subject = p.subject and en.label_id = p.label_id and en.state = 'valid' and en.valid_to >= ${today}::date having count(*) > 0) as valid_to
    from (select distinct subject, label_id from (${pairs}) as chosen) as p join label l on l.id = p.label_id`
  await takeLabels(
    tx,
    sql`select g.subject, g.label_id from (${given}) as g join entity_label el on el.subject = g.subject and el.label_id = g.label_id
      where el.origin = 'library' and el.valid_to is distinct from g.valid_to`,
    { endedBy, by, now },
  )
  await putLabels(
    tx,
    sql`select g.subject, g.label_id, g.valid_to from (${given}) as g join entity e on e.subject = g.subject where g.valid_to >= ${today}::date`,
    { origin: 'library', batchId: null, by, now },
  )
  await projectLabels(tx, sql`select subject from (${pairs}) as chosen`, now)
}

/** Why an entry became invalid by itself; a renewed licence makes it valid again. */
export const expired = '许可证到期'

/** Entries that one transaction makes invalid. */
const setSize = 20_000

type Ending = LabelGoing & { readonly by: { readonly id: string | null } }

/** Makes the next set of entries of a retired library invalid. Answers how many. */
export const endEntriesOf = (tx: Tx, libraryId: string, going: Ending): Promise<number> =>
  endEntries(tx, sql`en.library_id = ${libraryId}::uuid`, '专项库停用', going)

/** Makes the next set of entries invalid whose licence ended before today. Answers how many. */
export const endExpired = (tx: Tx, today: string, going: Ending): Promise<number> =>
  endEntries(tx, sql`en.valid_to < ${today}::date`, expired, going)

/** Makes the next set of entries invalid, and takes off what they alone gave. `which` is a condition over `library_entry en`. Answers how many. */
export async function endEntries(tx: Tx, which: RawBuilder<unknown>, reason: string, going: Ending): Promise<number> {
  const { rows } = await sql<{ subject: string; label: string }>`
    update library_entry e set state = 'invalid', state_reason = ${reason}, set_by_name = ${going.by.name}, updated_at = ${going.now}::timestamptz
    from (select en.subject, en.id from library_entry en where en.state = 'valid' and ${which} order by en.subject, en.id limit ${setSize}) as chosen
    where e.subject = chosen.subject and e.id = chosen.id returning e.subject, e.label_id::text as label`.execute(tx)
  if (rows.length > 0) await syncLabels(tx, pairsOf(rows), going)
  return rows.length
}

const pairsOf = (rows: readonly { readonly subject: string; readonly label: string }[]): RawBuilder<unknown> =>
  sql`select * from unnest(${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ label }) => label)}::uuid[]) as p(subject, label_id)`
