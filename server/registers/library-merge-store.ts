/** SQL of a file of special objects: what differs, the merge with its labels, and the way back. */
import { type RawBuilder, sql } from 'kysely'
import type { LibraryColumn } from '#core/registers/library-row.ts'
import type { Tx } from '#db/connect.ts'
import type { ImportNotes, ImportWork, Places } from './import-kind.ts'
import type { ImportRecord } from './import-store.ts'
import { reaches } from './label-merge-store.ts'
import { lockLabels, projectLabels } from './label-project-store.ts'
import { expired, syncLabels } from './library-label-store.ts'
import { differingNames, endedBy, refuseRows, refuseTwice, refuseUnknown } from './library-stage-store.ts'

/** Columns of an entry, each with the column of the file that fills it. What a file does not have stays as it is. */
const filled = [
  ['licence_name', 'licenceName'],
  ['licence_issuer', 'licenceIssuer'],
  ['approved_on', 'approvedOn'],
  ['valid_to', 'validTo'],
  ['qualifications', 'qualifications'],
  ['expert_kinds', 'expertKinds'],
  ['check_org', 'checkOrg'],
] as const satisfies readonly (readonly [string, LibraryColumn])[]

export const filledBy = (columns: Places) => filled.filter(([, column]) => columns[column] !== undefined)

const staged = (importId: string): RawBuilder<unknown> => sql`
  select l.row_no, l.subject, n.* from import_line l cross join lateral jsonb_to_record(l.draft) as n (library_id uuid, label_id uuid, licence_name text, licence_no text,
    licence_issuer text, approved_on date, valid_to date, qualifications text[], expert_kinds text[], check_org text, state text)
  where l.import_id = ${importId}::uuid and l.draft is not null`

/**
 * The rows beside the entries they are about, with the state that each will have: what the file says; without a column of states a new or a valid
 * entry follows its licence, one that ended with its licence is renewed by it, and one that somebody disabled stays so.
 */
export const compared = (importId: string, columns: Places): RawBuilder<unknown> => sql`
  select n.row_no, n.subject, n.library_id, n.label_id, n.licence_name, n.licence_no, n.licence_issuer, n.approved_on, n.valid_to, n.qualifications,
    n.expert_kinds, n.check_org, en.id as known, to_jsonb(en) as was,
    ${columns['state'] === undefined ? sql`case when en.id is null or en.state = 'valid' or en.state_reason = ${expired} then n.state else en.state end` : sql`n.state`} as state,
    en.state as was_state,
    coalesce((${sql.join(
      filledBy(columns)
        .map(([name]) => sql.ref(`n.${name}`))
        .concat(sql.ref('n.subject')),
    )}) is distinct from (${sql.join(
      filledBy(columns)
        .map(([name]) => sql.ref(`en.${name}`))
        .concat(sql.ref('en.subject')),
    )}), true) as differs
  from (${staged(importId)}) as n
    left join library_entry en on en.subject = n.subject and en.library_id = n.library_id and en.label_id = n.label_id and en.licence_no = n.licence_no`

export async function diffEntries(tx: Tx, { batch, columns }: ImportWork): Promise<ImportNotes> {
  const rows = staged(batch.id)
  await refuseUnknown(tx, batch, rows)
  await refuseTwice(tx, batch, rows, sql`subject, library_id, label_id, licence_no`)
  await refuseRows(
    tx,
    batch,
    'library',
    'library_unknown',
    rows,
    sql`not exists (select from library l where l.id = n.library_id and l.state = 'active')`,
  )
  await refuseRows(
    tx,
    batch,
    'code',
    'kind_differs',
    rows,
    sql`exists (select from library l where l.id = n.library_id and l.object_kinds <> '{}' and not (e.kind = any(l.object_kinds)))`,
  )
  await refuseRows(
    tx,
    batch,
    'code',
    'label_out_of_reach',
    rows,
    sql`not exists (select from label l where l.id = n.label_id and ${reaches})
    or not exists (select from library l where l.id = n.library_id and (e.region_path = l.org_path or starts_with(e.region_path, l.org_path || '.')))`,
  )
  await sql`
    insert into import_change (import_id, row_no, subject, change)
    select ${batch.id}::uuid, row_no, subject, case when known is null then 'added' else 'changed' end
    from (${compared(batch.id, columns)}) as c where known is null or differs or state is distinct from was_state`.execute(tx)
  return { newLabels: [], counts: await differingNames(tx, batch.id) }
}

/** Adds and changes entries as import_change says, keeps what each was, and makes the labels follow. */
export async function mergeEntries(tx: Tx, work: ImportWork): Promise<void> {
  const { batch, columns, by, now } = work
  await lockLabels(tx)
  const changes = sql`(select c.* from (${compared(batch.id, columns)}) as c join import_change ch on ch.import_id = ${batch.id}::uuid and ch.row_no = c.row_no)`
  await keepBefore(tx, batch, changes)
  await sql`
    insert into library_entry (subject, id, library_id, label_id, licence_name, licence_no, licence_issuer, approved_on, valid_to, qualifications, expert_kinds, check_org,
      state, state_reason, import_id, set_by, set_by_name, set_at, updated_at)
    select subject, gen_random_uuid(), library_id, label_id, licence_name, licence_no, licence_issuer, approved_on, valid_to, qualifications,
      expert_kinds, check_org, state, case when state = 'invalid' then ${expired} else '' end, ${batch.id}::uuid, ${by.id}::uuid, ${by.name}, ${now}::timestamptz, ${now}::timestamptz
    from ${changes} as c
    on conflict (subject, library_id, label_id, licence_no) do update set ${sql.join(
      [...filledBy(columns).map(([name]) => name), 'state', 'state_reason', 'import_id', 'set_by', 'set_by_name', 'updated_at'].map(
        (name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`,
      ),
    )}`.execute(tx)
  await syncLabels(tx, sql`select subject, label_id from library_entry where import_id = ${batch.id}::uuid`, {
    endedBy: endedBy(work),
    by,
    now,
  })
}

/** For each object the entries that will change, as they are; an empty list where all are new. */
const keepBefore = (tx: Tx, batch: ImportRecord, changes: RawBuilder<unknown>) =>
  sql`
  insert into import_before (import_id, subject, before)
  select ${batch.id}::uuid, subject, coalesce(jsonb_agg(was) filter (where was is not null), '[]'::jsonb) from ${changes} as c group by subject`.execute(
    tx,
  )

/** Entries that were changed after the import, by a hand, another file or the end of a licence. */
export async function entryDependencies(tx: Tx, { id, finishedAt }: ImportRecord): Promise<readonly { code: string; rows: number }[]> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from library_entry en where en.import_id = ${id}::uuid and en.updated_at > ${finishedAt}::timestamptz)
      + (select count(*) from import_before b cross join lateral jsonb_populate_recordset(null::library_entry, b.before) as was
        left join library_entry en on en.subject = was.subject and en.id = was.id where b.import_id = ${id}::uuid and en.import_id is distinct from ${id}::uuid))::int as n`.execute(
    tx,
  )
  return [{ code: 'changed_later', rows: rows[0]?.n ?? 0 }]
}

/** Entries as they were, and the labels as those entries say. */
export async function undoEntries(tx: Tx, { batch, by, now }: ImportWork): Promise<void> {
  await lockLabels(tx)
  const before = sql`(select subject, before from import_before where import_id = ${batch.id}::uuid)`
  await sql`delete from library_entry where import_id = ${batch.id}::uuid`.execute(tx)
  await sql`insert into library_entry select was.* from ${before} as b cross join lateral jsonb_populate_recordset(null::library_entry, b.before) as was`.execute(
    tx,
  )
  const pairs = sql`select b.subject, el.label_id from ${before} as b join entity_label el on el.subject = b.subject and el.origin = 'library'
    union select b.subject, en.label_id from ${before} as b join library_entry en on en.subject = b.subject`
  await syncLabels(tx, pairs, { endedBy: `undo:${batch.id}`, by, now })
  await projectLabels(tx, sql`select subject from ${before} as b`, now)
  await sql`delete from import_before where import_id = ${batch.id}::uuid`.execute(tx)
}
