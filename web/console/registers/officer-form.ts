/** The form of a person and the draft the server takes: empty fields are null, nothing typed is lost. */
import type { Officer, OfficerDraft } from '#contract/officers.ts'

type Population = OfficerDraft['population']

export type CertificateFields = {
  readonly certificateNo?: string
  readonly dept?: string
  readonly issuer?: string
  readonly validFrom?: string | null
  readonly validTo?: string | null
}

/** The refusal of the server beside a field, as properties of its form item; the path is `certificates.0.validTo`. */
export type ErrorAt = (path: string) => { readonly validateStatus?: 'error'; readonly help?: string }

export type OfficerFields = {
  readonly staffNo: string
  readonly name: string
  readonly orgId: string
  /** Empty: not given. */
  readonly gender?: 'male' | 'female' | ''
  readonly phone?: string
  readonly clearPhone?: boolean
  readonly education?: string
  readonly major?: string
  readonly jobCategory?: string
  readonly postSince?: string | null
  readonly postLevel?: string
  readonly postClass?: string
  readonly postName?: string
  readonly businessOffice?: string
  readonly itemScope?: readonly string[]
  readonly qualifications?: readonly string[]
  readonly expertise?: readonly string[]
  readonly certificates?: readonly CertificateFields[]
}

/**
 * What the form starts with: an officer without a certificate has one line of the own department waiting. Revoked certificates are not
 * among the lines: what is left out is revoked, and stays so.
 */
export function startingFields(
  officer: Officer | null,
  population: Population,
  own: { readonly orgId: string; readonly dept: string },
): Partial<OfficerFields> {
  const blank = population === 'officers' ? [newCertificate(own.dept)] : []
  if (officer === null) return { orgId: own.orgId, gender: '', itemScope: [], qualifications: [], expertise: [], certificates: blank }
  const valid = officer.certificates.filter(({ state }) => state === 'valid')
  return {
    staffNo: officer.staffNo,
    name: officer.name,
    ...(officer.orgId === null ? {} : { orgId: officer.orgId }),
    gender: officer.gender ?? '',
    education: officer.education ?? '',
    major: officer.major ?? '',
    jobCategory: officer.jobCategory ?? '',
    postSince: officer.postSince,
    postLevel: officer.postLevel ?? '',
    postClass: officer.postClass ?? '',
    postName: officer.postName ?? '',
    businessOffice: officer.businessOffice ?? '',
    itemScope: officer.itemScope,
    qualifications: officer.qualifications,
    expertise: officer.expertise,
    certificates:
      valid.length === 0
        ? blank
        : valid.map(({ certificateNo, dept, issuer, validFrom, validTo }) => ({
            certificateNo,
            dept,
            issuer: issuer ?? '',
            validFrom,
            validTo,
          })),
  }
}

export const newCertificate = (dept: string): CertificateFields => ({ certificateNo: '', dept, issuer: '', validFrom: null, validTo: null })

/** `population` of a known person stays what it is. The phone is only ever shown masked: null keeps the stored one, '' clears it. */
export const draftOf = (fields: OfficerFields, population: Population): OfficerDraft => ({
  population,
  staffNo: fields.staffNo.trim(),
  name: fields.name.trim(),
  orgId: fields.orgId,
  gender: fields.gender === 'male' || fields.gender === 'female' ? fields.gender : null,
  phone: fields.clearPhone === true ? '' : textOf(fields.phone),
  education: textOf(fields.education),
  major: textOf(fields.major),
  jobCategory: textOf(fields.jobCategory),
  postSince: fields.postSince ?? null,
  postLevel: textOf(fields.postLevel),
  postClass: textOf(fields.postClass),
  postName: textOf(fields.postName),
  businessOffice: textOf(fields.businessOffice),
  itemScope: [...(fields.itemScope ?? [])],
  qualifications: [...(fields.qualifications ?? [])],
  expertise: [...(fields.expertise ?? [])],
  certificates: (fields.certificates ?? []).map((certificate) => ({
    certificateNo: (certificate.certificateNo ?? '').trim(),
    dept: (certificate.dept ?? '').trim(),
    issuer: textOf(certificate.issuer),
    validFrom: certificate.validFrom ?? null,
    validTo: certificate.validTo ?? '',
    state: 'valid',
  })),
})

/** Which certificate number stands there twice, by its place; the server keeps certificates by number. */
export function repeatedNumber(certificates: readonly CertificateFields[], at: number): boolean {
  const number = certificates[at]?.certificateNo?.trim() ?? ''
  return number !== '' && certificates.some((other, place) => place < at && other?.certificateNo?.trim() === number)
}

/** Which field a refusal belongs beside; several belong beside a certificate of that number. */
const fieldOf: Readonly<Record<string, string>> = {
  officer_exists: 'staffNo',
  org_unknown: 'orgId',
  outside_jurisdiction: 'orgId',
  phone_invalid: 'phone',
}
const certificateFieldOf: Readonly<Record<string, keyof CertificateFields>> = {
  certificate_twice: 'certificateNo',
  certificate_window_reversed: 'validTo',
}

type Refusal = { readonly code: string; readonly facts: Readonly<Record<string, unknown>>; readonly text: string }

/** The words of a refusal by the path of the field they belong beside (`certificates.0.validTo`); empty when they belong to none. */
export function refusedFields(
  problem: Refusal | null,
  language: 'zh' | 'en',
  certificates: readonly CertificateFields[],
): ReadonlyMap<string, string> {
  if (problem === null) return new Map()
  const { code, facts, text } = problem
  if (code === 'invalid_input') return new Map(listOf(facts.fields).flatMap((field) => fieldText(field, language)))
  const inCertificate = certificateFieldOf[code]
  if (inCertificate !== undefined) {
    const at = certificates.map((certificate) => certificate?.certificateNo?.trim()).lastIndexOf(String(facts.certificateNo))
    return new Map(at < 0 ? [] : [[`certificates.${at}.${inCertificate}`, text]])
  }
  const field = fieldOf[code]
  return new Map(field === undefined ? [] : [[field, text]])
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function fieldText(field: unknown, language: 'zh' | 'en'): [string, string][] {
  if (typeof field !== 'object' || field === null || !('field' in field) || typeof field.field !== 'string') return []
  const words = language === 'zh' ? 'zh' in field && field.zh : 'en' in field && field.en
  return typeof words === 'string' ? [[field.field, words]] : []
}

const textOf = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim())
