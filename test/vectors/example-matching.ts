/** Small draws of officers with exact probabilities, and replacements of officers, for what an example draw drew. Nobody in them is a real person. */
import { compareUtf8, hex } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import { buildCommit, type CommitInput } from '#core/draws/commit.ts'
import { type Assignment, dependentRounding, type PoolRow, type RoundingCommit, type SeatsCommit } from '#core/draws/documents.ts'
import { formatDrawId } from '#core/draws/draw-id.ts'
import { drawOfficers, officerPool } from '#core/draws/result.ts'
import { groupSubject, officerSubject } from '#core/draws/subject.ts'
import { objectsRoot } from '#core/matching/edges.ts'
import type { MatchingSettings, Population } from '#core/matching/facts.ts'
import { factsDigest } from '#core/matching/facts-file.ts'
import type { Graph } from '#core/matching/graph.ts'
import { sharesOnGrid } from '#core/matching/grid.ts'
import { countsOf } from '#core/matching/list-problem.ts'
import { balancedShares } from '#core/matching/marginals.ts'
import { matchingLines } from '#core/matching/row-lines.ts'
import {
  capOf,
  graphOf,
  type MatchingList,
  type MatchRow,
  matchedLeaves,
  type Unit,
  unitsDigest,
  type Vacated,
  vacatedDigest,
  vacatedInOrder,
} from '#core/matching/wire.ts'
import { exampleBeacon, exampleBeaconValue, testChain } from './example-beacons.ts'
import { bytesFor, type ExampleDraw, type ExampleOptions, exampleNonces, exampleTimes, sharedMembers, value } from './example-draws.ts'
import { exampleLog } from './example-log.ts'

export type ExampleMatchingOptions = Pick<ExampleOptions, 'serial' | 'salt' | 'beacon' | 'revealedAt' | 'log'> & {
  readonly unit?: 'person' | 'group'
  /** So many officers, or groups of two. */
  readonly count?: number
  /** Experts in the register; every third object wants one. */
  readonly experts?: number
  readonly pairCapPpm?: number
  readonly most?: number | null
  readonly balance?: 'draw' | 'year'
  /** Whether an officer may inspect an object, by their places. */
  readonly eligible?: (object: number, officer: number) => boolean
  /** What somebody who commits to it could make of the list before it is sealed. */
  readonly alter?: (list: MatchingList) => MatchingList
}

export type ExampleMatching = Omit<ExampleDraw, 'pool' | 'rows'> & {
  readonly list: MatchingList
  readonly assignment: readonly Assignment[]
}

export type ExampleSeatsOptions = ExampleMatchingOptions & {
  /** Teams of another day: who was in one does not come back. */
  readonly before?: readonly Assignment[]
}

/** Officers matched to the objects of `objects`: an officer may inspect three of four of them, and has worked before this year. */
export function exampleMatching(objects: ExampleDraw, options: ExampleMatchingOptions = {}): ExampleMatching {
  const { unit = 'person', count = 6, experts = 0, most = null, balance = 'year' } = options
  const units = exampleUnits({ unit, count, experts, most, balance })
  const allowed = options.eligible ?? ((object, officer) => (object * 3 + officer * 7) % 4 !== 0)
  const leaves = leavesOf(objects)
  const places = (of: Population): readonly number[] =>
    units.flatMap(([subject], i) => (subject.startsWith('EXPERT:') === (of === 'experts') ? [i] : []))
  const heads = leaves.flatMap((leaf, o): Head[] => [
    {
      leaf,
      population: 'officers',
      need: unit === 'group' ? 1 : 2,
      scope: o % 5 === 0 ? 'stations' : 'station',
      units: places('officers').filter((_, i) => allowed(o, i)),
    },
    ...(experts > 0 && o % 3 === 0
      ? [{ leaf, population: 'experts', need: 1, scope: 'station', units: places('experts') } as const satisfies Head]
      : []),
  ])
  return drawMatching(objects, {
    ...options,
    unit,
    balance,
    kind: 'P',
    list: { units, rows: sharedRows(units, heads, options.pairCapPpm) },
  })
}

/** The lead of the first object, an assistant of the second and the first expert are replaced, by those who may go and are not there already. */
export function exampleSeats(objects: ExampleDraw, officers: ExampleMatching, options: ExampleSeatsOptions = {}): ExampleMatching {
  const { units: all, rows: before } = officers.list
  const bound = officers.bundle.commit.matching
  const most = bound && 'mostPerOfficer' in bound ? bound.mostPerOfficer : null
  const vacated = vacatedInOrder(seatsIn(officers.assignment))
  const heads = before.flatMap(([leaf, population, , , scope, eligible]): Head[] => {
    const ever = [...officers.assignment, ...(options.before ?? [])].filter(({ object }) => object === leaf)
    const team = ever.flatMap(({ officers: own }) => own.map(({ officer }) => officer))
    const need = vacated.filter(([of, , role]) => of === leaf && (role === 'expert') === (population === 'experts')).length
    return need === 0 ? [] : [{ leaf, population, need, scope, units: eligible.filter((place) => !team.includes(all[place]?.[0] ?? '')) }]
  })
  const used = [...new Set(heads.flatMap(({ units }) => units))].sort((a, b) => a - b)
  const units = used.flatMap((place) => all.slice(place, place + 1))
  const renumbered = heads.map((head): Head => ({ ...head, units: head.units.map((place) => used.indexOf(place)) }))
  const list = { units, rows: sharedRows(units, renumbered, options.pairCapPpm), vacated }
  const seats: SeatsCommit = {
    officerDraw: officers.bundle.commit.drawId,
    count: vacated.length,
    vacatedDigest: vacatedDigest(objects.bundle.commit.suite, vacated),
    reason: 'recusal_requested',
    evidence: 'e6'.repeat(32),
    requestedAt: '2026-11-20T07:00:00.000Z',
  }
  return drawMatching(objects, { ...options, most, unit: 'person', balance: options.balance ?? 'year', kind: 'R', list, seats })
}

type Head = {
  readonly leaf: string
  readonly population: Population
  readonly need: number
  readonly scope: MatchRow[4]
  readonly units: readonly number[]
}

const pairCap = 800_000

function sharedRows(units: readonly Unit[], heads: readonly Head[], pairCapPpm: number = pairCap): readonly MatchRow[] {
  const rows = heads.map(
    ({ leaf, population, need, scope, units: eligible }): MatchRow => [
      leaf,
      population,
      need,
      capOf(need, eligible.length, pairCapPpm),
      scope,
      eligible,
      eligible.map(() => 0),
    ],
  )
  const graph: Graph = graphOf({ units, rows })
  const grid = sharesOnGrid(graph, balancedShares(graph, { floorPpm: 100_000 }))
  return rows.map(([leaf, population, need, cap, scope, eligible], i): MatchRow => {
    const from = graph.start[i] ?? 0
    return [leaf, population, need, cap, scope, eligible, [...grid.subarray(from, from + eligible.length)]]
  })
}

type Settings = Required<Pick<ExampleMatchingOptions, 'unit' | 'count' | 'experts' | 'most' | 'balance'>>

/** Priors differ, so that the year is not level; a group has the load of the busier of its two. */
function exampleUnits({ unit, count, experts, most, balance }: Settings): readonly Unit[] {
  const id = (i: number): string => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
  const prior = (i: number): number => (balance === 'year' ? (i * 2) % 5 : 0)
  const units = Array.from({ length: count }, (_, i): Unit => {
    if (unit === 'person') return [officerSubject(id(i)), prior(i), most, []]
    return [groupSubject(id(i)), prior(i), most, [officerSubject(id(2 * i + 1)), officerSubject(id(2 * i))]]
  })
  const others = Array.from({ length: experts }, (_, i): Unit => [officerSubject(id(900 + i), 'experts'), prior(i), null, []])
  return [...others, ...units].sort(([a], [b]) => compareUtf8(a, b))
}

function seatsIn(assignment: readonly Assignment[]): readonly Vacated[] {
  const [first, second] = assignment
  const seat = (team: Assignment | undefined, at: number): Vacated[] => {
    const one = team?.officers[at]
    return team && one ? [[team.object, one.officer, one.role]] : []
  }
  const withExpert = assignment.find(({ officers }) => officers.some(({ role }) => role === 'expert'))
  return [...seat(first, 0), ...seat(second, 1), ...seat(withExpert, withExpert?.officers.findIndex(({ role }) => role === 'expert') ?? -1)]
}

export type MatchingToDraw = ExampleMatchingOptions & {
  readonly kind: 'P' | 'R'
  readonly unit: 'person' | 'group'
  readonly balance: 'draw' | 'year'
  readonly list: MatchingList
  readonly seats?: SeatsCommit
  /** What the list was prepared from and the bytes of its file; a list made by hand has none. */
  readonly facts?: { readonly settings: MatchingSettings; readonly rules: readonly string[]; readonly bytes: Uint8Array }
}

/** A list that is committed to and drawn from. */
export function drawMatching(objects: ExampleDraw, options: MatchingToDraw): ExampleMatching {
  const { commit: of } = objects.bundle
  const { kind, seats, salt = '', alter = (same: MatchingList) => same } = options
  const list = alter(options.list)
  const { suite } = of
  const drawId = formatDrawId({ task: of.task, kind, serial: options.serial ?? 1 })
  const key = bytesFor(suite, `key ${drawId} ${salt}`)
  const subjects = list.units.map(([subject]) => subject)
  const pool = officerPool({ suite, drawId }, key, subjects)
  if (!pool) throw new Error('units that cannot be sealed')
  const nonces = exampleNonces(suite, drawId, salt)
  const input: CommitInput = {
    ...sharedMembers(suite, drawId, nonces),
    mode: of.mode,
    dept: '市场监管',
    beacon: options.beacon ? exampleBeacon(options.beacon) : null,
    filter: { version: 1, all: [] },
    registerCount: subjects.length + 1,
    excluded: [['officer_inactive', 1]],
    pool,
    key,
    strata: [{ id: 's1', n: subjects.length, count: subjects.length }],
    supersedes: null,
    matching: boundOf(objects, { ...options, list }),
    ...(seats && { seats }),
  }
  const { document: commit } = value(buildCommit(input))
  const times = exampleTimes(options)
  const beaconValue = commit.beacon && exampleBeaconValue(commit.beacon, times.reveals[2])
  const result = value(drawOfficers({ commit, key, nonces, beaconValue, chains: [testChain], matching: list }))
  const leafOrder = Array.from(pool.order, (row): PoolRow => [subjects[row] ?? '', 's1'])
  const log = options.log || options.beacon ? exampleLog(commit, result.document, times).log : null
  const { bundle, files } = makeBundle({ commit, result: result.document, rows: leafOrder, key, log, matching: list })
  const { assignment } = result
  return { key, nonces, drawn: result, bundle, bytes: bundleBytes(bundle), files: [...files, ...result.files], list, assignment }
}

function boundOf({ bundle: { commit: of } }: ExampleDraw, { list, unit, balance, facts, ...options }: MatchingToDraw): RoundingCommit {
  const leaves = matchedLeaves(list.rows)
  const byHand = { scope: 'station', reach: 'bureau', least: 5, pairCapPpm: options.pairCapPpm ?? pairCap, floorPpm: 100_000 } as const
  const { scope, reach, least, pairCapPpm, floorPpm } = facts?.settings ?? byHand
  return {
    objectDraw: of.drawId,
    objectsRoot: objectsRoot(of.suite, leaves),
    objectCount: leaves.length,
    algorithm: dependentRounding,
    rules: facts?.rules ?? ['certificate_valid/1', 'in_area/1', 'not_on_leave/1', 'not_recused/1'],
    teamSize: 2,
    unit,
    scope,
    reach,
    least,
    pairCapPpm,
    mostPerOfficer: options.most ?? null,
    balance,
    floorPpm,
    ...countsOf({ scope, least, pairCapPpm }, list.rows),
    factsDigest: factsDigest(of.suite, facts?.bytes ?? bytesFor(of.suite, 'facts of nobody')),
    unitsDigest: unitsDigest(of.suite, list.units),
    rowsDigest: matchingLines(of.suite, list.rows).ref.hash,
  }
}

/** The leaves that an object draw drew, in ticket order. */
export function leavesOf({ drawn: { selection }, pool }: ExampleDraw): readonly string[] {
  return Array.from(selection.positions, (at) => hex(pool.leaves.subarray(at * 32, at * 32 + 32)))
}
