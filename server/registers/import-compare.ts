/** What an import comes to: the difference between what waits and what stands, counted. The check asks it, and the commit asks again. */
import type { Tx } from '#db/connect.ts'
import { refreshStatistics } from '#server/statistics.ts'
import type { ImportNotes, ImportWork } from './import-kind.ts'
import { importKinds } from './import-kinds.ts'
import { countRejected } from './import-rejection-store.ts'
import { clearChanges, countChanges, countStaged } from './import-stage-store.ts'
import type { ImportRecord } from './import-store.ts'

export type Compared = { readonly sums: ImportRecord['rows']; readonly notes: ImportNotes }

/** Writes the difference into import_change. The sum that must hold: read = added + changed + unchanged + Σ rejected. */
export async function compare(tx: Tx, work: ImportWork, read: number): Promise<Compared> {
  const { id, kind } = work.batch
  await clearChanges(tx, id)
  const notes = await importKinds[kind].diff(tx, work)
  const { added, changed, leaving } = await countChanges(tx, id)
  const staged = await countStaged(tx, id)
  const rejected = await countRejected(tx, id)
  await refreshStatistics(tx, ['import_change'])
  const sums = { read, added, changed, unchanged: staged - added - changed, leaving, rejected }
  const refused = Object.values(rejected).reduce((sum, n) => sum + n, 0)
  if (staged + refused !== read) throw new Error(`import ${id}: ${read} rows read, ${staged} staged, ${refused} refused`)
  return { sums, notes }
}
