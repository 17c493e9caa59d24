/** Gathers what the rules of core/plans want to know of a plan, and refuses with what they find. */
import { isPathWithin } from '#core/access/can.ts'
import { checkPlan, isPlanWarning, type PlanFinding } from '#core/plans/plan-checks.ts'
import type { PlanRow, PlanRowText } from '#core/plans/row.ts'
import { checkRow, isRowWarning, type RowFinding, type RowItem, type RowRules, ratioBounds } from '#core/plans/row-checks.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type ItemRecord, itemsById } from '#server/catalogue/store.ts'
import { Problem } from '#server/http/problem.ts'
import { policyAt } from '#server/policy/at.ts'
import { undirectedElsewhere } from './row-store.ts'
import type { PlanRecord } from './store.ts'
import { findVersion } from './version-store.ts'

/** What a plan is judged by; a plan that is only being made has no id yet. */
export type JudgedPlan = Pick<PlanRecord, 'kind' | 'year' | 'orgPath' | 'dept' | 'version'> & { readonly id: string | null }

export type Finding = (Omit<RowFinding, 'field'> & { readonly row: Pick<PlanRow, 'id' | 'seq'>; readonly field: string }) | PlanFinding

/** Everything there is to say of a plan: its rows one by one, then the plan as a whole. */
export async function findingsOf(
  tx: Tx,
  plan: JudgedPlan & { readonly id: string },
  rows: readonly PlanRow[],
  now: Instant,
): Promise<Finding[]> {
  const policy = await policyAt(tx, plan.orgPath, dateAt(now))
  const whole = checkPlan(rows, {
    kind: plan.kind,
    undirectedFloorPpm: policy.plan.undirectedFloorPpm.value,
    mostRows: policy.plan.mostRows.value,
    elsewherePpm: await elsewherePpm(tx, plan),
  })
  return [...(await rowFindings(tx, plan, rows, now, policy)), ...whole]
}

/** Refuses rows that cannot stand in a plan as they are: the first of what is found, with its row and field. */
export async function refuseRows(tx: Tx, plan: JudgedPlan, rows: readonly PlanRow[], now: Instant): Promise<void> {
  refuseFirst(await rowFindings(tx, plan, rows, now, await policyAt(tx, plan.orgPath, dateAt(now))))
}

/** Refuses a plan that cannot be submitted, approved or published as it stands; answers what is left to say of it. */
export async function refusePlan(
  tx: Tx,
  plan: JudgedPlan & { readonly id: string },
  rows: readonly PlanRow[],
  now: Instant,
): Promise<readonly Finding[]> {
  const findings = await findingsOf(tx, plan, rows, now)
  refuseFirst(findings)
  return findings
}

/** What other public plans of the body and year draw without direction, summed, in ppm. */
export async function elsewherePpm(tx: Tx, plan: JudgedPlan & { readonly id: string }): Promise<number> {
  const elsewhere = await undirectedElsewhere(tx, plan)
  return elsewhere.reduce((sum, strata) => sum + ratioBounds(strata).most, 0)
}

export const isWarning = ({ type }: Finding): boolean =>
  isRowWarning(type as RowFinding['type']) || isPlanWarning(type as PlanFinding['type']) // each asks whether the word is in its own list

/** The facts of a finding as a refusal carries them: with the row, and the field beside which the words belong. */
export const factsOf = ({ type, row, field, facts }: Finding): Readonly<Record<string, unknown>> => ({
  ...(row !== null && { row: row.seq, rowId: row.id }),
  ...(field !== null && { field }),
  ...(row !== null && type === 'text_names_risk_class' && { whereZh: `第 ${row.seq} 行的文字`, whereEn: `A text of row ${row.seq}` }),
  ...facts,
})

/** Refuses with the first finding that is no warning. */
export function refuseFirst(findings: readonly Finding[]): void {
  const [first, ...more] = findings.filter((one) => !isWarning(one))
  if (first !== undefined) throw new Problem(first.type, { ...factsOf(first), ...(more.length > 0 && { more: more.length }) })
}

/** What a published row already was is no fault of its adjustment: it is judged by what it newly says. */
async function rowFindings(tx: Tx, plan: JudgedPlan, rows: readonly PlanRow[], now: Instant, policy: PolicyPack): Promise<Finding[]> {
  const planned = rows.filter(({ state }) => state === 'planned')
  const ruling = await rulingRows(tx, plan)
  const items = await rowItems(tx, plan, [...planned, ...ruling.values()])
  const rules: RowRules = {
    kind: plan.kind,
    year: plan.year,
    today: dateAt(now),
    directedFloorPpm: policy.plan.directedFloorPpm.value,
  }
  return planned.flatMap((row) => {
    const was = ruling.get(row.id)
    const known = new Set(was === undefined ? [] : checkRow(was, items, rules).map(textOf))
    return checkRow(row, items, rules)
      .filter((one) => !known.has(textOf(one)))
      .map((one) => ({ ...one, row: { id: row.id, seq: row.seq } }))
  })
}

const textOf = (finding: RowFinding): string => JSON.stringify(finding)

async function rulingRows(tx: Tx, { id, version }: JudgedPlan): Promise<ReadonlyMap<string, PlanRow>> {
  const ruling = id === null || version === 0 ? null : await findVersion(tx, id, version)
  return new Map((ruling?.rows ?? []).map((row) => [row.id, row]))
}

async function rowItems(tx: Tx, plan: JudgedPlan, rows: readonly PlanRowText[]): Promise<ReadonlyMap<string, RowItem>> {
  const items = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  return new Map([...items].map(([id, item]) => [id, rowItem(item, plan)]))
}

const rowItem = (item: ItemRecord, plan: JudgedPlan): RowItem => ({
  id: item.id,
  name: item.name,
  usable: item.state === 'published' && item.dept === plan.dept && appliesAt(item.orgPath, plan.orgPath),
  validFrom: item.validFrom,
  validTo: item.validTo,
  listKind: item.listKind,
  itemClass: item.itemClass,
  ratioFloorPpm: item.ratioFloorPpm,
  ratioCapPpm: item.ratioCapPpm,
  methods: item.methods,
})

const appliesAt = (made: string, place: string): boolean => isPathWithin(made, place) || isPathWithin(place, made)
