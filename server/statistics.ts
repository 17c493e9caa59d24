/** What the planner knows of a table after a bulk write; see refresh_statistics in the migrations. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export const refreshStatistics = async (
  tx: Tx,
  tables: readonly ('entity' | 'entity_risk' | 'entity_item' | 'import_row' | 'drawn_object' | 'assignment' | 'visit' | 'propensity')[],
): Promise<void> => {
  await sql`select refresh_statistics(${[...tables]}::text[])`.execute(tx)
}
