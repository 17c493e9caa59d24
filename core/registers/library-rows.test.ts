/** Rows of the files of labels, special libraries and risk classes. */
import { describe, expect, test } from 'vitest'
import { guessColumns } from './columns.ts'
import { labelColumnSet, parseLabelRow } from './label-row.ts'
import { type LibraryRowContext, libraryColumnSet, parseLibraryRow } from './library-row.ts'
import { parseRiskRow, riskColumnSet } from './risk-row.ts'
import { usccCheckDigit } from './uscc.ts'

const subject = () => `91620102MA74YWUP2${usccCheckDigit('91620102MA74YWUP2') ?? ''}`
const today = '2026-03-31'
const reasonsOf = (parsed: { ok: boolean; failure?: { failures: readonly { field: string; reason: string }[] } }) =>
  parsed.failure?.failures.map(({ field, reason }) => `${field} ${reason}`) ?? []

describe('a row of labels', () => {
  const columns = guessColumns(labelColumnSet.headings, ['代码', '标签', '有效期至'])
  const parse = (...cells: string[]) => parseLabelRow(cells, columns, today)
  test('names an object and labels, each once, until a day or without end', () => {
    expect(parse(subject(), '冷链食品；餐饮、冷链食品', '2027年1月5日')).toEqual({
      ok: true,
      value: { subject: subject(), labels: ['冷链食品', '餐饮'].sort(), validTo: '2027-01-05' },
    })
    expect(parse(subject(), '餐饮', '长期')).toMatchObject({ value: { validTo: '9999-12-31' } })
    expect(parse('EQUIPMENT:锅10', '锅炉', '')).toMatchObject({ value: { subject: 'EQUIPMENT:锅10', validTo: '9999-12-31' } })
  })
  test('is refused with every reason', () => {
    expect(reasonsOf(parse('123', '', '2026-03-30'))).toEqual(['code code_length', 'label label_missing', 'validTo validity_past'])
    expect(reasonsOf(parse(subject(), '冷', '去年'))).toEqual(['label label_invalid', 'validTo date_invalid'])
  })
})

describe('a row of a special library', () => {
  const headings = [
    '专项库名称',
    '监管标签',
    '统一社会信用代码',
    '名称',
    '许可证名称',
    '许可证编号',
    '批准日期',
    '有效期至',
    '发证机关',
    '检查机关',
    '专业资质资格',
    '配备专家',
  ]
  const columns = guessColumns(libraryColumnSet.headings, headings)
  const library = { id: 'l1', name: '餐饮服务', labels: new Map([['餐饮', 'x1']]) }
  const other = { id: 'l2', name: '药品经营', labels: new Map([['药品', 'x2']]) }
  const context: LibraryRowContext = { chosen: library, byName: new Map([library, other].map((one) => [one.name, one])), today }
  const row = (more: Partial<Record<string, string>> = {}) => {
    const base: Record<string, string> = {
      监管标签: '餐饮',
      统一社会信用代码: subject(),
      许可证名称: '食品经营许可证',
      许可证编号: 'JY1',
      有效期至: '9999-09-09',
      配备专家: '药品GSP',
    }
    return headings.map((heading) => ({ ...base, ...more })[heading] ?? '')
  }
  const parse = (more: Partial<Record<string, string>> = {}, at = context) => parseLibraryRow(row(more), columns, at)

  test('has the twelve columns of the field, and every one is known', () => {
    expect(Object.keys(columns)).toHaveLength(headings.length)
    expect(parse()).toEqual({
      ok: true,
      value: {
        subject: subject(),
        libraryId: 'l1',
        labelId: 'x1',
        licenceName: '食品经营许可证',
        licenceNo: 'JY1',
        licenceIssuer: '',
        approvedOn: null,
        validTo: '9999-12-31',
        qualifications: [],
        expertKinds: ['药品GSP'],
        checkOrg: '',
        state: 'valid',
      },
    })
  })
  test('whose licence has ended comes as invalid, and is refused where it says otherwise', () => {
    expect(parse({ 有效期至: '2026-03-30' })).toMatchObject({ value: { state: 'invalid' } })
    const withState = guessColumns(libraryColumnSet.headings, [...headings, '状态'])
    expect(reasonsOf(parseLibraryRow([...row({ 有效期至: '2026-03-30' }), '有效'], withState, context))).toEqual(['validTo entry_expired'])
    expect(reasonsOf(parseLibraryRow([...row(), '挂起'], withState, context))).toEqual(['state state_unknown'])
  })
  test('fits the chosen library, or names its own', () => {
    expect(reasonsOf(parse({ 专项库名称: '药品经营' }))).toContain('library library_differs')
    expect(reasonsOf(parse({ 专项库名称: '不存在' }))).toContain('library library_unknown')
    expect(reasonsOf(parse({ 监管标签: '药品' }))).toEqual(['label label_not_of_library'])
    expect(parse({ 专项库名称: '药品经营', 监管标签: '药品' }, { ...context, chosen: null })).toMatchObject({
      value: { libraryId: 'l2', labelId: 'x2' },
    })
    expect(reasonsOf(parse({}, { ...context, chosen: null }))).toContain('library library_unknown')
  })
  test('is refused where its licence contradicts itself', () => {
    expect(reasonsOf(parse({ 许可证名称: '' }))).toEqual(['licenceName entry_licence_incomplete'])
    expect(reasonsOf(parse({ 批准日期: '2026-03-01', 有效期至: '2026-02-01' }))).toEqual(['validTo entry_window_reversed'])
    expect(reasonsOf(parse({ 批准日期: '2026-04-01' }))).toEqual(['approvedOn date_in_future'])
  })
})

describe('a row of risk classes', () => {
  const columns = guessColumns(riskColumnSet.headings, ['代码', '风险等级', '评定日期', '来源', '标记'])
  const flagByWord = new Map([
    ['经营异常名录', 'abnormal'],
    ['未按期年报', 'report_missing'],
  ])
  const parse = (...cells: string[]) => parseRiskRow(cells, columns, { today, flagByWord })
  test('gives a class of a day, and the flags that stand; an empty cell says nothing', () => {
    expect(parse(subject(), 'C级', '2026-02-01', '省系统', '未按期年报、经营异常名录')).toEqual({
      ok: true,
      value: { subject: subject(), riskClass: 'C', asOf: '2026-02-01', source: '省系统', flags: ['abnormal', 'report_missing'] },
    })
    expect(parse(subject(), 'a', '', '', '')).toMatchObject({ value: { riskClass: 'A', asOf: today, flags: null } })
    expect(parse(subject(), '', '', '', '无')).toMatchObject({ value: { riskClass: null, flags: [] } })
  })
  test('is refused for what is no class, no flag, no day, or nothing at all', () => {
    expect(reasonsOf(parse(subject(), 'E', '2027-01-01', '', '失联'))).toEqual([
      'riskClass risk_class_unknown',
      'asOf date_in_future',
      'flags flag_unknown',
    ])
    expect(reasonsOf(parse(subject(), '', '', '', ''))).toEqual(['riskClass risk_says_nothing'])
  })
})
