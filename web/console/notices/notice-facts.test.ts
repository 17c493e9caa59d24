import { describe, expect, test } from 'vitest'
import { noticeFacts } from './notice-facts.ts'

describe('what a notice says', () => {
  test('the task, the window, how many objects, and some of them by name', () => {
    const facts = { taskName: '春季抽查', from: '2026-05-01', to: '2026-05-31', objects: 7, names: ['甲', '乙'] }
    expect(noticeFacts(facts)).toEqual({
      task: '春季抽查',
      window: { from: '2026-05-01', to: '2026-05-31' },
      objects: 7,
      names: ['甲', '乙'],
    })
  })

  test('facts that are missing or of another kind are left out', () => {
    expect(noticeFacts({})).toEqual({ task: '', window: null, objects: 0, names: [] })
    expect(noticeFacts({ taskName: 1, from: 5, to: null, names: [1, '甲'] })).toEqual({ task: '', window: null, objects: 1, names: ['甲'] })
  })
})
