/** One row of an officer file: the 21 columns of the field's own template (domain.md §14), in any order; a file may lack most of them. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent, parseDate } from './cells.ts'
import { type ColumnSet, type ColumnsOf, findColumns, type HeaderFailure } from './columns.ts'
import { parseIdNo, words } from './person-cells.ts'
import {
  commonCells,
  type PersonContext,
  type PersonDraft,
  type PersonRow,
  type PersonRowRefused,
  personRow,
  placeIn,
} from './person-row.ts'

export { type OfficerReason, officerReasons } from './person-row.ts'

/** Headings that circulate for the same column; the first is the one of the template. */
export const officerColumns = {
  staffNo: ['单位工号', '工号', '执法人员编号'],
  name: ['姓名'],
  gender: ['性别'],
  idNo: ['身份证号', '身份证号码', '公民身份号码'],
  phone: ['手机号', '手机号码', '联系电话'],
  education: ['学历'],
  major: ['学历专业', '专业'],
  jobCategory: ['岗位大类'],
  postSince: ['从事本岗起始日期', '从事本岗位起始日期'],
  qualifications: ['岗位资质资格', '资质资格'],
  itemScope: ['执法事项范围'],
  region: ['地区', '行政区划代码'],
  postLevel: ['层级'],
  postClass: ['担任职务', '职务'],
  postName: ['具体职务'],
  businessOffice: ['所在业务部门', '业务部门', '所在科室'],
  isExpert: ['是否专家'],
  certificateNo: ['执法证编号', '执法证号'],
  validTo: ['有效期', '执法证有效期至', '有效期至'],
  issuer: ['发证机关'],
  state: ['状态'],
} as const satisfies Record<string, readonly string[]>

export type OfficerColumns = ColumnsOf<typeof officerColumns>

export const officerColumnSet = {
  headings: officerColumns,
  key: 'staffNo',
  needed: [['staffNo'], ['name'], ['region'], ['certificateNo'], ['validTo']],
  en: {
    staffNo: 'staff number',
    name: 'name',
    gender: 'gender',
    idNo: 'identity number',
    phone: 'telephone',
    education: 'education',
    major: 'major',
    jobCategory: 'job category',
    postSince: 'in the post since',
    qualifications: 'qualifications',
    itemScope: 'items',
    region: 'region',
    postLevel: 'level',
    postClass: 'class of post',
    postName: 'post',
    businessOffice: 'office',
    isExpert: 'expert',
    certificateNo: 'certificate number',
    validTo: 'valid to',
    issuer: 'issued by',
    state: 'state',
  },
} as const satisfies ColumnSet<typeof officerColumns>

export const mapOfficerColumns = (header: readonly string[]): Result<OfficerColumns, HeaderFailure> => findColumns(officerColumnSet, header)

/** One row into a draft, or every reason why not. */
export function parseOfficerRow(
  cells: readonly string[],
  columns: OfficerColumns,
  context: PersonContext,
): Result<PersonDraft, PersonRowRefused> {
  const row = personRow(cells, columns)
  const { cell, refuse } = row
  const { orgPath, state, ...common } = commonCells(row, placeIn(context))
  const idNo = parseIdNo(cell('idNo'))
  if (!idNo.ok) refuse('idNo', idNo.failure.type)
  const gender = genders.get(cell('gender'))
  if (gender === undefined) refuse('gender', 'gender_unknown')
  const postSince = parseDate(cell('postSince'))
  if (postSince === 'invalid') refuse('postSince', 'date_invalid')
  else if (postSince !== null && postSince > context.today) refuse('postSince', 'date_in_future')
  // Only who may be drawn needs a certificate that still holds; 失效 with an expired one is the ordinary case.
  const validTo = certificateEnd(row, {
    notBefore: state === 'active' ? context.today : '',
    postSince: postSince === 'invalid' ? null : postSince,
  })
  if (row.failures.length > 0 || orgPath === null || state === null || validTo === null || postSince === 'invalid')
    return fail({ type: 'row_refused', failures: row.failures })
  return ok({
    ...common,
    orgPath,
    state,
    gender: gender ?? null,
    idNoMasked: idNo.ok ? idNo.value : null,
    education: row.text('education'),
    major: row.text('major'),
    jobCategory: row.text('jobCategory'),
    postSince,
    postLevel: row.text('postLevel'),
    postClass: row.text('postClass'),
    postName: row.text('postName'),
    businessOffice: row.text('businessOffice'),
    itemScope: words(cell('itemScope')),
    qualifications: words(cell('qualifications')),
    expertise: expertiseOf(cell('isExpert')),
    certificate: { certificateNo: cell('certificateNo'), validTo, issuer: row.text('issuer') },
  })
}

const genders: ReadonlyMap<string, 'male' | 'female' | null> = new Map([
  ['', null],
  ['男', 'male'],
  ['女', 'female'],
])

/** 长期有效, as the field writes it into columns of dates (domain.md §4.4). */
const endless = '9999-09-09'

/** The last day of the certificate, or null after refusing it. */
function certificateEnd(
  { cell, refuse }: PersonRow,
  { notBefore, postSince }: { readonly notBefore: string; readonly postSince: string | null },
): string | null {
  if (absent(cell('certificateNo'))) refuse('certificateNo', 'certificate_missing')
  const validTo = /^长期(有效)?$/.test(cell('validTo')) ? endless : parseDate(cell('validTo'))
  if (validTo === null || validTo === 'invalid') refuse('validTo', 'validity_invalid')
  else if (validTo < notBefore) refuse('validTo', 'certificate_expired')
  else if (postSince !== null && validTo < postSince) refuse('validTo', 'validity_before_post')
  return validTo === 'invalid' ? null : validTo
}

/** 是否专家 is a tick in some offices and names the kinds (药品GSP、GMP) in others; a tick alone is the kind 专家. */
const expertiseOf = (value: string): string[] => (absent(value) || value === '否' ? [] : value === '是' ? ['专家'] : words(value))
