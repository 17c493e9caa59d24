/** The naïve ways on the same rows in the same run: exact counts, OFFSET, LIKE. Times are of the database alone, without server and HTTP, to their advantage. */
import pg from 'pg'
import type { Named } from './register-queries.ts'
import type { Reader } from './register-readers.ts'
import { bestOf, percentile } from './register-times.ts'

/** Figures and ratios: how many times longer the naïve way takes than ours through the whole house. */
export async function naiveWays(url: string, { person }: Reader, searches: readonly Named[]): Promise<Readonly<Record<string, number>>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const columns = 'subject, name, kind, entity_type, region_path, established, state, updated_at'
    const exact = await bestOf(() => client.query("select count(*) from entity where region_path = '62' or region_path like '62.%'"), 2)
    const capped = await bestOf(() => person.api.registers.count({}))
    const offset = await bestOf(
      () =>
        client.query(`select ${columns} from entity where region_path like '62.%' order by region_path, subject limit 51 offset 200000`),
      2,
    )
    const far = await cursorAt(person, 20)
    const keyset = await bestOf(() => person.api.registers.listEntities({ limit: 50, ...(far !== null && { cursor: far }) }))
    const some = searches.filter((_, index) => index % Math.ceil(searches.length / 10) === 0)
    const like: number[] = []
    const ours: number[] = []
    for (const { name, query } of some) {
      const text = `select ${columns} from entity where region_path like '62.%' and name like '%' || $1 || '%' order by region_path, subject limit 51`
      like.push(await bestOf(() => client.query(text, [name]), 1))
      ours.push(await bestOf(() => person.api.registers.listEntities(query)))
    }
    return {
      'count(*) of the province, ms': exact,
      'count(*) / capped count': exact / capped,
      'OFFSET 200000, ms': offset,
      'OFFSET 200000 / page by its key': offset / keyset,
      [`LIKE '%…%', median of ${some.length} searches, ms`]: percentile(like, 50),
      "LIKE '%…%' / search, medians": percentile(like, 50) / percentile(ours, 50),
      "LIKE '%…%' / search, slowest of each": percentile(like, 100) / percentile(ours, 100),
    }
  } finally {
    await client.end()
  }
}

/** Where the page of that number begins. */
async function cursorAt(person: Reader['person'], page: number): Promise<string | null> {
  let cursor: string | null = null
  for (let at = 0; at < page; at++) {
    const { next }: { next: string | null } = await person.api.registers.listEntities({ limit: 200, ...(cursor !== null && { cursor }) })
    if (next === null) return cursor
    cursor = next
  }
  return cursor
}
