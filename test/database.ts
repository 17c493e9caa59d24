/** A real database for a test file: a clone of the migrated template, and transactions that are rolled back. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
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
  ofThisFile ??= cloneDatabase()
  return ofThisFile
}

let ofThisFile: Promise<TestDatabase> | null = null

/** A clone of one's own, for concurrency and for tests that commit: `await using database = await cloneDatabase()`. About 60 ms. */
export const cloneDatabase = async (): Promise<TestDatabase> => {
  const template = new URL(inject('databaseUrl'))
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(`create database ${name} template ${template.pathname.slice(1)} strategy file_copy`)
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href
  const pools = createPools({ url })
  const close = async () => {
    await pools.close()
    await asSuperuser(`drop database if exists ${name} with (force)`)
  }
  return { url, pools, db: createDb(pools.app), close, [Symbol.asyncDispose]: close }
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

const asSuperuser = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: Object.assign(new URL(inject('databaseUrl')), { pathname: '/postgres' }).href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
