/** The versions of a plan: one as it was published, and what differs between two. */
import type { z } from 'zod'
import type { VersionRow as RowShown } from '#contract/plan-rows.ts'
import { diffPlans, type FieldChange } from '#core/plans/diff.ts'
import type { PlanRow } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem } from '#server/http/problem.ts'
import { versionRows } from './publish.ts'
import { planRows } from './row-store.ts'
import { planInSight, rowsShown } from './sight.ts'
import type { PlanRecord } from './store.ts'
import { findVersion, type VersionRow } from './version-store.ts'

export const versionHandlers = {
  version: os.plans.version.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const { planId: _, kind: __, rows, ...version } = await versionOf(tx, plan, input.version)
      return { ...version, rows: rowsShown(actor, plan, rows).map(shown) }
    }),
  ),

  compare: os.plans.compare.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const before = await versionOf(tx, plan, input.from)
      const after = input.to === undefined ? await workingCopy(tx, plan) : await versionOf(tx, plan, input.to)
      const { added, cancelled, changed, same } = diffPlans(rowsShown(actor, plan, before.rows), rowsShown(actor, plan, after.rows))
      const names = await itemNames(tx, [...before.rows, ...after.rows])
      return {
        from: input.from,
        to: input.to ?? null,
        name: before.name === after.name ? null : { before: before.name, after: after.name },
        added: added.map(shown),
        cancelled: cancelled.map(({ row, reason }) => ({ row: shown(row), reason })),
        changed: changed.map(({ row, fields }) => ({ row: shown(row), fields: fields.map((change) => named(change, names)) })),
        same,
      }
    }),
  ),
}

async function versionOf(tx: Tx, plan: PlanRecord, version: number) {
  const found = await findVersion(tx, plan.id, version)
  if (found === null) throw new Problem('plan_version_unknown', { version })
  return found
}

const workingCopy = async (tx: Tx, plan: PlanRecord): Promise<{ name: string; rows: readonly VersionRow[] }> => ({
  name: plan.name,
  rows: await versionRows(tx, await planRows(tx, plan.id)),
})

/** Items are compared by their id, because a new version of an item is another item; people read their codes and names. */
const named = ({ field, before, after }: FieldChange, names: ReadonlyMap<string, string>) => ({
  field,
  before: field === 'itemIds' ? namesIn(before, names) : before,
  after: field === 'itemIds' ? namesIn(after, names) : after,
})

const namesIn = (ids: unknown, names: ReadonlyMap<string, string>): unknown =>
  Array.isArray(ids) ? ids.map((id) => names.get(String(id)) ?? String(id)) : ids

async function itemNames(tx: Tx, rows: readonly PlanRow[]): Promise<ReadonlyMap<string, string>> {
  const items = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  return new Map([...items].map(([id, { code, name, version }]) => [id, `${code} ${name}（v${version}）`]))
}

const shown = (row: VersionRow) => row as z.input<typeof RowShown> // the contract's row but for readonly lists
