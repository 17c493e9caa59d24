/** A plan row that passes every check, for the tests of plans. */
import { type PlanRow, rowDefaults, wholeStratum } from '#core/plans/row.ts'
import type { RowItem, RowRules } from '#core/plans/row-checks.ts'

export const planRow = (change: Partial<PlanRow> = {}): PlanRow => ({
  ...rowDefaults,
  id: '11111111-1111-4111-8111-111111111111',
  seq: 1,
  state: 'planned',
  cancelReason: null,
  name: '企业公示信息不定向抽查',
  itemIds: [],
  directed: false,
  objectScope: '辖区内存续的企业',
  ratePpm: 30_000,
  strata: [wholeStratum(30_000)],
  from: '2026-03-01',
  to: '2026-10-31',
  office: '信用监管科',
  ...change,
})

export const rowItem = (change: Partial<RowItem> = {}): RowItem => ({
  id: '22222222-2222-4222-8222-222222222222',
  name: '公示信息检查',
  usable: true,
  validFrom: '2025-01-01',
  validTo: null,
  listKind: 'random',
  itemClass: 'general',
  ratioFloorPpm: null,
  ratioCapPpm: null,
  methods: [],
  ...change,
})

export const rules = (change: Partial<RowRules> = {}): RowRules => ({
  kind: 'own',
  year: 2026,
  today: '2026-02-01',
  directedFloorPpm: 0,
  ...change,
})
