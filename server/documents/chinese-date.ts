/** The day in Beijing as official papers write it: 2026年6月5日, without leading zeros (GB/T 9704—2012 7.3.5.4). */
import { dateAt, type Instant } from '#core/time.ts'

export const chineseDate = (at: string): string => chineseDay(dateAt(at as Instant)) // instants come from the database and from documents, in UTC

export function chineseDay(day: string): string {
  const [year, month, of] = day.split('-').map(Number)
  return `${year}年${month}月${of}日`
}
