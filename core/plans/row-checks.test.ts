import { expect, test } from 'vitest'
import { planRow, rowItem, rules } from '#test/plan-rows.ts'
import { checkPlan, simulatedFindings } from './plan-checks.ts'
import { type PlanRow, wholeStratum } from './row.ts'
import { checkRow, isRowWarning, type RowItem, type RowRules } from './row-checks.ts'
import type { Totals } from './simulation-parts.ts'

const item = (change: Partial<RowItem> = {}): ReadonlyMap<string, RowItem> => new Map([[rowItem().id, rowItem(change)]])
const judged = (row: Partial<PlanRow>, items: ReadonlyMap<string, RowItem> = item(), change: Partial<RowRules> = {}) =>
  checkRow(planRow({ itemIds: [rowItem().id], ...row }), items, rules(change)).map(({ type, field }) => `${type} ${field}`)

test('a row as it should be has nothing to be said of', () => {
  expect(judged({})).toEqual([])
})

test('清单之外无检查: an item is published, in force when the work begins, and may be drawn', () => {
  expect(judged({}, new Map())).toEqual(['item_not_published itemIds'])
  expect(judged({}, item({ usable: false }))).toEqual(['item_not_published itemIds'])
  expect(judged({}, item({ validTo: '2026-02-28' }))).toEqual(['item_not_in_force itemIds'])
  expect(judged({}, item({ validFrom: '2026-03-02' }))).toEqual(['item_not_in_force itemIds'])
  expect(judged({}, item({ listKind: 'undisturbed' }))).toEqual(['item_undisturbed itemIds'])
})

test('a window that is over is closed, one of another year is told', () => {
  expect(judged({ from: '2026-01-01', to: '2026-01-31' })).toEqual(['plan_window_closed to'])
  expect(judged({ from: '2026-01-01', to: '2026-02-01' })).toEqual([])
  expect(judged({ from: '2026-05-02', to: '2026-05-01' })).toEqual(['window_reversed to'])
  expect(judged({ to: '2027-01-31' })).toEqual(['plan_window_outside_year to'])
})

test('a general item keeps its cap, a key item has none; what only a count can say is a warning', () => {
  const capped = item({ ratioCapPpm: 50_000 })
  expect(judged({ strata: [wholeStratum(50_000)] }, capped)).toEqual([])
  expect(judged({ strata: [wholeStratum(50_001)] }, capped)).toEqual(['plan_rate_above_cap strata'])
  expect(judged({ strata: [wholeStratum(1_000_000)] }, item({ ratioCapPpm: 50_000, itemClass: 'key' }))).toEqual([])
  const parts = [
    { ...wholeStratum(10_000), values: ['enterprise'] },
    { ...wholeStratum(80_000), values: [] },
  ]
  expect(judged({ stratifyBy: 'kind', strata: parts }, capped)).toEqual(['plan_cap_unknown strata'])
  const counted = [
    { ...wholeStratum(10_000), base: 100 },
    { ...wholeStratum(80_000), base: 10_000 },
  ]
  expect(judged({ stratifyBy: 'kind', strata: counted }, capped)).toEqual(['plan_rate_above_cap strata'])
})

test('the floor of an item and the floor of directed rows are kept', () => {
  expect(judged({}, item({ ratioFloorPpm: 30_000 }))).toEqual([])
  expect(judged({}, item({ ratioFloorPpm: 30_001 }))).toEqual(['plan_rate_below_floor strata'])
  expect(judged({ directed: true }, item(), { directedFloorPpm: 100_000 })).toEqual(['plan_directed_floor strata'])
  expect(judged({ directed: false }, item(), { directedFloorPpm: 100_000 })).toEqual([])
})

test('texts that will be public name no class of risk; letters that mean something else may stay', () => {
  expect(judged({ objectScope: '信用风险等级为D类的企业' })).toEqual(['text_names_risk_class objectScope'])
  expect(judged({ remark: 'D类高风险企业全覆盖' })).toEqual(['text_names_risk_class remark'])
  expect(judged({ objectScope: 'A级旅游景区、B级锅炉使用单位' })).toEqual([])
  expect(judged({ objectScope: '按信用风险分类抽取的企业' })).toEqual([])
})

test('a filter that the draw could not apply is refused', () => {
  const all = [{ field: 'region', op: 'anyOf', values: ['62.6201'] }] as const
  expect(judged({ filter: { version: 1, all } })).toEqual(['plan_filter_unfit filter'])
  expect(judged({ filter: { version: 1, all: [{ ...all[0], op: 'prefix' }] } })).toEqual([])
})

test('strata need a field, and known classes', () => {
  expect(judged({ strata: [wholeStratum(30_000), wholeStratum(30_000)] })).toEqual(['strata_need_a_field strata'])
  expect(judged({ stratifyBy: 'riskClass', strata: [{ ...wholeStratum(30_000), values: ['X'] }] })).toEqual([
    'stratum_value_unknown strata',
  ])
})

test('other departments take part in a joint plan only', () => {
  const parties = [{ dept: 'gaj', orgPath: '62.6201', orgName: '市公安局', itemIds: [] }]
  expect(judged({ parties })).toEqual(['plan_parties_in_own parties'])
  expect(judged({ parties }, item(), { kind: 'joint' })).toEqual([])
})

test('refusals come before warnings', () => {
  const types = checkRow(planRow({ to: '2027-01-01', itemIds: ['x'] }), new Map(), rules()).map(({ type }) => isRowWarning(type))
  expect(types).toEqual([false, true])
})

const plan = (rows: readonly PlanRow[], change: Partial<Parameters<typeof checkPlan>[1]> = {}) =>
  checkPlan(rows, { kind: 'own', undirectedFloorPpm: 30_000, mostRows: 600, elsewherePpm: 0, ...change })
    .map(({ type }) => type)
    .filter((type) => type !== 'plan_bases_unknown')
const row = (name: string, ratePpm: number, change: Partial<PlanRow> = {}): PlanRow =>
  planRow({ id: name, name, ratePpm, strata: [wholeStratum(ratePpm)], ...change })

test('the floor of the year is refused only where no way of drawing could reach it', () => {
  expect(plan([row('甲', 20_000)])).toEqual(['plan_floor_not_reached'])
  expect(plan([row('甲', 20_000), row('乙', 10_000)])).toEqual([])
  expect(plan([row('甲', 20_000), row('乙', 10_000, { state: 'cancelled', cancelReason: '合并' })])).toEqual(['plan_floor_not_reached'])
  expect(plan([row('甲', 20_000), row('乙', 100_000, { directed: true })])).toEqual(['plan_floor_not_reached'])
  expect(plan([row('甲', 20_000)], { elsewherePpm: 10_000 })).toEqual([])
  expect(plan([row('甲', 20_000)], { kind: 'joint' })).toEqual(['plan_row_without_parties'])
  const split = [wholeStratum(10_000), wholeStratum(50_000)]
  expect(plan([row('甲', 0, { ratePpm: null, stratifyBy: 'kind', strata: split })])).toEqual(['plan_year_floor_unknown'])
})

test('a row with a filter is sure of nothing, and an internal plan has the floor too', () => {
  const filter = { version: 1, all: [{ field: 'kind', op: 'anyOf', values: ['cooperative'] }] } as const
  expect(plan([row('甲', 30_000, { filter })])).toEqual(['plan_year_floor_unknown'])
  expect(plan([row('甲', 30_000, { filter }), row('乙', 30_000)])).toEqual([])
  expect(plan([row('甲', 10_000, { offices: ['餐饮科'] })], { kind: 'internal' })).toEqual(['plan_floor_not_reached'])
})

test('what was left open is decided by the simulation', () => {
  const totals = { undirectedPpm: 20_000, undirectedFloorPpm: 30_000, undirected: 'below', itemsAbove: 0, itemsBelow: 0, rows: 1 } as Totals // the others are not asked
  const types = (change: Partial<Totals>, rules: Partial<Parameters<typeof simulatedFindings>[1]> = {}) =>
    simulatedFindings({ ...totals, ...change }, { kind: 'own', elsewherePpm: 0, ...rules }).map(({ type }) => type)
  expect(types({})).toEqual(['plan_floor_not_reached'])
  expect(types({}, { kind: 'internal' })).toEqual(['plan_floor_not_reached'])
  expect(types({}, { kind: 'joint' })).toEqual([])
  expect(types({}, { elsewherePpm: 10_000 })).toEqual([])
  expect(types({ undirected: 'ok', undirectedPpm: 30_000 })).toEqual([])
  expect(types({ undirected: 'ok', itemsAbove: 2, itemsBelow: 1 })).toEqual(['plan_items_above_cap', 'plan_items_below_floor'])
})

test('a plan has rows, not too many, and a name for each', () => {
  expect(plan([])).toEqual(['plan_empty'])
  expect(plan([row('甲', 30_000, { state: 'cancelled', cancelReason: '并入乙' })])).toEqual(['plan_empty'])
  expect(plan([row('甲', 30_000), row('乙', 30_000)], { mostRows: 1 })).toEqual(['plan_rows_too_many'])
  expect(plan([row('甲', 30_000), { ...row('乙', 30_000), name: '甲' }])).toEqual(['plan_row_name_twice'])
  expect(plan([row('甲', 30_000)], { kind: 'internal' })).toEqual(['plan_row_without_offices'])
  expect(plan([row('甲', 30_000, { directed: true })])).toEqual(['plan_no_undirected'])
})
