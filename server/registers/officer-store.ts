/** SQL of the registers of officers and experts: lists, one person, and what is changed by hand. */
import { type RawBuilder, sql } from 'kysely'
import type { PersonState } from '#core/registers/person-cells.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type Scope = { readonly orgPath: string; readonly dept: string | null }

/** The day and the days of warning by which certificates are judged. */
export type Today = { readonly date: string; readonly warnDays: number }

export type CertificateStanding = 'valid' | 'expiring' | 'expired' | 'none'

export type OfficerRecord = {
  readonly id: string
  readonly population: 'officers' | 'experts'
  readonly staffNo: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly post: 'office' | 'station'
  readonly certificateNo: string | null
  readonly certificateValidTo: string | null
  readonly certificate: CertificateStanding
  readonly itemScope: string[]
  readonly qualifications: string[]
  readonly expertise: string[]
  readonly state: PersonState
  readonly recusals: number
  readonly onLeave: boolean
}

export type OfficerFilter = {
  readonly q?: string | undefined
  readonly orgPath?: string | undefined
  readonly population?: 'officers' | 'experts' | undefined
  readonly state?: PersonState | undefined
  readonly certificate?: CertificateStanding | undefined
  readonly qualification?: string | undefined
}

export async function listOfficers(
  tx: Tx,
  scope: Scope,
  today: Today,
  filter: OfficerFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<OfficerRecord>> {
  let query = officersIn(tx, scope)
  if (filter.orgPath !== undefined) query = query.where(within('officer.org_path', filter.orgPath))
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(
      sql<boolean>`(position(${filter.q} in officer.name) > 0 or position(${filter.q} in officer.staff_no) > 0
        or exists (select from officer_certificate c where c.officer_id = officer.id and position(${filter.q} in c.certificate_no) > 0))`,
    )
  if (filter.population !== undefined) query = query.where('officer.population', '=', filter.population)
  if (filter.state !== undefined) query = query.where('officer.state', '=', filter.state)
  if (filter.qualification !== undefined) query = query.where(sql<boolean>`${filter.qualification} = any(officer.qualifications)`)
  if (filter.certificate !== undefined) query = query.where(sql<boolean>`(${standing(today)}) = ${filter.certificate}`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null)
    query = query.where(sql<boolean>`(officer.org_path, officer.staff_no, officer.id) > (${key[0]}, ${key[1]}, ${key[2]}::uuid)`)
  const rows = await query
    .select(rowOf(today))
    .orderBy('officer.org_path')
    .orderBy('officer.staff_no')
    .orderBy('officer.id')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as OfficerRecord[], filter.limit, (row) => [row.orgPath, row.staffNo, row.id]), count } // the checks of officer and org
}

const within = (column: string, path: string) => sql<boolean>`(${sql.ref(column)} = ${path} or ${sql.ref(column)} like ${`${path}.%`})`

function officersIn(tx: Tx, scope: Scope) {
  const all = tx.selectFrom('officer').where(within('officer.org_path', scope.orgPath))
  return scope.dept === null ? all : all.where('officer.dept', '=', scope.dept)
}

/** Certificates that cover the person's own department and were not revoked: what a standing is made of. */
const held = sql`from officer_certificate c where c.officer_id = officer.id and c.dept = officer.dept and c.state = 'valid'`

const standing = ({ date, warnDays }: Today): RawBuilder<CertificateStanding> => sql`
  select case
    when bool_or(c.valid_to >= ${date}::date and (c.valid_from is null or c.valid_from <= ${date}::date))
      then case when max(c.valid_to) <= ${date}::date + ${warnDays}::int then 'expiring' else 'valid' end
    when bool_or(c.valid_to < ${date}::date) then 'expired' else 'none' end ${held}`

const onLeave = ({ date }: Today) =>
  sql<boolean>`exists (select from officer_leave l where l.officer_id = officer.id and l.state = 'planned' and ${date}::date between l.from_on and l.to_on)`

/** A recusal stands until the day that ends it. */
const standingRecusals = ({ date }: Today) =>
  sql<number>`(select count(*)::int from recusal r left join recusal_end e on e.recusal_id = r.id
    where r.officer_id = officer.id and (e.ended_on is null or e.ended_on > ${date}::date))`

const rowOf = (today: Today) =>
  [
    'officer.id',
    'officer.population',
    'officer.staff_no as staffNo',
    'officer.name',
    'officer.org_path as orgPath',
    'officer.dept',
    'officer.org_name as orgName',
    sql<string>`coalesce((select o.post from org o where o.path = officer.org_path and o.dept = officer.dept), 'office')`.as('post'),
    sql<string | null>`(select c.certificate_no ${held} order by c.valid_to desc, c.certificate_no limit 1)`.as('certificateNo'),
    sql<string | null>`(select max(c.valid_to) ${held})`.as('certificateValidTo'),
    sql<string>`(${standing(today)})`.as('certificate'),
    'officer.item_scope as itemScope',
    'officer.qualifications',
    'officer.expertise',
    'officer.state',
    standingRecusals(today).as('recusals'),
    onLeave(today).as('onLeave'),
  ] as const

export const countOfficers = (tx: Tx, orgPath: string) =>
  cappedCount(tx, tx.selectFrom('officer').where(within('officer.org_path', orgPath)))

export type Summary = {
  readonly total: number
  readonly active: number
  readonly expiring: number
  readonly expired: number
  readonly noCertificate: number
  readonly onLeave: number
  readonly qualifications: string[]
}

/** Counts for the head of the list; what needs care is counted of those who may be drawn. */
export async function summarise(tx: Tx, scope: Scope, population: string, today: Today): Promise<Summary> {
  const persons = officersIn(tx, scope)
    .where('officer.population', '=', population)
    .select(['officer.state', 'officer.qualifications', sql`(${standing(today)})`.as('standing'), onLeave(today).as('away')])
  const { rows } = await sql<Summary>`
    with p as (${persons})
    select count(*)::int as total, count(*) filter (where state = 'active')::int as active,
      count(*) filter (where state = 'active' and standing = 'expiring')::int as expiring,
      count(*) filter (where state = 'active' and standing = 'expired')::int as expired,
      count(*) filter (where state = 'active' and standing = 'none')::int as "noCertificate",
      count(*) filter (where state = 'active' and away)::int as "onLeave",
      array(select distinct q from p, unnest(p.qualifications) as q order by q limit 200) as qualifications
    from p`.execute(tx)
  const none = { total: 0, active: 0, expiring: 0, expired: 0, noCertificate: 0, onLeave: 0, qualifications: [] }
  return rows[0] ?? none
}

export type OfficerDetail = OfficerRecord & {
  readonly orgId: string | null
  readonly gender: 'male' | 'female' | null
  readonly idNoMasked: string | null
  readonly phone: string | null
  readonly education: string | null
  readonly major: string | null
  readonly jobCategory: string | null
  readonly postSince: string | null
  readonly postLevel: string | null
  readonly postClass: string | null
  readonly postName: string | null
  readonly businessOffice: string | null
  readonly issuer: string | null
}

const detailColumns = [
  'officer.gender',
  'officer.id_no_masked as idNoMasked',
  'officer.phone',
  'officer.education',
  'officer.major',
  'officer.job_category as jobCategory',
  'officer.post_since as postSince',
  'officer.post_level as postLevel',
  'officer.post_class as postClass',
  'officer.post_name as postName',
  'officer.business_office as businessOffice',
  sql<string | null>`(select c.issuer ${held} order by c.valid_to desc, c.certificate_no limit 1)`.as('issuer'),
] as const

export async function findOfficer(tx: Tx, id: string, today: Today): Promise<OfficerDetail | null> {
  const row = await tx
    .selectFrom('officer')
    .select(rowOf(today))
    .select(detailColumns)
    .select(sql<string | null>`(select o.id from org o where o.path = officer.org_path and o.dept = officer.dept)`.as('orgId'))
    .where('officer.id', '=', id)
    .executeTakeFirst()
  return (row ?? null) as OfficerDetail | null // the checks of officer and org
}

/** The register as it is filed, in the order of places and staff numbers. */
export async function registerOf(tx: Tx, scope: Scope, today: Today): Promise<OfficerDetail[]> {
  const rows = await officersIn(tx, scope)
    .select(rowOf(today))
    .select(detailColumns)
    .where('officer.population', '=', 'officers')
    .orderBy('officer.org_path')
    .orderBy('officer.staff_no')
    .execute()
  return rows as OfficerDetail[] // the checks of officer and org
}

export type LockedOfficer = {
  readonly id: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly population: 'officers' | 'experts'
  readonly state: PersonState
  readonly phone: string | null
}

/** Persons by id, locked in one order until the transaction ends: what is decided about them stays true until it is written. */
export async function lockOfficers(tx: Tx, ids: readonly string[]): Promise<LockedOfficer[]> {
  const rows = await tx
    .selectFrom('officer')
    .select(['id', 'name', 'org_path as orgPath', 'dept', 'population', 'state', 'phone'])
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows as LockedOfficer[] // officer_population_known, officer_state_known
}

export async function setState(tx: Tx, id: string, state: PersonState, by: { id: string; name: string }, now: string): Promise<void> {
  await tx.updateTable('officer').set({ state, edited_by: by.id, edited_by_name: by.name, updated_at: now }).where('id', '=', id).execute()
}
