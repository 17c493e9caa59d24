import { expect, test } from 'vitest'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { type ExampleMatching, exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import type { MatchingList } from '../matching/wire.ts'
import { buildCommit } from './commit.ts'
import { parseBundle } from './documents.ts'
import { drawOfficers } from './result.ts'
import { verifyBundle } from './verify.ts'

const objects = exampleDraw({ size: 24, strata: [{ ratePpm: 500_000 }] })
const persons = exampleMatching(objects, { experts: 3 })

const again = ({ bundle, key, nonces }: ExampleMatching, matching: MatchingList) =>
  drawOfficers({ commit: bundle.commit, key, nonces, beaconValue: null, matching })

test('every object gets its team of eligible officers, one of whom leads, and an expert where one is asked for', () => {
  const { units, rows } = persons.list
  for (const { object, officers } of persons.assignment) {
    const own = rows.filter(([leaf]) => leaf === object)
    expect(officers.map(({ role }) => role)).toEqual(own.length === 2 ? ['lead', 'assist', 'expert'] : ['lead', 'assist'])
    const eligible = own.flatMap((row) => row[5].map((unit) => units[unit]?.[0]))
    for (const { officer } of officers) expect(eligible).toContain(officer)
  }
  expect(persons.assignment.map(({ object }) => object)).toEqual([...new Set(rows.map(([leaf]) => leaf))])
})

test('a group goes as it is: its leader leads and its members assist, whatever the lot', () => {
  const { assignment, list } = exampleMatching(objects, { unit: 'group', count: 5 })
  for (const { officers } of assignment) {
    const [leader, member] = officers
    expect(officers.map(({ role }) => role)).toEqual(['lead', 'assist'])
    expect(list.units.some(([, , , members]) => members[0] === leader?.officer && members[1] === member?.officer)).toBe(true)
  }
})

test('those who come take the roles of those who leave, and nobody who leaves comes back', () => {
  const { list, assignment, bundle } = exampleSeats(objects, persons)
  const roles = (of: readonly (readonly [string, string, string])[]) => of.map(([leaf, , role]) => `${leaf} ${role}`).sort()
  const come = assignment.flatMap(({ object, officers }) => officers.map(({ officer, role }) => [object, officer, role] as const))
  expect(roles(come)).toEqual(roles(list.vacated ?? []))
  for (const [leaf, officer] of come) {
    const before = persons.assignment.find(({ object }) => object === leaf)
    expect(before?.officers.some((one) => one.officer === officer)).toBe(false)
  }
  expect(bundle.commit).toMatchObject({ kind: 'R', seats: { count: 3, officerDraw: persons.bundle.commit.drawId } })
})

test('the same seed gives the same teams, and another seed others', () => {
  const text = (salt: string): string => JSON.stringify(exampleMatching(objects, { salt }).assignment)
  expect(text('a')).toBe(text('a'))
  expect(text('a')).not.toBe(text('b'))
})

test('what is not as committed is not drawn: units, limits, pairs, shares, objects and seats', () => {
  const seats = exampleSeats(objects, persons)
  const { list } = persons
  const [first, ...rows] = list.rows
  const [unit, ...units] = list.units
  if (!first || !unit) expect.fail('no rows')
  const moved = first[6].map((share, i) => share + (i === 0 ? 1 : i === 1 ? -1 : 0))
  const cases = [
    [persons, { ...list, units: [[unit[0], unit[1] + 1, null, []], ...units] }, 'units'],
    [persons, { ...list, units: [[unit[0], unit[1], 3, []], ...units] }, 'units'],
    [persons, { ...list, rows: [[first[0], first[1], first[2], first[3], first[4], first[5], moved], ...rows] }, 'rows'],
    [persons, { ...list, rows }, rows[0]?.[0] === first[0] ? 'rows' : 'objects'],
    [persons, { ...list, rows: [...list.rows.slice(-1), ...list.rows.slice(0, -1)] }, 'objects'],
    [persons, { ...list, vacated: [] }, 'vacated'],
    [seats, { ...seats.list, vacated: seats.list.vacated?.slice(1) ?? [] }, 'vacated'],
    [seats, { units: seats.list.units, rows: seats.list.rows }, 'vacated'],
  ] as const satisfies readonly (readonly [ExampleMatching, MatchingList, string])[]
  for (const [of, wrong, what] of cases) expect(again(of, wrong)).toEqual({ ok: false, failure: { type: 'not_as_committed', what } })
  expect(again(persons, list)).toMatchObject({ ok: true })
  const edges = { objects: [], edges: [], officers: [] }
  const { commit } = persons.bundle
  expect(drawOfficers({ commit, key: persons.key, nonces: persons.nonces, beaconValue: null, matching: edges })).toEqual({
    ok: false,
    failure: { type: 'not_as_committed', what: 'kind' },
  })
})

test('a commitment to shares that make up no whole numbers is never drawn', () => {
  const alter = ({ units, rows }: MatchingList): MatchingList => ({
    units,
    rows: rows.map(([leaf, population, need, cap, scope, eligible, shares]) => [
      leaf,
      population,
      need,
      cap,
      scope,
      eligible,
      shares.map((share) => Math.max(0, share - 1)),
    ]),
  })
  expect(() => exampleMatching(objects, { alter })).toThrow('{"type":"not_as_committed","what":"rows"}')
})

test('kind R replaces an object or officers, never both, and officers never by groups', () => {
  const seats = exampleSeats(objects, persons).bundle
  const { commit } = seats
  const { matching, seats: bound, ...bare } = commit
  if (!matching || !bound) expect.fail('no seats')
  const refused = [
    bare,
    { ...bare, matching },
    { ...bare, seats: bound },
    { ...commit, matching: { ...matching, unit: 'group' } },
    { ...commit, seats: { ...bound, evidence: null } },
    { ...commit, seats: { ...bound, officerDraw: '620102202611201001-O-1' } },
    { ...commit, matching: { ...matching, scope: 'bureau', reach: 'station' } },
    { ...commit, matching: { ...matching, widened: [['cross_region', 1]] } },
  ]
  for (const wrong of refused) expect(parseBundle({ ...seats, commit: wrong }).ok).toBe(false)
  expect(parseBundle(seats).ok).toBe(true)
})

test('officers are replaced out of a register of officers: a reason to leave out a firm is refused', () => {
  const { bundle, key } = exampleSeats(objects, persons)
  const { commit } = bundle
  const { strata = [], filter } = commit
  const input = { ...commit, strata, filter: filter ?? { version: 1, all: [] }, key, excluded: [['deregistered', 1]] as const }
  const built = buildCommit({ ...input, pool: { size: commit.poolSize, root: new Uint8Array(32), counts: [commit.poolSize] } })
  expect(built).toEqual({ ok: false, failure: { type: 'exclusion_not_of_kind', reason: 'deregistered' } })
})

test('ten thousand objects and one more: rows and teams are files, and hold only together with them', { timeout: 60_000 }, () => {
  const many = exampleDraw({ size: 10_001, strata: [{ count: 10_001 }] })
  const { bundle, bytes, files, assignment } = exampleMatching(many, {
    count: 40,
    eligible: (object, officer) => (object + officer) % 8 === 0,
  })
  expect(assignment).toHaveLength(10_001)
  expect(bundle.matching).toMatchObject({ rows: { file: expect.stringMatching(/^[0-9a-f]{64}\.jsonl$/) } })
  const read = (name: string): Uint8Array | null => files.find((file) => file.name === name)?.bytes ?? null
  const failedOf = (readFile: typeof read): readonly string[] =>
    verifyBundle(bytes, { readFile }).checks.flatMap(({ check, status }) => (status === 'failed' ? [check] : []))
  expect(failedOf(read)).toEqual([])
  const lacking = verifyBundle(bytes).checks.flatMap((check) =>
    check.status === 'not_checked' && check.why === 'no_files' ? [check.check] : [],
  )
  expect(lacking).toEqual(expect.arrayContaining(['files', 'matching_edges', 'matching_shares', 'matching_loads', 'assignment']))
  const teams = bundle.result.assignment
  const other = (name: string): Uint8Array | null =>
    teams && 'file' in teams && name === teams.file ? (read(name)?.slice(1) ?? null) : read(name)
  expect(failedOf(other)).toEqual(['files'])
  expect(verifyBundle(bytes, { readFile: read }).checks.find(({ check }) => check === 'matching_edges')).toMatchObject({
    found: '10001 / 50005',
  })
})
