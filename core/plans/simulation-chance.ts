/** How often one object is visited when each row draws it on its own with a known chance: a sum of independent draws (Poisson binomial). */

/** The chances of exactly 0, 1, … `most` visits. */
export function chances(shares: readonly number[], most: number): readonly number[] {
  const at = new Array<number>(most + 1).fill(0)
  at[0] = 1
  for (const share of shares) for (let k = most; k >= 0; k--) at[k] = (at[k] ?? 0) * (1 - share) + (k > 0 ? (at[k - 1] ?? 0) * share : 0)
  return at
}

/** The chance of at least so many visits. */
export function chanceOfAtLeast(shares: readonly number[], visits: number): number {
  if (visits <= 0) return 1
  const fewer = chances(shares, visits - 1).reduce((sum, one) => sum + one, 0)
  return clamp(1 - fewer)
}

/** Expected visits beyond a cap, of which `used` are made already: what would need a lawful exception. */
export function expectedBeyond(shares: readonly number[], cap: number, used = 0): number {
  const room = Math.max(0, cap - used)
  const expected = shares.reduce((sum, one) => sum + one, 0)
  if (room === 0) return expected
  const at = chances(shares, room - 1)
  return Math.max(0, expected - room + at.reduce((sum, one, k) => sum + (room - k) * one, 0))
}

/** A row's time as days since 1970, and its share of the objects in question. */
export type WindowShare = { readonly from: number; readonly to: number; readonly share: number }

/**
 * Expected occasions when whatever may be done together is: two windows meet when at most `slack` days lie between them. The occasions of the rows that
 * draw an object are the fewest days that meet every window, found from the earliest end on; which rows draw it is chance, so where the last occasion
 * stands is a distribution.
 */
export function expectedOccasions(rows: readonly WindowShare[], slack: number): number {
  const windows = together(rows)
  // last[j]: the chance that the newest occasion is at the end of window j; the first entry is none yet.
  const last: { end: number; chance: number }[] = [{ end: Number.NEGATIVE_INFINITY, chance: 1 }]
  let occasions = 0
  for (const { from, to, share } of windows) {
    let moved = 0
    for (const one of last)
      if (one.end + slack < from) {
        moved += one.chance * share
        one.chance *= 1 - share
      }
    occasions += moved
    last.push({ end: to, chance: moved })
  }
  return occasions
}

/** Rows of one window as one, by the chance that any of them draws; in order of their ends. */
function together(rows: readonly WindowShare[]): readonly WindowShare[] {
  const windows = new Map<string, { from: number; to: number; none: number }>()
  for (const { from, to, share } of rows) {
    const key = `${from} ${to}`
    const there = windows.get(key)
    if (there === undefined) windows.set(key, { from, to, none: 1 - share })
    else there.none *= 1 - share
  }
  return [...windows.values()].map(({ from, to, none }) => ({ from, to, share: 1 - none })).sort((a, b) => a.to - b.to || a.from - b.from)
}

const clamp = (chance: number): number => Math.min(1, Math.max(0, chance))
