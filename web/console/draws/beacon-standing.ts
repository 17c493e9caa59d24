/** Where a beacon stands against the reveals. */
import type { Draw } from '#contract/draws.ts'

/** The instant of the last reveal; null while a party has not revealed. */
export function lastReveal(draw: Draw): string | null {
  const times = draw.parties.map(({ nonce, at }) => (nonce === null ? null : at))
  return times.some((at) => at === null) ? null : (times.toSorted().at(-1) ?? null)
}

/** Nothing is left to wait for: every announced value was public before the last reveal, so whoever revealed last could have chosen. */
export function noneLeft(draw: Draw): boolean {
  const revealed = lastReveal(draw)
  return draw.beacon?.kind === 'announced' && revealed !== null && draw.beaconValue === null && draw.beacon.at <= revealed
}

/** What is due differs from what the COMMIT named: a reveal came late. The COMMIT's own beacon is among the facts of its step. */
export function postponed(draw: Draw): boolean {
  const named = draw.steps.find(({ type }) => type === 'commit')?.facts.beacon
  const due = draw.beaconValue ?? draw.beacon
  if (typeof named !== 'object' || named === null || due === null || lastReveal(draw) === null) return false
  return due.kind === 'drand' ? 'round' in named && named.round !== due.round : 'at' in named && named.at !== due.at
}
