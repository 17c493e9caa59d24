/** The generated register in a data directory that is kept: made once, used again while migrations and generator are the same. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createDb, createPools } from '#db/connect.ts'
import { type Embedded, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { ensureRegions } from '#server/registers/regions.ts'
import { fillRegister } from './register-fill.ts'
import type { County } from './register-rows.ts'

export type KeptRegister = {
  readonly database: Embedded
  /** For what the server keeps beside it. */
  readonly folder: string
}

/** Starts the database of `.data/bench-registers-<rows>`, filling it first when there is none or it is stale. The province is Gansu, as it was on the map of 2023. */
export async function openRegister(rows: number, say: (line: string) => void): Promise<KeptRegister> {
  const folder = resolve('.data', `bench-registers-${rows}`)
  const stampFile = join(folder, 'stamp')
  const kept = existsSync(stampFile) && isOf(hashes(rows), readFileSync(stampFile, 'utf8'))
  if (!kept) remove(folder)
  mkdirSync(folder, { recursive: true })
  const database = await startEmbedded({ dir: join(folder, 'postgres'), settings })
  try {
    if (!kept) say(`making ${rows} objects in ${folder}`)
    await migrate({ url: database.url })
    if (!kept) await fillRegister(database.url, rows, await countiesOf(database.url), say)
    writeFileSync(stampFile, JSON.stringify(hashes(rows)))
    return { database, folder }
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** A database server of its own for ten million objects; what it holds can be made again, so it does not wait for the disk. */
export const settings = {
  shared_buffers: '3GB',
  effective_cache_size: '12GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  wal_level: 'minimal',
  max_wal_senders: '0',
  fsync: 'off',
  full_page_writes: 'off',
}

/** Of all that made the register, by file. */
function hashes(rows: number): Readonly<Record<string, string>> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const files = globSync(['db/migrations/*.sql', 'bench/kit/register-{rows,fill}.ts'], { cwd: root }).sort()
  const hash = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex')
  return { rows: String(rows), ...Object.fromEntries(files.map((file) => [file, hash(file)])) }
}

/** What made the kept register is as it was; migrations that came since are applied to it. */
function isOf(now: Readonly<Record<string, string>>, stamp: string): boolean {
  const then = stamp.startsWith('{') ? (JSON.parse(stamp) as Readonly<Record<string, string>>) : {} // written above
  return Object.keys(then).length > 0 && Object.entries(then).every(([file, hash]) => now[file] === hash)
}

/** The database may lie elsewhere, behind a link (db/embedded-place.ts). */
export function remove(folder: string): void {
  const postgres = join(folder, 'postgres')
  if (existsSync(postgres)) rmSync(realpathSync(postgres), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

/** The counties of the province, in the order of their paths. */
export async function countiesOf(url: string): Promise<readonly County[]> {
  const pools = createPools({ url })
  await ensureRegions(createDb(pools.migrator))
  await pools.close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<County>(
    `select county.path, county.name, city.name as "cityName" from region county join region city on starts_with(county.path, city.path || '.') and city.level = 'city'
      where county.level = 'county' and starts_with(county.path, '62.') order by county.path`,
  )
  await client.end()
  return rows
}
