import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkBatches, checkShares, lastRanks, rankOf } from './batch.ts'

const window = { from: '2026-03-01', to: '2026-10-31' }
const batch = (sharePpm: number, from: string, to: string) => ({ sharePpm, from, to })
const spring = batch(300_000, '2026-03-01', '2026-05-31')
const autumn = batch(700_000, '2026-06-01', '2026-10-31')
const said = (...batches: Parameters<typeof checkBatches>[0]): string => {
  const checked = checkBatches(batches, window)
  return checked.ok ? 'fine' : `${checked.failure.type} ${'no' in checked.failure ? checked.failure.no : checked.failure.sumPpm}`
}

test('batches make the whole, within the days of the task, one after the other', () => {
  expect(said()).toBe('fine')
  expect(said(spring, autumn)).toBe('fine')
  expect(said(spring)).toBe('batch_shares 300000')
  expect(said(spring, { ...autumn, to: '2026-11-01' })).toBe('batch_days 2')
  expect(said({ ...spring, from: '2026-02-28' }, autumn)).toBe('batch_days 1')
  expect(said({ ...autumn, sharePpm: 300_000 }, { ...spring, sharePpm: 700_000 })).toBe('batch_overlap 2')
  expect(said(spring, { ...autumn, from: '2026-05-31' })).toBe('batch_overlap 2')
  expect(said({ ...spring, sharePpm: 800_000 }, autumn)).toBe('batch_shares 1500000')
  expect(said({ ...spring, from: '2026-05-31', to: '2026-05-01' }, autumn)).toBe('batch_days 1')
})

test('random order only: of a full coverage every object is in exactly one batch, whatever the shares', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 12 }).map((parts) => {
    const sum = parts.reduce((all, one) => all + one, 0)
    const scaled = parts.map((one) => Math.max(1, Math.floor((one * 1_000_000) / sum)))
    const rest = 1_000_000 - scaled.slice(0, -1).reduce((all, one) => all + one, 0)
    return [...scaled.slice(0, -1), rest]
  })
  fc.assert(
    fc.property(shares, fc.integer({ min: 0, max: 20_000_000 }), (parts, total) => {
      const last = lastRanks(
        parts.map((sharePpm) => batch(sharePpm, window.from, window.to)),
        total,
      )
      expect(last.at(-1)).toBe(total)
      expect([...last].sort((a, b) => a - b)).toEqual(last)
      for (const [i, rank] of last.entries()) {
        const exact = (parts.slice(0, i + 1).reduce((sum, one) => sum + one, 0) * total) / 1_000_000
        expect(Math.abs(rank - exact)).toBeLessThanOrEqual(0.5)
      }
    }),
  )
})

test('a share of the drawn is rounded half up', () => {
  expect([1, 2, 3, 10].map((total) => rankOf(500_000, total))).toEqual([1, 1, 2, 5])
  expect(rankOf(1_000_000, 7)).toBe(7)
})

test('general and key items together: only a general one has a share, and something comes to everybody', () => {
  const items = [
    { id: 'k', name: '重点', itemClass: 'key' },
    { id: 'g', name: '一般', itemClass: 'general' },
  ]
  const say = (shares: readonly { itemId: string; sharePpm: number }[], of = items): string => {
    const checked = checkShares(shares, of)
    return checked.ok ? 'fine' : checked.failure.type
  }
  expect(say([])).toBe('fine')
  expect(say([{ itemId: 'g', sharePpm: 30_000 }])).toBe('fine')
  expect(say([{ itemId: 'k', sharePpm: 30_000 }])).toBe('item_share_of_key')
  expect(say([{ itemId: 'x', sharePpm: 30_000 }])).toBe('item_share_unknown')
  expect(say([{ itemId: 'g', sharePpm: 30_000 }], items.slice(1))).toBe('no_item_everywhere')
})
