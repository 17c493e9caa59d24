/** Connections to PostgreSQL: one pool per database role, values as plain data, transactions, and the names of broken constraints. */
import { type IsolationLevel, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './rows.gen.ts'
import { sendingTogether } from './sending.ts'
import { typeParsers } from './values.ts'

export type DatabaseConfig = {
  /** An account that may become every role (`SET ROLE`), see db/roles.sql. */
  readonly url: string
  /** Accounts of their own for a role; such a pool logs in with it and does not change role. */
  readonly urls?: Readonly<Partial<Record<'app' | 'portal' | 'exchange', string | undefined>>>
  /** Largest number of connections of the app pool; 10 unless said. */
  readonly appConnections?: number
}

export type Pools = {
  /** Requests: role mingjian_app, 5 s per statement. */
  readonly app: pg.Pool
  /** Jobs and imports: role mingjian_app, no limit per statement. */
  readonly jobs: pg.Pool
  /** better-auth: role mingjian_app, search path `auth`, dates as `Date` because that library compares them. */
  readonly auth: pg.Pool
  /** Public pages: role mingjian_portal, read-only, search path `published`. */
  readonly portal: pg.Pool
  readonly exchange: pg.Pool
  /** Schema owner; for tests and maintenance only. */
  readonly migrator: pg.Pool
  readonly close: () => Promise<void>
}

export type Db = Kysely<DB>
/** What a store's functions take first: a transaction, or in a test a rolled-back one. */
export type Tx = Transaction<DB>

/** Pools open connections only when used. `close()` waits for the queries in hand. */
export const createPools = (config: DatabaseConfig): Pools => {
  const pool = (name: PoolName) => createPool(config, name)
  const pools = {
    app: pool('app'),
    jobs: pool('jobs'),
    auth: pool('auth'),
    portal: pool('portal'),
    exchange: pool('exchange'),
    migrator: pool('migrator'),
  }
  return {
    ...pools,
    close: async () => {
      await Promise.all(Object.values(pools).map((each) => each.end()))
    },
  }
}

type PoolName = 'app' | 'jobs' | 'auth' | 'portal' | 'exchange' | 'migrator'

type PoolShape = {
  readonly role: string
  readonly account?: 'app' | 'portal' | 'exchange'
  readonly max: number
  readonly settings: Settings
}

type Settings = Readonly<Record<string, string>>

/** A request that waits 5 s for the database has lost its reader (field-notes §E3); an idle transaction holds locks others wait for. */
const requestSettings: Settings = { statement_timeout: '5s', lock_timeout: '4s', idle_in_transaction_session_timeout: '30s' }

/** Words of the register's index wait in a list until a job puts them in place (db/migrations/0010_lists.sql): no write of a person empties it. */
const writes: Settings = { gin_pending_list_limit: '1000GB' }

const shapes: Readonly<Record<PoolName, PoolShape>> = {
  app: { role: 'mingjian_app', account: 'app', max: 10, settings: { ...requestSettings, ...writes, search_path: 'public' } },
  jobs: {
    role: 'mingjian_app',
    account: 'app',
    max: 8,
    settings: { ...writes, search_path: 'public', idle_in_transaction_session_timeout: '1h' },
  },
  auth: { role: 'mingjian_app', account: 'app', max: 5, settings: { ...requestSettings, search_path: 'auth' } },
  portal: {
    role: 'mingjian_portal',
    account: 'portal',
    max: 8,
    settings: { ...requestSettings, search_path: 'published', default_transaction_read_only: 'on' },
  },
  exchange: { role: 'mingjian_exchange', account: 'exchange', max: 4, settings: { ...requestSettings, search_path: 'public' } },
  migrator: { role: 'mingjian_migrator', max: 2, settings: { search_path: 'public' } },
}

const createPool = (config: DatabaseConfig, name: PoolName): pg.Pool => {
  const shape = shapes[name]
  const own = shape.account === undefined ? undefined : config.urls?.[shape.account]
  const pool = new pg.Pool({
    connectionString: own ?? config.url,
    options: roleOptions({ ...shape.settings, timezone: 'UTC', datestyle: 'ISO', ...(own === undefined ? { role: shape.role } : {}) }),
    max: name === 'app' ? (config.appConnections ?? shape.max) : shape.max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: `mingjian ${name}`,
    pipeline: name === 'app',
    ...(name === 'auth' ? {} : { types: typeParsers }),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Server settings as the `options` of a connection: `{ role: 'mingjian_app' }` → `-c role=mingjian_app`. They hold from the first query on. */
export const roleOptions = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/([\\ ])/g, '\\$1')}`)
    .join(' ')

/** A Kysely over a pool; the pool stays its maker's to close (do not `destroy` the Kysely). */
export const createDb = (pool: pg.Pool): Db => new Kysely<DB>({ dialect: new PostgresDialect({ pool: sendingTogether(pool) }) })

export type TransactionOptions = {
  readonly isolation?: IsolationLevel
  /** How often the work may run in all when PostgreSQL asks to repeat it (40001, 40P01); 3 unless said. */
  readonly tries?: number
}

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. Inside a transaction it is a savepoint, so code
 * under test runs unchanged in a rolled-back transaction. `work` may run again after a deadlock: effects outside belong after the commit.
 */
export const withTransaction = async <T>(db: Kysely<DB>, work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> => {
  if (db.isTransaction) return await withSavepoint(db as Tx, work)
  const { isolation, tries = 3 } = options
  for (let n = 1; ; n++) {
    try {
      const transaction = db.transaction()
      return await (isolation === undefined ? transaction : transaction.setIsolationLevel(isolation)).execute(work)
    } catch (error) {
      if (n >= tries || !mayRepeat(error)) throw error
    }
  }
}

const withSavepoint = async <T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> => {
  await sql`savepoint inner_transaction`.execute(tx)
  try {
    const value = await work(tx)
    await sql`release savepoint inner_transaction`.execute(tx)
    return value
  } catch (error) {
    await sql`rollback to savepoint inner_transaction; release savepoint inner_transaction`.execute(tx)
    throw error
  }
}

const mayRepeat = (error: unknown): boolean => error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')

export type BrokenConstraint = {
  readonly kind: 'unique' | 'foreign_key' | 'check' | 'not_null' | 'exclusion'
  /** The name given in the migration; for `not_null`, which has none, the table and column: `visit.result`. */
  readonly constraint: string
  readonly table: string
}

/** Which named constraint an error of the database is about; null for every other error. Names map to problems, messages never do. */
export const constraintOf = (error: unknown): BrokenConstraint | null => {
  if (!(error instanceof pg.DatabaseError)) return null
  const kind = kinds[error.code ?? '']
  if (kind === undefined) return null
  const table = error.table ?? ''
  return { kind, constraint: error.constraint ?? `${table}.${error.column ?? ''}`, table }
}

const kinds: Readonly<Record<string, BrokenConstraint['kind']>> = {
  '23502': 'not_null',
  '23503': 'foreign_key',
  '23505': 'unique',
  '23514': 'check',
  '23P01': 'exclusion',
}
