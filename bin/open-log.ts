/** The transparency log as the config says: its secrets, its name, its witnesses. */
import { join } from 'node:path'
import { parseKey } from '#core/log/note.ts'
import type { Instant } from '#core/time.ts'
import type { Db } from '#db/connect.ts'
import { loadSecret } from '#db/secrets.ts'
import { postCheckpoint, type WitnessAddress } from '#exchange/witness/client.ts'
import type { Log } from '#server/http/log.ts'
import { openTransparency, type TransparencyLog, type Witness } from '#server/log/transparency.ts'
import type { Config } from './config.ts'

export type LogHouse = {
  readonly db: Db
  readonly log: Log
  readonly now: () => Instant
  /** False in a worker apart: the key stays with the servers. */
  readonly sequences: boolean
}

/** Opens the log in `<data>/log`. Its secrets are made on a first start; who loses them starts a log of a new name. */
export function openLog(config: Config, { db, log, now, sequences }: LogHouse): Promise<TransparencyLog> {
  const secret = (name: string): string => loadSecret(join(config.dataDir, 'secrets.json'), name)
  return openTransparency({
    db,
    folder: join(config.dataDir, 'log'),
    origin: config.logOrigin,
    fallbackOrigin: `${config.publicUrl === null ? 'mingjian.localhost' : new URL(config.publicUrl).host}/log`,
    secrets: { log: secret('log'), witness: secret('witness'), sm2: config.logSm2 ? secret('log_sm2') : null },
    witnesses: config.witnesses.flatMap(witnessOf),
    watched: config.witnessFor,
    sequences,
    log,
    now,
  })
}

export function witnessOf({ url, vkey }: WitnessAddress): readonly Witness[] {
  const key = parseKey(vkey)
  return key === null ? [] : [{ key, vkey, addCheckpoint: (body) => postCheckpoint({ url }, body) }]
}
