import { describe, expect, test } from 'vitest'
import { type Officer, OfficerDraft } from '#contract/officers.ts'
import { draftOf, newCertificate, type OfficerFields, refusedFields, repeatedNumber, startingFields } from './officer-form.ts'

const fields: OfficerFields = {
  staffNo: ' S-7 ',
  name: '甲',
  orgId: '0f0d1a3e-6f5d-4b44-9a53-9a2f8c9b3f10',
  phone: '  ',
  certificates: [{ certificateNo: ' Z-1 ', dept: 'scjg', issuer: '', validFrom: null, validTo: '2030-12-31' }],
}

const officer: Officer = {
  id: '7b1c5c52-0e0b-4f2c-8d52-5c1a0c3f2a11',
  population: 'officers',
  staffNo: 'S-7',
  name: '甲',
  orgPath: '62.6201',
  orgName: '市局',
  post: 'office',
  certificateNo: 'Z-1',
  certificateValidTo: '2030-12-31',
  certificate: 'valid',
  itemScope: ['A01-1'],
  qualifications: ['特种设备安全监察员'],
  expertise: [],
  state: 'active',
  recusals: 0,
  onLeave: false,
  orgId: '0f0d1a3e-6f5d-4b44-9a53-9a2f8c9b3f10',
  gender: 'female',
  idNoMasked: '620102********1234',
  phoneMasked: '138****0000',
  education: '本科',
  major: null,
  jobCategory: null,
  postSince: '2020-01-01',
  postLevel: null,
  postClass: null,
  postName: null,
  businessOffice: null,
  certificates: [
    {
      id: '1b1c5c52-0e0b-4f2c-8d52-5c1a0c3f2a11',
      certificateNo: 'Z-1',
      dept: 'scjg',
      issuer: null,
      validFrom: null,
      validTo: '2030-12-31',
      state: 'valid',
    },
    {
      id: '2b1c5c52-0e0b-4f2c-8d52-5c1a0c3f2a11',
      certificateNo: 'Z-0',
      dept: 'scjg',
      issuer: null,
      validFrom: null,
      validTo: '2020-12-31',
      state: 'revoked',
    },
  ],
  leaves: [],
  recusalList: [],
  groups: [],
  loadThisYear: 0,
  abilities: { edit: { allowed: true }, recuse: { allowed: true } },
}

describe('the form of a person', () => {
  test('what it sends is what the contract takes, with empty fields as null', () => {
    const draft = draftOf(fields, 'officers')
    expect(OfficerDraft.parse(draft)).toEqual(draft)
    expect(draft).toMatchObject({
      staffNo: 'S-7',
      phone: null,
      gender: null,
      certificates: [{ certificateNo: 'Z-1', issuer: null, state: 'valid' }],
    })
  })

  test('a phone that is only known masked is kept, another one replaces it, and it can be cleared', () => {
    expect(draftOf({ ...fields, phone: '' }, 'officers').phone).toBeNull()
    expect(draftOf({ ...fields, phone: '13800001111' }, 'officers').phone).toBe('13800001111')
    expect(draftOf({ ...fields, phone: '13800001111', clearPhone: true }, 'officers').phone).toBe('')
  })

  test('opening and saving a known person without a change sends the person as they stand, without the revoked certificate', () => {
    // every field that the type needs is set for a known person
    const start = startingFields(officer, 'officers', { orgId: 'x', dept: 'scjg' }) as OfficerFields
    expect(draftOf(start, 'officers')).toMatchObject({
      staffNo: 'S-7',
      orgId: officer.orgId,
      gender: 'female',
      education: '本科',
      postSince: '2020-01-01',
      itemScope: ['A01-1'],
      qualifications: ['特种设备安全监察员'],
      certificates: [{ certificateNo: 'Z-1' }],
    })
  })

  test('a new officer has one certificate line waiting, a new expert none', () => {
    expect(startingFields(null, 'officers', { orgId: 'x', dept: 'scjg' }).certificates).toEqual([newCertificate('scjg')])
    expect(startingFields(null, 'experts', { orgId: 'x', dept: 'scjg' }).certificates).toEqual([])
  })
})

describe('what is wrong stands beside its field', () => {
  const problem = (code: string, facts: Record<string, unknown> = {}) => ({ code, facts, text: '请改正' })
  const lines = [{ certificateNo: 'Z-1' }, { certificateNo: 'Z-2 ' }]

  test('a taken staff number stands beside the staff number', () => {
    expect([...refusedFields(problem('officer_exists'), 'zh', lines)]).toEqual([['staffNo', '请改正']])
  })

  test('a certificate is found by its number', () => {
    expect([...refusedFields(problem('certificate_window_reversed', { certificateNo: 'Z-2' }), 'zh', lines)]).toEqual([
      ['certificates.1.validTo', '请改正'],
    ])
  })

  test('refused fields carry their own words, in the language of the reader', () => {
    const facts = { fields: [{ field: 'certificates.0.validTo', zh: '不是日期', en: 'no date' }, 'noise'] }
    expect([...refusedFields(problem('invalid_input', facts), 'zh', lines)]).toEqual([['certificates.0.validTo', '不是日期']])
    expect([...refusedFields(problem('invalid_input', facts), 'en', lines)]).toEqual([['certificates.0.validTo', 'no date']])
  })

  test('a refusal of the whole belongs beside no field', () => {
    expect(refusedFields(problem('officer_population_fixed'), 'zh', lines).size).toBe(0)
    expect(refusedFields(null, 'zh', lines).size).toBe(0)
  })

  test('a number that stands twice is marked where it is repeated', () => {
    expect(repeatedNumber([{ certificateNo: 'Z-1' }, { certificateNo: ' Z-1' }], 1)).toBe(true)
    expect(repeatedNumber([{ certificateNo: 'Z-1' }, { certificateNo: ' Z-1' }], 0)).toBe(false)
    expect(repeatedNumber([{ certificateNo: '' }, { certificateNo: '' }], 1)).toBe(false)
  })
})
