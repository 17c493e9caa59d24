/** A beacon in words. */
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'

export type ShownBeacon = NonNullable<Draw['beacon']>

/** Which value it is: drand 第 123 轮, or the words of the announcement. */
export const beaconWords = (beacon: ShownBeacon | NonNullable<Draw['beaconValue']>): string =>
  beacon.kind === 'drand' ? t('beacon.due.drand', { round: String(beacon.round) }) : beacon.what

/** 2 天 03:04:05, or 03:04:05. */
export function leftWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const days = Math.floor(seconds / 86_400)
  return days === 0 ? clock : t('beacon.days', { n: days, clock })
}
