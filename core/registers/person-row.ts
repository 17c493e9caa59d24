/** What the rows of officers and of experts have in common: what a row says of a person, and why it cannot be taken. */
import { text } from './cells.ts'
import { maskIdNo, maskPhone, type PersonState, parsePhone, personState, words } from './person-cells.ts'

/** What a row says of an officer or an expert; null where it says nothing. */
export type PersonDraft = {
  readonly staffNo: string
  readonly name: string
  /** Region path of the organisation the person works in. */
  readonly orgPath: string
  readonly state: PersonState
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
  readonly itemScope: readonly string[]
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly certificate: { readonly certificateNo: string; readonly validTo: string; readonly issuer: string | null } | null
}

/** Why a row of officers or experts cannot be taken, in the words a clerk acts on. */
export const officerReasons = {
  staff_no_missing: { zh: '缺少工号', en: 'no staff number' },
  name_missing: { zh: '缺少姓名', en: 'no name' },
  certificate_missing: { zh: '缺少执法证编号', en: 'no certificate number' },
  validity_invalid: { zh: '执法证有效期无法识别', en: 'the validity date cannot be read' },
  certificate_expired: { zh: '执法证已过期，请填写换发后的有效期', en: 'the certificate has expired; enter the renewed one' },
  validity_before_post: { zh: '执法证有效期早于从事本岗起始日期', en: 'the certificate ends before the post begins' },
  org_unknown: { zh: '该地区没有本部门的机构，请先在系统管理中新增', en: 'no organisation of the department there; add it first' },
  state_unknown: { zh: '状态应为“有效”“失效”或“离岗”', en: 'the state is 有效, 失效 or 离岗' },
  gender_unknown: { zh: '性别应为“男”或“女”', en: 'the gender is 男 or 女' },
  id_no_length: { zh: '身份证号应为 18 位', en: 'an identity number has 18 characters' },
  id_no_form: { zh: '身份证号格式不正确', en: 'this is no identity number' },
  id_no_check_digit: {
    zh: '身份证号校验位不符；请确认该列在表格中是文本，末几位没有变成 0',
    en: 'the check digit of the identity number does not fit; the column must be text in the spreadsheet',
  },
  phone_invalid: { zh: '手机号格式不正确', en: 'this is no telephone number' },
  expert_kind_missing: { zh: '缺少专家类别', en: 'no kind of expertise' },
  date_invalid: { zh: '日期无法识别', en: 'the date cannot be read' },
  date_in_future: { zh: '日期晚于今天', en: 'the date lies in the future' },
  too_long: { zh: '内容过长', en: 'the text is too long' },
  duplicate_in_file: { zh: '工号与文件中前面的行重复', en: 'repeats the staff number of an earlier row' },
  staff_no_elsewhere: { zh: '该工号属于辖区外的执法人员，请核对', en: 'the staff number belongs to an officer outside the jurisdiction' },
  population_differs: {
    zh: '该编号在另一名录（执法人员或专家）中已有，请核对',
    en: 'the number belongs to somebody of the other register, officers or experts',
  },
  columns_differ: { zh: '列数与表头不一致', en: 'the row has more or fewer columns than the heading' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type OfficerReason = keyof typeof officerReasons

export type PersonContext = {
  /** Finds the organisation for a region code of 2, 4 or 6 digits, or for a name that means one place, within the importer's jurisdiction. */
  readonly orgPathByRegion: ReadonlyMap<string, string>
  /** The importer's own organisation: where experts belong whose file names no place. */
  readonly ownOrgPath: string
  readonly today: string
}

/** The columns a file of persons may have; each population has some of them. */
export type PersonColumn =
  | 'staffNo'
  | 'name'
  | 'gender'
  | 'idNo'
  | 'phone'
  | 'education'
  | 'major'
  | 'jobCategory'
  | 'postSince'
  | 'qualifications'
  | 'itemScope'
  | 'region'
  | 'postLevel'
  | 'postClass'
  | 'postName'
  | 'businessOffice'
  | 'isExpert'
  | 'expertise'
  | 'certificateNo'
  | 'validTo'
  | 'issuer'
  | 'state'

export type PersonColumns = Readonly<Partial<Record<PersonColumn, number>>>

export type PersonFailure = { readonly field: PersonColumn; readonly reason: OfficerReason; readonly value: string }
export type PersonRowRefused = { readonly type: 'row_refused'; readonly failures: readonly PersonFailure[] }

export type PersonRow = {
  readonly cell: (column: PersonColumn) => string
  readonly text: (column: PersonColumn) => string | null
  readonly refuse: (column: PersonColumn, reason: OfficerReason) => void
  readonly failures: readonly PersonFailure[]
}

/** A row by its columns. What identifies a person leaves it masked, also where it is refused. */
export function personRow(cells: readonly string[], columns: PersonColumns): PersonRow {
  const failures: PersonFailure[] = []
  const cell = (column: PersonColumn): string => {
    const at = columns[column]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const refuse = (field: PersonColumn, reason: OfficerReason): void => {
    const value = cell(field).slice(0, 200)
    failures.push({ field, reason, value: field === 'idNo' ? maskIdNo(value) : field === 'phone' ? maskPhone(value) : value })
  }
  return { cell, text: (column) => text(cell(column)), refuse, failures }
}

/** The cells of every person; `orgPath` and `state` are null where the row has been refused for them. */
export function commonCells({ cell, refuse }: PersonRow, orgPathOf: (region: string) => string | undefined) {
  for (const [column, most] of limits) if (cell(column).length > most) refuse(column, 'too_long')
  for (const column of lists) {
    const found = words(cell(column))
    if (found.length > 500 || found.some((word) => word.length > 60)) refuse(column, 'too_long')
  }
  if (cell('staffNo') === '') refuse('staffNo', 'staff_no_missing')
  if (cell('name') === '') refuse('name', 'name_missing')
  const orgPath = orgPathOf(cell('region')) ?? null
  if (orgPath === null) refuse('region', 'org_unknown')
  const state = personState(cell('state'))
  if (state === null) refuse('state', 'state_unknown')
  const phone = parsePhone(cell('phone'))
  if (phone === 'invalid') refuse('phone', 'phone_invalid')
  return { staffNo: cell('staffNo'), name: cell('name').normalize('NFC'), orgPath, state, phone: phone === 'invalid' ? null : phone }
}

const limits: readonly (readonly [PersonColumn, number])[] = [
  ['staffNo', 60],
  ['name', 60],
  ['education', 30],
  ['major', 60],
  ['jobCategory', 60],
  ['postLevel', 30],
  ['postClass', 30],
  ['postName', 60],
  ['businessOffice', 60],
  ['certificateNo', 60],
  ['issuer', 80],
]
const lists: readonly PersonColumn[] = ['qualifications', 'itemScope', 'isExpert', 'expertise']

/** The place a cell names, by its code of 2, 4 or 6 digits (with the zeros people add), or by a name that only one place has. */
export const placeIn =
  ({ orgPathByRegion }: PersonContext) =>
  (region: string): string | undefined =>
    orgPathByRegion.get(region) ?? orgPathByRegion.get(region.replace(/(00)+$/, ''))
