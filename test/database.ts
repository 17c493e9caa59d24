/** A real database for a test file: a clone of the migrated template, and transactions that are rolled back. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject } from 'vitest'
import { createDb, createPools, type Db, type Pools, type Tx } from '#db/connect.ts'

export type TestDatabase = {
  /** Superuser URL of this clone, for code that wants DATABASE_URL. */
  readonly url: string
  readonly pools: Pools
  /** As the application: role mingjian_app. */
  readonly db: Db
  /** Closes the pools and drops the clone. Left out, the clone goes with the server at the end of the run. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** The clone of this test file, made on first use: what a test commits is seen by the later tests of the file, and by no other file. */
export const testDatabase = (): Promise<TestDatabase> => {
  const { testPath = '' } = expect.getState()
  const known = ofFile.get(testPath) ?? cloneDatabase()
  ofFile.set(testPath, known)
  return known
}

/** By test file: the files of one worker share their modules. */
const ofFile = new Map<string, Promise<TestDatabase>>()

/** A clone of one's own, for concurrency and for tests that commit: `await using database = await cloneDatabase()`. About 60 ms. */
export const cloneDatabase = async (template = new URL(inject('databaseUrl')).pathname.slice(1)): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser((client) => client.query(`create database ${name} template ${template} strategy file_copy`))
  const url = urlOf(name)
  const pools = createPools({ url })
  const close = async () => {
    await pools.close()
    await asSuperuser((client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { url, pools, db: createDb(pools.app), close, [Symbol.asyncDispose]: close }
}

/** A clone of what `make` answers: it is made once a run, by the first file that asks; files beside it wait. Nobody may be connected to it any more. */
export const cloneShared = async (name: string, make: () => Promise<TestDatabase>): Promise<TestDatabase> => {
  await asSuperuser(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount !== 0) return
    const made = await make()
    await made.pools.close()
    await client.query(`alter database ${new URL(made.url).pathname.slice(1)} rename to ${name}`)
  })
  return cloneDatabase(name)
}

/** Runs `work` in a transaction that is always rolled back, and answers what it answered. */
export const rolledBack = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> => {
  let answer: { readonly value: T } | null = null
  const enough = new Error('rolled back')
  try {
    await db.transaction().execute(async (tx) => {
      answer = { value: await work(tx) }
      throw enough
    })
  } catch (error) {
    if (error !== enough) throw error
  }
  return (answer as { readonly value: T } | null)?.value as T // set, because only `enough` leads here
}

const asSuperuser = async (work: (client: pg.Client) => Promise<unknown>): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const urlOf = (database: string): string => Object.assign(new URL(inject('databaseUrl')), { pathname: `/${database}` }).href
