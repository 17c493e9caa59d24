/**
 * A second implementation of `mingjian-match/dependent-rounding/1`, written from docs/draw-protocol.md §6: slow, plain, and importing nothing of
 * core. It computes the shares anew and casts the lot.
 */
export type OracleRow = { readonly need: number; readonly cap: number; readonly units: readonly number[] }
export type OracleUnit = { readonly prior: number; readonly most: number | null }

export const U = 2 ** 30

/** Steps 1 to 6: the share of every unit of every row, in parts of 2^30. */
export function oracleShares(given: readonly OracleUnit[], rows: readonly OracleRow[], floorPpm: number): number[][] {
  const limited = given.some(({ most }) => most !== null)
  const units = given.map(({ prior, most }) => ({ prior, most: most ?? (limited ? rows.length : null) }))
  const target = targets(units, rows, floorPpm)
  const x = rows.map(({ need, units: eligible }) => eligible.map(() => need / eligible.length))
  for (let sweep = 0; sweep < 60; sweep++) {
    const sums = units.map(() => 0)
    for (const [r, row] of rows.entries()) for (const [k, unit] of row.units.entries()) sums[unit] = at(sums, unit) + at(at(x, r), k)
    const factors = sums.map((sum, unit) => (sum < 2 ** -900 ? 1 : at(target, unit) / sum))
    for (const [r, row] of rows.entries()) {
      const scaled = row.units.map((unit, k) => at(at(x, r), k) * at(factors, unit))
      x[r] = fitRow(scaled, row.need, row.cap / U)
    }
  }
  const possible = rows.map(({ need, units: eligible }, r) => at(x, r).map((value) => value + (need / eligible.length - value) * 2 ** -10))
  const shares = rows.map(({ need, cap }, r) => onGrid(at(possible, r), need, cap))
  if (limited) keepLimits(units, rows, shares)
  return shares
}

/** The lot: which units of each row are chosen. `below` is that of DRBG("round"). */
export function oracleRounding(
  columns: number,
  rows: readonly OracleRow[],
  shares: readonly (readonly number[])[],
  below: (n: number) => number,
) {
  type Edge = { readonly row: number; readonly unit: number; value: number }
  const expected = Array.from({ length: columns }, () => 0)
  for (const [r, row] of rows.entries())
    for (const [k, unit] of row.units.entries()) expected[unit] = at(expected, unit) + at(at(shares, r), k)
  const isOpen = ({ value }: { readonly value: number }): boolean => value > 0 && value < U
  const openRows = [...rows.keys()].filter((r) => at(shares, r).some((value) => isOpen({ value })))
  // The rows in which nothing is open are never walked: where they stand is of no account.
  const order = [-1, ...turned(openRows, below)]
  const rest = expected.map((sum, unit): Edge => ({ row: -1, unit, value: (U - (sum % U)) % U }))
  const edgesOf = (r: number): Edge[] => at(rows, r).units.map((unit, k): Edge => ({ row: r, unit, value: at(at(shares, r), k) }))
  const edges = order.flatMap((r) => turned((r < 0 ? rest : edgesOf(r)).filter(isOpen), below))
  const certain = rows.flatMap((_, r) => edgesOf(r)).filter(({ value }) => value === U)
  for (;;) {
    const first = edges.find(isOpen)
    if (!first) break
    const passed = [`row ${first.row}`]
    const walked: Edge[] = []
    while (new Set(passed).size === passed.length) {
      const last = passed.at(-1) ?? ''
      const open = edges.filter(
        (edge) => isOpen(edge) && edge !== walked.at(-1) && (`row ${edge.row}` === last || `unit ${edge.unit}` === last),
      )
      // At a row as shuffled, at a unit by the order of the rows: `edges` is ordered so.
      const next = open[0]
      if (!next) throw new Error('a walk that ends')
      walked.push(next)
      passed.push(last.startsWith('row') ? `unit ${next.unit}` : `row ${next.row}`)
    }
    const cycle = walked.slice(passed.indexOf(passed.at(-1) ?? ''))
    const rising = cycle.filter((_, i) => i % 2 === 0)
    const falling = cycle.filter((_, i) => i % 2 === 1)
    const a = Math.min(...rising.map(({ value }) => U - value), ...falling.map(({ value }) => value))
    const b = Math.min(...rising.map(({ value }) => value), ...falling.map(({ value }) => U - value))
    const gain = below(a + b) < b ? a : -b
    for (const edge of rising) edge.value += gain
    for (const edge of falling) edge.value -= gain
  }
  return rows.map((row, r) =>
    row.units.filter((unit) => [...edges, ...certain].some((edge) => edge.row === r && edge.unit === unit && edge.value === U)),
  )
}

/** In any order with equal chance. */
function turned<T>(list: readonly T[], below: (n: number) => number): T[] {
  const turning = [...list]
  for (let i = turning.length - 1; i > 0; i--) {
    const j = below(i + 1)
    const [a, b] = [at(turning, i), at(turning, j)]
    turning[i] = b
    turning[j] = a
  }
  return turning
}

function targets(units: readonly OracleUnit[], rows: readonly OracleRow[], floorPpm: number): number[] {
  const target = units.map(() => 0)
  const waiting = new Set(rows.flatMap((row) => row.units))
  for (const [start] of units.entries()) {
    if (!waiting.has(start)) continue
    const part = new Set([start])
    for (let size = 0; size < part.size; ) {
      size = part.size
      for (const row of rows) if (row.units.some((unit) => part.has(unit))) for (const unit of row.units) part.add(unit)
    }
    for (const unit of part) waiting.delete(unit)
    let need = rows.filter((row) => row.units.some((unit) => part.has(unit))).reduce((sum, row) => sum + row.need, 0)
    const f = (floorPpm / 1_000_000) * (need / part.size)
    let open = [...part].sort((a, b) => at(units, a).prior - at(units, b).prior || a - b)
    while (open.length > 0) {
      let level = Number.POSITIVE_INFINITY
      let held = 0
      for (const [i, unit] of open.entries()) {
        if (at(units, unit).prior >= level - f) break
        held += at(units, unit).prior
        level = (need - (open.length - i - 1) * f + held) / (i + 1)
      }
      const wish = (unit: number): number => Math.max(f, level - at(units, unit).prior)
      const over = open.filter((unit) => wish(unit) > (at(units, unit).most ?? Number.POSITIVE_INFINITY))
      for (const unit of open) target[unit] = over.includes(unit) ? (at(units, unit).most ?? 0) : wish(unit)
      need -= over.reduce((sum, unit) => sum + (at(units, unit).most ?? 0), 0)
      open = over.length === 0 ? [] : open.filter((unit) => !over.includes(unit))
    }
  }
  return target
}

function fitRow(scaled: readonly number[], need: number, c: number): number[] {
  const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  if (need === scaled.length * c) return scaled.map(() => c)
  const fixed = new Set<number>()
  let left = need
  while (fixed.size < scaled.length) {
    const free = [...scaled.keys()].filter((k) => !fixed.has(k))
    const sum = add(free.map((k) => at(scaled, k)))
    if (sum < 2 ** -900) return scaled.map((_, k) => (fixed.has(k) ? c : left / free.length))
    const factor = left / sum
    const reaching = free.filter((k) => at(scaled, k) * factor >= c)
    if (reaching.length === 0) return scaled.map((value, k) => (fixed.has(k) ? c : value * factor))
    for (const k of reaching) fixed.add(k)
    left -= reaching.length * c
  }
  return scaled.map(() => c)
}

function onGrid(x: readonly number[], need: number, cap: number): number[] {
  let left = need * U
  const shares = x.map((value) => {
    const share = Math.min(cap, left, Math.floor(value * U))
    left -= share
    return share
  })
  for (const [k, share] of shares.entries()) {
    const more = Math.min(left, cap - share, Math.ceil(left / (shares.length - k)))
    shares[k] = share + more
    left -= more
  }
  for (const [k, share] of shares.entries()) {
    const more = Math.min(left, cap - share)
    shares[k] = share + more
    left -= more
  }
  return shares
}

function keepLimits(units: readonly OracleUnit[], rows: readonly OracleRow[], shares: number[][]): void {
  const roomOf = (unit: number): number => {
    let sum = 0
    for (const [r, row] of rows.entries()) sum += row.units.includes(unit) ? at(at(shares, r), row.units.indexOf(unit)) : 0
    return (at(units, unit).most ?? 0) * U - sum
  }
  for (const [unit] of units.entries()) {
    while (roomOf(unit) < 0) {
      const path = findRoom(unit, rows, shares, roomOf)
      const end = at(path, path.length - 1).to
      const value = (row: number, of: number): number => at(at(shares, row), at(rows, row).units.indexOf(of))
      const amount = Math.min(
        -roomOf(unit),
        roomOf(end),
        ...path.map(({ row, from }) => value(row, from)),
        ...path.map(({ row, to }) => at(rows, row).cap - value(row, to)),
      )
      for (const { row, from, to } of path) {
        const line = at(shares, row)
        line[at(rows, row).units.indexOf(from)] = value(row, from) - amount
        line[at(rows, row).units.indexOf(to)] = value(row, to) + amount
      }
    }
  }
}

type Step = { readonly row: number; readonly from: number; readonly to: number }

function findRoom(
  start: number,
  rows: readonly OracleRow[],
  shares: readonly (readonly number[])[],
  roomOf: (unit: number) => number,
): readonly Step[] {
  const ways = new Map<number, readonly Step[]>([[start, []]])
  const entered = new Set<number>()
  // A Map is walked in the order of entry, what is entered on the way included: breadth first.
  for (const [from, way] of ways) {
    for (const [row, { units: eligible, cap }] of rows.entries()) {
      if (!eligible.includes(from) || at(at(shares, row), eligible.indexOf(from)) === 0 || entered.has(row)) continue
      entered.add(row)
      for (const [k, to] of eligible.entries()) {
        if (ways.has(to) || at(at(shares, row), k) >= cap) continue
        const longer = [...way, { row, from, to }]
        if (roomOf(to) > 0) return longer
        ways.set(to, longer)
      }
    }
  }
  throw new Error('limits that cannot be kept')
}

export function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`nothing at ${index}`)
  return value
}
