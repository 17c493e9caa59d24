/** The embedded database while another process runs it: for commands that read beside a running server. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isAlive } from './embedded-running.ts'

/**
 * The address of the database `mingjian` for the application's own account; null when no server runs on `<data>/postgres`. Nothing is started,
 * and who may read `secrets.json` may read the database anyway.
 */
export const attachEmbedded = (dir: string): { readonly url: string } | null => {
  const secrets = join(dirname(resolve(dir)), 'secrets.json')
  if (!existsSync(dir) || !existsSync(secrets)) return null
  const pidFile = join(realpathSync(dir), 'postmaster.pid')
  if (!existsSync(pidFile)) return null
  // Process, data directory, start time, port, … one per line; the state is the last of them.
  const lines = readFileSync(pidFile, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!(pid > 0) || !(port > 0) || !isAlive(pid) || lines[7]?.trim() !== 'ready') return null
  const known: unknown = JSON.parse(readFileSync(secrets, 'utf8'))
  const password = typeof known === 'object' && known !== null && 'postgres_app' in known ? String(known.postgres_app) : ''
  return { url: `postgres://mingjian_app:${password}@127.0.0.1:${port}/mingjian` }
}
