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
}

/** The fields, what their values are, and which operators they take. A field or an operator more is one line here and one in the server's SQL. */
export const filterFields = {
  region: { values: 'path', ops: ['prefix'], zh: '所在区域', en: 'region' },
  kind: { values: 'code', ops: ['in', 'notIn'], zh: '主体类别', en: 'kind of entity' },
  entityType: { values: 'code', ops: ['in', 'notIn', 'prefix'], zh: '主体类型', en: 'entity type' },
  established: { values: 'date', ops: ['between'], zh: '成立日期', en: 'date of establishment' },
  state: { values: 'code', ops: ['in', 'notIn'], zh: '登记状态', en: 'registration state' },
} as const satisfies Readonly<
  Record<
    keyof FilterEntity,
    { readonly values: 'path' | 'code' | 'date'; readonly ops: readonly string[]; readonly zh: string; readonly en: string }
  >
>

/** `between` is inclusive at both ends and takes two values; `prefix` holds when any of its values is a prefix: of a path by whole segments, of a code by characters. */
export const filterOps = {
  in: { zh: '属于', en: 'is one of' },
  notIn: { zh: '不属于', en: 'is none of' },
  prefix: { zh: '以…开头', en: 'begins with' },
  between: { zh: '介于', en: 'is between' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

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
    if (op === 'between' && values.length !== 2) return false
    return values.every((value) =>
      kind === 'date' ? date(value, '', () => {}) : kind === 'path' ? /^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$/.test(value) : true,
    )
  },
)

export const filterShape: Shape<Filter> = record<Filter>({ version: literal(1), all: list(condition, 50) })

/** A filter from anywhere, or every problem in it. */
export const parseFilter = (value: unknown): Result<Filter, DocumentInvalid> => parseShape(filterShape, value)

/** Whether the entity is in the frame. A missing value satisfies no condition, `notIn` included, as NULL does in SQL. */
export const matches = (filter: Filter, entity: FilterEntity): boolean => filter.all.every((one) => holds(one, entity))

function holds({ field, op, values }: Condition, entity: FilterEntity): boolean {
  const found = entity[field]
  if (found === null) return false
  switch (op) {
    case 'in':
      return values.includes(found)
    case 'notIn':
      return !values.includes(found)
    case 'between':
      return found >= (values[0] ?? '') && found <= (values[1] ?? '')
    case 'prefix':
      return values.some((value) => (filterFields[field].values === 'path' ? isWithin(found, value) : found.startsWith(value)))
  }
}

/** Whether a path is another or lies under it: `62.6201` holds `62.6201.620103` but not `62.62011`. */
export const isWithin = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}.`)
