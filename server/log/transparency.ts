/** The transparency log of this house, opened: its name, its keys, its folder, its witnesses, and whether it refuses to sign. */
import { mkdir } from 'node:fs/promises'
import type { NoteKey } from '#core/log/note.ts'
import type { Instant } from '#core/time.ts'
import type { Db } from '#db/connect.ts'
import type { Log } from '#server/http/log.ts'
import { type Cosigner, cosigner, ed25519Signer, type Signer, sm2Signer } from './keys.ts'
import type { Refusal } from './refusal.ts'
import { lastCheckpoint } from './store.ts'

/** Another house's witness: where our checkpoints are sent and the key it signs with (tlog-witness). */
export type Witness = {
  readonly key: NoteKey
  readonly vkey: string
  /** Sends the body of add-checkpoint. Throws when there is no answer. */
  readonly addCheckpoint: (body: string) => Promise<{ readonly status: number; readonly body: string }>
}

export type TransparencyLog = {
  readonly db: Db
  /** Holds `tile/` and `checkpoint`. */
  readonly folder: string
  /** The name of the log: the first line of its checkpoints. */
  readonly origin: string
  readonly signer: Signer
  readonly sm2: Signer | null
  readonly cosigner: Cosigner
  /** Keys of the logs that we witness; their names are the origins. */
  readonly watched: readonly NoteKey[]
  readonly witnesses: readonly Witness[]
  /** A worker apart only reads the log: one key signs, and it stays with the servers. */
  readonly sequences: boolean
  readonly log: Log
  readonly now: () => Instant
  /** Why nothing is signed; null while all is well. Everything but the log keeps running. */
  readonly refusal: () => Refusal | null
  /** Says a new refusal loudly, once. */
  readonly refuse: (refusal: Refusal | null) => void
  /** The key of the log as others know it, a vkey line. */
  readonly key: () => Promise<string>
}

export type TransparencyOptions = Pick<TransparencyLog, 'db' | 'folder' | 'watched' | 'witnesses' | 'sequences' | 'log' | 'now'> & {
  /** What the settings say; null: the log keeps the name it has, and a new one is called `fallbackOrigin`. */
  readonly origin: string | null
  readonly fallbackOrigin: string
  readonly secrets: { readonly log: string; readonly witness: string; readonly sm2: string | null }
}

/** Opens the log. Its name, once signed, does not follow a change of the public address: with another name it would be another log. */
export async function openTransparency(options: TransparencyOptions): Promise<TransparencyLog> {
  const { db, folder, watched, witnesses, sequences, log, now, secrets } = options
  await mkdir(folder, { recursive: true })
  const origin = options.origin ?? (await lastCheckpoint(db))?.origin ?? options.fallbackOrigin
  const signer = ed25519Signer(origin, secrets.log)
  let refused: Refusal | null = null
  return {
    db,
    folder,
    origin,
    signer,
    sm2: secrets.sm2 === null ? null : sm2Signer(origin, secrets.sm2),
    cosigner: cosigner(witnessName(origin), secrets.witness),
    watched,
    witnesses,
    sequences,
    log,
    now,
    refusal: () => refused,
    refuse: (refusal) => {
      if (refusal !== null && refused?.why !== refusal.why)
        log.fatal({ refusal }, `the transparency log signs nothing: ${refusal.sentence}`)
      if (refusal === null && refused !== null) log.warn('the transparency log signs again')
      refused = refusal
    },
    key: async () => (sequences ? signer.vkey : ((await lastCheckpoint(db))?.key ?? signer.vkey)),
  }
}

/** `example.gov.cn/log` → `example.gov.cn/witness`. */
const witnessName = (origin: string): string => `${origin.replace(/\/log$/, '')}/witness`
