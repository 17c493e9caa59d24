import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFacts } from '#test/any-facts.ts'
import { capsProblem, countsOf, rowsProblem, sumsProblem, unitsProblem } from './list-problem.ts'
import { prepareMatching } from './prepare.ts'
import { graphOf, gridOf, matchedLeaves, rowsOf, unitsDigest, type Vacated, vacatedDigest, vacatedInOrder } from './wire.ts'

test('what is prepared from facts is, as rows, what every check asks of a list: form, sums, caps, limits and counts', () => {
  let prepared = 0
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const matching = prepareMatching(facts)
      if (!matching.ok) return
      prepared++
      const { units, graph, grid, counts } = matching.value
      const list = { units, rows: rowsOf(matching.value) }
      const { settings } = facts
      expect(unitsProblem(settings, units)).toBeNull()
      expect(rowsProblem(list)).toBeNull()
      expect(sumsProblem(list.rows)).toBeNull()
      expect(capsProblem(settings, list)).toBeNull()
      expect(countsOf(settings, list.rows)).toEqual(counts)
      expect(graphOf(list)).toEqual(graph)
      expect(gridOf(list.rows)).toEqual(grid)
      const wanted = facts.objects.filter(({ need }) => need.officers + need.experts > 0).map(({ leaf }) => leaf)
      expect(matchedLeaves(list.rows)).toEqual(wanted)
    }),
    { numRuns: 400 },
  )
  expect(prepared).toBeGreaterThan(20)
})

test('the digests of units and seats depend on the suite and on every figure; seats have one order', () => {
  const unit = ['OFFICER:1', 2, null, []] as const
  expect(unitsDigest('sha256', [unit])).not.toBe(unitsDigest('sm3', [unit]))
  expect(unitsDigest('sha256', [unit])).not.toBe(unitsDigest('sha256', [['OFFICER:1', 3, null, []]]))
  const seats: readonly Vacated[] = [
    ['b'.repeat(64), 'OFFICER:1', 'lead'],
    ['a'.repeat(64), 'OFFICER:2', 'lead'],
    ['a'.repeat(64), 'EXPERT:9', 'expert'],
  ]
  const [lead, second, expert] = seats
  expect(vacatedInOrder(seats)).toEqual([expert, second, lead])
  expect(vacatedDigest('sha256', seats)).not.toBe(vacatedDigest('sha256', vacatedInOrder(seats)))
})
