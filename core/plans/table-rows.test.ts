import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planRow } from '#test/plan-rows.ts'
import { methods } from '../inspections/outcomes.ts'
import { type PlanStratum, wholeStratum } from './row.ts'
import { tableCells, tableHeading } from './table-cells.ts'
import { readRate } from './table-rate.ts'
import { readTable, type TableContext } from './table-rows.ts'
import { readWindow } from './table-window.ts'

const names = ['公示信息检查', '登记、备案事项检查', '价格行为检查']
const context: TableContext = {
  year: 2026,
  planNo: '47012120261001',
  itemOf: (text) => (names.includes(text) ? { id: text, name: text } : null),
}
const heading = ['序号', '抽查任务名称', '抽查类型', '抽查事项', '抽查对象范围', '抽取比例', '检查时间', '责任股室']
const read = (cells: readonly string[], head: readonly string[] = heading) => readTable(head, [{ line: 2, cells }], context)
const line = ['1', '公示信息抽查', '不定向', '公示信息检查；登记、备案事项检查', '存续企业', '3%', '3月—10月', '信用监管股']

test('a line of the national template becomes a row', () => {
  expect(read(line)).toMatchObject({
    refused: [],
    rows: [
      {
        line: 2,
        itemNames: ['公示信息检查', '登记、备案事项检查'],
        row: {
          name: '公示信息抽查',
          directed: false,
          ratePpm: 30_000,
          from: '2026-03-01',
          to: '2026-10-31',
          office: '信用监管股',
          level: 'self',
        },
      },
    ],
  })
})

test('every cell that cannot be taken is named with its line and column, and the row is left out', () => {
  const wrong = ['1', '', '也许', '公示信息检查、没有的检查', '存续企业', '很多', '某天', '']
  const { rows, refused } = read(wrong)
  expect(rows).toEqual([])
  expect(refused.map(({ line: at, field, code, value }) => [at, field, code, value])).toEqual([
    [2, 'items', 'plan_cell_item_unknown', '没有的检查'],
    [2, 'rate', 'plan_cell_rate', '很多'],
    [2, 'window', 'plan_cell_window', '某天'],
    [2, 'name', 'plan_cell_missing', ''],
    [2, 'directed', 'plan_cell_unknown', '也许'],
    [2, 'office', 'plan_cell_missing', ''],
  ])
})

test('a plan number in the table is refused unless it is the number the plan has', () => {
  const head = ['抽查计划编号', ...heading]
  expect(read(['47012120261999', ...line], head).refused.map(({ code }) => code)).toEqual(['plan_no_typed'])
  expect(read(['47012120261001', ...line], head).rows).toHaveLength(1)
})

test('a ratio is read as plans write it, and not guessed', () => {
  const whole = (ratePpm: number) => ({ stratifyBy: 'none', strata: [wholeStratum(ratePpm)] })
  expect(['3%', '３％', '3', '不低于 5%', '0.03', '全覆盖', '2.5%'].map(readRate)).toEqual(
    [30_000, 30_000, 30_000, 50_000, 30_000, 1_000_000, 25_000].map(whole),
  )
  expect(readRate('约30户')).toEqual({ stratifyBy: 'none', strata: [{ name: '全部', values: [], count: 30 }] })
  expect(readRate('A:1%；B类3%；C、D：60%')).toMatchObject({
    stratifyBy: 'riskClass',
    strata: [
      { values: ['A'], ratePpm: 10_000 },
      { values: ['B'], ratePpm: 30_000 },
      { values: ['C', 'D'], ratePpm: 600_000 },
    ],
  })
  for (const unclear of ['1', '101%', '视情况', 'A:3%；A:5%', 'E:3%', 'A:3%或更多', '']) expect(readRate(unclear)).toBeNull()
})

test('a time is read as plans write it', () => {
  const of = (text: string) => Object.values(readWindow(text, 2026) ?? {}).join(' ')
  expect(of('2026-03-01至2026-10-31')).toBe('2026-03-01 2026-10-31')
  expect(of('2026年3月1日—2026年10月31日')).toBe('2026-03-01 2026-10-31')
  expect(of('3-10月')).toBe('2026-03-01 2026-10-31')
  expect(of('3月至10月')).toBe('2026-03-01 2026-10-31')
  expect(of('2027年1月')).toBe('2027-01-01 2027-01-31')
  expect(of('2028年2月')).toBe('2028-02-01 2028-02-29')
  expect(of('10月底前')).toBe('2026-01-01 2026-10-31')
  expect(of('全年')).toBe('2026-01-01 2026-12-31')
  expect(of('第二季度')).toBe('2026-04-01 2026-06-30')
  for (const unclear of ['13月', '近期', '2026-02-30至2026-03-01', '']) expect(readWindow(unclear, 2026)).toBeNull()
})

test('what is taken out of a plan is what is brought in again', () => {
  const rate = fc.integer({ min: 1, max: 9999 }).map((hundredths) => hundredths * 100)
  const strata = fc.oneof(
    rate.map((ratePpm): { stratifyBy: 'none' | 'riskClass'; strata: PlanStratum[] } => ({
      stratifyBy: 'none',
      strata: [wholeStratum(ratePpm)],
    })),
    fc.integer({ min: 1, max: 5000 }).map((count) => ({ stratifyBy: 'none' as const, strata: [{ name: '全部', values: [], count }] })),
    fc.tuple(rate, rate).map(([a, cd]) => ({
      stratifyBy: 'riskClass' as const,
      strata: [
        { name: 'A 类', values: ['A'], ratePpm: a, rounding: 'half-up' as const },
        { name: 'C、D 类', values: ['C', 'D'], ratePpm: cd, rounding: 'half-up' as const },
      ],
    })),
  )
  const row = fc.record({
    directed: fc.boolean(),
    itemsFixed: fc.boolean(),
    checks: fc.constantFrom('subject' as const, 'premises' as const),
    level: fc.constantFrom('self' as const, 'down' as const),
    itemIds: fc.subarray(names, { minLength: 1 }),
    offices: fc.subarray(['食品科', '药品科']),
    methods: fc.subarray(Object.keys(methods) as (keyof typeof methods)[], { minLength: 1 }), // the table's own keys
    strata,
  })
  fc.assert(
    fc.property(row, ({ strata: drawn, ...rest }) => {
      const given = planRow({ ...rest, ...drawn })
      const cells = tableCells('47012120261001', { ...given, itemNames: given.itemIds })
      const { rows, refused } = readTable(tableHeading, [{ line: 2, cells }], context)
      expect(refused).toEqual([])
      const { id: _, seq: __, state: ___, cancelReason: ____, ratePpm: _____, ...text } = given
      expect(rows[0]?.row).toMatchObject(text)
    }),
  )
})
