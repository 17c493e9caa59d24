/** SQL of the officer register. */
import { sql } from 'kysely'
import type { OfficerDraft } from '#core/registers/officer-row.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { ImportRecord, Merged } from './import-store.ts'

export type StagedOfficer = OfficerDraft & { readonly rowNo: number }

/** The organisation path for every region code inside the importer's jurisdiction that has an organisation of the department. */
export async function orgPathByRegion(tx: Tx, scope: { orgPath: string; dept: string }): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('org')
    .innerJoin('region', 'region.path', 'org.path')
    .select(['region.code', 'org.path'])
    .where('org.dept', '=', scope.dept)
    .where(sql<boolean>`(org.path = ${scope.orgPath} or org.path like ${scope.orgPath} || '.%')`)
    .execute()
  return new Map(rows.map((row) => [row.code, row.path]))
}

/** Staff numbers that officers of the department outside the importer's jurisdiction already have: their officers are not theirs to change. */
export async function staffElsewhere(
  tx: Tx,
  scope: { orgPath: string; dept: string },
  staffNos: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('officer')
    .select('staff_no')
    .where('dept', '=', scope.dept)
    .where(sql<boolean>`staff_no = any(${[...staffNos]}::text[])`)
    .where(sql<boolean>`not (org_path = ${scope.orgPath} or org_path like ${scope.orgPath} || '.%')`)
    .execute()
  return new Set(rows.map((row) => row.staff_no))
}

export async function mergeOfficers(tx: Tx, batch: ImportRecord, officers: readonly StagedOfficer[], now: string): Promise<Merged> {
  if (officers.length === 0) return { added: 0, changed: 0, unchanged: 0 }
  const column = <K extends keyof StagedOfficer>(key: K): StagedOfficer[K][] => officers.map((officer) => officer[key])
  // unnest has no arrays of arrays of different lengths; codes hold no comma, so they travel as text.
  const scopes = officers.map((officer) => officer.itemScope.join(','))
  const merged = await sql<{ added: boolean }>`
    insert into officer (id, staff_no, name, org_path, dept, org_name, certificate_no, certificate_valid_to, item_scope, state, import_id, updated_at)
    select gen_random_uuid(), n.staff_no, n.name, n.org_path, ${batch.dept}, o.name, n.certificate_no, n.valid_to, string_to_array(n.scope, ','), n.state, ${batch.id}::uuid, ${now}::timestamptz
    from unnest(${column('staffNo')}::text[], ${column('name')}::text[], ${column('orgPath')}::text[], ${column('certificateNo')}::text[], ${column('certificateValidTo')}::date[],
      ${scopes}::text[], ${column('state')}::text[]) as n (staff_no, name, org_path, certificate_no, valid_to, scope, state)
      join org o on o.path = n.org_path and o.dept = ${batch.dept}
    on conflict (staff_no, dept) do update set name = excluded.name, org_path = excluded.org_path, org_name = excluded.org_name, certificate_no = excluded.certificate_no,
      certificate_valid_to = excluded.certificate_valid_to, item_scope = excluded.item_scope, state = excluded.state, import_id = excluded.import_id, updated_at = excluded.updated_at
    where (officer.name, officer.org_path, officer.certificate_no, officer.certificate_valid_to, officer.item_scope, officer.state)
      is distinct from (excluded.name, excluded.org_path, excluded.certificate_no, excluded.certificate_valid_to, excluded.item_scope, excluded.state)
    returning (xmax = 0) as added`.execute(tx)
  const added = merged.rows.filter((row) => row.added).length
  return { added, changed: merged.rows.length - added, unchanged: officers.length - merged.rows.length }
}

export type OfficerRecord = {
  readonly id: string
  readonly staffNo: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly certificateNo: string
  readonly certificateValidTo: string
  readonly itemScope: string[]
  readonly state: 'active' | 'suspended'
  readonly recusals: number
}

export async function listOfficers(
  tx: Tx,
  scope: { orgPath: string; dept: string | null },
  filter: { q?: string | undefined; orgPath?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<OfficerRecord>> {
  let query = tx.selectFrom('officer').where(sql<boolean>`(org_path = ${scope.orgPath} or org_path like ${scope.orgPath} || '.%')`)
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  if (filter.orgPath !== undefined)
    query = query.where(sql<boolean>`(org_path = ${filter.orgPath} or org_path like ${filter.orgPath} || '.%')`)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in name) > 0 or position(${filter.q} in staff_no) > 0)`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(org_path, id) > (${key[0]}, ${key[1]}::uuid)`)
  const rows = await query
    .select([
      'id',
      'staff_no as staffNo',
      'name',
      'org_path as orgPath',
      'dept',
      'org_name as orgName',
      'certificate_no as certificateNo',
      'certificate_valid_to as certificateValidTo',
      'item_scope as itemScope',
      'state',
      sql<number>`(select count(*)::int from recusal where officer_id = officer.id)`.as('recusals'),
    ])
    .orderBy('org_path')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as OfficerRecord[], filter.limit, (row) => [row.orgPath, row.id]), count }
}

export const countOfficers = (tx: Tx, orgPath: string) =>
  cappedCount(tx, tx.selectFrom('officer').where(sql<boolean>`(org_path = ${orgPath} or org_path like ${orgPath} || '.%')`))

export async function findOfficer(tx: Tx, id: string): Promise<{ id: string; name: string; orgPath: string; dept: string } | null> {
  const row = await tx.selectFrom('officer').select(['id', 'name', 'org_path as orgPath', 'dept']).where('id', '=', id).executeTakeFirst()
  return row ?? null
}

export async function insertRecusal(
  tx: Tx,
  recusal: { id: string; officerId: string; subject: string; reason: string; note: string; declaredBy: string; declaredAt: string },
): Promise<void> {
  await tx
    .insertInto('recusal')
    .values({
      id: recusal.id,
      officer_id: recusal.officerId,
      subject: recusal.subject,
      reason: recusal.reason,
      note: recusal.note,
      declared_by: recusal.declaredBy,
      declared_at: recusal.declaredAt,
    })
    .execute()
}
