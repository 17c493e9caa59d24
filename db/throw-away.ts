/** An embedded database for one run: tests, the journey, generated files. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from './embedded.ts'
import { isAlive } from './embedded-running.ts'
import { migrate } from './migrate.ts'

/** `folder` holds the database, and whatever else of the run is to go with it. */
export type ThrowAway = Embedded & { readonly folder: string }

/**
 * A migrated, empty database in `<data>/<name>-<pid>`, removed by `stop()` or when this process ends. It also removes the folders that runs
 * ended by kill -9 left behind; their servers have ended with them.
 */
export const startThrowAway = async (data: string, name: string): Promise<ThrowAway> => {
  removeLeftovers(data, name)
  const folder = join(data, `${name}-${process.pid}`)
  const server = await startEmbedded({ dir: join(folder, 'postgres'), throwAway: true })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await migrate({ url: server.url })
    return { ...server, folder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const removeLeftovers = (data: string, name: string): void => {
  for (const found of existsSync(data) ? readdirSync(data) : []) {
    const pid = found.startsWith(`${name}-`) ? Number(found.slice(name.length + 1)) : Number.NaN
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(data, found), { recursive: true, force: true })
  }
}
