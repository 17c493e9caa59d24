import { describe, expect, test } from 'vitest'
import { mapExpertColumns, parseExpertRow } from './expert-row.ts'
import { mapOfficerColumns, officerColumns, parseOfficerRow } from './officer-row.ts'
import { maskPhone, parseIdNo, parsePhone, personState, words } from './person-cells.ts'

const context = {
  orgPathByRegion: new Map([
    ['620102', '62.6201.620102'],
    ['6201', '62.6201'],
    ['城关区', '62.6201.620102'],
  ]),
  ownOrgPath: '62.6201',
  today: '2026-05-01',
}

/** A number nobody has: born on the first of January 1900. */
const idNo = (serial = '000'): string => {
  const first = `62010219000101${serial}`
  const check = [...'0123456789X'].find((last) => parseIdNo(first + last).ok)
  return first + check
}

const full = {
  staffNo: 'A1',
  name: '甲',
  gender: '女',
  idNo: idNo(),
  phone: '138 0000-0000',
  education: '本科',
  major: '药学',
  jobCategory: '食品药品管理',
  postSince: '2019/3/5',
  qualifications: '药品检查员、 特种设备安全监察员；药品检查员',
  itemScope: 'A01,B02 C03',
  region: '620102',
  postLevel: '县',
  postClass: '科员',
  postName: '监管员',
  businessOffice: '药品科',
  isExpert: '是',
  certificateNo: 'Z-1',
  validTo: '2030年12月31日',
  issuer: '市政府',
  state: '有效',
} as const

type Cells = Readonly<Partial<Record<keyof typeof officerColumns, string>>>

function officer(change: Cells = {}) {
  const cells: Cells = { ...full, ...change }
  const names = Object.keys(officerColumns) as (keyof typeof officerColumns)[] // the keys of a table of this file's own
  const columns = mapOfficerColumns(names.map((name) => officerColumns[name][0]))
  if (!columns.ok) throw new Error('the template maps itself')
  return parseOfficerRow(
    names.map((name) => cells[name] ?? ''),
    columns.value,
    context,
  )
}

const refusals = (change: Cells): string[] => {
  const parsed = officer(change)
  return parsed.ok ? [] : parsed.failure.failures.map(({ field, reason, value }) => `${field} ${reason} ${value}`).sort()
}

test('the 21 columns of the template are read, lists by any separator', () => {
  expect(officer()).toEqual({
    ok: true,
    value: {
      staffNo: 'A1',
      name: '甲',
      orgPath: '62.6201.620102',
      state: 'active',
      gender: 'female',
      idNoMasked: `620102********${idNo().slice(14)}`,
      phone: '13800000000',
      education: '本科',
      major: '药学',
      jobCategory: '食品药品管理',
      postSince: '2019-03-05',
      postLevel: '县',
      postClass: '科员',
      postName: '监管员',
      businessOffice: '药品科',
      itemScope: ['A01', 'B02', 'C03'],
      qualifications: ['特种设备安全监察员', '药品检查员'],
      expertise: ['专家'],
      certificate: { certificateNo: 'Z-1', validTo: '2030-12-31', issuer: '市政府' },
    },
  })
})

test('a place is named by its code, with zeros or without, or by a name that only one place has', () => {
  const at = (region: string) => {
    const parsed = officer({ region })
    return parsed.ok ? parsed.value.orgPath : parsed.failure.failures[0]?.reason
  }
  expect(['620102', '620100', '6201', '城关区', '999999', ''].map(at)).toEqual([
    '62.6201.620102',
    '62.6201',
    '62.6201',
    '62.6201.620102',
    'org_unknown',
    'org_unknown',
  ])
})

test('every cell that cannot be read is told with its field, and numbers that identify are masked in the telling', () => {
  const wrong = `${idNo().slice(0, 17)}${idNo().endsWith('1') ? '2' : '1'}`
  expect(
    refusals({ staffNo: '', gender: '不详', idNo: wrong, phone: '12345678901', state: '在岗', certificateNo: '', validTo: '很久' }),
  ).toEqual([
    'certificateNo certificate_missing ',
    'gender gender_unknown 不详',
    `idNo id_no_check_digit 620102********${wrong.slice(14)}`,
    'phone phone_invalid 123****8901',
    'staffNo staff_no_missing ',
    'state state_unknown 在岗',
    'validTo validity_invalid 很久',
  ])
  expect(refusals({ postSince: '2999-01-01', major: '长'.repeat(61) })).toEqual([
    `major too_long ${'长'.repeat(61)}`,
    'postSince date_in_future 2999-01-01',
    'validTo validity_before_post 2030年12月31日',
  ])
  expect(refusals({ postSince: '2019-02-30' })).toEqual(['postSince date_invalid 2019-02-30'])
})

test('an expired certificate is refused, unless the officer is not drawn anyway', () => {
  expect(refusals({ validTo: '2026-04-30' })).toEqual(['validTo certificate_expired 2026-04-30'])
  expect(refusals({ validTo: '2026-05-01' })).toEqual([])
  expect(officer({ validTo: '2020-01-01', state: '失效' })).toMatchObject({ ok: true, value: { state: 'suspended' } })
  expect(officer({ validTo: '长期有效' })).toMatchObject({ ok: true, value: { certificate: { validTo: '9999-09-09' } } })
})

describe('cells about persons', () => {
  test('an identity number has 18 characters, a birthday and its check digit', () => {
    expect(parseIdNo(idNo('123'))).toEqual({ ok: true, value: `620102********${idNo('123').slice(14)}` })
    expect(parseIdNo(`'${idNo().toLowerCase()} `)).toMatchObject({ ok: true })
    expect(parseIdNo('')).toEqual({ ok: true, value: null })
    const type = (text: string) => {
      const parsed = parseIdNo(text)
      return parsed.ok ? 'taken' : parsed.failure.type
    }
    expect(['620102900101000', '62010219001301000X', '6201021900010100AX', '620102190001010000'].map(type)).toEqual([
      'id_no_length',
      'id_no_form',
      'id_no_form',
      idNo().endsWith('0') ? 'taken' : 'id_no_check_digit',
    ])
  })

  test('one wrong digit is always found', () => {
    const number = idNo()
    for (let at = 14; at < 17; at++)
      for (const digit of '0123456789')
        if (digit !== number[at]) expect(parseIdNo(number.slice(0, at) + digit + number.slice(at + 1)).ok).toBe(false)
  })

  test('telephones are mobiles, or numbers with their area code', () => {
    expect(['13800000000', '+86 138-0000-0000', '0931-8888888', '02188888888', '', '138', '8888888'].map(parsePhone)).toEqual([
      '13800000000',
      '13800000000',
      '0931-8888888',
      '02188888888',
      null,
      'invalid',
      'invalid',
    ])
    expect(['13800001234', '0931-888'].map(maskPhone)).toEqual(['138****1234', '****88'])
  })

  test('lists and states', () => {
    expect(words(' 乙、甲，丙;甲；丁 戊,')).toEqual(['丁', '丙', '乙', '戊', '甲'])
    expect(['', '有效', '失效', '停用', '离岗', 'constructor'].map(personState)).toEqual([
      'active',
      'active',
      'suspended',
      'suspended',
      'left',
      null,
    ])
  })
})

test('an expert needs a number, a name and a kind of expertise; without a place they belong to the importer', () => {
  const columns = mapExpertColumns(['编号', '姓名', '地区', '工作单位', '手机号', '专家类别', '状态'])
  if (!columns.ok) throw new Error('the template maps itself')
  const parse = (...cells: string[]) => parseExpertRow(cells, columns.value, context)
  expect(parse('E1', '乙', '', '省药检院', '', '药品GSP、药品GMP', '')).toMatchObject({
    ok: true,
    value: { orgPath: '62.6201', businessOffice: '省药检院', expertise: ['药品GMP', '药品GSP'], certificate: null, state: 'active' },
  })
  expect(parse('', '乙', '999999', '', '', '', '')).toMatchObject({
    ok: false,
    failure: {
      failures: [
        { field: 'staffNo', reason: 'staff_no_missing' },
        { field: 'region', reason: 'org_unknown' },
        { field: 'expertise', reason: 'expert_kind_missing' },
      ],
    },
  })
  expect(mapExpertColumns(['姓名'])).toMatchObject({ ok: false, failure: { missing: ['编号', '专家类别'] } })
})
