/** How fast the list is read out: at a speaking pace when it is short, and never longer than a meeting can bear when it is long. */

export type Pace = 'slow' | 'normal' | 'fast'

/** Milliseconds per name. A short list is read at 1.2 s a name; a long one fits into five minutes, but a name stays at least 60 ms. */
export function stepMs(names: number, pace: Pace): number {
  const whole = Math.min(1200, 300_000 / Math.max(1, names))
  const factor = { slow: 2, normal: 1, fast: 0.25 }[pace]
  return Math.max(60, Math.round(whole * factor))
}

/** Where the reading stands after `elapsed` ms from `from`: never past the names that have arrived, so a slow line only makes it wait. */
export const positionAfter = (from: number, elapsed: number, msPerName: number, arrived: number): number =>
  Math.min(arrived, from + Math.floor(elapsed / msPerName))

/** The rows on the screen: the current one last, at most `room` of them. With reduced motion whole screens change instead of rows. */
export function windowOf(position: number, room: number, wholeScreens: boolean): { readonly from: number; readonly to: number } {
  if (!wholeScreens) return { from: Math.max(0, position - room), to: position }
  const from = Math.floor(Math.max(0, position - 1) / room) * room
  return { from, to: position }
}

/** Counts by place in order of size, then of first appearance, over the names read so far; `total` is over all that have arrived. */
export function countsByPlace(places: readonly string[], position: number): { place: string; read: number; total: number }[] {
  const counts = new Map<string, { place: string; read: number; total: number }>()
  places.forEach((place, index) => {
    const count = counts.get(place) ?? { place, read: 0, total: 0 }
    counts.set(place, { place, read: count.read + (index < position ? 1 : 0), total: count.total + 1 })
  })
  return [...counts.values()].sort((a, b) => b.total - a.total)
}
