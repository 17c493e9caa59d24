/** One line of a registration authority's change feed: an event with its number, a set of totals, or why it is neither. */
import { canonicalJson } from '#core/canonical.ts'
import { parseDate } from '#core/time.ts'
import { parseCode } from './uscc.ts'

export const feedEventTypes = ['entered', 'changed', 'revoked', 'deregistered', 'moved_out', 'moved_in', 'restored'] as const
export type FeedEventType = (typeof feedEventTypes)[number]

/** What an event may say about an object. A field that is absent says nothing; null empties it. */
export const feedFields = {
  name: 200,
  kind: 30,
  entityType: 100,
  region: 60,
  established: 10,
  capital: 60,
  scope: 20_000,
  address: 500,
  legalRep: 100,
  industry: 10,
  owner: 80,
} as const
export type FeedField = keyof typeof feedFields
export type FeedData = Readonly<Partial<Record<FeedField, string | null>>>

export type FeedEvent = {
  readonly line: 'event'
  readonly seq: number
  readonly type: FeedEventType
  readonly subject: string
  /** The day it took effect at the registration authority. */
  readonly effectiveOn: string
  readonly data: FeedData
  /** The event in canonical JSON: two sendings of a number say the same when these are the same. */
  readonly said: string
}

export type FeedTotals = {
  readonly line: 'totals'
  readonly asOf: string
  readonly rows: readonly { readonly region: string; readonly state: string; readonly count: number }[]
}

/** A line that cannot be taken. `seq` is null when not even its number can be read. */
export type FeedRefusal = {
  readonly line: 'refused'
  readonly seq: number | null
  readonly type: string | null
  readonly subject: string | null
  readonly code: FeedReason
  readonly facts: Readonly<Record<string, string | number>>
  /** As of an event, where it is JSON; else the line itself. */
  readonly said: string
}

export type FeedLine = FeedEvent | FeedTotals | FeedRefusal

/** Why an event is not taken, in the words its sender acts on. `{name}` is a fact. */
export const feedReasons = {
  line_unreadable: { zh: '这一行不是一个 JSON 对象', en: 'the line is no JSON object' },
  line_too_long: { zh: '这一行超过 {maxBytes} 字节', en: 'the line is longer than {maxBytes} bytes' },
  seq_invalid: { zh: '序号应为不小于 1 的整数', en: 'a sequence number is an integer from 1 on' },
  type_unknown: { zh: '变更类型“{value}”不认识', en: 'there is no event {value}' },
  subject_invalid: { zh: '主体代码有误（{why}）', en: 'the code of the object is wrong ({why})' },
  date_invalid: { zh: '日期“{value}”无法识别，应为 2026-03-31 的形式', en: 'the date {value} cannot be read; write 2026-03-31' },
  date_in_future: { zh: '日期 {value} 晚于今天', en: 'the date {value} lies in the future' },
  field_invalid: { zh: '字段 {field} 的内容有误', en: 'the field {field} cannot be taken' },
  name_missing: { zh: '新入库的主体缺少名称', en: 'a new object needs a name' },
  region_unknown: {
    zh: '行政区划“{value}”不认识，地址与代码也认不出',
    en: 'neither region {value}, address nor code names a known region',
  },
  outside_jurisdiction: {
    zh: '不属于本来源的辖区；迁往外地请报送迁出',
    en: 'outside the jurisdiction of this source; who leaves it is moved out',
  },
  subject_unknown: { zh: '本辖区名录中没有这个主体', en: 'the register of this jurisdiction has no such object' },
  subject_not_free: {
    zh: '该主体目前不能由本辖区登记入库（可能尚未从原辖区迁出）',
    en: 'this jurisdiction cannot enter the object now; the authority it leaves may not have said so yet',
  },
  state_forbids: { zh: '主体处于“{state}”，不能{type}', en: 'the object is {state}: {type} is not possible' },
  seq_reused: { zh: '序号 {seq} 先前已报送过不同的内容', en: 'number {seq} was sent before with other content' },
  seq_given_up: { zh: '序号 {seq} 在断号时已声明放弃', en: 'number {seq} lies in a gap that the sender gave up' },
  totals_invalid: { zh: '对账行的内容有误', en: 'the totals cannot be read' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>
export type FeedReason = keyof typeof feedReasons

/** Reads one line; `today` bounds the day of effect. */
export function parseFeedLine(text: string, today: string): FeedLine {
  const value = objectOf(text)
  if (value === null) return refusal(text, null, 'line_unreadable')
  if (value.type === 'totals') return parseTotals(text, value)
  const { seq } = value
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return refusal(text, value, 'seq_invalid')
  const type = feedEventTypes.find((one) => one === value.type)
  if (type === undefined) return refusal(text, value, 'type_unknown', { value: excerpt(value.type) })
  const code = parseCode(typeof value.subject === 'string' ? value.subject : '')
  if (!code.ok) return refusal(text, value, 'subject_invalid', { why: code.failure.type })
  const effectiveOn = typeof value.effectiveOn === 'string' ? parseDate(value.effectiveOn) : null
  if (effectiveOn === null) return refusal(text, value, 'date_invalid', { value: excerpt(value.effectiveOn) })
  if (effectiveOn > today) return refusal(text, value, 'date_in_future', { value: effectiveOn })
  const data = parseData(value.data, today)
  if (typeof data === 'string') return refusal(text, value, 'field_invalid', { field: data })
  const said = canonicalJson(value)
  if (!said.ok) return refusal(text, value, 'field_invalid', { field: said.failure.path })
  return { line: 'event', seq, type, subject: code.value, effectiveOn, data, said: said.value }
}

/** A line of which only the beginning was read, because it has no end within what a line may have. */
export const tooLong = (beginning: string, maxBytes: number): FeedRefusal => refusal(beginning, null, 'line_too_long', { maxBytes })

type JsonObject = Readonly<Record<string, unknown>>

function objectOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null // checked on this line
  } catch {
    return null
  }
}

/** The fields of an event, or the name of the first that is no text, or too long. Fields that we do not know belong to others. */
function parseData(value: unknown, today: string): FeedData | string {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return 'data'
  const data: Partial<Record<FeedField, string | null>> = {}
  for (const [name, cell] of Object.entries(value)) {
    if (!isFeedField(name)) continue
    if (cell !== null && (typeof cell !== 'string' || cell.length > feedFields[name])) return name
    const text = cell === null ? null : cell.normalize('NFC').trim()
    data[name] = text === '' ? null : text
  }
  const { established } = data
  if (typeof established === 'string' && (parseDate(established) === null || established > today)) return 'established'
  return data.name === null ? 'name' : data
}

const isFeedField = (name: string): name is FeedField => Object.hasOwn(feedFields, name)

function parseTotals(text: string, value: JsonObject): FeedTotals | FeedRefusal {
  const asOf = typeof value.asOf === 'string' ? parseDate(value.asOf) : null
  if (asOf === null || !Array.isArray(value.rows) || value.rows.length > 20_000) return refusal(text, null, 'totals_invalid')
  const rows: FeedTotals['rows'][number][] = []
  for (const row of value.rows as readonly unknown[]) {
    if (typeof row !== 'object' || row === null) return refusal(text, null, 'totals_invalid')
    const { region, state, count } = row as JsonObject // an object, checked above
    if (typeof region !== 'string' || typeof state !== 'string' || typeof count !== 'number') return refusal(text, null, 'totals_invalid')
    if (!Number.isSafeInteger(count) || count < 0) return refusal(text, null, 'totals_invalid')
    rows.push({ region, state, count })
  }
  return { line: 'totals', asOf, rows }
}

function refusal(text: string, value: JsonObject | null, code: FeedReason, facts: FeedRefusal['facts'] = {}): FeedRefusal {
  const seq = value?.seq
  const said = value === null ? null : canonicalJson(value)
  return {
    line: 'refused',
    seq: typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? seq : null,
    type: typeof value?.type === 'string' ? value.type.slice(0, 30) : null,
    subject: typeof value?.subject === 'string' ? value.subject.slice(0, 80) : null,
    code,
    facts,
    said: said?.ok === true ? said.value : text,
  }
}

const excerpt = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 60) : '')
