/** SQL of the items that a plan may use: published, of its department, applying at its place. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type UsableItem = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly subItem: string
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** Every version that is published, the nearest above the place first where a code is made at several, then the newest first. */
export async function usableItems(tx: Tx, { dept, orgPath }: { readonly dept: string; readonly orgPath: string }): Promise<UsableItem[]> {
  return await tx
    .selectFrom('item')
    .select(['id', 'code', 'name', 'sub_item as subItem', 'valid_from as validFrom', 'valid_to as validTo'])
    .where('dept', '=', dept)
    .where('state', '=', 'published')
    .where('list_kind', '<>', 'undisturbed')
    .where(sql<boolean>`(org_path = ${orgPath} or org_path like ${`${orgPath}.%`} or starts_with(${orgPath}, org_path || '.'))`)
    .orderBy('code')
    .orderBy(sql`length(org_path) > length(${orgPath}::text)`)
    .orderBy(sql`length(org_path)`, 'desc')
    .orderBy('version', 'desc')
    .execute()
}
