/** The frame of a draw: a closed, versioned JSON predicate over the register (draw protocol §3). The server turns the same table into SQL. */
import type { Result } from '../result.ts'
import { type DocumentInvalid, date, keyOf, list, literal, parseShape, record, refine, type Shape, text } from './shape.ts'

export type FilterField = keyof typeof filterFields
export type FilterOp = keyof typeof filterOps
export type Condition = { readonly field: FilterField; readonly op: FilterOp; readonly values: readonly string[] }
/** Every condition must hold; no condition at all means the whole register of the jurisdiction. */
export type Filter = { readonly version: 1; readonly all: readonly Condition[] }

/** What the predicate sees of an entity. `region` is a materialised path such as `62.6201.620103`; a date is `YYYY-MM-DD`. */
export type FilterEntity = {
  readonly region: string | null
  readonly kind: string | null
  readonly entityType: string | null
  readonly established: string | null
  readonly state: string | null
  /** GB/T 4754-2017, section letter and up to four digits: `F5112`. */
  readonly industry: string | null
  /** Registered capital in whole yuan; null also where it is stated in another currency. */
  readonly capital: number | null
  /** 监管标签; without labels the list is empty, which is no missing value. */
  readonly label: readonly string[]
  /** Codes of the items that the department of the draw has mapped the entity to, whatever their version. */
  readonly item: readonly string[]
  readonly riskClass: string | null
  /** Date of the newest published inspection of any authority; null when there is none. */
  readonly lastInspected: string | null
  /** Published inspections of any authority dated in the calendar year of the freeze, in Asia/Shanghai. */
  readonly frequencyUsed: number
}

type ValueKind = 'path' | 'code' | 'date' | 'industry' | 'integer' | 'label' | 'riskClass'
type FieldRow = { readonly values: ValueKind; readonly ops: readonly string[]; readonly zh: string; readonly en: string }

/** The fields, what their values are, and which operators they take. A field or an operator more is one line here and one in the server's SQL. */
export const filterFields = {
  region: { values: 'path', ops: ['prefix'], zh: '所在区域', en: 'region' },
  kind: { values: 'code', ops: ['in', 'notIn'], zh: '主体类别', en: 'kind of entity' },
  entityType: { values: 'code', ops: ['in', 'notIn', 'prefix'], zh: '主体类型', en: 'entity type' },
  established: { values: 'date', ops: ['between'], zh: '成立日期', en: 'date of establishment' },
  state: { values: 'code', ops: ['in', 'notIn'], zh: '登记状态', en: 'registration state' },
  industry: { values: 'industry', ops: ['in', 'notIn', 'prefix'], zh: '行业', en: 'industry (GB/T 4754)' },
  capital: { values: 'integer', ops: ['between'], zh: '注册资本（元）', en: 'registered capital in yuan' },
  label: { values: 'label', ops: ['anyOf', 'noneOf'], zh: '监管标签', en: 'label' },
  item: { values: 'code', ops: ['anyOf', 'noneOf'], zh: '适用事项', en: 'item that applies' },
  riskClass: { values: 'riskClass', ops: ['in', 'notIn'], zh: '信用风险等级', en: 'credit risk class' },
  lastInspected: { values: 'date', ops: ['between', 'notSince'], zh: '最近检查日期', en: 'date of the last inspection' },
  frequencyUsed: { values: 'integer', ops: ['between'], zh: '本年度已检查次数', en: 'inspections of this year' },
} as const satisfies Readonly<Record<keyof FilterEntity, FieldRow>>

/**
 * `between` is inclusive at both ends and takes two values, one of which may be `*`, an open end; `prefix` holds when any of its values is a
 * prefix: of a path by whole segments, of a code by characters. `anyOf` and `noneOf` are for fields that hold several values. `notSince` takes
 * one date and holds when the entity was never inspected or last inspected before it.
 */
export const filterOps = {
  in: { zh: '属于', en: 'is one of' },
  notIn: { zh: '不属于', en: 'is none of' },
  prefix: { zh: '以…开头', en: 'begins with' },
  between: { zh: '介于', en: 'is between' },
  anyOf: { zh: '含有任一', en: 'has any of' },
  noneOf: { zh: '不含', en: 'has none of' },
  notSince: { zh: '自…起未检查', en: 'not since' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** The open end of `between`. */
export const openEnd = '*'

const condition: Shape<Condition> = refine(
  record<Condition>({
    field: keyOf(filterFields, 'a field of the register'),
    op: keyOf(filterOps, 'an operator'),
    values: refine(list(text(100), 1000), 'at least one value', (values) => values.length > 0),
  }),
  'an operator that the field takes, with values that fit',
  ({ field, op, values }) => {
    const { ops, values: kind } = filterFields[field]
    if (!ops.some((one) => one === op)) return false
    if (op === 'between') return isRange(kind, values)
    return (op !== 'notSince' || values.length === 1) && values.every((value) => isValue[kind](value))
  },
)

export const filterShape: Shape<Filter> = record<Filter>({ version: literal(1), all: list(condition, 50) })

/** A filter from anywhere, or every problem in it. */
export const parseFilter = (value: unknown): Result<Filter, DocumentInvalid> => parseShape(filterShape, value)

/**
 * Whether the entity is in the frame. A missing value satisfies no condition, `notIn` included, as NULL does in SQL; the one exception is
 * `notSince`, which asks for what is missing.
 */
export const matches = (filter: Filter, entity: FilterEntity): boolean => filter.all.every((one) => holds(one, entity))

function holds({ field, op, values }: Condition, entity: FilterEntity): boolean {
  const found: FilterEntity[FilterField] = entity[field]
  if (op === 'notSince') return found === null || found < (values[0] ?? '')
  if (found === null) return false
  if (typeof found === 'number') return op === 'between' && isBetween(found, values, Number)
  if (typeof found !== 'string') return values.some((value) => found.includes(value)) === (op === 'anyOf')
  switch (op) {
    case 'in':
      return values.includes(found)
    case 'notIn':
      return !values.includes(found)
    case 'between':
      return isBetween(found, values, String)
    case 'prefix':
      return values.some((value) => (filterFields[field].values === 'path' ? isWithin(found, value) : found.startsWith(value)))
    // The shape lets `anyOf` and `noneOf` stand only with fields that hold several values.
    case 'anyOf':
    case 'noneOf':
      return false
  }
}

/** Whether a path is another or lies under it: `62.6201` holds `62.6201.620103` but not `62.62011`. */
export const isWithin = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}.`)

function isBetween<T extends string | number>(
  found: T,
  [from = openEnd, to = openEnd]: readonly string[],
  read: (text: string) => T,
): boolean {
  return (from === openEnd || found >= read(from)) && (to === openEnd || found <= read(to))
}

const isRange = (kind: ValueKind, values: readonly string[]): boolean =>
  values.length === 2 && values.some((value) => value !== openEnd) && values.every((value) => value === openEnd || isValue[kind](value))

const isValue: Readonly<Record<ValueKind, (value: string) => boolean>> = {
  path: (value) => /^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$/.test(value),
  code: () => true,
  date: (value) => date(value, '', () => {}),
  industry: (value) => /^[A-T][0-9]{0,4}$/.test(value),
  // 15 digits stay below 2^53.
  integer: (value) => /^(0|[1-9][0-9]{0,14})$/.test(value),
  label: (value) => value.trim() === value,
  riskClass: (value) => /^[A-D]$/.test(value),
}
