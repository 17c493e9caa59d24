/** Reads the rows of a plan from a table as bureaus have it: pasted from a spreadsheet or in a file, with the headings that circulate (domain.md §14). */
import { type Method, methods } from '../inspections/outcomes.ts'
import { type ColumnsOf, guessColumns } from '../registers/columns.ts'
import { type PlanRowText, type PlanStratum, rowDefaults, rowNumbers } from './row.ts'
import { readRate } from './table-rate.ts'
import { readWindow } from './table-window.ts'

/** A cell that cannot be taken, by the line a spreadsheet shows. */
export type CellRefused = {
  readonly line: number
  readonly field: PlanColumn
  readonly code: CellCode
  readonly value: string
  readonly facts: Readonly<Record<string, unknown>>
}
export type CellCode =
  | 'plan_no_typed'
  | 'plan_cell_missing'
  | 'plan_cell_unknown'
  | 'plan_cell_item_unknown'
  | 'plan_cell_rate'
  | 'plan_cell_window'
  | 'plan_cell_too_long'

export type TableItem = { readonly id: string; readonly name: string }
export type ReadRow = { readonly line: number; readonly row: PlanRowText; readonly itemNames: readonly string[] }
export type TableRead = { readonly rows: readonly ReadRow[]; readonly refused: readonly CellRefused[] }

export type TableContext = {
  readonly year: number
  /** The number of the plan the rows go into; any other in the table was typed. */
  readonly planNo: string | null
  /** The published item of a code or a name. */
  readonly itemOf: (text: string) => TableItem | null
}

export type PlanColumn = keyof typeof planHeadings

/** Per column the headings that circulate; the first is the one of our own sample. */
export const planHeadings = {
  planNo: ['抽查计划编号', '计划编号'],
  name: ['抽查任务名称', '任务名称', '抽查名称', '任务'],
  directed: ['抽查类型', '任务类型', '定向/不定向'],
  items: ['抽查事项', '抽查事项名称', '检查事项', '事项'],
  objectScope: ['抽查对象范围', '对象范围', '抽查对象', '检查对象', '抽查范围'],
  rate: ['抽取比例', '抽查比例', '比例', '抽查比例及频次', '抽查基数和比例', '信用风险分类监管要求'],
  count: ['抽查目标数', '抽取对象数(户)', '抽取对象数', '抽查数量', '抽查户数'],
  base: ['抽查基数', '基数'],
  window: ['检查时间', '抽查时间', '检查期限', '实施时间', '时间'],
  from: ['检查开始', '开始日期', '开始时间'],
  to: ['检查结束', '结束日期', '结束时间'],
  office: ['责任科室', '责任股室', '责任处室', '承办处室', '牵头科室', '责任(牵头)科室', '责任单位'],
  offices: ['参加科室', '配合科室'],
  methods: ['检查方式', '抽查方式'],
  checks: ['主体/场所', '对象类型'],
  itemsFixed: ['定项/不定项', '是否定项'],
  level: ['检查层级', '抽查层级', '抽查模式'],
  frequency: ['频次', '抽查频次', '检查频次'],
  remark: ['备注', '说明'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** The rows of a table below its heading, and every cell that cannot be taken. A row with such a cell is not among the rows. */
export function readTable(
  heading: readonly string[],
  lines: readonly { readonly line: number; readonly cells: readonly string[] }[],
  context: TableContext,
): TableRead {
  const columns = guessColumns(planHeadings, heading)
  const read = lines.map(({ line, cells }) => readLine(line, cellsOf(columns, cells), context))
  return { rows: read.flatMap(({ row }) => row ?? []), refused: read.flatMap(({ refused }) => refused) }
}

type Cells = { readonly [C in PlanColumn]: string }

const cellsOf = (columns: ColumnsOf<typeof planHeadings>, cells: readonly string[]): Cells => {
  const of = (column: PlanColumn): string => {
    const at = columns[column]
    return at === undefined ? '' : (cells[at] ?? '').replaceAll(/\s+/g, ' ').trim()
  }
  // items keep their line breaks: they set names apart
  const items = columns.items === undefined ? '' : (cells[columns.items] ?? '').trim()
  return { ...(Object.fromEntries(Object.keys(planHeadings).map((column) => [column, of(column as PlanColumn)])) as Cells), items } // one entry for each column
}

function readLine(line: number, cells: Cells, context: TableContext): { row: ReadRow | null; refused: CellRefused[] } {
  const refused: CellRefused[] = []
  const refuse = (field: PlanColumn, code: CellCode, value: string, facts: CellRefused['facts'] = {}): null => {
    refused.push({ line, field, code, value, facts: { value, ...facts } })
    return null
  }
  if (cells.planNo !== '' && cells.planNo !== context.planNo) refuse('planNo', 'plan_no_typed', cells.planNo, { typed: cells.planNo })
  const word = <T>(field: PlanColumn, choices: Readonly<Record<string, T>>, absent: T): T | null =>
    cells[field] === ''
      ? absent
      : (choices[cells[field]] ?? refuse(field, 'plan_cell_unknown', cells[field], { choices: Object.keys(choices).join('、') }))
  const words = (field: PlanColumn, least: number, most: number): string => {
    if (cells[field].length < least) refuse(field, 'plan_cell_missing', cells[field])
    if (cells[field].length > most) refuse(field, 'plan_cell_too_long', cells[field], { most })
    return cells[field]
  }
  const items = readItems(cells.items, context.itemOf)
  if (items.found.length + items.unknown.length === 0) refuse('items', 'plan_cell_missing', '')
  for (const unknown of items.unknown) refuse('items', 'plan_cell_item_unknown', unknown)
  const strata = readStrata(cells, refuse)
  const window = windowOf(cells, context.year) ?? refuse('window', 'plan_cell_window', cells.window || `${cells.from} ${cells.to}`.trim())
  const row = {
    ...rowDefaults,
    name: words('name', 2, 120),
    directed: word('directed', directions, false) ?? false,
    objectScope: words('objectScope', 1, 200),
    office: words('office', 1, 60),
    checks: word('checks', checksWords, 'subject') ?? 'subject',
    itemsFixed: word('itemsFixed', fixedWords, true) ?? true,
    level: word('level', levelWords, 'self') ?? 'self',
    methods: readMethods(cells.methods, refuse),
    offices: cells.offices
      .split(/[、，,；;]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    frequency: words('frequency', 0, 60),
    remark: words('remark', 0, 300),
  } satisfies Partial<PlanRowText>
  if (refused.length > 0 || strata === null || window === null) return { row: null, refused }
  const itemIds = items.found.map(({ id }) => id)
  return {
    row: {
      line,
      row: { ...row, ...window, ...strata, itemIds, ratePpm: rowNumbers(strata.strata).ratePpm },
      itemNames: items.found.map(({ name }) => name),
    },
    refused,
  }
}

type Refuse = (field: PlanColumn, code: CellCode, value: string, facts?: CellRefused['facts']) => null

const directions = { 定向: true, 不定向: false, 定向抽查: true, 不定向抽查: false, '1': true, '2': false }
const checksWords = {
  主体: 'subject',
  经营主体: 'subject',
  场所: 'premises',
  '场所(区域)': 'premises',
  '场所（区域）': 'premises',
  区域: 'premises',
} as const
const fixedWords = { 定项: true, 不定项: false, 是: true, 否: false }
const levelWords = {
  本级: 'self',
  本级查: 'self',
  本级检查: 'self',
  下级: 'down',
  抽给下级查: 'down',
  抽给下级检查: 'down',
  省抽市查: 'down',
  市抽县查: 'down',
  省抽县查: 'down',
} as const

function readStrata(cells: Cells, refuse: Refuse): Pick<PlanRowText, 'stratifyBy' | 'strata'> | null {
  const base = cells.base === '' ? null : wholeNumber(cells.base)
  if (base === undefined) return refuse('base', 'plan_cell_unknown', cells.base, { choices: '整数' })
  if (cells.rate === '') {
    const count = wholeNumber(cells.count)
    if (cells.count === '' || count === undefined)
      return refuse(cells.count === '' ? 'rate' : 'count', cells.count === '' ? 'plan_cell_missing' : 'plan_cell_rate', cells.count)
    return { stratifyBy: 'none', strata: [withBase({ name: '全部', values: [], count }, base)] }
  }
  const rate = readRate(cells.rate)
  if (rate === null) return refuse('rate', 'plan_cell_rate', cells.rate)
  const [only] = rate.strata
  return only !== undefined && rate.strata.length === 1 ? { ...rate, strata: [withBase(only, base)] } : rate
}

const withBase = (stratum: PlanStratum, base: number | null): PlanStratum => (base === null ? stratum : { ...stratum, base })

/** 1,200 户 → 1200; undefined where it is no number. */
function wholeNumber(text: string): number | undefined {
  const digits = text.normalize('NFKC').replaceAll(/[,\s户家个约]/g, '')
  return /^\d{1,8}$/.test(digits) ? Number(digits) : undefined
}

const windowOf = ({ window, from, to }: Cells, year: number): { from: string; to: string } | null =>
  readWindow(window === '' ? [from, to].filter((one) => one !== '').join('至') : window, year)

const methodWords: ReadonlyMap<string, Method> = new Map([
  ...Object.entries(methods).map(([code, { zh }]): [string, Method] => [zh, code as Method]), // the table's own keys
  ['现场检查', 'onsite'],
  ['实地检查', 'onsite'],
  ['现场核查', 'onsite'],
  ['书面', 'written'],
  ['网络检查', 'network'],
  ['委托', 'entrusted'],
])

function readMethods(cell: string, refuse: Refuse): readonly Method[] {
  if (cell === '') return rowDefaults.methods
  return cell.split(/[、，,；;/]/).flatMap((one) => {
    const method = methodWords.get(one.trim())
    if (method === undefined)
      refuse('methods', 'plan_cell_unknown', one.trim(), {
        choices: Object.values(methods)
          .map(({ zh }) => zh)
          .join('、'),
      })
    return method ?? []
  })
}

/** Names are set apart by the very marks that some of them contain, so of all readings the one with the longest known names is taken. */
function readItems(cell: string, itemOf: TableContext['itemOf']): { found: TableItem[]; unknown: string[] } {
  const parts = cell.split(/([；;、，,\n])/)
  const found = new Map<string, TableItem>()
  const unknown: string[] = []
  for (let at = 0; at < parts.length; at += 2) {
    let last = parts.length - 1
    let item: TableItem | null = null
    while (last >= at && item === null) {
      item = itemOf(
        parts
          .slice(at, last + 1)
          .join('')
          .trim(),
      )
      if (item === null) last -= 2
    }
    const alone = (parts[at] ?? '').trim()
    if (item !== null) {
      found.set(item.id, item)
      at = last
    } else if (alone !== '') unknown.push(alone)
  }
  return { found: [...found.values()], unknown }
}
