/** One row of an expert file (专家名录): persons who go along with the officers, drawn from a register of their own. They need no certificate. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent } from './cells.ts'
import { type ColumnSet, type ColumnsOf, findColumns, type HeaderFailure } from './columns.ts'
import { words } from './person-cells.ts'
import { commonCells, type PersonContext, type PersonDraft, type PersonRowRefused, personRow, placeIn } from './person-row.ts'

/** Headings that circulate for the same column; the first is the one of the template. */
export const expertColumns = {
  staffNo: ['编号', '专家编号'],
  name: ['姓名'],
  region: ['地区', '行政区划代码'],
  businessOffice: ['工作单位', '单位', '工作单位/地区'],
  phone: ['手机号', '手机号码', '联系电话'],
  expertise: ['专家类别', '专长', '专业领域'],
  state: ['状态'],
} as const satisfies Record<string, readonly string[]>

export type ExpertColumns = ColumnsOf<typeof expertColumns>

export const expertColumnSet = {
  headings: expertColumns,
  key: 'staffNo',
  needed: [['staffNo'], ['name'], ['expertise']],
  en: {
    staffNo: 'number',
    name: 'name',
    region: 'region',
    businessOffice: 'works at',
    phone: 'telephone',
    expertise: 'kinds of expertise',
    state: 'state',
  },
} as const satisfies ColumnSet<typeof expertColumns>

export const mapExpertColumns = (header: readonly string[]): Result<ExpertColumns, HeaderFailure> => findColumns(expertColumnSet, header)

/** One row into a draft, or every reason why not. An expert without a place belongs to the importer's own organisation. */
export function parseExpertRow(
  cells: readonly string[],
  columns: ExpertColumns,
  context: PersonContext,
): Result<PersonDraft, PersonRowRefused> {
  const row = personRow(cells, columns)
  const { cell, refuse } = row
  const place = placeIn(context)
  const { orgPath, state, ...common } = commonCells(row, (region) => (absent(region) ? context.ownOrgPath : place(region)))
  const expertise = words(cell('expertise'))
  if (expertise.length === 0) refuse('expertise', 'expert_kind_missing')
  if (row.failures.length > 0 || orgPath === null || state === null) return fail({ type: 'row_refused', failures: row.failures })
  return ok({ ...nothingElse, ...common, orgPath, state, businessOffice: row.text('businessOffice'), expertise })
}

const nothingElse = {
  gender: null,
  idNoMasked: null,
  education: null,
  major: null,
  jobCategory: null,
  postSince: null,
  postLevel: null,
  postClass: null,
  postName: null,
  itemScope: [],
  qualifications: [],
  certificate: null,
} as const
