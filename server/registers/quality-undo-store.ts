/** SQL of taking a batch of the quality desk back: every object that nothing else changed since is again as it was. */
import { sql } from 'kysely'
import { never } from '#core/result.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { projectLabels } from './label-project-store.ts'
import { syncLabels } from './library-label-store.ts'
import { endedBy, type FixWork, subjectsOf } from './quality-action-store.ts'
import { keepVersions, sinceNow, versionColumns } from './version-store.ts'

/** Takes back what a batch did to these objects. Answers how many are as they were; the caller holds `lockRegister` and `lockLabels`. */
export async function undoFixOf(tx: Tx, work: FixWork): Promise<number> {
  const back = await undone(tx, work)
  await sql`
    insert into quality_finding select r.* from quality_fix_row x
      cross join lateral jsonb_array_elements(jsonb_build_array(x.before -> 'finding') || (x.before -> 'twins')) as f (finding)
      cross join lateral jsonb_populate_record(null::quality_finding, f.finding) as r
    where x.fix_id = ${work.fix.id}::uuid and x.subject = any(${back}::text[]) and f.finding <> 'null'
      and exists (select from entity e where e.subject = r.subject)
    on conflict do nothing`.execute(tx)
  return back.length
}

async function undone(tx: Tx, work: FixWork): Promise<string[]> {
  const { action } = work.fix
  switch (action) {
    case 'set_region':
    case 'clear_date':
      return changeBack(tx, work)
    case 'leave':
    case 'keep_one':
      return comeBack(tx, work)
    case 'take_labels':
      return labelsBack(tx, work)
    case 'close_entries':
      return entriesBack(tx, work)
    case 'except':
      return exceptionsBack(tx, work)
    default:
      return never(action)
  }
}

/** The version that the batch ended stands again, unless something else has changed the object since. */
async function changeBack(tx: Tx, { fix, subjects, now }: FixWork): Promise<string[]> {
  const same = sql`select e.subject from entity e join entity_version v on v.subject = e.subject and v.until = e.since
    where v.ended_by = ${endedBy(fix)} and e.subject = any(${[...subjects]}::text[])`
  const { rows } = await sql<{ subject: string }>`${same}`.execute(tx)
  const back = rows.map(({ subject }) => subject)
  await keepVersions(tx, { subjects: subjectsOf(back), endedEvent: 'undone', endedBy: `undo:${endedBy(fix)}`, now })
  await sql`
    update entity set region_path = v.region_path, established = v.established, since = ${sinceNow(now)}, event = 'undone', event_on = ${dateAt(now)}::date,
      source = 'undo', import_id = v.import_id, updated_at = ${now}::timestamptz
    from entity_version v where v.subject = entity.subject and v.ended_by = ${endedBy(fix)} and entity.subject = any(${back}::text[])`.execute(
    tx,
  )
  return back
}

/** Who left comes in again, unless it has come in another way meanwhile. */
async function comeBack(tx: Tx, { fix, subjects, now }: FixWork): Promise<string[]> {
  const columns = sql.join([...versionColumns, 'labels', 'import_id'].map((name) => sql.ref(name)))
  const values = sql.join([...versionColumns, 'labels', 'import_id'].map((name) => sql.ref(`v.${name}`)))
  const { rows } = await sql<{ subject: string }>`
    insert into entity (subject, since, event, event_on, source, updated_at, ${columns})
    select v.subject, greatest(${now}::timestamptz, v.until), 'undone', ${dateAt(now)}::date, 'undo', ${now}::timestamptz, ${values}
    from entity_version v where v.ended_by = ${endedBy(fix)} and v.ended_event = 'left' and v.subject = any(${[...subjects]}::text[])
    on conflict (subject) do nothing returning subject`.execute(tx)
  const back = rows.map(({ subject }) => subject)
  await projectLabels(tx, subjectsOf(back), now)
  return back
}

/** Labels that the dictionary still knows are put on again as they were; a name that no label has does not return. */
async function labelsBack(tx: Tx, { fix, subjects, now }: FixWork): Promise<string[]> {
  const columns = sql.raw('subject, label_id, since, valid_to, origin, batch_id, set_by, set_by_name, set_at')
  await sql`
    insert into entity_label (${columns}) select ${columns} from entity_label_past p
    where p.ended_by = ${endedBy(fix)} and p.subject = any(${[...subjects]}::text[]) and exists (select from entity e where e.subject = p.subject)
    on conflict (subject, label_id) do nothing`.execute(tx)
  await projectLabels(tx, subjectsOf(subjects), now)
  return [...subjects]
}

/** Entries that are invalid for the reason of the batch are valid again, with the labels they give. */
async function entriesBack(tx: Tx, { fix, subjects, now }: FixWork): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    update library_entry en set state = 'valid', state_reason = '', updated_at = ${now}::timestamptz
    from quality_fix_row r where r.fix_id = ${fix.id}::uuid and r.subject = any(${[...subjects]}::text[]) and en.subject = r.subject
      and r.before -> 'entries' ? en.id::text and en.state = 'invalid' and en.state_reason = ${fix.reason} returning en.subject`.execute(tx)
  const back = [...new Set(rows.map(({ subject }) => subject))]
  const pairs = sql`select en.subject, en.label_id from library_entry en join quality_fix_row r on r.subject = en.subject and r.fix_id = ${fix.id}::uuid
    where en.subject = any(${back}::text[]) and r.before -> 'entries' ? en.id::text`
  await syncLabels(tx, pairs, { endedBy: `undo:${endedBy(fix)}`, by: { id: fix.startedById, name: fix.startedBy }, now })
  return back
}

async function exceptionsBack(tx: Tx, { fix, subjects }: FixWork): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    delete from quality_exception where rule = ${fix.rule} and subject = any(${[...subjects]}::text[]) and reason = ${fix.reason} and set_by = ${fix.startedById}::uuid
    returning subject`.execute(tx)
  return rows.map(({ subject }) => subject)
}
