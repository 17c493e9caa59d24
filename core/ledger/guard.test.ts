import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nationalPolicy } from '../policy/national.ts'
import { isLedgerException, type LedgerException, ledgerExceptions } from './exceptions.ts'
import {
  capOf,
  checkException,
  type FrequencyRules,
  frequencyRules,
  type ItemUse,
  judgeItems,
  judgeVisit,
  unused,
  yearsAhead,
} from './guard.ts'

const rules: FrequencyRules = { cap: 2, warnAt: 2, exceptions: ['law', 'complaint'] }
const law = { code: 'law' as LedgerException, note: '食品安全法第一百零九条' }
const judge = (planned: number, change: Partial<Parameters<typeof judgeVisit>[0]> = {}) =>
  judgeVisit({ used: { ...unused, planned }, planned: true, rules, exception: null, ...change })

test('AR18 the second planned visit of a year to the same object and premises warns, above the cap it is blocked', () => {
  expect(judge(0)).toEqual({ kind: 'ok', number: 1 })
  expect(judge(1)).toEqual({ kind: 'warned', number: 2 })
  expect(judge(2)).toEqual({ kind: 'blocked', number: 3 })
})

test('AR18 above the cap a typed lawful exception lets the visit through, and nothing else does', () => {
  expect(judge(2, { exception: law })).toEqual({ kind: 'excepted', number: 3 })
  // A reason that the policy of this place does not take, and a reason without what it rests on.
  expect(judge(2, { exception: { code: 'request', note: '企业申请复查' } }).kind).toBe('blocked')
  expect(judge(2, { exception: { code: 'law', note: '   ' } }).kind).toBe('blocked')
  expect(judge(1, { exception: law }).kind).toBe('warned')
})

test('an item that is used up blocks as the cap of the place does, with the same exceptions, and the one furthest above is named', () => {
  const item = (code: string, used: number, cap: number): ItemUse => ({ itemId: code, code, name: code, used, cap })
  const by = { planned: true, rules, exception: null }
  const items = [item('A', 0, 1), item('C', 2, 2), item('B', 2, 2), item('D', 1, 2)]
  expect(judgeItems(judge(0), { ...by, items: items.slice(0, 1) })).toEqual({ verdict: judge(0), item: null })
  expect(judgeItems(judge(0), { ...by, items })).toEqual({ verdict: { kind: 'blocked', number: 1 }, item: items[2] })
  expect(judgeItems(judge(0), { ...by, items: [...items, item('E', 4, 2)] }).item?.code).toBe('E')
  expect(judgeItems(judge(1), { ...by, exception: law, items }).verdict).toEqual({ kind: 'excepted', number: 2 })
  expect(judgeItems(judge(2), { ...by, items }).verdict.kind).toBe('blocked')
  expect(judgeItems(judge(2, { exception: law }), { ...by, exception: law, items }).verdict.kind).toBe('excepted')
  // A complaint is looked into however often.
  expect(judgeItems(judge(0), { ...by, planned: false, items })).toEqual({ verdict: judge(0), item: null })
})

test('AR18 triggered visits are counted apart: they use up nothing, and no number of them is held back', () => {
  expect(judgeVisit({ used: { planned: 5, elsewhere: 0, triggered: 9 }, planned: false, rules, exception: null })).toEqual({
    kind: 'ok',
    number: 10,
  })
  expect(judge(0, { used: { planned: 0, elsewhere: 0, triggered: 30 } })).toEqual({ kind: 'ok', number: 1 })
})

test('a planned visit at other premises of the same object warns and does not block', () => {
  expect(judge(0, { used: { planned: 0, elsewhere: 1, triggered: 0 } })).toEqual({ kind: 'warned', number: 1 })
  expect(judge(0, { used: { planned: 0, elsewhere: 9, triggered: 0 } })).toEqual({ kind: 'warned', number: 1 })
})

test('nationally the second planned visit of a year is above the cap', () => {
  const national = frequencyRules(nationalPolicy)
  expect(judge(0, { rules: national }).kind).toBe('ok')
  expect(judge(1, { rules: national }).kind).toBe('blocked')
  expect(national.exceptions).toEqual(Object.keys(ledgerExceptions))
})

const anyRules: fc.Arbitrary<FrequencyRules> = fc.record({
  cap: fc.integer({ min: 1, max: 6 }),
  warnAt: fc.integer({ min: 1, max: 6 }),
  exceptions: fc.subarray(Object.keys(ledgerExceptions).filter(isLedgerException)),
})
const anyUsed = fc.record({ planned: fc.nat(8), elsewhere: fc.nat(8), triggered: fc.nat(8) })
const severity = { ok: 0, warned: 1, excepted: 2, blocked: 2 }

test('one more visit never makes the verdict milder', () => {
  fc.assert(
    fc.property(anyRules, anyUsed, fc.boolean(), (some, used, elsewhere) => {
      const more = elsewhere ? { ...used, elsewhere: used.elsewhere + 1 } : { ...used, planned: used.planned + 1 }
      const before = judgeVisit({ used, planned: true, rules: some, exception: null })
      const after = judgeVisit({ used: more, planned: true, rules: some, exception: null })
      expect(severity[after.kind]).toBeGreaterThanOrEqual(severity[before.kind])
    }),
  )
})

test('without a lawful exception exactly the visits above the cap are blocked', () => {
  fc.assert(
    fc.property(anyRules, anyUsed, (some, used) => {
      expect(judgeVisit({ used, planned: true, rules: some, exception: null }).kind === 'blocked').toBe(used.planned >= some.cap)
    }),
  )
})

test('a task draws with a stricter cap of its own, and with a wider one only where an exception is stated', () => {
  expect(capOf({ frequencyCap: null }, rules)).toBe(2)
  expect(capOf({ frequencyCap: 1 }, rules)).toBe(1)
  expect(capOf({ frequencyCap: 9 }, rules)).toBe(2)
  expect(capOf({ frequencyCap: 9, frequencyException: law }, rules)).toBe(9)
  expect(capOf({ frequencyCap: null, frequencyException: law }, rules)).toBeNull()
  expect(capOf({ frequencyCap: 9, frequencyException: { code: 'transfer', note: '上级交办〔2026〕3号' } }, rules)).toBe(2)
})

test('an exception is kept with a reason of the policy and with what it rests on', () => {
  expect(checkException({ code: 'law', note: ' 食品安全法 第一百零九条 ' }, rules)).toEqual({
    ok: true,
    value: { code: 'law', note: '食品安全法 第一百零九条' },
  })
  expect(checkException({ code: 'request', note: '企业申请复查' }, rules)).toEqual({
    ok: false,
    failure: { type: 'exception_not_lawful', exception: 'request', lawful: ['law', 'complaint'] },
  })
  expect(checkException({ code: 'because', note: '企业申请复查' }, rules).ok).toBe(false)
  expect(checkException({ code: 'law', note: '依法' }, rules)).toEqual({ ok: false, failure: { type: 'exception_without_note' } })
})

test('a task asks for every year in which a visit of it may still be, and for no year that is over', () => {
  const across = { from: '2026-12-25', to: '2027-03-01' }
  expect(yearsAhead(across, '2026-11-22')).toEqual([2026, 2027])
  expect(yearsAhead(across, '2027-01-02')).toEqual([2027])
  expect(yearsAhead({ from: '2027-01-01', to: '2027-03-01' }, '2026-11-22')).toEqual([2027])
  expect(yearsAhead({ from: '2025-12-01', to: '2025-12-31' }, '2026-11-22')).toEqual([2025])
})
