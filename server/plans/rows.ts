/** The rows of a plan that is being worked on: added, changed, cancelled, moved. The caller has locked the plan and judged that it may be edited. */
import { randomUUID } from 'node:crypto'
import type { PlanRowDraft } from '#contract/plan-rows.ts'
import { type PlanRow, type PlanRowText, rowNumbers, wholeStratum } from '#core/plans/row.ts'
import { dateAt } from '#core/time.ts'
import type { Command } from '#server/http/call.ts'
import { found, Problem } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { policyAt } from '#server/policy/at.ts'
import { type JudgedPlan, refuseRows } from './check.ts'
import * as store from './row-store.ts'
import type { PlanRecord } from './store.ts'

export type RowCall = Pick<Command<unknown>, 'tx' | 'actor' | 'now'>

/** A row with the id it already has. */
export type KeptDraft = PlanRowDraft & { readonly id?: string | undefined }

/** Appends checked rows; answers their ids. */
export async function addRows({ tx, now }: RowCall, plan: PlanRecord, drafts: readonly PlanRowDraft[]): Promise<string[]> {
  const there = await store.planRows(tx, plan.id)
  const last = there.at(-1)?.seq ?? 0
  const rows = drafts.map((draft, index) => newRow(draft, last + index + 1))
  await refuseTooMany({ tx, now }, plan, there.length + rows.length)
  await refuseRows(tx, plan, rows, now)
  await store.saveRows(tx, plan.id, rows, now)
  return rows.map(({ id }) => id)
}

/** The rows of a plan that is only being made. */
export async function checkedRows({ tx, now }: RowCall, plan: JudgedPlan, drafts: readonly PlanRowDraft[]): Promise<PlanRow[]> {
  const rows = drafts.map((draft, index) => newRow(draft, index + 1))
  await refuseTooMany({ tx, now }, plan, rows.length)
  await refuseRows(tx, plan, rows, now)
  return rows
}

/** Changes one row. `seen` is when it was changed last, as the page showed it. */
export async function saveRow(call: RowCall, plan: PlanRecord, rowId: string, draft: PlanRowDraft, seen?: string): Promise<void> {
  const { tx, now } = call
  const row = await rowOf(call, plan, rowId, seen)
  if (row.state === 'cancelled') throw new Problem('plan_row_is_cancelled', { row: row.seq, rowId })
  const changed = { ...textOfDraft(draft, row.seq), id: row.id, seq: row.seq, state: row.state, cancelReason: null }
  await refuseRows(tx, plan, [changed], now)
  await store.saveRows(tx, plan.id, [changed], now)
}

/** Takes a row out that was never published; one that was stays, as cancelled, with the reason. Answers whether it is gone. */
export async function cancelRow(call: RowCall, plan: PlanRecord, rowId: string, reason: string, seen?: string): Promise<boolean> {
  const { tx, now } = call
  const row = await rowOf(call, plan, rowId, seen)
  if (!(await store.everPublished(tx, plan.id, [rowId])).has(rowId)) {
    await store.deleteRows(tx, plan.id, [rowId])
    await store.renumberRows(tx, plan.id, [])
    return true
  }
  if (reason.trim() === '') throw new Problem('plan_reason_missing', { row: row.seq, rowId, field: 'reason' })
  refuseRiskClass({ reason })
  await refuseBound({ tx }, [row])
  await store.saveRows(tx, plan.id, [{ ...row, state: 'cancelled', cancelReason: reason.trim() }], now)
  return false
}

/** Takes the cancellation of a row back, while it is not published. */
export async function restoreRow(call: RowCall, plan: PlanRecord, rowId: string, seen?: string): Promise<void> {
  const row = await rowOf(call, plan, rowId, seen)
  if (row.state !== 'cancelled') throw new Problem('plan_row_not_cancelled', { rowId })
  await store.saveRows(call.tx, plan.id, [{ ...row, state: 'planned', cancelReason: null }], call.now)
}

/** Gives a row another number; the others close up. */
export async function moveRow(call: RowCall, plan: PlanRecord, rowId: string, to: number, seen?: string): Promise<void> {
  await rowOf(call, plan, rowId, seen)
  const others = (await store.planRows(call.tx, plan.id)).map(({ id }) => id).filter((id) => id !== rowId)
  await store.renumberRows(call.tx, plan.id, others.toSpliced(to - 1, 0, rowId))
}

/** The whole table anew: rows with an id keep it, rows that are missing are taken out, which a published one cannot be. */
export async function replaceRows(call: RowCall, plan: PlanRecord, drafts: readonly KeptDraft[]): Promise<void> {
  const { tx, now } = call
  const there = new Map((await store.planRows(tx, plan.id)).map((row) => [row.id, row]))
  const rows = drafts.map(({ id, ...draft }, index): PlanRow => {
    const kept = id === undefined ? undefined : found(there.get(id))
    const { state, cancelReason } = kept ?? { state: 'planned', cancelReason: null }
    return { ...newRow(draft, index + 1), ...(kept !== undefined && { id: kept.id, state, cancelReason }) }
  })
  await refuseTooMany(call, plan, rows.length)
  await refuseRows(tx, plan, rows, now)
  const staying = new Set(rows.map(({ id }) => id))
  const leaving = [...there.values()].filter(({ id }) => !staying.has(id))
  const published = await store.everPublished(
    tx,
    plan.id,
    leaving.map(({ id }) => id),
  )
  const kept = leaving.find(({ id }) => published.has(id))
  if (kept !== undefined) throw new Problem('plan_row_published', { row: kept.seq, rowId: kept.id, name: kept.name })
  await store.deleteRows(
    tx,
    plan.id,
    leaving.map(({ id }) => id),
  )
  await store.saveRows(tx, plan.id, rows, now)
}

/** Refuses rows that a task carries out. */
export async function refuseBound({ tx }: Pick<RowCall, 'tx'>, rows: readonly Pick<PlanRow, 'id' | 'seq' | 'name'>[]): Promise<void> {
  const bound = await store.boundTasks(
    tx,
    rows.map(({ id }) => id),
  )
  const row = rows.find(({ id }) => bound.has(id))
  if (row !== undefined) throw new Problem('plan_row_has_tasks', { row: row.seq, rowId: row.id, name: row.name, tasks: bound.get(row.id) })
}

const newRow = (draft: PlanRowDraft, seq: number): PlanRow => ({
  ...textOfDraft(draft, seq),
  id: randomUUID(),
  seq,
  state: 'planned',
  cancelReason: null,
})

/** A draft as a row holds it: always with strata, and the ratio that follows from them. */
function textOfDraft({ strata: typed, ...draft }: PlanRowDraft, row: number): PlanRowText {
  if (typed === undefined && draft.ratePpm === null) throw new Problem('plan_rate_missing', { row, field: 'strata' })
  const strata = typed ?? [wholeStratum(draft.ratePpm ?? 0)]
  return { ...draft, itemIds: [...new Set(draft.itemIds)], strata, ratePpm: rowNumbers(strata).ratePpm }
}

async function rowOf({ tx }: Pick<RowCall, 'tx'>, plan: PlanRecord, rowId: string, seen: string | undefined): Promise<store.PlanRowRecord> {
  const { planId, ...row } = found(await store.findPlanRow(tx, rowId))
  if (planId !== plan.id) throw new Problem('not_found')
  if (seen !== undefined && seen !== row.updatedAt) throw new Problem('page_stale', { row: row.seq, rowId })
  return row
}

async function refuseTooMany(
  { tx, now }: Pick<RowCall, 'tx' | 'now'>,
  { orgPath }: Pick<JudgedPlan, 'orgPath'>,
  rows: number,
): Promise<void> {
  const { plan } = await policyAt(tx, orgPath, dateAt(now))
  if (rows > plan.mostRows.value) throw new Problem('plan_rows_too_many', { rows, most: plan.mostRows.value })
}
