/** Copies a plan into another year. What no longer fits, such as an item that nobody publishes any more, is copied all the same: the check of the page names it. */
import { randomUUID } from 'node:crypto'
import { inForce } from '#core/catalogue/in-force.ts'
import type { PlanRow } from '#core/plans/row.ts'
import { shiftRow } from '#core/plans/shift-year.ts'
import { itemsById } from '#server/catalogue/store.ts'
import type { Command } from '#server/http/call.ts'
import { usableItems } from './item-store.ts'
import { planRows } from './row-store.ts'
import type { PlanRecord } from './store.ts'

/** The rows of a plan that stand, for the plan of another year, with new ids. */
export async function copiedRows(
  { tx, actor }: Pick<Command<unknown>, 'tx' | 'actor'>,
  source: PlanRecord,
  year: number,
): Promise<PlanRow[]> {
  const rows = (await planRows(tx, source.id)).filter(({ state }) => state === 'planned')
  const used = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  const usable = await usableItems(tx, actor)
  const itemOf = (id: string, day: string): string => {
    const code = used.get(id)?.code
    const versions = usable.filter((item) => item.code === code)
    return (versions.find((item) => inForce(item, day)) ?? versions[0])?.id ?? id
  }
  return rows.map(({ updatedAt: _, ...row }, index) => ({
    ...row,
    ...shiftRow(row, year - source.year, itemOf),
    id: randomUUID(),
    seq: index + 1,
    state: 'planned',
    cancelReason: null,
  }))
}
