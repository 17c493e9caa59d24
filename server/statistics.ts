/** What the planner knows of a table after a bulk write; see refresh_statistics in the migrations. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export const refreshStatistics = async (
  tx: Tx,
  tables: readonly (
    | 'entity'
    | 'entity_version'
    | 'entity_risk'
    | 'entity_item'
    | 'entity_label'
    | 'library_entry'
    | 'quality_finding'
    | 'import_row'
    | 'import_line'
    | 'import_change'
    | 'drawn_object'
    | 'assignment'
    | 'visit'
    | 'propensity'
  )[],
): Promise<void> => {
  await sql`select refresh_statistics(${[...tables]}::text[])`.execute(tx)
}
