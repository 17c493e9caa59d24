/**
 * The register that plans are simulated over, in a data directory that is kept: `.data/bench-plans-<rows>`. Its base is made once, with the migrations
 * that define the register and without the index of searches; each bench works in a copy of it, brought to the schema of this code.
 */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Embedded, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { countiesOf, remove, settings } from './register-data.ts'
import { fillRegister } from './register-fill.ts'

export type PlanRegister = {
  /** The server; its own database stays as it is. */
  readonly database: Embedded
  /** The copy to work in, fully migrated. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts the kept register, making its base first when there is none or it is stale, and copies it. */
export async function openPlanRegister(rows: number, say: (line: string) => void): Promise<PlanRegister> {
  const folder = resolve('.data', `bench-plans-${rows}`)
  const stamp = stampOf(rows)
  const stampFile = join(folder, 'stamp')
  const fresh = !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp
  if (fresh) remove(folder)
  mkdirSync(folder, { recursive: true })
  const database = await startEmbedded({ dir: join(folder, 'postgres'), settings })
  try {
    if (fresh) {
      say(`making ${rows} objects in ${folder}`)
      await makeBase(database.url, rows, say)
      writeFileSync(stampFile, stamp)
    }
    const url = await copyBase(database.url)
    await migrate({ url })
    return { database, url, stop: database.stop }
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** The migrations that the register consists of; later ones are applied to the copy. */
const baseMigrations = 12
const root = fileURLToPath(new URL('../..', import.meta.url))
const migrationFiles = (): string[] => globSync('db/migrations/*.sql', { cwd: root }).sort().slice(0, baseMigrations)

async function makeBase(url: string, rows: number, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-plans-'))
  for (const file of migrationFiles()) copyFileSync(join(root, file), join(folder, basename(file)))
  await migrate({ url, folder })
  rmSync(folder, { recursive: true, force: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // Nobody searches by name here, and this index takes longer to make than everything else.
  await client.query('drop index entity_search')
  await client.end()
  await fillRegister(url, rows, await countiesOf(url), say)
}

/** A copy as files: the base has no connections and is never written again. */
async function copyBase(url: string): Promise<string> {
  const copy = new URL(url)
  copy.pathname = '/plans'
  const owner = new URL(url)
  owner.pathname = '/postgres'
  const client = new pg.Client({ connectionString: owner.href })
  await client.connect()
  try {
    await client.query('drop database if exists plans')
    await client.query(`create database plans template ${new URL(url).pathname.slice(1)} strategy file_copy`)
  } finally {
    await client.end()
  }
  return copy.href
}

function stampOf(rows: number): string {
  const hash = createHash('sha256').update(String(rows))
  for (const file of [...migrationFiles(), 'bench/kit/register-rows.ts', 'bench/kit/register-fill.ts'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
