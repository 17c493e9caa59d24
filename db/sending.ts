/**
 * How statements reach PostgreSQL: by name where a connection shall keep what it parsed and planned, and with the next one where nobody needs the answer.
 * What a short statement costs is mostly parsing, planning, and the way there and back.
 */
import type { CompiledQuery, Kysely, PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'
import type { Tx } from './connect.ts'
import type { DB } from './rows.gen.ts'

/** A query of Kysely's builder, or an `sql` text. */
type Statement<Row> = { readonly compile: (db: Kysely<DB>) => CompiledQuery<Row> }

/**
 * Runs a statement by its name. For a text that is always the same and finds its rows by key: after a few runs one plan serves every value, and that of a
 * search is not good for all.
 */
export const prepared = async <Row>(db: Kysely<DB>, statement: Statement<Row>): Promise<Row[]> => run(db, statement, 'now')

/**
 * Runs a statement whose answer nobody needs, by its name, with the next one of the transaction, which may be its commit: in this order, in one message. Its
 * failure is the failure of that one: whoever wants to catch it does not use this.
 */
export async function withNext(tx: Tx, statement: Statement<unknown>): Promise<void> {
  await run(tx, statement, 'withNext')
}

async function run<Row>(db: Kysely<DB>, statement: Statement<Row>, when: Known['when']): Promise<Row[]> {
  const query = statement.compile(db)
  if (!known.has(query.sql) && known.size < most) known.set(query.sql, { name: `mingjian_${known.size + 1}`, when })
  return (await db.executeQuery(query)).rows
}

type Known = { readonly name: string; readonly when: 'now' | 'withNext' }

/** By text. Where one is made of its values after all and fills this, nothing but speed is lost: what is not known is parsed each time, and sent at once. */
const known = new Map<string, Known>()
const most = 200

/** A pool as Kysely knows it. */
export const sendingTogether = (pool: Pool): PostgresPool => ({
  connect: async () => clientOf(await pool.connect()),
  end: () => pool.end(),
})

/** A connection while one transaction has it. */
function clientOf(client: PoolClient): PostgresPoolClient {
  let before: readonly QueryConfig[] = []
  const query = async (text: string, values: unknown[]): Promise<QueryResult> => {
    const { name, when } = known.get(text) ?? { when: isBegin(text) ? 'withNext' : 'now' }
    if (text.startsWith('rollback')) {
      // What is rolled back need not run first, and a transaction that has not begun needs no end.
      const begun = !before.some((one) => isBegin(one.text))
      before = []
      if (!begun) return nothing
    }
    const all = [...before, { text, values, ...(name === undefined ? {} : { name }) }]
    before = when === 'now' ? [] : all
    if (when === 'withNext') return nothing
    return await (client.pipeline ? together(client, all) : oneByOne(client, all))
  }
  return { query, release: () => client.release() } as unknown as PostgresPoolClient // an answer of pg has what Kysely reads of it; no dialect here has cursors
}

const isBegin = (text: string): boolean => /^(begin|start transaction)\b/.test(text)

const nothing: QueryResult = { command: 'SELECT', rowCount: 0, oid: 0, fields: [], rows: [] }

/** The answer of the last. When one fails, PostgreSQL refuses those behind it, the commit too. */
async function together(client: PoolClient, all: readonly QueryConfig[]): Promise<QueryResult> {
  const { stream } = client.connection
  stream.cork()
  const answers = all.map((one) => client.query(one))
  stream.uncork()
  return (await Promise.all(answers)).at(-1) ?? nothing
}

async function oneByOne(client: PoolClient, all: readonly QueryConfig[]): Promise<QueryResult> {
  let answer = nothing
  for (const one of all) answer = await client.query(one)
  return answer
}
