/** Publication: the version is kept for ever, and its public copy is made. The first time or again, after an adjustment. */
import { publicRow } from '#core/plans/public-row.ts'
import { type PlanRow, rowNumbers } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import type { MoveCall } from './moves.ts'
import { planRows } from './row-store.ts'
import { refuseBound } from './rows.ts'
import { type PlanRecord, savePlan } from './store.ts'
import { findVersion, insertVersion, publishAdoption, publishVersion, type VersionRow } from './version-store.ts'

/** Makes the next version of an approved plan public. */
export async function publish({ tx, actor, now }: MoveCall, plan: PlanRecord): Promise<void> {
  const rows = await versionRows(tx, await planRows(tx, plan.id))
  await refuseNewlyBound(tx, plan, rows)
  const version = plan.version + 1
  const reason = plan.adjustReason ?? ''
  await insertVersion(tx, plan, {
    version,
    reason,
    rows,
    submitted: { id: plan.submittedBy ?? plan.createdBy, name: plan.submittedByName ?? plan.createdByName },
    approved: signed(plan),
    published: { id: actor.id, name: actor.name },
    at: now,
  })
  await publishVersion(tx, plan, { version, reason, rows: rows.map((row) => publicRow(row, row.itemNames)), at: now })
  if (plan.kind === 'joint') await publishAdoption(tx, plan.id, version)
  await savePlan(tx, plan.id, { version, publishedAt: now, adjustReason: null, editor: null }, now)
}

/** Rows as a version keeps them: with the names of their items, and the numbers that follow from their strata. */
export async function versionRows(tx: Tx, rows: readonly PlanRow[]): Promise<VersionRow[]> {
  const items = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  return rows.map(({ itemIds, ...row }) => {
    const { base, target } = rowNumbers(row.strata)
    const { updatedAt: _, ...kept } = { updatedAt: null, ...row }
    return { ...kept, itemIds: [...itemIds], itemNames: itemIds.map((id) => items.get(id)?.name ?? id), base, target }
  })
}

/** Between the cancellation of a row and its publication a task may have been made of it: the version before ruled. */
async function refuseNewlyBound(tx: Tx, plan: PlanRecord, rows: readonly VersionRow[]): Promise<void> {
  const before = await findVersion(tx, plan.id, plan.version)
  const stood = new Set(before?.rows.filter(({ state }) => state === 'planned').map(({ id }) => id))
  await refuseBound(
    { tx },
    rows.filter(({ id, state }) => state === 'cancelled' && stood.has(id)),
  )
}

function signed({ approvedBy, approvedByName }: PlanRecord): { id: string; name: string } {
  if (approvedBy === null) throw new Error('an approved plan has an approver')
  return { id: approvedBy, name: approvedByName ?? '' }
}
