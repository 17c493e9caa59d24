import { expect, test } from 'vitest'
import { binned } from './histogram.ts'

const total = (bars: readonly { readonly objects: number }[]): number => bars.reduce((sum, { objects }) => sum + objects, 0)

test('a few counts are shown one by one, gaps included', () => {
  const bars = binned(
    [
      { eligible: 1, objects: 12 },
      { eligible: 4, objects: 3 },
      { eligible: 6, objects: 80 },
    ],
    2,
    5,
  )
  expect(bars.map(({ from, objects, level }) => [from, objects, level])).toEqual([
    [1, 12, 'fewer'],
    [2, 0, 'below'],
    [3, 0, 'below'],
    [4, 3, 'below'],
    [5, 0, 'enough'],
    [6, 80, 'enough'],
  ])
})

test('many counts share bars, nobody is lost, and no bar holds both too few and enough', () => {
  const counts = Array.from({ length: 200 }, (_, eligible) => ({ eligible, objects: eligible + 1 }))
  const bars = binned(counts, 2, 5)
  expect(bars.length).toBeLessThanOrEqual(33)
  expect(total(bars)).toBe(total(counts))
  expect(bars.filter(({ from, to }) => (from < 5 && to >= 5) || (from < 2 && to >= 2))).toEqual([])
})

test('nothing drawn has no bars', () => expect(binned([], 2, 5)).toEqual([]))
