/**
 * What a row of an annual plan may say. Refused is only what is certain: a ratio whose bounds leave no doubt. What cannot be judged before the
 * objects are counted is a warning, and the simulation answers it.
 */

import { firstDayOfWork, inForce } from '../catalogue/in-force.ts'
import type { ItemClass, ListKind } from '../catalogue/item.ts'
import { parseFilter } from '../draws/filter.ts'
import type { Method } from '../inspections/outcomes.ts'
import { isRiskClass } from '../registers/risk.ts'
import { riskClassWords } from '../registers/risk-words.ts'
import { type PlanKind, type PlanRowText, type PlanStratum, type RowField, rowNumbers, targetOf } from './row.ts'

/** What the checks know of an item; an id that nobody knows has no entry. */
export type RowItem = {
  readonly id: string
  readonly name: string
  /** Published, of the department of the plan, and applying at its place. */
  readonly usable: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly listKind: ListKind
  readonly itemClass: ItemClass
  readonly ratioFloorPpm: number | null
  readonly ratioCapPpm: number | null
  readonly methods: readonly Method[]
}

export type RowRules = { readonly kind: PlanKind; readonly year: number; readonly today: string; readonly directedFloorPpm: number }

export type RowFinding = {
  readonly type: RowRefusal | RowWarning
  readonly field: RowField
  readonly facts: Readonly<Record<string, unknown>>
}

export type RowRefusal =
  | 'item_not_published'
  | 'item_not_in_force'
  | 'item_undisturbed'
  | 'window_reversed'
  | 'plan_window_closed'
  | 'rate_zero'
  | 'strata_need_a_field'
  | 'stratum_value_unknown'
  | 'plan_target_above_base'
  | 'plan_target_zero'
  | 'plan_rate_above_cap'
  | 'plan_rate_below_floor'
  | 'plan_directed_floor'
  | 'text_names_risk_class'
  | 'plan_parties_in_own'
  | 'plan_filter_unfit'
export type RowWarning = 'plan_window_outside_year' | 'plan_method_not_of_item' | 'plan_cap_unknown' | 'plan_floor_unknown'

const warnings: readonly string[] = [
  'plan_window_outside_year',
  'plan_method_not_of_item',
  'plan_cap_unknown',
  'plan_floor_unknown',
] satisfies readonly RowWarning[]

export const isRowWarning = (type: RowFinding['type']): type is RowWarning => warnings.includes(type)

/** Everything there is to say of a row, refusals first, in the order of its fields. */
export function checkRow(row: PlanRowText, items: ReadonlyMap<string, RowItem>, rules: RowRules): RowFinding[] {
  const found = [...itemFindings(row, items, rules), ...windowFindings(row, rules), ...filterFindings(row), ...strataFindings(row)]
  found.push(...ratioFindings(row, items, rules), ...textFindings(row), ...partyFindings(row, rules))
  return [...found.filter(({ type }) => !isRowWarning(type)), ...found.filter(({ type }) => isRowWarning(type))]
}

/** Between which ratios the row as a whole surely lies, in ppm. */
export function ratioBounds(strata: readonly PlanStratum[]): { readonly least: number; readonly most: number } {
  const { ratePpm } = rowNumbers(strata)
  if (ratePpm !== null) return { least: ratePpm, most: ratePpm }
  const bounds = strata.map((stratum) => {
    if ('ratePpm' in stratum) return { least: stratum.ratePpm, most: stratum.ratePpm }
    const { base, count } = stratum
    if (base === undefined || base === 0) return { least: count === 0 ? 0 : 1, most: count === 0 ? 0 : 1_000_000 }
    return { least: Math.floor((count * 1_000_000) / base), most: Math.ceil((count * 1_000_000) / base) }
  })
  return { least: Math.min(...bounds.map(({ least }) => least)), most: Math.max(...bounds.map(({ most }) => most)) }
}

/** 清单之外无检查: every item is published, applies here, is in force when the work can begin, and may be drawn at all. */
function itemFindings({ itemIds, from, methods }: PlanRowText, items: ReadonlyMap<string, RowItem>, { today }: RowRules): RowFinding[] {
  const day = firstDayOfWork(from, today)
  const known = itemIds.flatMap((id) => items.get(id) ?? [])
  const about = (type: RowFinding['type'], names: readonly string[], facts: object = {}): RowFinding[] =>
    names.length === 0 ? [] : [{ type, field: 'itemIds', facts: { ...facts, items: names } }]
  const unknown = itemIds.filter((id) => items.get(id)?.usable !== true).map((id) => items.get(id)?.name ?? id)
  const usable = known.filter((item) => item.usable)
  const idle = usable.filter((item) => !inForce(item, day))
  const quiet = usable.filter(({ listKind }) => listKind === 'undisturbed')
  const other = usable.filter((item) => item.methods.length > 0 && !item.methods.some((method) => methods.includes(method)))
  return [
    ...about('item_not_published', unknown),
    ...about('item_not_in_force', namesOf(idle), { day }),
    ...about('item_undisturbed', namesOf(quiet)),
    ...about('plan_method_not_of_item', namesOf(other)).map((one) => ({ ...one, field: 'methods' as const })),
  ]
}

function windowFindings({ from, to }: PlanRowText, { today, year }: RowRules): RowFinding[] {
  if (from > to) return [{ type: 'window_reversed', field: 'to', facts: { from, to } }]
  if (to < today) return [{ type: 'plan_window_closed', field: 'to', facts: { to, today } }]
  const inside = from.startsWith(`${year}-`) && to.startsWith(`${year}-`)
  return inside ? [] : [{ type: 'plan_window_outside_year', field: from.startsWith(`${year}-`) ? 'to' : 'from', facts: { from, to, year } }]
}

/** A filter that the draw protocol cannot write down reaches nobody, and nobody would notice. */
function filterFindings({ filter }: PlanRowText): RowFinding[] {
  const parsed = parseFilter(filter)
  if (parsed.ok) return []
  const { path = '', expected = '' } = parsed.failure.problems[0] ?? {}
  return [{ type: 'plan_filter_unfit', field: 'filter', facts: { path, expected } }]
}

/** AR02: target = round-half-up(base × ratio); more than the base, or nobody, is refused. */
function strataFindings({ stratifyBy, strata }: PlanRowText): RowFinding[] {
  const found: RowFinding[] = []
  const say = (type: RowFinding['type'], facts: object = {}): void => void found.push({ type, field: 'strata', facts: { ...facts } })
  if (stratifyBy === 'none' && strata.length !== 1) say('strata_need_a_field', { strata: strata.length })
  for (const stratum of strata) {
    const { name, base } = stratum
    const unknown = stratifyBy === 'riskClass' ? stratum.values.find((one) => !isRiskClass(one)) : undefined
    if (unknown !== undefined) say('stratum_value_unknown', { stratum: name, value: unknown })
    const asked = 'count' in stratum ? stratum.count : stratum.ratePpm
    const target = targetOf(stratum)
    if (asked === 0 && stratum.allowZero !== true) say('rate_zero', { stratum: name })
    else if (base !== undefined && target !== null && target > base) say('plan_target_above_base', { stratum: name, target, base })
    else if (target === 0 && stratum.allowZero !== true) say('plan_target_zero', { stratum: name, base: base ?? 0 })
  }
  return found
}

/** 一般事项须设抽查比例上限 (国市监信规〔2024〕5号), 定向抽查的下限 is a place's own (甘肃省政府令129号: 不低于 10%). */
function ratioFindings(row: PlanRowText, items: ReadonlyMap<string, RowItem>, { directedFloorPpm }: RowRules): RowFinding[] {
  const { least, most } = ratioBounds(row.strata)
  const found: RowFinding[] = []
  const say = (type: RowFinding['type'], facts: object): void => void found.push({ type, field: 'strata', facts: { ...facts } })
  for (const { name, itemClass, ratioCapPpm: cap, ratioFloorPpm: floor } of row.itemIds.flatMap((id) => items.get(id) ?? [])) {
    // 重点事项 may be full coverage: no cap holds for them (domain.md §6 R4).
    if (cap !== null && itemClass === 'general') {
      if (least > cap) say('plan_rate_above_cap', { item: name, rate: percent(least), cap: percent(cap) })
      else if (most > cap) say('plan_cap_unknown', { item: name, cap: percent(cap) })
    }
    if (floor !== null && most < floor) say('plan_rate_below_floor', { item: name, rate: percent(most), floor: percent(floor) })
    else if (floor !== null && least < floor) say('plan_floor_unknown', { item: name, floor: percent(floor) })
  }
  if (row.directed && most < directedFloorPpm) say('plan_directed_floor', { rate: percent(most), floor: percent(directedFloorPpm) })
  return found
}

/** 信用风险等级不公开: texts of a plan are published as they stand, so none of them says whom a class is meant for. */
function textFindings(row: PlanRowText): RowFinding[] {
  const fields = ['name', 'objectScope', 'frequency', 'targetText', 'remark'] as const
  return fields.flatMap((field): RowFinding[] => {
    const words = riskClassWords(row[field])
    return words === null ? [] : [{ type: 'text_names_risk_class', field, facts: { words } }]
  })
}

function partyFindings({ parties }: PlanRowText, { kind }: RowRules): RowFinding[] {
  const names = parties.map(({ orgName }) => orgName)
  return kind === 'joint' || names.length === 0 ? [] : [{ type: 'plan_parties_in_own', field: 'parties', facts: { parties: names } }]
}

const namesOf = (items: readonly RowItem[]): string[] => items.map(({ name }) => name)

/** 52,500 ppm → `5.25%`. */
export const percent = (ppm: number): string => `${ppm / 10_000}%`
