/** One row of an officer file. Columns follow the field's own template (domain.md §14) as far as this house uses them. */
import { fail, ok, type Result } from '#core/result.ts'
import { parseDate } from './cells.ts'
import { type ColumnsOf, findColumns, type HeaderFailure } from './columns.ts'

export const officerColumns = {
  staffNo: ['单位工号', '工号'],
  name: ['姓名'],
  region: ['地区', '行政区划代码'],
  certificateNo: ['执法证编号', '执法证号'],
  validTo: ['有效期', '执法证有效期至'],
  itemScope: ['执法事项范围'],
  state: ['状态'],
} as const satisfies Record<string, readonly string[]>

export type OfficerColumn = keyof typeof officerColumns

export type OfficerDraft = {
  readonly staffNo: string
  readonly name: string
  /** Region path of the organisation the officer works in. */
  readonly orgPath: string
  readonly certificateNo: string
  readonly certificateValidTo: string
  readonly itemScope: readonly string[]
  readonly state: 'active' | 'suspended'
}

export const officerReasons = {
  staff_no_missing: { zh: '缺少工号', en: 'no staff number' },
  name_missing: { zh: '缺少姓名', en: 'no name' },
  certificate_missing: { zh: '缺少执法证编号', en: 'no certificate number' },
  validity_invalid: { zh: '执法证有效期无法识别', en: 'the validity date cannot be read' },
  org_unknown: { zh: '该地区没有本部门的机构，请先在系统管理中新增', en: 'no organisation of the department there; add it first' },
  state_unknown: { zh: '状态应为“有效”或“失效”', en: 'the state is 有效 or 失效' },
  duplicate_in_file: { zh: '工号与文件中前面的行重复', en: 'repeats the staff number of an earlier row' },
  staff_no_elsewhere: { zh: '该工号属于辖区外的执法人员，请核对', en: 'the staff number belongs to an officer outside the jurisdiction' },
  columns_differ: { zh: '列数与表头不一致', en: 'the row has more or fewer columns than the heading' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type OfficerReason = keyof typeof officerReasons

export type OfficerFailure = { readonly field: OfficerColumn; readonly reason: OfficerReason; readonly value: string }

export type OfficerColumns = ColumnsOf<typeof officerColumns>

export const mapOfficerColumns = (header: readonly string[]): Result<OfficerColumns, HeaderFailure> =>
  findColumns(officerColumns, ['staffNo', 'name', 'region', 'certificateNo', 'validTo'], header)

/** `orgPathByRegion` finds the organisation path for a region code of 2, 4 or 6 digits, within the importer's jurisdiction. */
export function parseOfficerRow(
  cells: readonly string[],
  columns: OfficerColumns,
  orgPathByRegion: ReadonlyMap<string, string>,
): Result<OfficerDraft, { readonly type: 'row_refused'; readonly failures: readonly OfficerFailure[] }> {
  const cell = (column: OfficerColumn): string => {
    const at = columns[column]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const failures: OfficerFailure[] = []
  const refuse = (field: OfficerColumn, reason: OfficerReason): void => {
    failures.push({ field, reason, value: cell(field).slice(0, 200) })
  }
  const validTo = parseDate(cell('validTo'))
  const orgPath = orgPathByRegion.get(cell('region')) ?? orgPathByRegion.get(cell('region').replace(/(00)+$/, ''))
  const state = stateOf(cell('state'))
  if (cell('staffNo') === '') refuse('staffNo', 'staff_no_missing')
  if (cell('name') === '') refuse('name', 'name_missing')
  if (cell('certificateNo') === '') refuse('certificateNo', 'certificate_missing')
  if (validTo === null || validTo === 'invalid') refuse('validTo', 'validity_invalid')
  if (orgPath === undefined) refuse('region', 'org_unknown')
  if (state === null) refuse('state', 'state_unknown')
  if (failures.length > 0 || validTo === null || validTo === 'invalid' || orgPath === undefined || state === null)
    return fail({ type: 'row_refused', failures })
  return ok({
    staffNo: cell('staffNo').slice(0, 60),
    name: cell('name').normalize('NFC').slice(0, 60),
    orgPath,
    certificateNo: cell('certificateNo').slice(0, 60),
    certificateValidTo: validTo,
    itemScope: cell('itemScope')
      .split(/[、,，;；\s]+/)
      .filter((code) => code !== ''),
    state,
  })
}

const stateOf = (text: string): 'active' | 'suspended' | null =>
  text === '' || text === '有效' ? 'active' : text === '失效' || text === '停用' ? 'suspended' : null
