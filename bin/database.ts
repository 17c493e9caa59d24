/** The database as the config says: embedded or external, migrated, with its pools. */
import { createPools, type Pools } from '#db/connect.ts'
import { startEmbedded } from '#db/embedded.ts'
import { type Migrated, migrate } from '#db/migrate.ts'
import type { DatabaseChoice } from './config.ts'

export type OpenDatabase = {
  readonly pools: Pools
  readonly migrated: Migrated
  /** Closes the pools, then stops the embedded server. */
  readonly close: () => Promise<void>
  /** Resolves with the reason when the embedded server ends by itself; the process should then end too. Never for an external one. */
  readonly lost: Promise<Error>
}

/** Opens and migrates the database. Throws an error whose message says what to do: an EmbeddedFailure, a MigrationFailure or `unreachable`. */
export const openDatabase = async (choice: DatabaseChoice, notice: (line: string) => void): Promise<OpenDatabase> => {
  const embedded = choice.kind === 'embedded' ? await startEmbedded({ dir: choice.dir, notice }) : null
  const { url, urls } = embedded ?? (choice.kind === 'external' ? choice : unreached())
  try {
    const migrated = await migrate({ url }).catch((error: unknown) => {
      throw embedded === null ? unreachable(url, error) : error
    })
    const pools = createPools({ url, urls })
    const close = async () => {
      await pools.close()
      await embedded?.stop()
    }
    const lost = new Promise<Error>((tell) => {
      void embedded?.closed.then((why) => why !== null && tell(why))
    })
    return { pools, migrated, close, lost }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

const unreached = (): never => {
  throw new Error('an embedded database was asked for and not started')
}

/** What a connection error means to the person who set DATABASE_URL; every other error unchanged. The password is never part of it. */
const unreachable = (url: string, error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const sentence = reasons[code]
  if (sentence === undefined) return error
  const { host, username, pathname } = new URL(url)
  return new Error(`DATABASE_URL (${username}@${host}${pathname}) ${sentence} [${code}]`, { cause: error })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'is refused: no PostgreSQL listens there. Start it, or correct host and port.',
  ENOTFOUND: 'names a host that does not exist. Correct the host.',
  EAI_AGAIN: 'names a host that cannot be looked up now. Check the name service.',
  ETIMEDOUT: 'does not answer. Check host, port and firewall.',
  '28P01': 'is refused: wrong user or password. Correct DATABASE_URL.',
  '28000': 'is refused by pg_hba.conf of the server. Let this host and user in.',
  '3D000': `names a database that does not exist. Create it: create database … encoding 'UTF8'.`,
  '53300': 'has no free connection. Raise max_connections or stop other programs.',
}
