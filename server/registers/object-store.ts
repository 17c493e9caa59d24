/** SQL of 一企一档: what hangs on one object. */
import { sql } from 'kysely'
import type { ObjectVersion } from '#core/registers/object-history.ts'
import type { Tx } from '#db/connect.ts'
import type { EntityDetail } from './store.ts'

export type Departed = EntityDetail & { readonly until: string; readonly endedEvent: string }

/** The last version of an object that is in the register no more. */
export async function findDeparted(tx: Tx, subject: string): Promise<Departed | null> {
  const { rows } = await sql<Departed>`
    select subject, name, kind, entity_type as "entityType", region_path as "regionPath", established, state, until as "updatedAt", industry, labels,
      capital_yuan as "capitalYuan", capital_text as "capitalText", address, owner_subject as "ownerSubject", scope, import_id as "importId",
      since, event, event_on as "eventOn", source, until, ended_event as "endedEvent"
    from entity_version where subject = ${subject} order by since desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Versions, newest first; one more than are shown, so that the oldest shown can be compared with the one before it. */
export async function versionsOf(tx: Tx, subject: string, most: number): Promise<ObjectVersion[]> {
  const columns = sql`subject, since, event, event_on, source, import_id, name, kind, entity_type, region_path, established, capital_yuan, capital_text,
    scope, address, state, industry, owner_subject, legal_rep`
  const { rows } = await sql<ObjectVersion>`
    select v.since, v.until, v.event, v.event_on as "eventOn", v.source, v.import_id as "importId", jsonb_build_object('name', v.name, 'kind', v.kind,
      'entityType', v.entity_type, 'region', v.region_path, 'established', v.established::text, 'capital', coalesce(v.capital_text, v.capital_yuan::text),
      'scope', v.scope, 'address', v.address, 'state', v.state, 'industry', v.industry, 'owner', v.owner_subject, 'legalRep', v.legal_rep) as fields
    from (select ${columns}, null::timestamptz as until from entity where subject = ${subject}
      union all select ${columns}, until from entity_version where subject = ${subject}) as v
    order by v.since desc limit ${most + 1}`.execute(tx)
  return rows
}

export type Owned = { readonly subject: string; readonly name: string; readonly kind: string; readonly state: string }

/** Sites, products, equipment … of an object, as far as they lie in the jurisdiction. */
export async function ownedBy(
  tx: Tx,
  jurisdiction: string,
  subject: string,
  most: number,
): Promise<{ rows: Owned[]; count: { value: number; capped: boolean } }> {
  const { rows } = await sql<Owned>`
    select subject, name, kind, state from entity where owner_subject = ${subject}
      and (region_path = ${jurisdiction} or starts_with(region_path, ${`${jurisdiction}.`})) order by kind, name collate "C", subject collate "C" limit 1001`.execute(
    tx,
  )
  return { rows: rows.slice(0, most), count: { value: Math.min(rows.length, 1000), capped: rows.length > 1000 } }
}

export async function itemsOf(tx: Tx, subject: string, dept: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct i.item_code as code from item_object i join entity e on e.subject = i.subject where i.subject = ${subject} and i.dept = ${dept}
      and (i.org_path is null or e.region_path = i.org_path or starts_with(e.region_path, i.org_path || '.')) order by code`.execute(tx)
  return rows.map(({ code }) => code)
}

/** Draws that the reader may see (row-level security says which). */
export async function drawsOf(tx: Tx, subject: string): Promise<{ drawId: string; taskName: string; selected: boolean; at: string }[]> {
  const rows = await sql<{ drawId: string; taskName: string; selected: boolean; at: string }>`
    select o.draw_id as "drawId", t.name as "taskName", d.created_at as at, s.state <> 'void' as selected
    from drawn_object o join draw d on d.id = o.draw_id join draw_slot s on s.draw_id = d.id join task t on t.id = d.task_id
    where o.subject = ${subject} order by d.created_at desc limit 50`.execute(tx)
  return rows.rows
}

export type VisitOfObject = {
  readonly visitId: string
  readonly taskName: string
  readonly state: string
  readonly outcome: string | null
  readonly date: string | null
}

/** Visits that the reader may see; those of others are only counted (`factsOf`). */
export async function visitsOf(tx: Tx, subject: string): Promise<VisitOfObject[]> {
  const rows = await sql<VisitOfObject>`
    select v.id as "visitId", t.name as "taskName", v.state, r.outcome, r.date from visit v join task t on t.id = v.task_id
      left join lateral (select outcome, date from result where subject = v.subject and visit_id = v.id order by version desc limit 1) r on true
    where v.subject = ${subject} order by v.updated_at desc limit 50`.execute(tx)
  return rows.rows
}
