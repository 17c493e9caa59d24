/** `mingjian distribute`: moves the tables of a database to the machines of a Citus cluster, as db/distribution.ts says. */
import { parseArgs } from 'node:util'
import { distribute } from '#db/distribute.ts'
import { moves } from '#db/distribution.ts'
import type { Output } from '#verifier/cli.ts'
import { readConfig } from './config.ts'

const usage = `mingjian distribute [--run] [--database URL]
  Prints what moves a database to a Citus cluster; see docs/operations.md.
  --run       carries it out; what has been moved before is left alone
  --database  the coordinator, with an account that may become mingjian_migrator; without it DATABASE_URL
  Exit: 0 printed, or everything stands where it belongs · 1 something stands in the way · 2 wrong use`

/** Runs the command and answers the exit code. */
export async function distributeCommand(args: readonly string[], { out, err }: Output): Promise<0 | 1 | 2> {
  const asked = parse(args)
  if (asked === null) {
    err(usage)
    return 2
  }
  if (!asked.run) {
    for (const { sql } of moves) out(`${sql};`)
    return 0
  }
  const url = asked.database ?? databaseOfSettings()
  if (url === null) {
    err('The embedded PostgreSQL is one machine: give the coordinator of the cluster as --database or DATABASE_URL.')
    return 1
  }
  const obstacles = await distribute(url, out)
  for (const obstacle of obstacles) err(obstacle)
  if (obstacles.length > 0) return 1
  out('Every table stands where it belongs.')
  return 0
}

type Asked = { readonly run: boolean; readonly database: string | null }

function parse(args: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { run: { type: 'boolean' }, database: { type: 'string' } } })
    return { run: values.run ?? false, database: values.database ?? null }
  } catch {
    return null
  }
}

function databaseOfSettings(): string | null {
  const { database } = readConfig()
  return database.kind === 'external' ? database.url : null
}
