/** How dates, numbers, rates, counts and regions are written on a screen. One time zone: Asia/Shanghai. */
import { language, t } from '../i18n/t.ts'

const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** `2026-05-14 09:30` of an RFC 3339 instant; a dash when there is none. */
export const formatTime = (instant: string | null): string => (instant === null ? '—' : `${dayOf(instant)} ${clockOf(instant).slice(0, 5)}`)

/** `09:30:12` */
export const formatClock = (instant: string): string => clockOf(instant)

/** `2026-05-14` of an instant or of a plain date. */
export const formatDate = (value: string | null): string =>
  value === null ? '—' : /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : dayOf(value)

/** A range of days, everywhere: `2026-05-14 至 2026-06-30`; without an end, `2026-05-14 至 长期`. */
export const formatRange = (from: string, to: string | null): string =>
  to === null ? t('kit.rangeOpen', { from: formatDate(from) }) : t('kit.range', { from: formatDate(from), to: formatDate(to) })

/** `05-14`: the year is left out where it is plain from the page. */
export const formatDay = (value: string): string => formatDate(value).slice(5)

/** `2026 年 5 月 14 日 星期四` */
export const formatLongDate = (at: Date): string =>
  new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: zone, dateStyle: 'full' }).format(at)

/** Today as a plain date in the one time zone. */
export const today = (): string => dayOf(new Date().toISOString())

/** Calendar days from today to a plain date; negative when it is over. */
export const daysUntil = (date: string): number =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today()}T00:00:00Z`)) / 86_400_000)

/** 412806 → 412,806 */
export const formatNumber = (value: number | null): string => (value === null ? '—' : value.toLocaleString('en-US'))

/** A capped count: 10,000+ */
export const formatCount = (count: { readonly value: number; readonly capped: boolean }): string =>
  `${formatNumber(count.value)}${count.capped ? '+' : ''}`

/** Parts per million as a percentage without needless digits: 30000 → 3%, 33333 → 3.3333% */
export const formatRate = (ppm: number | null): string => (ppm === null ? '—' : `${Number((ppm / 10_000).toFixed(4))}%`)

/** part of whole as a percentage with one digit; a dash when the whole is 0. */
export const formatShare = (part: number, whole: number): string => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`)

/** The region code at the end of a path: 62.6201.620103 → 620103 */
export const regionCode = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** An amount of whole yuan; in Chinese in 万元 where that is exact: 1,590 万元. */
export const formatMoneyYuan = (yuan: number | null): string =>
  yuan === null
    ? '—'
    : yuan % 10_000 === 0 && language() === 'zh'
      ? `${formatNumber(yuan / 10_000)} 万元`
      : `${formatNumber(yuan)} ${language() === 'zh' ? '元' : 'yuan'}`

/** How long something has waited: 已等 3 小时 */
export function formatWait(since: string): string {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 60_000))
  if (minutes < 2) return t('kit.waitedNow')
  if (minutes < 60) return t('kit.waitedMinutes', { n: minutes })
  if (minutes < 60 * 48) return t('kit.waitedHours', { n: Math.floor(minutes / 60) })
  return t('kit.waitedDays', { n: Math.floor(minutes / 1440) })
}

/** What stands beside a deadline, and how loudly: red when over, amber when within three days. */
export function formatDue(date: string | null): { readonly text: string; readonly tone: 'red' | 'amber' | 'quiet' } {
  if (date === null) return { text: t('kit.noDeadline'), tone: 'quiet' }
  const days = daysUntil(date)
  if (days < 0) return { text: t('kit.daysLate', { n: -days }), tone: 'red' }
  if (days === 0) return { text: t('kit.today'), tone: 'amber' }
  return { text: t('kit.daysLeft', { n: days }), tone: days <= 3 ? 'amber' : 'quiet' }
}

/** Bytes for people: 3.4 MB */
export const formatBytes = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${(bytes / 1024).toFixed(0)} KB`
      : bytes < 1024 ** 3
        ? `${(bytes / 1024 ** 2).toFixed(1)} MB`
        : `${(bytes / 1024 ** 3).toFixed(2)} GB`

function dayOf(instant: string): string {
  const part = partsOf(instant)
  return `${part.year}-${part.month}-${part.day}`
}

function clockOf(instant: string): string {
  const part = partsOf(instant)
  return `${part.hour === '24' ? '00' : part.hour}:${part.minute}:${part.second}`
}

function partsOf(instant: string): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
}
