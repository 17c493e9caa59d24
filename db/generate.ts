/**
 * Writes db/rows.gen.ts, the row types of the migrated database: `npm run generate`; with `--check` it only says whether they are fresh.
 * The types follow the parsers of db/values.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect as PostgresConnection } from 'kysely'
import { generate, PostgresDialect } from 'kysely-codegen'
import pg from 'pg'
import { startThrowAway } from './throw-away.ts'

export const rowsFile = fileURLToPath(new URL('./rows.gen.ts', import.meta.url))

/** The text that db/rows.gen.ts should have, from an empty database brought to the newest migration. About 2 s. */
export const generateRows = async (): Promise<string> => {
  const server = await startThrowAway(fileURLToPath(new URL('../.data', import.meta.url)), 'generate')
  try {
    return await rowsOf(server.url)
  } finally {
    await server.stop()
  }
}

type CodegenDb = Parameters<typeof generate>[0]['db']

/** The row types of a database that is migrated already. */
export const rowsOf = async (url: string): Promise<string> => {
  const dialect = new PostgresDialect({ dateParser: 'string', defaultSchemas: ['public'] })
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  // The server is stopped right after; a connection that it closes first is no failure.
  pool.on('error', () => undefined)
  const db = new Kysely({ dialect: new PostgresConnection({ pool }) }) as unknown as CodegenDb // the same class by its other module format; it asks the catalogue only, whose tables no type knows
  try {
    return await generate({
      db,
      dialect,
      excludePattern: 'graphile_worker.*',
      outFile: null,
      typeMapping: { int8: 'number', timestamptz: 'string', timestamp: 'string', interval: 'string' },
    })
  } finally {
    await db.destroy()
  }
}

if (import.meta.main) {
  const rows = await generateRows()
  const fresh = readFileSync(rowsFile, 'utf8') === rows
  if (!process.argv.includes('--check')) writeFileSync(rowsFile, rows)
  else if (!fresh) {
    console.error('db/rows.gen.ts does not match the migrations. Run: npm run generate')
    process.exitCode = 1
  }
}
