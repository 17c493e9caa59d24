import { expect, test } from 'vitest'
import { emptyTeam, formOfTeam, partnersComplete, teamOfForm, withScope } from './team-form.ts'

test('the defaults of the form are those of the contract, and survive the way there and back', () => {
  const team = teamOfForm(emptyTeam)
  expect(team).toEqual({
    officersPerObject: 2,
    teamUnit: 'person',
    officerScope: 'station',
    officerReach: 'bureau',
    leastEligible: 5,
    pairCapPpm: 500_000,
    mostPerOfficer: null,
    balance: 'year',
  })
  expect(team === null ? null : formOfTeam(team)).toEqual(emptyTeam)
})

test('a cap that is no percentage above 0 is no team', () => {
  for (const pairCap of ['', '0', '101', 'half']) expect(teamOfForm({ ...emptyTeam, pairCap })).toBeNull()
})

test('a search that begins wider than it ends takes its end along', () => {
  expect(withScope(emptyTeam, 'cross_region')).toMatchObject({ officerScope: 'cross_region', officerReach: 'cross_region' })
  expect(withScope(emptyTeam, 'stations')).toMatchObject({ officerScope: 'stations', officerReach: 'bureau' })
})

test('a participant without items is not complete', () => {
  expect(partnersComplete([])).toBe(true)
  expect(partnersComplete([{ orgId: 'a', itemIds: [] }])).toBe(false)
})
