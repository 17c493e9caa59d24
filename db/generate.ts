/**
 * Writes db/rows.gen.ts, the row types of the migrated database: `npm run generate`; with `--check` it only says whether they are fresh.
 * The types follow the parsers of db/values.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generate, PostgresDialect } from 'kysely-codegen'
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

/** The row types of a database that is migrated already. */
export const rowsOf = async (url: string): Promise<string> => {
  const dialect = new PostgresDialect({ dateParser: 'string', defaultSchemas: ['public'] })
  const db = await dialect.introspector.connect({ connectionString: url, dialect })
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
