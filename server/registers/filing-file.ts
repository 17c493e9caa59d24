/** The officer register as the file that is filed: the columns of the field's own template, identity numbers and telephones masked. */
import { officerColumns } from '#core/registers/officer-row.ts'
import { maskPhone } from '#core/registers/person-cells.ts'
import type { OfficerDetail } from './officer-store.ts'

type Column = keyof typeof officerColumns

/** UTF-8 with its mark, so that a spreadsheet of an office opens it as Chinese text. */
export function registerCsv(officers: readonly OfficerDetail[]): string {
  const names = Object.keys(officerColumns) as Column[] // the keys of a table of core
  const lines = officers.map((officer) => names.map((name) => cell(cellsOf[name](officer))).join(','))
  return `\ufeff${[names.map((name) => officerColumns[name][0]).join(','), ...lines].join('\r\n')}\r\n`
}

const genders = { male: '男', female: '女' } as const
const states = { active: '有效', suspended: '失效', left: '离岗' } as const

const cellsOf: Readonly<Record<Column, (officer: OfficerDetail) => string>> = {
  staffNo: ({ staffNo }) => staffNo,
  name: ({ name }) => name,
  gender: ({ gender }) => (gender === null ? '' : genders[gender]),
  idNo: ({ idNoMasked }) => idNoMasked ?? '',
  phone: ({ phone }) => (phone === null ? '' : maskPhone(phone)),
  education: ({ education }) => education ?? '',
  major: ({ major }) => major ?? '',
  jobCategory: ({ jobCategory }) => jobCategory ?? '',
  postSince: ({ postSince }) => postSince ?? '',
  qualifications: ({ qualifications }) => qualifications.join('、'),
  itemScope: ({ itemScope }) => itemScope.join('、'),
  region: ({ orgPath }) => orgPath.split('.').at(-1) ?? orgPath,
  postLevel: ({ postLevel }) => postLevel ?? '',
  postClass: ({ postClass }) => postClass ?? '',
  postName: ({ postName }) => postName ?? '',
  businessOffice: ({ businessOffice }) => businessOffice ?? '',
  isExpert: ({ expertise }) => (expertise.length === 0 ? '否' : expertise.join('、')),
  certificateNo: ({ certificateNo }) => certificateNo ?? '',
  validTo: ({ certificateValidTo }) => certificateValidTo ?? '',
  issuer: ({ issuer }) => issuer ?? '',
  state: ({ state }) => states[state],
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe instead (OWASP, CSV injection). */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
