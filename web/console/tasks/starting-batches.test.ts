import { expect, test } from 'vitest'
import { checkBatches } from '#core/tasks/batch.ts'
import { moreBatches } from './starting-batches.ts'

const window = { from: '2026-03-01', to: '2026-10-31' }
const asDraft = (batches: ReturnType<typeof moreBatches>) => batches.map((one) => ({ ...one, sharePpm: 10_000 * Number(one.percent) }))

test('batches begin as two halves that follow each other, which the rule accepts as they are', () => {
  const two = moreBatches([], window)
  expect(two).toHaveLength(2)
  expect(checkBatches(asDraft(two), window)).toEqual({ ok: true, value: true })
})

test('one more batch begins on the day after the last', () => {
  expect(moreBatches([{ percent: '30', from: '2026-03-01', to: '2026-05-31' }], window).at(-1)).toEqual({
    ...{ percent: '', from: '2026-06-01', to: '2026-10-31' },
  })
  expect(moreBatches([], { from: '', to: '' }).map(({ from }) => from)).toEqual(['', ''])
})
