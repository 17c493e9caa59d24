/** A job: work that outlives its request. Defined once, beside its noun, and enqueued inside the transaction that wants it done. */
import type * as z from 'zod'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { Services } from '#server/http/context.ts'
import type { Log } from '#server/http/log.ts'
import type { Progress } from './progress.ts'

export type JobRun<P> = {
  readonly payload: P
  readonly services: Services
  readonly log: Log
  /** 1 for the first try. After a crash the same job runs again, so it starts by looking at what is already done. */
  readonly attempt: number
  readonly now: () => Instant
  /** Aborts when the server stops: a long job ends at its next safe point and is started again later. */
  readonly signal: AbortSignal
  /** Where the work stands, for the progress bar of `thing`; costs nothing to call often. */
  readonly progress: Progress
  /** One transaction in the scope `*` (all organisations), without statement timeout; deadlocks are tried again. */
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

export type Job<P> = {
  /** `noun.verb`: `register.import`. */
  readonly name: string
  readonly payload: z.ZodType<P>
  /** The thing whose progress this is, `noun:id`; those who watch it are told. */
  readonly thing: (payload: P) => string
  /** How often it is tried before it has failed for good; the pauses between grow exponentially. 5 when absent. */
  readonly maxAttempts?: number
  readonly run: (run: JobRun<P>) => Promise<void>
}

/** Keeps the payload's type. A thrown `Problem` ends the job at once (trying again cannot help); any other error is tried again. */
export const defineJob = <P>(job: Job<P>): Job<P> => job

/** A job whose payload type is nobody's business but its own. */
export type AnyJob = Pick<Job<never>, 'name' | 'maxAttempts'> & {
  readonly payload: z.ZodType
  readonly thing: (payload: never) => string
  readonly run: (run: JobRun<never>) => Promise<void>
}
