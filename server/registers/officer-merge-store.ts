/** SQL of an import of officers or experts: the places, what differs, and the merge with their certificates. */
import { type RawBuilder, sql } from 'kysely'
import type { PersonColumn } from '#core/registers/person-row.ts'
import type { Tx } from '#db/connect.ts'
import type { ImportNotes, ImportWork, Places } from './import-kind.ts'
import { duplicates, refuseStaged } from './import-stage-store.ts'
import type { ImportRecord } from './import-store.ts'

type Scope = { readonly orgPath: string; readonly dept: string }
export type Population = 'officers' | 'experts'

/**
 * The organisation path for what a cell may call a place inside the importer's jurisdiction that has an organisation of the department: the
 * region's code, and those of its names and its organisation's that no second place there has.
 */
export async function orgPathByRegion(tx: Tx, scope: Scope): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ word: string; path: string }>`
    select w.word, min(o.path) as path
    from org o join region r on r.path = o.path, unnest(array[r.code, r.name, r.label, o.name, o.short_name]) as w (word)
    where o.dept = ${scope.dept} and (o.path = ${scope.orgPath} or starts_with(o.path, ${`${scope.orgPath}.`}))
    group by w.word having count(distinct o.path) = 1`.execute(tx)
  return new Map(rows.map(({ word, path }) => [word, path]))
}

/** What each column of a file fills. What a file does not have stays as it is with a person who is known. */
const filled: Readonly<Record<string, readonly PersonColumn[]>> = {
  name: ['name'],
  org_path: ['region'],
  state: ['state'],
  gender: ['gender'],
  id_no_masked: ['idNo'],
  phone: ['phone'],
  education: ['education'],
  major: ['major'],
  job_category: ['jobCategory'],
  post_since: ['postSince'],
  post_level: ['postLevel'],
  post_class: ['postClass'],
  post_name: ['postName'],
  business_office: ['businessOffice'],
  item_scope: ['itemScope'],
  qualifications: ['qualifications'],
  expertise: ['isExpert', 'expertise'],
}

/** The columns of `officer` that a file fills, each with the first column of the file that fills it. */
export const filledBy = (columns: Places): readonly (readonly [string, PersonColumn])[] =>
  Object.entries(filled).flatMap(([name, from]) => {
    const column = from.find((one) => columns[one] !== undefined)
    return column === undefined ? [] : [[name, column] as const]
  })

/** The rows of the file as rows of `officer`, with their certificate. */
export const stagedPersons = (importId: string): RawBuilder<unknown> => sql`
  select l.row_no, n.* from import_line l cross join lateral jsonb_to_record(l.draft) as n (staff_no text, name text, org_path text, state text, gender text,
    id_no_masked text, phone text, education text, major text, job_category text, post_since date, post_level text, post_class text, post_name text,
    business_office text, item_scope text[], qualifications text[], expertise text[], certificate_no text, valid_to date, issuer text)
  where l.import_id = ${importId}::uuid and l.draft is not null`

const list = (names: readonly string[], of: (name: string) => RawBuilder<unknown>): RawBuilder<unknown> => sql.join(names.map(of))

export async function diffPersons(tx: Tx, { batch, columns }: ImportWork, population: Population): Promise<ImportNotes> {
  await refuseStrangers(tx, batch, population)
  const present = filledBy(columns).map(([name]) => name)
  const own = sql`(${list(present, (name) => sql.ref(`f.${name}`))}) is distinct from (${list(present, (name) => sql.ref(`n.${name}`))})`
  const certificate = sql`(n.certificate_no is not null and (c.id is null or c.valid_to <> n.valid_to or c.state <> 'valid'
    ${columns.issuer === undefined ? sql`` : sql`or c.issuer is distinct from n.issuer`}))`
  await sql`
    insert into import_change (import_id, row_no, subject, change, own)
    select ${batch.id}::uuid, n.row_no, n.staff_no, case when f.id is null then 'added' else 'changed' end, f.id is null or ${own}
    from (${stagedPersons(batch.id)}) as n left join officer f on f.staff_no = n.staff_no and f.dept = ${batch.dept}
      left join officer_certificate c on c.officer_id = f.id and c.certificate_no = n.certificate_no
    where f.id is null or ${own} or ${certificate}`.execute(tx)
  const inGroup = batch.complete ? await findLeaving(tx, batch, population) : 0
  return { newLabels: [], counts: inGroup > 0 ? { in_group: inGroup } : {} }
}

/** Numbers that an earlier row has, and those that are not the file's to change: of persons elsewhere, or of the other register. */
async function refuseStrangers(tx: Tx, batch: ImportRecord, population: Population): Promise<void> {
  const name = sql`r.draft ->> 'name'`
  const first = sql`select row_no, value, name from (${duplicates('import_line', batch.id, name)}) as d join import_line own
    using (row_no) where own.import_id = ${batch.id}::uuid and own.draft is not null`
  await refuseStaged(tx, 'import_line', batch.id, { field: 'staffNo', reason: 'duplicate_in_file', rows: first })
  const within = sql`(f.org_path = ${batch.orgPath} or starts_with(f.org_path, ${`${batch.orgPath}.`}))`
  const known = sql`select r.row_no, r.subject as value, ${name} as name from import_line r
    join officer f on f.staff_no = r.subject and f.dept = ${batch.dept} where r.import_id = ${batch.id}::uuid and r.draft is not null`
  await refuseStaged(tx, 'import_line', batch.id, { field: 'staffNo', reason: 'staff_no_elsewhere', rows: sql`${known} and not ${within}` })
  await refuseStaged(tx, 'import_line', batch.id, {
    field: 'staffNo',
    reason: 'population_differs',
    rows: sql`${known} and ${within} and f.population <> ${population}`,
  })
}

/** Who is not in a whole list, and stood in the register when it was brought, leaves the post; members of a group stay until it is changed. Answers how many those are. */
async function findLeaving(tx: Tx, batch: ImportRecord, population: Population): Promise<number> {
  const absent = sql`from officer f where f.dept = ${batch.dept} and f.population = ${population} and f.state <> 'left' and f.updated_at <= ${batch.startedAt}::timestamptz
    and (f.org_path = ${batch.orgPath} or starts_with(f.org_path, ${`${batch.orgPath}.`}))
    and not exists (select from import_line l where l.import_id = ${batch.id}::uuid and l.subject = f.staff_no)`
  const grouped = sql`exists (select from officer_group_member m join officer_group g on g.id = m.group_id where m.officer_id = f.id and g.state = 'active')`
  await sql`insert into import_change (import_id, row_no, subject, change)
    select ${batch.id}::uuid, row_number() over (order by f.staff_no collate "C"), f.staff_no, 'leaving' ${absent} and not ${grouped}`.execute(
    tx,
  )
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${absent} and ${grouped}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Adds and changes persons and their certificates, as import_change says; what each was is kept for whoever takes it back. */
export async function mergePersons(tx: Tx, work: ImportWork, population: Population): Promise<void> {
  const { batch, now } = work
  await sql`
    insert into import_before (import_id, subject, before)
    select ${batch.id}::uuid, f.id::text, jsonb_build_object('officer', to_jsonb(f), 'certificates',
      coalesce((select jsonb_agg(to_jsonb(c)) from officer_certificate c where c.officer_id = f.id), '[]'::jsonb))
    from import_change ch join officer f on f.staff_no = ch.subject and f.dept = ${batch.dept}
    where ch.import_id = ${batch.id}::uuid and ch.change in ('changed', 'leaving')`.execute(tx)
  await writeOfficers(tx, work, population)
  await writeCertificates(tx, work)
  await sql`
    insert into import_before (import_id, subject, before)
    select ${batch.id}::uuid, f.id::text, null from import_change ch join officer f on f.staff_no = ch.subject and f.dept = ${batch.dept}
    where ch.import_id = ${batch.id}::uuid and ch.change = 'added'`.execute(tx)
  await sql`
    update officer f set state = 'left', import_id = ${batch.id}::uuid, updated_at = ${now}::timestamptz from import_change ch
    where ch.import_id = ${batch.id}::uuid and ch.change = 'leaving' and f.staff_no = ch.subject and f.dept = ${batch.dept}`.execute(tx)
}

async function writeOfficers(tx: Tx, { batch, columns, now }: ImportWork, population: Population): Promise<void> {
  const present = filledBy(columns).map(([name]) => name)
  const set = list(present, (name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  const orgName = present.includes('org_path') ? sql`org_name = excluded.org_name, ` : sql``
  const names = Object.keys(filled)
  await sql`
    insert into officer (id, staff_no, dept, population, org_name, import_id, updated_at, ${list(names, sql.ref)})
    select gen_random_uuid(), n.staff_no, ${batch.dept}, ${population}, o.name, ${batch.id}::uuid, ${now}::timestamptz, ${list(names, (name) => sql.ref(`n.${name}`))}
    from (${stagedPersons(batch.id)}) as n join import_change ch on ch.import_id = ${batch.id}::uuid and ch.row_no = n.row_no and ch.change <> 'leaving' and ch.own
      join org o on o.path = n.org_path and o.dept = ${batch.dept}
    order by n.staff_no
    on conflict (staff_no, dept) do update set ${set}, ${orgName}import_id = excluded.import_id, updated_at = excluded.updated_at`.execute(
    tx,
  )
}

/** The certificate of each row, by its number: renewed where it is known, beside the others where it is new. */
async function writeCertificates(tx: Tx, { batch, columns, now }: ImportWork): Promise<void> {
  const issuer = columns.issuer === undefined ? sql`c.issuer` : sql`excluded.issuer`
  await sql`
    insert into officer_certificate as c (id, officer_id, certificate_no, dept, issuer, valid_to, updated_at)
    select gen_random_uuid(), f.id, n.certificate_no, f.dept, n.issuer, n.valid_to, ${now}::timestamptz
    from (${stagedPersons(batch.id)}) as n join import_change ch on ch.import_id = ${batch.id}::uuid and ch.row_no = n.row_no and ch.change <> 'leaving'
      join officer f on f.staff_no = n.staff_no and f.dept = ${batch.dept}
    where n.certificate_no is not null order by f.id
    on conflict (officer_id, certificate_no) do update set valid_to = excluded.valid_to, issuer = ${issuer}, state = 'valid',
      valid_from = case when c.valid_from <= excluded.valid_to then c.valid_from end, updated_at = excluded.updated_at
    where (c.valid_to, c.issuer, c.state) is distinct from (excluded.valid_to, ${issuer}, 'valid')`.execute(tx)
}
