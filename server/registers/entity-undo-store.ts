/** SQL of taking an import of objects back: what stands against it, and how what stood before stands again. */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { refreshStatistics } from '#server/statistics.ts'
import type { ImportWork } from './import-kind.ts'
import type { ImportRecord } from './import-store.ts'
import { changedSince, lockLabels, projectLabels, takeLabels, undoLabels } from './label-project-store.ts'
import { keepVersions, leaveRegister, sinceNow, versionColumns } from './version-store.ts'

/** What an import did, read from what it left: versions it ended, and rows that are still as it made them. */
const endedBy = (importId: string): string => `import:${importId}`

/** Objects whose row stands as this import made it; `added` where it was not there before. */
const made = (importId: string): RawBuilder<unknown> => sql`
  select e.subject, v.subject is null as added from entity e
  left join entity_version v on v.ended_by = ${endedBy(importId)} and v.subject = e.subject where e.import_id = ${importId}::uuid`

/** What waited for an object that came back was there before the import, and waits again: only what came after it depends on it. */
export async function entityDependencies(tx: Tx, { id, finishedAt }: ImportRecord): Promise<readonly { code: string; rows: number }[]> {
  const counted = await sql<Record<string, number>>`
    with made as materialized (${made(id)}), new as materialized (select subject from made where added)
    select
      (select count(*) from (
        select v.subject from entity_version v where v.import_id = ${id}::uuid
          and not exists (select from entity e where e.subject = v.subject and e.import_id = ${id}::uuid)
        union select v.subject from entity_version v join entity e on e.subject = v.subject where v.ended_by = ${endedBy(id)} and v.ended_event = 'left'
        union select h.subject from entity_risk_history h left join entity_risk k on k.subject = h.subject
          where h.import_id = ${id}::uuid and k.import_id is distinct from ${id}::uuid
        union select b.subject from import_before b join import_batch o on o.id = b.import_id and o.state = 'done'
          where b.import_id <> ${id}::uuid and b.before -> 'items' @> ${JSON.stringify([{ importId: id }])}::jsonb) as later)::int as changed_later,
      (select count(*) from made m where exists (
        select from drawn_object o join draw d on d.id = o.draw_id where o.subject = m.subject and d.created_at >= ${finishedAt}::timestamptz))::int as drawn,
      (select count(*) from new n where exists (select from visit v where v.subject = n.subject and v.updated_at >= ${finishedAt}::timestamptz))::int as visited,
      (select count(*) from new n where exists (select from library_entry l where l.subject = n.subject and l.set_at >= ${finishedAt}::timestamptz))::int as in_library,
      (select count(*) from new n where exists (select from entity_label l where l.subject = n.subject and l.batch_id is distinct from ${id}::uuid and l.set_at >= ${finishedAt}::timestamptz))::int as labelled,
      (select count(*) from new n where exists (select from recusal r where r.subject = n.subject and r.declared_at >= ${finishedAt}::timestamptz))::int as recused,
      (select count(*) from new n where exists (select from entity_item i left join import_batch o on o.id = i.import_id
        where i.subject = n.subject and i.import_id is distinct from ${id}::uuid and (o.finished_at is null or o.finished_at >= ${finishedAt}::timestamptz)))::int as mapped,
      (select count(*) from new n where exists (select from entity_flag f where f.subject = n.subject and f.import_id is distinct from ${id}::uuid and f.recorded_at >= ${finishedAt}::timestamptz)
        or exists (select from entity_risk k where k.subject = n.subject and k.import_id is distinct from ${id}::uuid and k.updated_at >= ${finishedAt}::timestamptz))::int as flagged,
      (select count(*) from new n where exists (select from entity o where o.owner_subject = n.subject and o.import_id is distinct from ${id}::uuid and o.since >= ${finishedAt}::timestamptz))::int as owned`.execute(
    tx,
  )
  const labels = await changedSince(tx, { batchId: id, endedBy: endedBy(id) })
  const { labelled = 0, ...others } = counted.rows[0] ?? {}
  return [...Object.entries(others).map(([code, rows]) => ({ code, rows })), { code: 'labelled', rows: labelled + labels }]
}

export async function undoEntities(tx: Tx, { batch, now, by }: ImportWork): Promise<void> {
  const { id } = batch
  const going = { endedBy: `undo:${id}`, by, now }
  await lockLabels(tx)
  const fresh = sql`select subject from (${made(id)}) as m where added`
  await takeLabels(
    tx,
    sql`select l.subject, l.label_id from entity_label l join (${fresh}) as n on n.subject = l.subject where l.batch_id = ${id}::uuid`,
    going,
  )
  await undoRisk(tx, id, now)
  await undoItems(tx, batch)
  await leaveRegister(tx, { subjects: fresh, endedEvent: 'undone', endedBy: going.endedBy, now })
  await restoreChanged(tx, id, now)
  await restoreLeft(tx, id, now)
  await undoLabels(tx, { batchId: id, endedBy: endedBy(id) }, going)
  await projectLabels(tx, sql`select subject from entity_version where ended_by = ${endedBy(id)} and ended_event = 'left'`, now)
  await sql`delete from import_before where import_id = ${id}::uuid`.execute(tx)
  await refreshStatistics(tx, ['entity'])
}

/** The row as it stood before, as a new version of it. */
async function restoreChanged(tx: Tx, id: string, now: Instant): Promise<void> {
  const before = sql`select * from entity_version where ended_by = ${endedBy(id)} and ended_event <> 'left'`
  await keepVersions(tx, { subjects: before, endedEvent: 'undone', endedBy: `undo:${id}`, now: now })
  const set = sql.join(versionColumns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`v.${name}`)}`))
  await sql`
    update entity set ${set}, since = ${sinceNow(now)}, event = 'undone', event_on = null, source = 'undo', import_id = v.import_id, updated_at = ${now}::timestamptz
    from (${before}) as v where v.subject = entity.subject`.execute(tx)
}

async function restoreLeft(tx: Tx, id: string, now: Instant): Promise<void> {
  const names = sql.join(versionColumns.map((name) => sql.ref(name)))
  await sql`
    insert into entity (subject, ${names}, since, event, source, import_id, updated_at)
    select subject, ${names}, greatest(${now}::timestamptz, until + interval '1 microsecond'), 'undone', 'undo', import_id, ${now}::timestamptz
    from entity_version where ended_by = ${endedBy(id)} and ended_event = 'left'`.execute(tx)
}

/** A class that comes back is in the history as one that came. */
async function undoRisk(tx: Tx, id: string, now: Instant): Promise<void> {
  await sql`
    with back as (
      update entity_risk k set risk_class = r.risk ->> 'riskClass', as_of = (r.risk ->> 'asOf')::date, source = r.risk ->> 'source',
        import_id = (r.risk ->> 'importId')::uuid, updated_at = ${now}::timestamptz
      from (select subject, before -> 'risk' as risk from import_before where import_id = ${id}::uuid and before ? 'risk') as r
      where k.subject = r.subject and k.import_id = ${id}::uuid returning k.subject, k.risk_class, k.as_of, k.source, k.import_id)
    insert into entity_risk_history (subject, recorded_at, risk_class, as_of, source, import_id)
    select subject, ${now}::timestamptz, risk_class, as_of, source, import_id from back`.execute(tx)
  await sql`delete from entity_risk where import_id = ${id}::uuid`.execute(tx)
}

async function undoItems(tx: Tx, { id, dept }: ImportRecord): Promise<void> {
  await sql`delete from entity_item where import_id = ${id}::uuid`.execute(tx)
  await sql`
    insert into entity_item (subject, dept, item_code, import_id)
    select b.subject, ${dept}, i ->> 'code', (i ->> 'importId')::uuid from import_before b cross join jsonb_array_elements(b.before -> 'items') as i
    where b.import_id = ${id}::uuid and b.before ? 'items' on conflict do nothing`.execute(tx)
}
