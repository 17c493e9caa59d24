/** SQL of a person saved by hand, with their certificates as one list. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type Certificate = {
  readonly certificateNo: string
  readonly dept: string
  readonly issuer: string | null
  readonly validFrom: string | null
  readonly validTo: string
  readonly state: 'valid' | 'revoked'
}

export type SavedOfficer = {
  readonly population: 'officers' | 'experts'
  readonly staffNo: string
  readonly name: string
  readonly org: { readonly path: string; readonly dept: string; readonly name: string }
  readonly gender: 'male' | 'female' | null
  readonly phone: string | null
  readonly education: string | null
  readonly major: string | null
  readonly jobCategory: string | null
  readonly postSince: string | null
  readonly postLevel: string | null
  readonly postClass: string | null
  readonly postName: string | null
  readonly businessOffice: string | null
  readonly itemScope: readonly string[]
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
}

type Editor = { readonly id: string; readonly name: string }

export async function insertOfficer(tx: Tx, id: string, officer: SavedOfficer, by: Editor, now: string): Promise<void> {
  await tx
    .insertInto('officer')
    .values({ id, population: officer.population, ...columnsOf(officer, by, now) })
    .execute()
}

export async function updateOfficer(tx: Tx, id: string, officer: SavedOfficer, by: Editor, now: string): Promise<void> {
  await tx
    .updateTable('officer')
    .set(columnsOf(officer, by, now))
    .where('id', '=', id)
    .execute()
}

const columnsOf = (officer: SavedOfficer, by: Editor, now: string) => ({
  staff_no: officer.staffNo,
  name: officer.name,
  org_path: officer.org.path,
  dept: officer.org.dept,
  org_name: officer.org.name,
  gender: officer.gender,
  phone: officer.phone,
  education: officer.education,
  major: officer.major,
  job_category: officer.jobCategory,
  post_since: officer.postSince,
  post_level: officer.postLevel,
  post_class: officer.postClass,
  post_name: officer.postName,
  business_office: officer.businessOffice,
  item_scope: [...officer.itemScope],
  qualifications: [...officer.qualifications],
  expertise: [...officer.expertise],
  edited_by: by.id,
  edited_by_name: by.name,
  updated_at: now,
})

/** The list is the whole: a certificate that it does not name any more is revoked, never removed. */
export async function saveCertificates(tx: Tx, officerId: string, certificates: readonly Certificate[], now: string): Promise<void> {
  await tx
    .updateTable('officer_certificate')
    .set({ state: 'revoked', updated_at: now })
    .where('officer_id', '=', officerId)
    .where('state', '=', 'valid')
    .where(sql<boolean>`not certificate_no = any(${certificates.map((one) => one.certificateNo)}::text[])`)
    .execute()
  for (const { certificateNo, dept, issuer, validFrom, validTo, state } of certificates)
    await tx
      .insertInto('officer_certificate')
      .values({
        id: randomUUID(),
        officer_id: officerId,
        certificate_no: certificateNo,
        dept,
        issuer,
        valid_from: validFrom,
        valid_to: validTo,
        state,
        updated_at: now,
      })
      .onConflict((on) =>
        on
          .columns(['officer_id', 'certificate_no'])
          .doUpdateSet({ dept, issuer, valid_from: validFrom, valid_to: validTo, state, updated_at: now }),
      )
      .execute()
}

export async function certificatesOf(tx: Tx, officerId: string): Promise<(Certificate & { readonly id: string })[]> {
  const rows = await tx
    .selectFrom('officer_certificate')
    .select(['id', 'certificate_no as certificateNo', 'dept', 'issuer', 'valid_from as validFrom', 'valid_to as validTo', 'state'])
    .where('officer_id', '=', officerId)
    .orderBy('state', 'desc')
    .orderBy('valid_to', 'desc')
    .orderBy('certificate_no')
    .execute()
  return rows as (Certificate & { readonly id: string })[] // officer_certificate_state_known
}

/** Objects of tasks that begin in the year, as a matching counts them. */
export async function loadOf(tx: Tx, officerId: string, year: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select n from officer_loads(array[${officerId}::uuid], ${`${year}-01-01`}::date, ${`${year}-12-31`}::date)`.execute(tx)
  return rows[0]?.n ?? 0
}
