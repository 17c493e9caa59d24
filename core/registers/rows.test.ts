import { expect, test } from 'vitest'
import { parseDate } from './cells.ts'
import { type EntityColumn, mapColumns, parseCapital, parseEntityRow, type RowContext } from './entity-row.ts'
import { parseIndustry } from './industry.ts'
import { indexRegions, locate } from './locate.ts'
import { parseRiskClass } from './risk.ts'

const regions = indexRegions([
  { path: '62', code: '62', name: '甘肃省' },
  { path: '62.6201', code: '6201', name: '兰州市' },
  { path: '62.6201.620102', code: '620102', name: '城关区' },
  { path: '62.6201.620122', code: '620122', name: '皋兰县' },
  { path: '62.6211', code: '6211', name: '定西市' },
  { path: '62.6211.621122', code: '621122', name: '陇西县' },
  { path: '62.6230', code: '6230', name: '甘南藏族自治州' },
  { path: '62.6230.623021', code: '623021', name: '临潭县' },
  { path: '35', code: '35', name: '福建省' },
])
const header = ['企业名称', '统一社会信用代码', '注册日期', '企业类型', '法人代表', '注册资金', '经营范围', '所在省份', '地区', '注册地址']
const columns = mapColumns(header)
const context: RowContext = {
  columns: columns.ok ? columns.value : {},
  regions,
  jurisdiction: '62',
  today: '2026-03-01',
  items: new Set(['A01', 'A01-1']),
}
const row = (over: Record<number, string> = {}): string[] =>
  ['甲公司', '91350100M000100Y43', '2019-03-05', 'N/A', '', '10,000(万元人民币)', '销售', '甘肃', '兰州', '兰州市城关区旧大路272号'].map(
    (cell, index) => over[index] ?? cell,
  )

test('a county is found under its city, under a short city name, and alone', () => {
  const clue = (address: string | null, city: string | null = null) =>
    locate(regions, { address, province: '甘肃', city, subject: '916200000000000000' })?.path
  expect(clue('兰州市城关区旧大路272号')).toBe('62.6201.620102')
  expect(clue('甘肃省定西市陇西县西郊坪')).toBe('62.6211.621122')
  expect(clue('甘肃省甘南州临潭县流顺乡')).toBe('62.6230.623021')
  expect(clue('皋兰县什川镇北庄村')).toBe('62.6201.620122')
  expect(clue('某路1号', '兰州')).toBe('62.6201')
})

test('a street called after another place does not move a firm there', () => {
  const clue = (address: string) => locate(regions, { address, province: '甘肃', city: '兰州', subject: '916200000000000000' })?.path
  expect(clue('城关区定西路138号')).toBe('62.6201.620102')
  expect(clue('甘肃省兰州市城关区福建路1号')).toBe('62.6201.620102')
  expect(clue('福建路1号')).toBe('62.6201')
})

test('a code names the county that the address leaves out', () => {
  expect(locate(regions, { address: '某路1号', province: '甘肃', city: '兰州', subject: '916201020000000000' })?.path).toBe(
    '62.6201.620102',
  )
})

test('a good row becomes a draft', () => {
  expect(parseEntityRow(row(), context)).toMatchObject({
    ok: true,
    value: {
      subject: '91350100M000100Y43',
      kind: 'enterprise',
      entityType: null,
      regionPath: '62.6201.620102',
      capitalYuan: 100_000_000,
      state: 'active',
    },
  })
})

test('every reason against a row is named with its field and value', () => {
  const parsed = parseEntityRow(row({ 0: '', 1: '91350100M000100Y44', 2: '2019-13-01' }), context)
  expect(parsed).toMatchObject({
    ok: false,
    failure: {
      failures: [
        { field: 'name', reason: 'name_missing' },
        { field: 'code', reason: 'code_check_digit', value: '91350100M000100Y44' },
        { field: 'established', reason: 'date_invalid', value: '2019-13-01' },
      ],
    },
  })
})

test('a state is one of the list: what every object has by birth is none', () => {
  const withState = mapColumns([...header, '登记状态'])
  const parsed = (state: string) => parseEntityRow([...row(), state], { ...context, columns: withState.ok ? withState.value : {} })
  expect(parsed('吊销，未注销')).toMatchObject({ ok: true, value: { state: 'revoked' } })
  for (const state of ['constructor', '__proto__', 'toString'])
    expect(parsed(state)).toMatchObject({ ok: false, failure: { failures: [{ field: 'state', reason: 'state_unknown', value: state }] } })
})

const withMore = (more: Partial<Record<EntityColumn, string>>) => {
  const heads: Partial<Record<EntityColumn, string>> = {
    industry: '国民经济行业代码',
    labels: '监管标签',
    riskClass: '信用风险等级',
    riskAsOf: '信用风险评定日期',
    riskSource: '信用风险评定来源',
    items: '适用事项',
  }
  const fields = Object.keys(more) as EntityColumn[] // the keys of the argument
  const map = mapColumns([...header, ...fields.map((field) => heads[field] ?? '')])
  return parseEntityRow([...row(), ...fields.map((field) => more[field] ?? '')], { ...context, columns: map.ok ? map.value : {} })
}

test('industry, labels, risk class and items are read as people write them', () => {
  expect(
    withMore({
      industry: '5112',
      labels: '食品生产；特种设备, 食品生产、 网络 交易',
      riskClass: 'ｂ类',
      riskAsOf: '2026/2/28',
      riskSource: '通用',
      items: 'a01-1;A01',
    }),
  ).toMatchObject({
    ok: true,
    value: {
      industry: 'F5112',
      labels: ['特种设备', '网络 交易', '食品生产'],
      riskClass: 'B',
      riskAsOf: '2026-02-28',
      riskSource: '通用',
      items: ['A01', 'A01-1'],
    },
  })
  const nothing = { industry: null, labels: [], riskClass: null, riskAsOf: null, riskSource: null, items: [] }
  expect(withMore({})).toMatchObject({ ok: true, value: nothing })
  expect(withMore({ industry: '-', labels: 'N/A', riskClass: '', items: '；' })).toMatchObject({ ok: true, value: nothing })
  const classes = ['A', 'a级', '低风险', '信用风险一般', '较高', '高风险', 'D等', 'A类风险'].map(parseRiskClass)
  expect(classes).toEqual(['A', 'A', 'A', 'B', 'C', 'D', 'D', 'A'])
  expect(['F', 'f51', '01', '0111', 'C4330', 'T97'].map(parseIndustry)).toEqual(['F', 'F51', 'A01', 'A0111', 'C4330', 'T97'])
})

test('a wrong industry, label, class, day or item is refused with its field and what the cell says', () => {
  const against = (more: Partial<Record<EntityColumn, string>>) => {
    const parsed = withMore(more)
    return parsed.ok ? [] : parsed.failure.failures
  }
  for (const industry of ['批发业', 'C51', '98', '00', 'U01', '5', '51120'])
    expect(against({ industry })).toEqual([{ field: 'industry', reason: 'industry_unknown', value: industry }])
  for (const riskClass of ['E', '1', '中风险', '低高', 'constructor', '风险'])
    expect(against({ riskClass })).toEqual([{ field: 'riskClass', reason: 'risk_class_unknown', value: riskClass }])
  expect(against({ labels: '长'.repeat(31) })).toMatchObject([{ field: 'labels', reason: 'label_invalid' }])
  expect(against({ labels: Array.from({ length: 21 }, (_, i) => `标签${i}`).join(';') })).toMatchObject([{ reason: 'label_invalid' }])
  expect(against({ labels: '甲\u0007乙' })).toMatchObject([{ reason: 'label_invalid' }])
  expect(against({ items: 'A01;Z9' })).toEqual([{ field: 'items', reason: 'item_unknown', value: 'A01;Z9' }])
  expect(against({ riskClass: 'A', riskAsOf: '2026-03-02' })).toMatchObject([{ field: 'riskAsOf', reason: 'date_in_future' }])
  expect(against({ riskClass: 'A', riskAsOf: '上月' })).toMatchObject([{ field: 'riskAsOf', reason: 'date_invalid' }])
  expect(against({ riskClass: '', riskAsOf: '2026-01-01' })).toMatchObject([{ field: 'riskClass', reason: 'risk_without_class' }])
  expect(
    against({ industry: 'X', riskClass: 'E', items: '?' })
      .map(({ field }) => field)
      .sort(),
  ).toEqual(['industry', 'items', 'riskClass'])
})

test('a row of another jurisdiction is refused', () => {
  expect(parseEntityRow(row({ 7: '福建', 8: '', 9: '福建省某地' }), context)).toMatchObject({
    ok: false,
    failure: { failures: [{ reason: 'outside_jurisdiction' }] },
  })
})

test('a file without names or codes is refused as a whole, naming what is missing', () => {
  expect(mapColumns(['甲', '乙'])).toMatchObject({ ok: false, failure: { missing: ['企业名称', '统一社会信用代码'] } })
})

test('dates and amounts are read as people write them', () => {
  expect(['2019-3-5', '2019/03/05', '2019年3月5日', '20190305', 'N/A', '2019-02-30'].map(parseDate)).toEqual([
    '2019-03-05',
    '2019-03-05',
    '2019-03-05',
    '2019-03-05',
    null,
    'invalid',
  ])
  expect(['2019-12', '201912', '2019年12月', '2019-123', '43529', '12/5/2019'].map(parseDate)).toEqual(Array(6).fill('invalid'))
  expect(['43(万元人民币)', '36700万人民币', '12.5万人民币元', '5(万美元)', '43()', '-'].map(parseCapital)).toEqual([
    430_000,
    367_000_000,
    125_000,
    null,
    null,
    null,
  ])
})
