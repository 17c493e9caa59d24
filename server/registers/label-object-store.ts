/** SQL of the labels of one object. */
import { sql } from 'kysely'
import type { LabelTier } from '#core/registers/label-rules.ts'
import type { Tx } from '#db/connect.ts'
import type { Viewer } from './label-store.ts'

export type CarriedLabel = {
  readonly labelId: string
  readonly name: string
  readonly tier: LabelTier
  readonly reach: 'province' | 'region' | 'office'
  readonly orgPath: string
  readonly dept: string
  readonly since: string
  readonly validTo: string
  readonly origin: 'import' | 'hand' | 'batch' | 'library' | 'feed'
  readonly setBy: string
  readonly setAt: string
  /** Name of a special library with a valid entry that gives it; empty where the reader may not see the library. */
  readonly givenBy: string | null
}

export async function labelsOf(tx: Tx, subject: string): Promise<CarriedLabel[]> {
  const { rows } = await sql<CarriedLabel>`
    select el.label_id as "labelId", l.name, l.tier, l.reach, l.org_path as "orgPath", l.dept, el.since, el.valid_to as "validTo", el.origin,
      el.set_by_name as "setBy", el.set_at as "setAt",
      (select coalesce(li.name, '') from library_entry en left join library li on li.id = en.library_id
        where en.subject = el.subject and en.label_id = el.label_id and en.state = 'valid' order by li.name limit 1) as "givenBy"
    from entity_label el join label l on l.id = el.label_id where el.subject = ${subject} order by l.name collate "C"`.execute(tx)
  return rows
}

export type PastLabel = Omit<CarriedLabel, 'givenBy' | 'reach' | 'orgPath' | 'dept'> & {
  readonly endedAt: string
  readonly endedBy: string
  readonly endedByName: string
}

/** What it carried before, newest end first, at most 100. */
export async function pastLabelsOf(tx: Tx, subject: string): Promise<PastLabel[]> {
  const { rows } = await sql<PastLabel>`
    select p.label_id as "labelId", l.name, l.tier, p.since, p.valid_to as "validTo", p.origin, p.set_by_name as "setBy", p.set_at as "setAt",
      p.ended_at as "endedAt", p.ended_by as "endedBy", p.ended_by_name as "endedByName"
    from entity_label_past p join label l on l.id = p.label_id where p.subject = ${subject} order by p.ended_at desc, l.name collate "C" limit 100`.execute(
    tx,
  )
  return rows
}

/** The place of an object within a jurisdiction, or null. */
export async function placeOf(
  tx: Tx,
  jurisdiction: string,
  subject: string,
): Promise<{ regionPath: string; name: string; kind: string } | null> {
  const row = await tx
    .selectFrom('entity')
    .select(['region_path as regionPath', 'name', 'kind'])
    .where('subject', '=', subject)
    .where(sql<boolean>`(region_path = ${jurisdiction} or starts_with(region_path, ${`${jurisdiction}.`}))`)
    .executeTakeFirst()
  return row ?? null
}

/** Active labels that a place has and a department sees, at most 500: what could be put on an object there. */
export async function usableLabels(
  tx: Tx,
  viewer: Viewer & { readonly dept: string | null; readonly ownDept: string },
  regionPath: string,
  today: string,
): Promise<{ labelId: string; name: string; tier: LabelTier }[]> {
  const { rows } = await sql<{ labelId: string; name: string; tier: LabelTier }>`
    select id as "labelId", name, tier from label l where state = 'active' and valid_to >= ${today}::date
      and (reach = 'province' or org_path = ${regionPath} or starts_with(${regionPath}, org_path || '.'))
      and (reach <> 'office' or (org_path = ${viewer.orgPath} and dept = ${viewer.ownDept}))
    order by name collate "C" limit 500`.execute(tx)
  return rows
}
