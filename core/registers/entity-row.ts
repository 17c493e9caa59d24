/** One row of a register file: which column is which, and what may be taken from it. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent, parseDate, text } from './cells.ts'
import { type ColumnsOf, findColumns, type HeaderFailure } from './columns.ts'
import { locate, type RegionIndex } from './locate.ts'
import { type Mapped, parseMapping } from './mapping.ts'
import { parseCode } from './uscc.ts'

/** Headings that circulate for the same column; the first is the one of our own template. */
export const entityColumns = {
  name: ['企业名称', '名称', '主体名称', '市场主体名称', '经营主体名称'],
  code: ['统一社会信用代码', '统一社会信用代码/注册号', '信用代码', '注册号'],
  established: ['注册日期', '成立日期'],
  entityType: ['企业类型', '主体类型', '类型'],
  legalRep: ['法人代表', '法定代表人', '负责人'],
  capital: ['注册资金', '注册资本'],
  scope: ['经营范围'],
  province: ['所在省份', '省份'],
  city: ['地区', '所在城市', '城市'],
  address: ['注册地址', '住所', '地址', '经营场所'],
  state: ['登记状态', '经营状态', '状态'],
  // No heading that also stands for something else: a column of industry names, or of food safety grades, would cost a file its rows.
  industry: ['行业代码', '国民经济行业代码'],
  labels: ['监管标签'],
  riskClass: ['信用风险等级', '信用风险分类等级'],
  riskAsOf: ['信用风险评定日期', '风险评定日期'],
  riskSource: ['信用风险评定来源', '风险评定来源'],
  items: ['适用事项', '适用抽查事项'],
} as const satisfies Record<string, readonly string[]>

export type EntityColumn = keyof typeof entityColumns

export type ColumnMap = ColumnsOf<typeof entityColumns>

export type EntityDraft = Mapped & {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly entityType: string | null
  readonly regionPath: string
  readonly established: string | null
  readonly capitalYuan: number | null
  readonly capitalText: string | null
  readonly scope: string | null
  readonly address: string | null
  readonly legalRep: string | null
  readonly state: string
}

export type RowFailure = { readonly field: EntityColumn; readonly reason: RowReason; readonly value: string }

/** Why a row cannot be taken, in the words a clerk acts on. */
export const rowReasons = {
  name_missing: { zh: '缺少名称', en: 'no name' },
  code_missing: { zh: '缺少统一社会信用代码', en: 'no unified social credit code' },
  code_length: { zh: '统一社会信用代码应为 18 位（或 15 位注册号）', en: 'a code has 18 characters (an older number 15)' },
  code_alphabet: { zh: '统一社会信用代码含有不允许的字符', en: 'the code holds a character that codes do not use' },
  code_check_digit: { zh: '统一社会信用代码校验位不符', en: 'the check digit of the code does not fit' },
  duplicate_in_file: { zh: '与文件中前面的行重复', en: 'repeats an earlier row of the file' },
  date_invalid: { zh: '日期无法识别', en: 'the date cannot be read' },
  date_in_future: { zh: '日期晚于今天', en: 'the date lies in the future' },
  region_unknown: { zh: '地址、城市与代码都认不出行政区划', en: 'neither address, city nor code names a known region' },
  outside_jurisdiction: { zh: '不属于本机构辖区', en: 'outside the jurisdiction of this organisation' },
  registered_elsewhere: { zh: '已在其他辖区的名录中，且未迁出', en: 'in the register of another jurisdiction, and not moved out of it' },
  state_unknown: { zh: '登记状态无法识别', en: 'the state of registration is not known' },
  too_long: { zh: '内容过长', en: 'the text is too long' },
  industry_unknown: {
    zh: '行业代码不是 GB/T 4754 的门类或代码，或门类字母与代码不符',
    en: 'no code of GB/T 4754, or its letter does not fit',
  },
  label_invalid: {
    zh: '监管标签每个 1 至 30 字、每户不超过 20 个，以分号分隔',
    en: 'a label has 1 to 30 characters, an object 20 labels at most',
  },
  risk_class_unknown: { zh: '信用风险等级应为 A、B、C、D', en: 'a risk class is A, B, C or D' },
  risk_without_class: { zh: '有评定日期或来源，但缺少信用风险等级', en: 'a date or source of assessment without a class' },
  item_unknown: { zh: '适用事项不在本部门已公布的抽查事项清单中', en: 'an item that the department has not published' },
  columns_differ: { zh: '列数与表头不一致', en: 'the row has more or fewer columns than the heading' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type RowReason = keyof typeof rowReasons

/** Names and codes must be there; the other columns may be missing. */
export const mapColumns = (header: readonly string[]): Result<ColumnMap, HeaderFailure> =>
  findColumns(entityColumns, ['name', 'code'], header)

export type RowContext = {
  readonly columns: ColumnMap
  readonly regions: RegionIndex
  readonly jurisdiction: string
  readonly today: string
  /** Codes of the items of the importer's department that are published. */
  readonly items: ReadonlySet<string>
}

/** One row into a draft, or every reason why not. */
export function parseEntityRow(
  cells: readonly string[],
  context: RowContext,
): Result<EntityDraft, { readonly type: 'row_refused'; readonly failures: readonly RowFailure[] }> {
  const cell = (column: EntityColumn): string => {
    const at = context.columns[column]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const failures: RowFailure[] = []
  const refuse = (field: EntityColumn, reason: RowReason): void => {
    failures.push({ field, reason, value: cell(field).slice(0, 200) })
  }
  const name = cell('name').normalize('NFC')
  if (absent(name)) refuse('name', 'name_missing')
  if (name.length > 200) refuse('name', 'too_long')
  const code = parseCode(cell('code'))
  if (!code.ok) refuse('code', code.failure.type)
  const subject = code.ok ? code.value : ''
  const established = parseDate(cell('established'))
  if (established === 'invalid') refuse('established', 'date_invalid')
  else if (established !== null && established > context.today) refuse('established', 'date_in_future')
  const state = absent(cell('state')) ? 'active' : stateByText(cell('state'))
  if (state === null) refuse('state', 'state_unknown')
  const mapped = parseMapping(cell, context, refuse)
  const address = text(cell('address'))
  const region = locate(context.regions, { address, province: text(cell('province')), city: text(cell('city')), subject })
  // The code is the last clue to the place: while it is wrong, nobody can say that the place is.
  if (region === null && code.ok) refuse('address', 'region_unknown')
  else if (region !== null && region.path !== context.jurisdiction && !region.path.startsWith(`${context.jurisdiction}.`))
    refuse('address', 'outside_jurisdiction')
  if (failures.length > 0 || region === null || state === null) return fail({ type: 'row_refused', failures })
  const entityType = text(cell('entityType'))
  return ok({
    subject,
    name,
    kind: kindOf(subject, entityType),
    entityType,
    regionPath: region.path,
    established,
    capitalYuan: parseCapital(cell('capital')),
    capitalText: text(cell('capital')),
    scope: text(cell('scope')),
    address,
    legalRep: text(cell('legalRep')),
    state,
    ...mapped,
  })
}

/** 注册资本 in whole yuan when the text is a plain amount of renminbi; the text itself is kept whatever it says. */
export function parseCapital(value: string): number | null {
  const found = /^([\d,]+(?:\.\d+)?)[(（]?(万?)(.*?)[)）]?$/.exec(value.replace(/\s/g, ''))
  if (found === null || !/^(元|人民币|元人民币|人民币元|元人民币元)?$/.test(found[3] ?? '')) return null
  const yuan = Math.round(Number((found[1] ?? '').replaceAll(',', '')) * (found[2] === '万' ? 10_000 : 1))
  return Number.isSafeInteger(yuan) && value.includes('万') ? yuan : null
}

const states: Readonly<Record<string, string>> = {
  存续: 'active',
  在业: 'active',
  开业: 'active',
  在营: 'active',
  正常: 'active',
  '存续(在营、开业、在册)': 'active',
  注销: 'deregistered',
  已注销: 'deregistered',
  吊销: 'revoked',
  已吊销: 'revoked',
  '吊销,未注销': 'revoked',
  吊销未注销: 'revoked',
  '吊销,已注销': 'deregistered',
  撤销: 'deregistered',
  迁出: 'moved_out',
  已迁出: 'moved_out',
}

function stateByText(value: string): string | null {
  const text = value.normalize('NFKC').replace(/\s/g, '')
  return Object.hasOwn(states, text) ? (states[text] ?? null) : null
}

/** 91 企业, 92 个体工商户, 93 农民专业合作社: the first two characters of a code (domain.md §12, marked as background there). */
function kindOf(subject: string, entityType: string | null): string {
  if (entityType?.includes('常驻代表机构') === true) return 'rep_office'
  const kinds: Readonly<Record<string, string>> = { '91': 'enterprise', '92': 'individual', '93': 'cooperative' }
  return kinds[subject.slice(0, 2)] ?? 'other'
}
