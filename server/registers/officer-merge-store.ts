/** SQL of an import of officers or experts: the places, whose numbers are taken, and the merge. */
import { type RawBuilder, sql } from 'kysely'
import type { OfficerReason, PersonColumn, PersonColumns, PersonDraft } from '#core/registers/person-row.ts'
import type { Tx } from '#db/connect.ts'
import type { ImportRecord, Merged } from './import-store.ts'

type Scope = { readonly orgPath: string; readonly dept: string }
type Population = 'officers' | 'experts'

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

/** Staff numbers that are not the file's to change: of persons outside the importer's jurisdiction, or of the other register. */
export async function othersWith(
  tx: Tx,
  scope: Scope,
  population: Population,
  staffNos: readonly string[],
): Promise<ReadonlyMap<string, OfficerReason>> {
  const { rows } = await sql<{ staffNo: string; within: boolean }>`
    select staff_no as "staffNo", (org_path = ${scope.orgPath} or starts_with(org_path, ${`${scope.orgPath}.`})) as within
    from officer where dept = ${scope.dept} and staff_no = any(${[...staffNos]}::text[])
      and (population <> ${population} or not (org_path = ${scope.orgPath} or starts_with(org_path, ${`${scope.orgPath}.`})))`.execute(tx)
  return new Map(rows.map(({ staffNo, within }) => [staffNo, within ? 'population_differs' : 'staff_no_elsewhere']))
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

export type PersonMerge = {
  readonly population: Population
  readonly columns: PersonColumns
  readonly persons: readonly PersonDraft[]
  readonly now: string
}

/** Adds and changes persons and their certificates; one is changed when anything of them, or of a certificate, is. */
export async function mergePersons(tx: Tx, batch: ImportRecord, merge: PersonMerge): Promise<Merged> {
  if (merge.persons.length === 0) return { added: 0, changed: 0, unchanged: 0 }
  const persons = await mergeOfficers(tx, batch, merge)
  const certified = await mergeCertificates(tx, batch, merge)
  const added = new Set(persons.filter((row) => row.added).map(({ id }) => id))
  const touched = new Set([...persons.map(({ id }) => id), ...certified])
  return { added: added.size, changed: touched.size - added.size, unchanged: merge.persons.length - touched.size }
}

async function mergeOfficers(
  tx: Tx,
  batch: ImportRecord,
  { population, columns, persons, now }: PersonMerge,
): Promise<{ id: string; added: boolean }[]> {
  const present = Object.entries(filled).flatMap(([column, from]) => (from.some((one) => columns[one] !== undefined) ? [column] : []))
  const list = (names: readonly string[], of: (name: string) => RawBuilder<unknown>): RawBuilder<unknown> => sql.join(names.map(of))
  const set = list(present, (name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  const orgName = present.includes('org_path') ? sql`org_name = excluded.org_name, ` : sql``
  const { rows } = await sql<{ id: string; added: boolean }>`
    insert into officer (id, staff_no, dept, population, org_name, import_id, updated_at, ${list(Object.keys(filled), sql.ref)})
    select gen_random_uuid(), n.staff_no, ${batch.dept}, ${population}, o.name, ${batch.id}::uuid, ${now}::timestamptz, ${list(Object.keys(filled), (name) => sql.ref(`n.${name}`))}
    from jsonb_to_recordset(${JSON.stringify(persons.map(cells))}::jsonb) as n (staff_no text, name text, org_path text, state text, gender text,
        id_no_masked text, phone text, education text, major text, job_category text, post_since date, post_level text, post_class text,
        post_name text, business_office text, item_scope text[], qualifications text[], expertise text[])
      join org o on o.path = n.org_path and o.dept = ${batch.dept}
    order by n.staff_no
    on conflict (staff_no, dept) do update set ${set}, ${orgName}import_id = excluded.import_id, updated_at = excluded.updated_at
    where officer.population = excluded.population
      and (${list(present, (name) => sql.ref(`officer.${name}`))}) is distinct from (${list(present, (name) => sql.ref(`excluded.${name}`))})
    returning id, (xmax = 0) as added`.execute(tx)
  return rows
}

/** The certificate of each row, by its number: renewed where it is known, beside the others where it is new. */
async function mergeCertificates(tx: Tx, batch: ImportRecord, { columns, persons, now }: PersonMerge): Promise<string[]> {
  const held = persons.flatMap(({ staffNo, certificate }) =>
    certificate === null
      ? []
      : [{ staff_no: staffNo, certificate_no: certificate.certificateNo, valid_to: certificate.validTo, issuer: certificate.issuer }],
  )
  const issuer = columns.issuer === undefined ? sql`c.issuer` : sql`excluded.issuer`
  const { rows } = await sql<{ id: string }>`
    insert into officer_certificate as c (id, officer_id, certificate_no, dept, issuer, valid_to, updated_at)
    select gen_random_uuid(), f.id, n.certificate_no, f.dept, n.issuer, n.valid_to, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as n (staff_no text, certificate_no text, valid_to date, issuer text)
      join officer f on f.staff_no = n.staff_no and f.dept = ${batch.dept}
    order by f.id
    on conflict (officer_id, certificate_no) do update set valid_to = excluded.valid_to, issuer = ${issuer}, state = 'valid',
      valid_from = case when c.valid_from <= excluded.valid_to then c.valid_from end, updated_at = excluded.updated_at
    where (c.valid_to, c.issuer, c.state) is distinct from (excluded.valid_to, ${issuer}, 'valid')
    returning c.officer_id as id`.execute(tx)
  return rows.map(({ id }) => id)
}

const cells = (person: PersonDraft) => ({
  staff_no: person.staffNo,
  name: person.name,
  org_path: person.orgPath,
  state: person.state,
  gender: person.gender,
  id_no_masked: person.idNoMasked,
  phone: person.phone,
  education: person.education,
  major: person.major,
  job_category: person.jobCategory,
  post_since: person.postSince,
  post_level: person.postLevel,
  post_class: person.postClass,
  post_name: person.postName,
  business_office: person.businessOffice,
  item_scope: person.itemScope,
  qualifications: person.qualifications,
  expertise: person.expertise,
})
