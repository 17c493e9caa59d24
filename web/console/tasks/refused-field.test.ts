import { describe, expect, test } from 'vitest'
import { refusedFields } from './refused-field.ts'

const said = (code: string, facts: Readonly<Record<string, unknown>> = {}, itemsChosen = true) => [
  ...refusedFields({ code, facts, text: '…' }, { itemsChosen, language: 'zh' }).keys(),
]

describe('a refusal of the server stands beside its field', () => {
  test('by its code, where the code tells', () => {
    expect(said('cap_above_policy', { cap: 3, policyCap: 2 })).toEqual(['frequencyCap'])
    expect(said('batch_overlap', { no: 2 })).toEqual(['batches'])
    expect(said('reach_narrower')).toEqual(['team'])
    expect(said('window_reversed')).toEqual(['to'])
    expect(said('participant_unknown')).toEqual(['participants'])
  })
  test('by the field that it names itself, before its code', () => {
    expect(said('task_window_outside_row', { field: 'from' })).toEqual(['from'])
    expect(said('text_names_risk_class', { field: 'name' })).toEqual(['name'])
    expect(said('task_item_not_in_force', { field: 'participants' })).toEqual(['participants'])
  })
  test('at the row of the plan, where the row fixes the items', () => {
    expect(said('task_item_not_in_force', { field: 'itemIds' }, false)).toEqual(['row'])
    expect(said('items_outside_row', {}, true)).toEqual(['itemIds'])
  })
  test('several at once by their paths', () => {
    const fields = [
      { field: 'origin.summary', zh: '太短', en: 'too short' },
      { field: 'filter/all/0', zh: '条件与取值不相符', en: 'unfit' },
      { field: 'commandId', zh: '缺少', en: 'missing' },
    ]
    const words = refusedFields({ code: 'invalid_input', facts: { fields }, text: '…' }, { itemsChosen: true, language: 'zh' })
    expect([...words]).toEqual([
      ['origin', '太短'],
      ['filter', '条件与取值不相符'],
    ])
  })
  test('nowhere, when it is about none of them', () => {
    expect([said('page_stale'), said('toString'), said('task_incomplete', { field: 'constructor' })]).toEqual([[], [], []])
    expect([...refusedFields(null, { itemsChosen: true, language: 'zh' })]).toEqual([])
  })
})
