/** The lists behind the numbers of a simulation: each a table of a page, in the order in which it is read. */
import { jointVisit } from './merge.ts'
import { monthShares } from './months.ts'
import { type Frame, rowUsesRisk, type SimulatedRow } from './simulation.ts'
import { type Group, rowThing } from './simulation-groups.ts'
import type { Combination, Reckoning, SimulationRules, Sums } from './simulation-totals.ts'

/** An item of the rows, with what the catalogue says of shares. */
export type SimulatedItem = {
  readonly id: string
  readonly name: string
  readonly itemClass: 'general' | 'key'
  readonly ratioFloorPpm: number | null
  readonly ratioCapPpm: number | null
}
/** Officers who may inspect: all, those of each place of the simulation, and those who do what the bureau inspects at its own level. */
export type Officers = { readonly all: number; readonly own: number; readonly ofPlaces: ReadonlyMap<string, number> }

/**
 * Each officer with the organisation that carries out the visits: what a bureau inspects itself is the work of those who stand at the bureau, what is drawn
 * for the places below that of theirs (`depth`: segments of the path of such a place). A county whose people all stand in stations inspects with them.
 */
export function officersBy(at: readonly { readonly place: string; readonly officers: number }[], depth: number): Officers {
  const below = at.filter(({ place }) => place.split('.').length >= depth)
  const all = sum(at.map(({ officers }) => officers))
  const own = all - sum(below.map(({ officers }) => officers))
  const stations = depth > countyDepth
  return { all, own: own === 0 && stations ? all : own, ofPlaces: new Map(below.map(({ place, officers }) => [place, officers])) }
}

/** Segments of the path of a county. */
export const countyDepth = 3

export type Floors = { readonly undirectedPpm: number; readonly directedPpm: number }

export type Verdict = 'ok' | 'below' | 'above' | 'none'
export type Totals = Sums & {
  readonly rows: number
  readonly otherRows: number
  /** Expected shares of the objects of the place that are visited, in parts per million, against the floors of the policy. */
  readonly undirectedPpm: number
  readonly directedPpm: number
  readonly undirectedFloorPpm: number
  readonly directedFloorPpm: number
  readonly undirected: Verdict
  readonly directed: Verdict
  readonly plannedCap: number
  readonly windowDays: number
  readonly officers: number
  readonly itemsBelow: number
  readonly itemsAbove: number
  readonly shortStrata: number
}

export type PartRow = { readonly code: string; readonly usesRisk: boolean; readonly figures: Readonly<Record<string, unknown>> }
export type PartKind = 'row' | 'stratum' | 'county' | 'month' | 'cell' | 'office' | 'item' | 'combination' | 'group'
export type Parts = Readonly<Record<PartKind, readonly PartRow[]>>

export type Told = {
  readonly frame: Frame
  readonly reckoning: Reckoning
  readonly items: readonly SimulatedItem[]
  readonly officers: Officers
  readonly floors: Floors
  readonly rules: SimulationRules
}

/** How many of the lists of combinations and groups are kept: the greatest. */
export const mostListed = 500

/** Two officers at least inspect (行政处罚法 第四十二条): a visit is the work of two. */
export const officersPerVisit = 2

export function tellTotals(told: Told, parts: Parts): Totals {
  const { frame, reckoning, officers, floors, rules } = told
  const { sums } = reckoning
  const has = (directed: boolean): boolean => frame.rows.some((row) => row.own && row.directed === directed)
  const share = (visited: number): number => (sums.objects === 0 ? 0 : Math.round((visited * 1_000_000) / sums.objects))
  const [undirectedPpm, directedPpm] = [share(sums.visitedUndirected), share(sums.visitedDirected)]
  const verdicts = parts.item.map(({ figures }) => figures.verdict)
  return {
    ...rounded(sums),
    rows: frame.rows.filter(({ own }) => own).length,
    otherRows: frame.rows.filter(({ own }) => !own).length,
    undirectedPpm,
    directedPpm,
    undirectedFloorPpm: floors.undirectedPpm,
    directedFloorPpm: floors.directedPpm,
    undirected: against(undirectedPpm, floors.undirectedPpm, has(false)),
    directed: against(directedPpm, floors.directedPpm, has(true)),
    plannedCap: rules.plannedCap,
    windowDays: rules.windowDays,
    officers: officers.all,
    itemsBelow: verdicts.filter((one) => one === 'below').length,
    itemsAbove: verdicts.filter((one) => one === 'above').length,
    shortStrata: parts.stratum.filter(({ figures }) => figures.short === true).length,
  }
}

export function tellParts(told: Told): Parts {
  const { frame, reckoning } = told
  const own = frame.rows.flatMap((row, i) => (row.own ? [i] : []))
  const months = new Map(own.map((i) => [i, monthShares(frame.rows[i]?.from ?? '', frame.rows[i]?.to ?? '')]))
  const cells = cellsOf(told, own, months)
  const row = (i: number): SimulatedRow => at(frame.rows, i)
  return {
    row: own.map((i) => rowPart(row(i), reckoning, i)),
    stratum: own.flatMap((i) => stratumParts(row(i), frame, i)),
    county: reckoning.places.map((place, i) => countyPart(told, own, place, i)),
    month: monthParts(cells),
    cell: cells,
    office: officeParts(told, own, months),
    item: told.items.map((item) => itemPart(told, item)),
    combination: reckoning.combinations.slice(0, mostListed).map((one) => combinationPart(frame, one)),
    group: reckoning.groups.slice(0, mostListed).map((one) => groupPart(frame, one)),
  }
}

function rowPart(row: SimulatedRow, { rows }: Reckoning, i: number): PartRow {
  const { base, target, shared } = at(rows, i)
  const { seq, name, from, to, directed, level, filter } = row
  const figures = { seq, name, from, to, directed, level, filter, base, target, ratePpm: ppm(target, base), shared: round(shared) }
  return { code: row.id, usesRisk: row.filter.all.some(({ field }) => field === 'riskClass'), figures }
}

function stratumParts(row: SimulatedRow, { strata }: Frame, i: number): readonly PartRow[] {
  const usesRisk = rowUsesRisk(row)
  return at(strata, i).map(({ name, n, target, short }, k) => ({
    code: `${row.id}/${k + 1}`,
    usesRisk,
    figures: { seq: row.seq, rowName: row.name, name, n, target, short, ratePpm: ppm(target, n) },
  }))
}

function countyPart({ frame, reckoning, officers }: Told, own: readonly number[], place: string, i: number): PartRow {
  const visits = sum(own.map((row) => reckoning.visits[row]?.[i] ?? 0))
  const down = sum(own.filter((row) => at(frame.rows, row).level === 'down').map((row) => reckoning.visits[row]?.[i] ?? 0))
  const figures = {
    objects: frame.objects.get(place) ?? 0,
    visits: round(visits),
    down: round(down),
    visited: round(reckoning.visited[i] ?? 0),
    twice: round(reckoning.twice[i] ?? 0),
    officers: officers.ofPlaces.get(place) ?? 0,
  }
  return { code: place, usesRisk: false, figures }
}

type Months = ReadonlyMap<number, ReadonlyMap<string, number>>

/** Visits of each place in each month, by place and month. */
function cellsOf({ reckoning }: Told, own: readonly number[], months: Months): readonly PartRow[] {
  return reckoning.places.flatMap((place, i) => {
    const of = new Map<string, number>()
    for (const row of own) {
      const visits = reckoning.visits[row]?.[i] ?? 0
      if (visits > 0) for (const [month, share] of months.get(row) ?? []) of.set(month, (of.get(month) ?? 0) + visits * share)
    }
    return [...of]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, visits]) => ({ code: `${place}|${month}`, usesRisk: false, figures: { place, month, visits: round(visits) } }))
  })
}

function monthParts(cells: readonly PartRow[]): readonly PartRow[] {
  const months = new Map<string, number>()
  for (const { figures } of cells) months.set(String(figures.month), (months.get(String(figures.month)) ?? 0) + Number(figures.visits))
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, visits]) => ({ code: month, usesRisk: false, figures: { visits: round(visits) } }))
}

/** The bureau itself does what it inspects at its own level, the places below what is drawn for them; places whose officers have nothing to do are told too. */
function officeParts({ frame, reckoning, officers }: Told, own: readonly number[], months: Months): readonly PartRow[] {
  const line = (code: string, people: number, visitsOf: (row: number) => number): PartRow => {
    const ofMonths = new Map<string, number>()
    for (const row of own)
      for (const [month, share] of months.get(row) ?? []) ofMonths.set(month, (ofMonths.get(month) ?? 0) + visitsOf(row) * share)
    const visits = sum(own.map(visitsOf))
    const [busiest = null, most = 0] = [...ofMonths].sort(([, a], [, b]) => b - a)[0] ?? []
    const each = people === 0 ? null : round((visits * officersPerVisit) / people)
    const eachInBusiest = people === 0 ? null : round((most * officersPerVisit) / people)
    return {
      code,
      usesRisk: false,
      figures: { officers: people, visits: round(visits), each, busiest: visits > 0 ? busiest : null, eachInBusiest },
    }
  }
  const down = (row: number): boolean => at(frame.rows, row).level === 'down'
  const all = (row: number): number => sum([...at(reckoning.visits, row)])
  const below = reckoning.places.map((place, i) =>
    line(place, officers.ofPlaces.get(place) ?? 0, (row) => (down(row) ? (reckoning.visits[row]?.[i] ?? 0) : 0)),
  )
  return [
    line('self', officers.own, (row) => (down(row) ? 0 : all(row))),
    ...below.filter(({ figures }) => Number(figures.visits) > 0 || Number(figures.officers) > 0),
  ]
}

/** Objects that the rows of an item reach, each once, and the visits among them: 一般事项 have a cap on that share, some items a floor. */
function itemPart({ frame, reckoning }: Told, item: SimulatedItem): PartRow {
  const rows = new Set(frame.rows.flatMap((row, i) => (row.own && row.itemIds.includes(item.id) ? [i] : [])))
  const base = sum(frame.signatures.filter((one) => one.rows.some((row) => rows.has(row))).map(({ n }) => n))
  const target = sum([...rows].map((row) => at(reckoning.rows, row).target))
  const ratePpm = ppm(target, base)
  const { name, itemClass, ratioFloorPpm, ratioCapPpm } = item
  return {
    code: item.id,
    usesRisk: false,
    figures: {
      name,
      itemClass,
      rows: rows.size,
      base,
      target,
      ratePpm,
      ratioFloorPpm,
      ratioCapPpm,
      verdict: between(ratePpm, ratioFloorPpm, ratioCapPpm),
    },
  }
}

function combinationPart({ rows }: Frame, one: Combination): PartRow {
  const members = one.rows.map((i) => at(rows, i))
  return {
    code: members.map(({ id }) => id).join(),
    usesRisk: members.some(rowUsesRisk),
    figures: {
      rows: members.map(named),
      objects: one.objects,
      twice: round(one.twice),
      visits: round(one.visits),
      saved: round(one.saved),
    },
  }
}

/** Who would lead comes first, then who would join. */
function groupPart({ rows }: Frame, { rows: together, objects, common, saved }: Group): PartRow {
  const members = together.map((i) => at(rows, i))
  const byId = new Map(members.map((row) => [row.id, row]))
  const joint = jointVisit(members.map((row) => rowThing(row, row.id)))
  return {
    code: joint.key,
    usesRisk: members.some(rowUsesRisk),
    figures: {
      rows: joint.things.flatMap(({ id }) => byId.get(id) ?? []).map(named),
      items: joint.itemIds.length,
      ...{ objects, common: round(common), saved: round(saved), gapDays: joint.gapDays },
    },
  }
}

/** A row as a list names it; who would answer a proposal comes along. */
const named = ({ id, seq, name, own, planNo, planName, orgPath, dept, orgName, from, to, itemIds, filter }: SimulatedRow) => ({
  ...{ id, seq, name, own, planNo, planName, from, to },
  ...{ orgPath, dept, orgName, itemIds, filter },
})

function against(share: number, floor: number, asked: boolean): Verdict {
  if (!asked) return 'none'
  return share < floor ? 'below' : 'ok'
}

function between(share: number, floor: number | null, cap: number | null): Verdict {
  if (cap !== null && share > cap) return 'above'
  if (floor !== null && share < floor) return 'below'
  return cap === null && floor === null ? 'none' : 'ok'
}

const ppm = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 1_000_000) / whole))
const rounded = (sums: Sums): Sums => Object.fromEntries(Object.entries(sums).map(([key, value]) => [key, round(value)])) as Sums // the same keys
/** Expectations are told to a hundredth. */
const round = (value: number): number => Math.round(value * 100) / 100
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
function at<T>(list: readonly T[], i: number): T {
  const found = list[i]
  if (found === undefined) throw new RangeError(`no ${i} of ${list.length}`)
  return found
}
