import { expect, test } from 'vitest'
import { type DrawnOfficer, type ItemNeeds, unfitFor } from './item-fit.ts'

const officer = (name: string, change: Partial<DrawnOfficer> = {}): DrawnOfficer => ({
  ...{ name, population: 'officers', itemScope: ['*'], qualifications: [], expertise: [] },
  ...change,
})
const item = (code: string, change: Partial<ItemNeeds> = {}): ItemNeeds => ({
  ...{ code, qualifications: [], expertise: [], expertKinds: [] },
  ...change,
})

test('officers who are drawn inspect other items only where their scope covers each of them', () => {
  const team = [officer('甲', { itemScope: ['A01', 'A02'] }), officer('乙')]
  expect(unfitFor(team, [item('A01'), item('A02')])).toEqual([])
  expect(unfitFor(team, [item('A01'), item('B01')])).toEqual(['甲'])
})

test('an item that asks for a qualification or an expertise is not given to a team without it', () => {
  const special = item('T01', { qualifications: ['特种设备安全监察员'], expertise: ['电梯'] })
  expect(unfitFor([officer('甲', { qualifications: ['特种设备安全监察员'] })], [special])).toEqual(['甲'])
  expect(unfitFor([officer('甲', { qualifications: ['特种设备安全监察员'], expertise: ['电梯'] })], [special])).toEqual([])
})

test('an item that asks for an expert is not given to a team without one, or with one of another field', () => {
  const asks = item('T02', { expertKinds: ['锅炉'] })
  expect(unfitFor([officer('甲')], [asks])).toEqual(['锅炉'])
  expect(unfitFor([officer('甲'), officer('专家', { population: 'experts', expertise: ['电梯'] })], [asks])).toEqual(['专家'])
  expect(unfitFor([officer('甲'), officer('专家', { population: 'experts', expertise: ['锅炉'] })], [asks])).toEqual([])
})
