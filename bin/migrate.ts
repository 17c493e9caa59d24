/** Migrates the database of the config and ends: for updates where the application's account may not. */
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'

const config = readConfig()
try {
  const database = await openDatabase(config.database, (line) => console.log(line))
  const { applied, version } = database.migrated
  console.log(applied.length === 0 ? `The database is at migration ${version}: nothing to do.` : `Applied: ${applied.join(', ')}`)
  await database.close()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
