/** Bars of a histogram: one for each count while they fit, else of equal width; a bar never crosses the lines of too few and few. */
export type Level = 'fewer' | 'below' | 'enough'
export type Bar = { readonly from: number; readonly to: number; readonly objects: number; readonly level: Level }

const most = 30

/** Counts in between that no object has are bars of height 0: a gap is part of the picture. */
export function binned(
  bars: readonly { readonly eligible: number; readonly objects: number }[],
  need: number,
  least: number,
): readonly Bar[] {
  if (bars.length === 0) return []
  const counts = bars.map(({ eligible }) => eligible)
  const first = Math.min(...counts)
  const last = Math.max(...counts)
  const width = Math.max(1, Math.ceil((last - first + 1) / most))
  const made = new Map<number, { to: number; objects: number }>()
  for (let from = first; from <= last; ) {
    const line = [need, least].find((one) => one > from && one < from + width)
    const to = Math.min(last, line === undefined ? from + width - 1 : line - 1)
    made.set(from, { to, objects: 0 })
    from = to + 1
  }
  const starts = [...made.keys()]
  for (const { eligible, objects } of bars) {
    const bar = made.get(starts.findLast((from) => from <= eligible) ?? first)
    if (bar !== undefined) bar.objects += objects
  }
  return Array.from(made, ([from, { to, objects }]) => ({
    from,
    to,
    objects,
    level: from < need ? 'fewer' : from < least ? 'below' : 'enough',
  }))
}
