/** Keyset pages and capped counts: what a list costs stays the same at ten rows and at ten million (architecture, Lists). */
import { type QueryExecutorProvider, type SelectQueryBuilder, sql } from 'kysely'
import { Problem } from '#server/http/problem.ts'

/** Counting stops here: the screen shows “10,000+”. */
const countLimit = 10_000

export type Page<Row> = {
  readonly rows: Row[]
  readonly next: string | null
  readonly count: { readonly value: number; readonly capped: boolean }
}

/** The key of the last row of a page, opaque to clients. */
export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The key in a cursor, or a Problem: a cursor is attacker-controlled, so its shape is checked before it reaches SQL. */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string' || Number.isSafeInteger(part)))
      return key.map(String)
  } catch {
    // falls through: not ours
  }
  throw new Problem('cursor_invalid')
}

/** Counts at most `countLimit` rows of a query; `query` has its conditions and no selection. */
export async function cappedCount<DB, TB extends keyof DB, O>(
  tx: QueryExecutorProvider,
  query: SelectQueryBuilder<DB, TB, O>,
): Promise<{ value: number; capped: boolean }> {
  const limited = query
    .clearSelect()
    .clearOrderBy()
    .select(sql`1`.as('one'))
    .limit(countLimit + 1)
  const counted = await sql<{ n: number }>`select count(*)::int as n from (${limited}) as counted`.execute(tx)
  const n = counted.rows[0]?.n ?? 0
  return { value: Math.min(n, countLimit), capped: n > countLimit }
}

/** Cuts one row more than a page into the page and the cursor of its last row. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): { rows: Row[]; next: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
