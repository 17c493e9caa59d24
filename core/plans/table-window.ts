/** 检查时间 as plans write it: two dates, months of a year, a quarter, the whole year. */
import { parseDate as parseDay } from '../time.ts'

/** First and last day, or null where the text means none for sure. Without a year it is the plan's. */
export function readWindow(cell: string, year: number): { from: string; to: string } | null {
  const text = cell.normalize('NFKC').replaceAll(/\s/g, '')
  const window = twoDays(text) ?? monthsOf(text, year) ?? named(text, year)
  return window !== null && parseDay(window.from) !== null && parseDay(window.to) !== null ? window : null
}

const fullDay = String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?`
const dash = '(?:至|到|—+|–|-|~|−)'

function twoDays(text: string): { from: string; to: string } | null {
  const found = new RegExp(`^${fullDay}${dash}${fullDay}$`).exec(text)
  if (found === null) return null
  const [, y1 = '', m1 = '', d1 = '', y2 = '', m2 = '', d2 = ''] = found
  return { from: dayOf(y1, m1, d1), to: dayOf(y2, m2, d2) }
}

/** 3月—10月, 3-10月, 2026年3月至10月, 3月, 10月底前. */
function monthsOf(text: string, year: number): { from: string; to: string } | null {
  const before = /^(?:(\d{4})年)?(\d{1,2})月(?:底|末)?(?:之)?前(?:完成)?$/.exec(text)
  if (before !== null) return spanOf(before[1] ?? String(year), 1, Number(before[2]))
  const some = new RegExp(`^(?:(\\d{4})年)?(\\d{1,2})月?(?:份)?(?:${dash}(?:(\\d{4})年)?(\\d{1,2}))?月(?:份)?$`).exec(text)
  const single = /^(?:(\d{4})年)?(\d{1,2})月(?:份)?$/.exec(text)
  if (single !== null) return spanOf(single[1] ?? String(year), Number(single[2]), Number(single[2]))
  if (some === null || some[4] === undefined) return null
  const [, y1 = String(year), first = '', y2 = y1, last = ''] = some
  const from = spanOf(y1, Number(first), Number(first))
  const to = spanOf(y2, Number(last), Number(last))
  return from === null || to === null ? null : { from: from.from, to: to.to }
}

const names: Readonly<Record<string, readonly [number, number]>> = {
  全年: [1, 12],
  年内: [1, 12],
  上半年: [1, 6],
  下半年: [7, 12],
  一季度: [1, 3],
  二季度: [4, 6],
  三季度: [7, 9],
  四季度: [10, 12],
}

function named(text: string, year: number): { from: string; to: string } | null {
  const [, own = String(year), name = ''] = /^(?:(\d{4})年?)?(.*)$/.exec(text) ?? []
  const span = name === '' && text !== '' ? ([1, 12] as const) : names[name.replace(/^第/, '')]
  return span === undefined ? null : spanOf(own, span[0], span[1])
}

function spanOf(year: string, first: number, last: number): { from: string; to: string } | null {
  if (first < 1 || first > 12 || last < 1 || last > 12) return null
  const end = new Date(Date.UTC(Number(year), last, 0)).getUTCDate()
  return { from: dayOf(year, String(first), '1'), to: dayOf(year, String(last), String(end)) }
}

const dayOf = (year: string, month: string, day: string): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
