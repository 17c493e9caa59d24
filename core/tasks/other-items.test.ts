import { expect, test } from 'vitest'
import { checkOtherItems, type OtherItem } from './other-items.ts'

const other = (name: string): OtherItem => ({ name, remark: '' })
const judged = (others: readonly OtherItem[], allowed = true): string => {
  const answer = checkOtherItems({ allowed, most: 2 }, others, ['年报公示检查'])
  return answer.ok ? 'ok' : answer.failure.type
}

test('typed items are an exception: where it is allowed, a few, each once, none that the list has already', () => {
  expect(judged([other('冬季取暖安全')])).toBe('ok')
  expect(judged([], false)).toBe('ok')
  expect(judged([other('冬季取暖安全')], false)).toBe('other_items_not_allowed')
  expect(judged([other('甲项'), other('乙项'), other('丙项')])).toBe('other_items_too_many')
  expect(judged([other('甲项'), other(' 甲项 ')])).toBe('other_item_twice')
  expect(judged([other('年报公示检查')])).toBe('other_item_twice')
})
