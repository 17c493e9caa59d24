/** What a request carries through the house: who asks, and the services that answer. */
import type { Pool } from 'pg'
import type { Actor } from '#core/access/can.ts'
import type { DrandChain } from '#core/draws/beacon.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import type { Instant } from '#core/time.ts'
import type { Db } from '#db/connect.ts'
import type { SealService } from '#server/documents/seal.ts'
import type { FileStore } from '#server/files/store.ts'
import type { Watcher } from '#server/jobs/watch.ts'
import type { TransparencyLog } from '#server/log/transparency.ts'
import type { Adapter } from '#server/notices/adapters/adapter.ts'
import type { Log } from './log.ts'

/** Everything long-lived that a handler or a job may use; made once in bin/server.ts or bin/worker.ts. */
export type Services = {
  /** The pool of the role `mingjian_app` with a statement timeout; features get a `tx` instead. */
  readonly db: Db
  /** The same role without a statement timeout: for jobs and streams. */
  readonly longDb: Db
  /** The pool behind `longDb`, for COPY. */
  readonly bulk: Pool
  readonly files: FileStore
  readonly watcher: Watcher
  readonly policy: PolicyPack
  readonly beacons: Beacons
  readonly transparency: TransparencyLog
  readonly hashPassword: (password: string) => Promise<string>
  readonly log: Log
  readonly now: () => Instant
  /** Where people reach this house, without a slash at the end: what QR codes and papers say. */
  readonly publicUrl: string
  /** The registration authority that is asked for its changes; absent: nobody is. */
  readonly registration?: Registration | null
  /** How messages leave the house besides the console's inbox; absent or empty: not at all. */
  readonly adapters?: readonly Adapter[]
  /** The e-seal service of this house (server/documents/seal.ts); absent or null: papers have a place for a stamp. */
  readonly sealService?: SealService | null
  /** Demonstration: demo accounts exist and pages say so. */
  readonly demo: boolean
}

/** Where changes of registration are pulled from, for whose register, and how often in milliseconds. */
export type Registration = {
  readonly pull: (afterSeq: number, signal?: AbortSignal) => AsyncIterable<string>
  readonly orgPath: string
  readonly dept: string
  readonly name: string
  readonly everyMs: number
}

/** The public randomness this house knows: the chains it trusts, the one its draws use, and the line to it, when there is one. */
export type Beacons = {
  readonly chains: readonly DrandChain[]
  readonly chain: DrandChain
  /** The signature of a round, 96 hex digits; null while it is not published. Null itself on an isolated network: rounds are typed in. */
  readonly fetch: ((chain: DrandChain, round: number) => Promise<string | null>) | null
}

/** Who is signed in: the actor the rules know, and what the house needs to know about the account. */
export type SignedIn = {
  readonly actor: Actor
  readonly userId: string
  readonly sessionId: string
  readonly mustChangePassword: boolean
}

export type RequestContext = {
  readonly services: Services
  readonly requestId: string
  readonly signedIn: SignedIn | null
  /** Is this caller still signed in? Asked again by answers that last: a stream ends when its account is disabled. */
  readonly stillSignedIn: () => Promise<boolean>
  /** What the log and the metrics call this request: the endpoint's name, never the address with its ids. */
  readonly trace: { route: string }
}
