/** One row of a file of special objects (domain.md §14: 10–12 columns): an object, its label in a library, its licence. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent, parseDate, text } from './cells.ts'
import type { ColumnSet } from './columns.ts'
import { lastDayOf, objectReasons, objectRow, type RowRefusal } from './library-cells.ts'
import { checkEntry, type EntryState } from './library-rules.ts'
import { words } from './person-cells.ts'

export const libraryColumnSet = {
  headings: {
    library: ['专项库名称', '专项库'],
    label: ['监管标签', '标签'],
    code: ['统一社会信用代码', '统一社会信用代码/注册号', '社会信用代码', '注册号', '代码'],
    name: ['名称', '企业名称', '主体名称', '对象名称'],
    licenceName: ['许可证名称', '许可名称'],
    licenceNo: ['许可证编号', '许可证号', '证书编号'],
    approvedOn: ['批准日期', '发证日期', '许可日期'],
    validTo: ['有效期至', '许可证有效期至', '有效期'],
    licenceIssuer: ['发证机关', '许可机关'],
    checkOrg: ['检查机关', '检查部门'],
    qualifications: ['专业资质资格', '专业监管', '岗位资质资格'],
    expertKinds: ['配备专家', '专家类别'],
    state: ['状态'],
  },
  key: 'code',
  en: {
    library: 'library',
    label: 'label',
    code: 'code',
    name: 'name',
    licenceName: 'licence',
    licenceNo: 'licence number',
    approvedOn: 'approved on',
    validTo: 'valid to',
    licenceIssuer: 'issued by',
    checkOrg: 'inspecting office',
    qualifications: 'qualifications',
    expertKinds: 'experts',
    state: 'state',
  },
  needed: [['code'], ['label']],
} as const satisfies ColumnSet

export type LibraryColumn = keyof typeof libraryColumnSet.headings

export const libraryReasons = {
  ...objectReasons,
  library_unknown: { zh: '本单位没有这个专项库，或已停用', en: 'the office has no such library, or it is retired' },
  library_differs: { zh: '与所选的专项库不一致', en: 'names another library than the one chosen' },
  label_missing: { zh: '缺少监管标签', en: 'no label' },
  label_not_of_library: { zh: '该标签不是专项库的标签', en: 'this is no label of the library' },
  kind_differs: { zh: '专项库不收这类对象', en: 'the library takes no objects of this kind' },
  label_out_of_reach: { zh: '对象不在标签的使用范围内', en: 'the object lies outside the reach of the label' },
  state_unknown: { zh: '状态应为“有效”或“失效”', en: 'the state is 有效 or 失效' },
  entry_window_reversed: { zh: '有效期至早于批准日期', en: 'the licence ends before it is approved' },
  entry_licence_incomplete: { zh: '有许可证编号而没有许可证名称', en: 'a licence number without the name of the licence' },
  entry_expired: { zh: '许可证已过有效期，不能为“有效”', en: 'the licence has ended and cannot be valid' },
} as const

export type LibraryReason = keyof typeof libraryReasons

/** A library that a file may fill, with its labels by name. */
export type FillableLibrary = { readonly id: string; readonly name: string; readonly labels: ReadonlyMap<string, string> }

export type LibraryRowContext = {
  /** The library chosen for the file; null: each row names its own. */
  readonly chosen: FillableLibrary | null
  readonly byName: ReadonlyMap<string, FillableLibrary>
  readonly today: string
}

export type EntryDraftRow = {
  readonly subject: string
  readonly libraryId: string
  readonly labelId: string
  readonly licenceName: string
  readonly licenceNo: string
  readonly licenceIssuer: string
  readonly approvedOn: string | null
  readonly validTo: string
  readonly qualifications: readonly string[]
  readonly expertKinds: readonly string[]
  readonly checkOrg: string
  readonly state: EntryState
}

export type LibraryRowRefused = {
  readonly type: 'row_refused'
  readonly failures: readonly RowRefusal<LibraryColumn, LibraryReason>[]
  readonly subject: string | null
}

type Cells = (column: LibraryColumn) => string
type Refuse = (column: LibraryColumn, reason: LibraryReason) => void

/** One row into an entry, or every reason why not. Without a state it is valid while its licence is. */
export function parseLibraryRow(
  cells: readonly string[],
  columns: Readonly<Partial<Record<string, number>>>,
  context: LibraryRowContext,
): Result<EntryDraftRow, LibraryRowRefused> {
  const { cell, refuse, failures, subject } = objectRow<LibraryColumn, LibraryReason>(cells, columns, 'code')
  for (const [column, most] of limits) if (cell(column).length > most) refuse(column, 'too_long')
  const library = libraryOf(cell, context, refuse)
  const labelId = labelOf(cell, library, refuse)
  const approvedOn = parseDate(cell('approvedOn'))
  if (approvedOn === 'invalid') refuse('approvedOn', 'date_invalid')
  else if (approvedOn !== null && approvedOn > context.today) refuse('approvedOn', 'date_in_future')
  const validTo = lastDayOf(cell('validTo'))
  if (validTo === 'invalid') refuse('validTo', 'date_invalid')
  const state = stateOf(cell('state'), validTo, context.today)
  if (state === null) refuse('state', 'state_unknown')
  const licence = { licenceName: text(cell('licenceName')) ?? '', licenceNo: text(cell('licenceNo')) ?? '' }
  if (failures.length === 0 && approvedOn !== 'invalid' && state !== null) {
    const checked = checkEntry({ ...licence, approvedOn, validTo }, state, context.today)
    if (!checked.ok) refuse(checked.failure.type === 'entry_licence_incomplete' ? 'licenceName' : 'validTo', checked.failure.type)
  }
  if (failures.length > 0 || subject === null || library === null || labelId === null || approvedOn === 'invalid' || state === null)
    return fail({ type: 'row_refused', failures, subject })
  return ok({
    subject,
    libraryId: library.id,
    labelId,
    ...licence,
    licenceIssuer: text(cell('licenceIssuer')) ?? '',
    approvedOn,
    validTo,
    qualifications: words(cell('qualifications')),
    expertKinds: words(cell('expertKinds')),
    checkOrg: text(cell('checkOrg')) ?? '',
    state,
  })
}

const limits: readonly (readonly [LibraryColumn, number])[] = [
  ['licenceName', 120],
  ['licenceNo', 80],
  ['licenceIssuer', 120],
  ['checkOrg', 120],
  ['qualifications', 500],
  ['expertKinds', 500],
]

function libraryOf(cell: Cells, { chosen, byName }: LibraryRowContext, refuse: Refuse): FillableLibrary | null {
  const name = text(cell('library'))
  if (name === null && chosen !== null) return chosen
  const named = byName.get(name ?? '') ?? null
  if (named === null) refuse('library', 'library_unknown')
  else if (chosen !== null && named.id !== chosen.id) refuse('library', 'library_differs')
  return chosen ?? named
}

function labelOf(cell: Cells, library: FillableLibrary | null, refuse: Refuse): string | null {
  const name = text(cell('label'))?.normalize('NFC') ?? null
  if (name === null) refuse('label', 'label_missing')
  const id = name === null ? null : (library?.labels.get(name) ?? null)
  if (name !== null && library !== null && id === null) refuse('label', 'label_not_of_library')
  return id
}

function stateOf(value: string, validTo: string, today: string): EntryState | null {
  if (absent(value)) return validTo !== 'invalid' && validTo < today ? 'invalid' : 'valid'
  if (value === '有效') return 'valid'
  return ['失效', '停用', '注销', '无效'].includes(value) ? 'invalid' : null
}
