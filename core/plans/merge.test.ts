/** 综合查一次 as a rule: which visits can be one, and who answers. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { AccountId } from '../ids.ts'
import { addDays, type PlainDate, parseDate } from '../time.ts'
import { bodiesOf, jointVisit, type MergeThing, occasions, visitsSaved } from './merge.ts'
import { answerMerge, mergeAbility, seesMerge } from './merge-state.ts'

const day = (text: string): PlainDate => parseDate(text) ?? addDays('2026-01-01' as PlainDate, 0)
const newYear = day('2026-01-01')
const thing = (id: string, from: PlainDate, to: PlainDate, change: Partial<MergeThing> = {}): MergeThing => ({
  ...{ id, number: id, name: id, orgPath: '62.6201.620102', dept: 'scjg', orgName: '局', from, to, itemIds: ['i'] },
  ...change,
})
const anyThing = fc
  .tuple(fc.integer({ min: 0, max: 330 }), fc.integer({ min: 0, max: 60 }))
  .map(([from, length]) => ({ from: addDays(newYear, from), to: addDays(newYear, from + length) }))
const anyThings = fc.array(anyThing, { minLength: 1, maxLength: 7 }).map((all) => all.map(({ from, to }, i) => thing(`t${i}`, from, to)))

describe('occasions', () => {
  test('AR19 two open tasks that reach an object within 30 days of each other are one occasion, and two a day further apart', () => {
    const first = thing('a', day('2026-03-01'), day('2026-03-31'))
    const near = thing('b', day('2026-04-30'), day('2026-05-31'))
    const far = thing('c', day('2026-05-01'), day('2026-05-31'))
    expect(occasions([near, first], 30)).toEqual([[first, near]])
    expect(occasions([first, far], 30)).toEqual([[first], [far]])
  })

  test('every task is in exactly one, and any two of one are near enough', () => {
    const property = fc.property(anyThings, fc.integer({ min: 0, max: 60 }), (things, slack) => {
      const found = occasions(things, slack)
      expect(
        found
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(things.map(({ id }) => id).sort())
      for (const group of found) for (const one of group) for (const other of group) expect(one.from <= addDays(other.to, slack)).toBe(true)
    })
    fc.assert(property)
  })

  test('no other division into near groups is smaller', () => {
    const property = fc.property(anyThings, fc.integer({ min: 0, max: 60 }), (things, slack) => {
      expect(occasions(things, slack).length).toBe(fewestGroups(things, slack))
    })
    fc.assert(property, { numRuns: 60 })
  })
})

/** By trying: the smallest number of groups whose members are all near each other. */
function fewestGroups(things: readonly MergeThing[], slack: number): number {
  const near = (one: MergeThing, other: MergeThing): boolean => one.from <= addDays(other.to, slack) && other.from <= addDays(one.to, slack)
  const place = (i: number, groups: MergeThing[][]): number => {
    const one = things[i]
    if (one === undefined) return groups.length
    const joined = groups.flatMap((group, at) =>
      group.every((other) => near(one, other))
        ? [
            place(
              i + 1,
              groups.map((each, k) => (k === at ? [...each, one] : each)),
            ),
          ]
        : [],
    )
    return Math.min(place(i + 1, [...groups, [one]]), ...joined)
  }
  return place(0, [])
}

describe('a joint visit', () => {
  test('is led by who inspects most, on days that fit everybody, with the items of all', () => {
    const food = thing('b', day('2026-03-01'), day('2026-03-31'), { itemIds: ['i1', 'i2'] })
    const fire = thing('a', day('2026-03-20'), day('2026-04-30'), { itemIds: ['i2', 'i3', 'i4'], dept: 'xf' })
    expect(jointVisit([food, fire])).toMatchObject({
      ...{ key: 'a,b', leadId: 'a', from: '2026-03-20', to: '2026-03-31', gapDays: 0 },
      itemIds: ['i2', 'i3', 'i4', 'i1'],
    })
  })

  test('where windows do not meet, it says by how many days they have to give way', () => {
    const joint = jointVisit([thing('a', day('2026-03-01'), day('2026-03-10')), thing('b', day('2026-03-25'), day('2026-03-31'))])
    expect(joint).toMatchObject({ from: '2026-03-10', to: '2026-03-25', gapDays: 15 })
  })

  test('saves every visit of an object but one', () => {
    expect(visitsSaved(3, 10)).toBe(20)
    expect(visitsSaved(1, 10)).toBe(0)
  })
})

const actor = (dept: string, orgPath = '62.6201.620102'): Actor => ({
  ...{ id: `${dept}-1` as AccountId, name: dept, roles: ['organiser'], orgPath, dept, orgName: dept, officerId: null },
})
const bodies = [
  { orgPath: '62.6201.620102', dept: 'scjg' },
  { orgPath: '62.6201.620102', dept: 'xf' },
]
const [market = { orgPath: '', dept: '' }] = bodies

describe('the answers of the bodies', () => {
  test('the last one that accepts makes it a joint visit, one that declines with a reason ends it', () => {
    const open = { state: 'open' as const, bodies, answered: [] }
    expect(answerMerge(open, actor('scjg'), { accepts: true, reason: '' })).toEqual({ ok: true, value: 'open' })
    expect(answerMerge({ ...open, answered: [market] }, actor('xf'), { accepts: true, reason: '' })).toEqual({
      ok: true,
      value: 'accepted',
    })
    expect(answerMerge(open, actor('xf'), { accepts: false, reason: '无人' })).toEqual({ ok: true, value: 'declined' })
    expect(answerMerge(open, actor('xf'), { accepts: false, reason: ' ' })).toMatchObject({ failure: { type: 'merge_reason_missing' } })
  })

  test('a body answers once, for itself only, and only while it is open', () => {
    const open = { state: 'open' as const, bodies, answered: [market] }
    const yes = { accepts: true, reason: '' }
    expect(answerMerge(open, actor('scjg'), yes)).toMatchObject({ failure: { type: 'merge_answered' } })
    expect(answerMerge(open, actor('yj'), yes)).toMatchObject({ failure: { type: 'merge_not_yours' } })
    expect(answerMerge(open, { ...actor('xf'), roles: ['reviewer'] }, yes)).toMatchObject({ failure: { type: 'permission_missing' } })
    expect(answerMerge({ ...open, state: 'declined' }, actor('xf'), yes)).toMatchObject({ failure: { type: 'wrong_state' } })
    expect(mergeAbility(open, actor('xf'))).toEqual({ allowed: true })
  })

  test('who has no task in a proposal does not see it, nor does another place', () => {
    expect(seesMerge(actor('xf'), bodies)).toBe(true)
    expect(seesMerge(actor('xf', '62.6201'), bodies)).toBe(true)
    expect(seesMerge(actor('yj'), bodies)).toBe(false)
    expect(seesMerge(actor('xf', '62.6202'), bodies)).toBe(false)
  })

  test('each body is asked once, however many of the tasks are its own', () => {
    const things = ['a', 'b', 'c'].map((id, i) => thing(id, newYear, newYear, i === 2 ? { dept: 'xf' } : {}))
    expect(bodiesOf(things).map(({ dept }) => dept)).toEqual(['scjg', 'xf'])
  })
})
