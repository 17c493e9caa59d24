import { expect, test } from 'vitest'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { type ExampleMatching, type ExampleMatchingOptions, exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { whole } from '../matching/graph.ts'
import type { MatchingList, MatchRow } from '../matching/wire.ts'
import { bundleBytes } from './bundle.ts'
import { checkLabels } from './check-labels.ts'
import type { Bundle } from './documents.ts'
import type { Check } from './verification.ts'
import { verifyBundle } from './verify.ts'
import { verifyBundles } from './verify-directory.ts'

const objects = exampleDraw({ size: 24, strata: [{ ratePpm: 500_000 }], log: true })
const failedOf = (checks: readonly Check[]): readonly string[] =>
  checks.flatMap(({ check, status }) => (status === 'failed' ? [check] : []))
const whyOf = (checks: readonly Check[], name: string): string | null => {
  const one = checks.find(({ check }) => check === name)
  return one?.status === 'not_checked' ? one.why : (one?.status ?? null)
}

test('a matching and its replacement hold, alone and in a directory, and every check is answered', () => {
  const officers = exampleMatching(objects, { experts: 3, log: true })
  const seats = exampleSeats(objects, officers, { log: true })
  const bundles = [
    { name: 'O', bytes: objects.bytes },
    { name: 'P', bytes: officers.bytes },
    { name: 'R', bytes: seats.bytes },
  ]
  const { verifications, verdict } = verifyBundles(bundles, { complete: true, logKey: exampleLogKey })
  expect(verdict).toBe('held')
  for (const { checks } of verifications) expect(checks.map(({ check }) => check)).toEqual(Object.keys(checkLabels))
  const [, ofOfficers, ofSeats] = verifications
  expect(whyOf(ofOfficers?.checks ?? [], 'matching_seats')).toBe('replaces_no_officer')
  expect(whyOf(ofOfficers?.checks ?? [], 'matching_facts')).toBe('facts_not_public')
  expect(whyOf(ofSeats?.checks ?? [], 'object_draw')).toBe('ok')
  expect(whyOf(ofSeats?.checks ?? [], 'replacement')).toBe('replaces_officers')
  expect(whyOf(ofSeats?.checks ?? [], 'inclusion')).toBe('ok')
})

type Alter = NonNullable<ExampleMatchingOptions['alter']>
const everyRow =
  (change: (row: MatchRow, at: number) => MatchRow): Alter =>
  ({ units, rows }: MatchingList) => ({ units, rows: rows.map(change) })

test('an organiser who favours a pair, lifts a cap, forgets a limit or hides a year of work is found out, though all is committed and replayed', () => {
  const favour = everyRow((row, at) => {
    const [first = 0, second = 0, ...others] = row[6]
    const more = Math.min(second, row[3] - first)
    return at > 0 ? row : [row[0], row[1], row[2], row[3], row[4], row[5], [first + more, second - more, ...others]]
  })
  const lift = everyRow((row, at) => (at > 0 ? row : [row[0], row[1], row[2], whole, row[4], row[5], row[6]]))
  const forget: Alter = ({ units, rows }) => ({ rows, units: units.map(([subject, prior, , members]) => [subject, prior, null, members]) })
  const hide: Alter = ({ units, rows }) => ({ rows, units: units.map(([subject, , most, members]) => [subject, 0, most, members]) })
  const cases: readonly (readonly [ExampleMatchingOptions, string])[] = [
    [{ alter: favour }, 'matching_shares'],
    [{ alter: lift }, 'matching_caps'],
    [{ most: 5, alter: forget }, 'matching_caps'],
    [{ alter: hide }, 'matching_shares'],
  ]
  for (const [options, check] of cases) {
    const { checks } = verifyBundle(exampleMatching(objects, options).bytes)
    expect(failedOf(checks)).toEqual([check])
  }
})

/** The bundle with something else in it, as a file in its one form; its digests are left as they were. */
const other = (bundle: Bundle, change: Partial<Bundle>): readonly string[] =>
  failedOf(verifyBundle(bundleBytes({ ...bundle, ...change })).checks)

test('teams that the seed does not give are refused twice: by replay, and where nobody eligible or too many objects are in them', () => {
  const { bundle, assignment } = exampleMatching(objects)
  const [first, second, ...others] = assignment
  if (!first || !second) expect.fail('no teams')
  const holding = (...teams: typeof assignment) => other(bundle, { result: { ...bundle.result, assignment: [...teams, ...others] } })
  expect(holding(first, second)).toEqual([])
  const turned = first.officers.map(({ officer }, i) => ({ officer, role: i === 0 ? 'assist' : 'lead' }) as const)
  expect(holding({ ...first, officers: turned }, second)).toEqual(['assignment'])
  const stranger = { officer: 'OFFICER:NOBODY', role: 'assist' } as const
  expect(holding({ ...first, officers: [...first.officers.slice(0, 1), stranger] }, second)).toEqual(['assignment', 'matching_loads'])
  expect(holding(first)).toEqual(['assignment', 'matching_loads'])
  expect(holding(second, first)).toEqual(['assignment'])
})

test('teams of eligible people that load one of them with more than the expectation rounded up are refused by the count alone', () => {
  const { bundle, assignment, list } = exampleMatching(objects)
  const [[busy] = ['']] = list.units
  const eligible = new Set(list.rows.flatMap((row) => (row[5].includes(0) ? [row[0]] : [])))
  const teams = assignment.map((team) => {
    const isFree = eligible.has(team.object) && !team.officers.some(({ officer }) => officer === busy)
    return isFree ? { ...team, officers: [...team.officers.slice(0, 1), { officer: busy, role: 'assist' as const }] } : team
  })
  const { checks } = verifyBundle(bundleBytes({ ...bundle, result: { ...bundle.result, assignment: teams } }))
  expect(failedOf(checks)).toEqual(['assignment', 'matching_loads'])
  const expected = Math.ceil(list.rows.reduce((sum, row) => sum + (row[5][0] === 0 ? (row[6][0] ?? 0) : 0), 0) / whole)
  const loads = checks.find(({ check }) => check === 'matching_loads')
  expect(loads).toMatchObject({ expected: `${busy}: ${expected - 1} or ${expected}`, found: String(eligible.size) })
})

test('seats that nobody held, or held in another role, are named across a directory', () => {
  const officers = exampleMatching(objects, { log: true })
  const outcome = (bytes: Uint8Array, ...more: readonly Uint8Array[]): string | null => {
    const bundles = [bytes, ...more].map((one, i) => ({ name: String(i), bytes: one }))
    const [first] = verifyBundles(bundles, { complete: false, logKey: exampleLogKey }).verifications
    return whyOf(first?.checks ?? [], 'object_draw')
  }
  const seats = exampleSeats(objects, officers, { log: true })
  expect(outcome(seats.bytes)).toBe('other_bundle_absent')
  expect(outcome(seats.bytes, officers.bytes)).toBe('ok')
  const twice = exampleSeats(objects, officers, { serial: 2, before: seats.assignment, log: true })
  expect(outcome(twice.bytes, officers.bytes, seats.bytes)).toBe('seat_not_drawn')
  const after = { ...officers, assignment: officers.assignment.map((team) => seatedNow(team, seats.assignment, seats.list)) }
  const before = officers.assignment
  expect(outcome(exampleSeats(objects, after, { serial: 2, before, log: true }).bytes, officers.bytes, seats.bytes)).toBe('ok')
  // Who left by the first replacement could come again by the second.
  const back = exampleSeats(objects, after, { serial: 2, log: true })
  expect(failedOf(verifyBundle(back.bytes, { logKey: exampleLogKey }).checks)).toEqual([])
  expect(outcome(back.bytes, officers.bytes, seats.bytes)).toBe('failed')
  const reversed = officers.assignment.map(({ object, officers: team }) => ({
    object,
    officers: team.map(({ officer }, i) => ({ officer, role: i === 0 ? 'assist' : 'lead' }) as const),
  }))
  expect(outcome(exampleSeats(objects, { ...officers, assignment: reversed }, { log: true }).bytes, officers.bytes)).toBe('failed')
})

test('nobody who is on the team may be drawn to it, and nobody to an object that was neither drawn nor a substitute', () => {
  const officers = exampleMatching(objects, { log: true })
  const substitute = exampleReplacement(objects, { log: true })
  const outcome = (seats: ExampleMatching, complete: boolean, ...more: readonly Uint8Array[]): Check | undefined => {
    expect(failedOf(verifyBundle(seats.bytes, { logKey: exampleLogKey }).checks)).toEqual([])
    const bundles = [seats.bytes, officers.bytes, ...more].map((bytes, i) => ({ name: String(i), bytes }))
    const [first] = verifyBundles(bundles, { complete, logKey: exampleLogKey }).verifications
    return first?.checks.find(({ check }) => check === 'object_draw')
  }
  // The one who assists at the first object is not said to be there.
  const [{ object = '', officers: [lead, assistant] = [] } = {}] = officers.assignment
  if (!lead || !assistant) expect.fail('no team')
  const alone = officers.assignment.map((team) => (team.object === object ? { object, officers: [lead] } : team))
  const again = outcome(exampleSeats(objects, { ...officers, assignment: alone }, { log: true }), false)
  const eligible = officers.list.rows[0]?.[5].some((place) => officers.list.units[place]?.[0] === assistant.officer)
  expect([eligible, again]).toMatchObject([true, { status: 'failed', found: `${object}: ${assistant.officer}` }])

  const seatsAt = (leaf: string): ExampleMatching => {
    const moved = (from: string): string => (from === object ? leaf : from)
    const rows = officers.list.rows.map(([from, ...row]): MatchRow => [moved(from), ...row])
    const assignment = officers.assignment.map((team) => ({ ...team, object: moved(team.object) }))
    return exampleSeats(objects, { ...officers, list: { ...officers.list, rows }, assignment }, { serial: 2, log: true })
  }
  const { selected } = substitute.bundle.result
  const came = seatsAt('file' in selected ? '' : (selected[0]?.leaf ?? ''))
  for (const complete of [false, true]) {
    expect(outcome(came, complete, objects.bytes, substitute.bytes)).toMatchObject({ why: 'seat_not_drawn' })
    expect(outcome(came, complete, substitute.bytes)).toMatchObject({ why: 'seat_not_drawn' })
  }
  for (const [seats, ...more] of [[came, objects.bytes] as const, [seatsAt('ab'.repeat(32)), objects.bytes, substitute.bytes] as const]) {
    expect(outcome(seats, false, ...more)).toMatchObject({ why: 'other_bundle_absent' })
    expect(outcome(seats, true, ...more)).toMatchObject({ status: 'failed', expected: 'an object that was drawn, or a substitute' })
  }
})

/** A team after a replacement: who left is gone, who came is there, the lead first. */
function seatedNow(
  { object, officers }: (typeof exampleTeams)[number],
  come: typeof exampleTeams,
  { vacated = [] }: MatchingList,
): (typeof exampleTeams)[number] {
  const stay = officers.filter(({ officer }) => !vacated.some(([leaf, subject]) => leaf === object && subject === officer))
  const arrived = come.find((team) => team.object === object)?.officers ?? []
  return { object, officers: [...arrived, ...stay].sort((a) => (a.role === 'lead' ? -1 : 1)) }
}
const exampleTeams = exampleMatching(objects).assignment

test('the public copy of a sealed matching shows shares and teams, and only what needs the key is not checked', () => {
  const sealed = exampleDraw({ mode: 'sealed', size: 24, strata: [{ ratePpm: 500_000 }] })
  const { bundle } = exampleMatching(sealed, { experts: 2 })
  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...commit } = bundle.commit
  const { checks, verdict } = verifyBundle(bundleBytes({ ...bundle, commit, pool: null }))
  expect(verdict).toBe('held')
  expect(checks.flatMap((one) => (one.status === 'not_checked' && one.why === 'sealed' ? [one.check] : []))).toContain('matching_officers')
  for (const name of ['matching_edges', 'matching_shares', 'matching_loads', 'assignment']) expect(whyOf(checks, name)).toBe('ok')
})
