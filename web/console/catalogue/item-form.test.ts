import { expect, test } from 'vitest'
import type { Item } from '#contract/catalogue.ts'
import { draftOfForm, emptyItem, formOfItem, fromParent, isItemForm, textOfForm } from './item-form.ts'

const line = { content: '通过登记的住所能否取得联系', method: '电话联系', yes: '', no: '', materials: ['营业执照'] }
const said = {
  ...draftOfForm(emptyItem('national', 'random')),
  code: 'A01',
  name: '住所（经营场所）登记事项检查',
  ratioFloorPpm: 30_000,
  frequencyCap: 2,
  checklist: [line, { ...line, content: '是否在登记的住所开展经营' }],
  materials: [{ name: '营业执照', note: '正本' }],
  followUps: [{ result: '03', text: '无法联系', followUp: '列入异常名录' }],
  qualifications: ['登记注册'],
}
// The parts of an Item that a form reads; where it stands and what may be done with it are not among them.
const item = said as unknown as Item

test('what a form is filled from it gives back', () => {
  expect(draftOfForm(formOfItem(item))).toEqual(said)
})

test('rates and caps are typed as people write them, and an empty field is no limit', () => {
  const form = { ...formOfItem(item), ratioFloor: '3.5', ratioCap: '', frequencyCap: ' 4 ' }
  expect(textOfForm(form)).toMatchObject({ ratioFloorPpm: 35_000, ratioCapPpm: null, frequencyCap: 4 })
})

test('lines, materials and results that were added and left empty are not sent', () => {
  const form = { ...formOfItem(item), checklist: [{}, { content: ' 是否亮照 ' }], materials: [{ note: '副本' }], followUps: [{}] }
  expect(textOfForm(form)).toMatchObject({
    checklist: [{ content: '是否亮照', method: '', yes: '', no: '', materials: [] }],
    materials: [],
    followUps: [],
  })
})

test('an item based on another takes over what it says and keeps its own code, layer and list', () => {
  const form = fromParent({ ...emptyItem('local', 'key'), code: 'L01', localBasis: '《条例》第一条' }, item)
  expect(form).toMatchObject({
    code: 'L01',
    layer: 'local',
    listKind: 'key',
    parentCode: 'A01',
    localBasis: '《条例》第一条',
    ratioFloor: '3',
  })
  expect(form.checklist).toHaveLength(2)
})

test('a draft that an older form left in the browser is not taken up', () => {
  expect(isItemForm(emptyItem('local', 'random'))).toBe(true)
  expect(isItemForm({ ...emptyItem('local', 'random'), checklist: '是否亮照' })).toBe(false)
  expect(isItemForm({ code: 'A01' })).toBe(false)
})
