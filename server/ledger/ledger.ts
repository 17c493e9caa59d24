/** The ledger of visits (检查频次台账): a line for every visit of any authority, written where visits come to be and where they end. */
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import * as store from './store.ts'

export type Entering = {
  readonly taskId: string
  /** False: what a complaint, a transfer, an order or a lead made necessary. */
  readonly planned: boolean
  readonly now: Instant
}

/** What became of a visit: done, replaced by another object, or ended without anybody going there. */
export type LedgerEnd = 'done' | 'replaced' | 'cancelled'

/**
 * Every visit of the task that the ledger lacks gets its line, due in the year of its last day; where somebody else agreed to an exception of the task from
 * the cap, each of its visits carries it, as that person's. Safe to call again.
 */
export const enterLedger = (tx: Tx, entering: Entering): Promise<void> => store.insertMissing(tx, entering)

/** Ends the lines of visits. One that is done lies in the year of its result, and counts unless nobody went there. */
export async function closeLedger(
  tx: Tx,
  visits: readonly { readonly subject: string; readonly id: string }[],
  end: LedgerEnd,
  now: Instant,
): Promise<void> {
  if (visits.length > 0) await store.saveEnd(tx, visits, end, now)
}

/** Visits of several bodies that an accepted proposal makes one joint visit count once, also those that are entered later. */
export const mergeLedger = (tx: Tx, proposalId: string): Promise<void> => store.saveMerged(tx, proposalId)
