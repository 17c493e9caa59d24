/** The published list of inspection items. */
import type { Db } from '#db/connect.ts'

export type Item = {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly orgName: string
  readonly category: string
  readonly name: string
  readonly itemClass: string
  readonly basis: string
  readonly objectScope: string
  readonly methods: readonly string[]
  readonly at: string
}

export type ItemPlace = { readonly orgPath: string; readonly code: string; readonly id: string }

/** The newest version of every item, by authority and code. */
export async function findItems(
  db: Db,
  { after, limit }: { readonly after?: ItemPlace | undefined; readonly limit: number },
): Promise<readonly (Item & ItemPlace)[]> {
  let query = db
    .selectFrom(
      db
        .selectFrom('published.item')
        .distinctOn(['org_path', 'org_name', 'code'])
        .selectAll()
        .orderBy('org_path')
        .orderBy('org_name')
        .orderBy('code')
        .orderBy('version', 'desc')
        .as('newest'),
    )
    .select([
      'id',
      'code',
      'version',
      'org_path as orgPath',
      'org_name as orgName',
      'category',
      'name',
      'item_class as itemClass',
      'basis',
      'object_scope as objectScope',
      'methods',
      'published_at as at',
    ])
  if (after !== undefined) {
    const { orgPath, code, id } = after
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('org_path', 'code', 'id'), '>', tuple(orgPath, code, id)))
  }
  return await query.orderBy('org_path').orderBy('code').orderBy('id').limit(limit).execute()
}
