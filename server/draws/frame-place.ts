/** What "low risk", the do-not-disturb list and "this year" mean at a place today. */
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { policyAt } from '#server/policy/at.ts'
import { type FrameAt, frameAt } from './frame-store.ts'

/** `place`: where the actor, the label or the task belongs. */
export const frameHere = async (tx: Tx, place: string, now: Instant): Promise<FrameAt> =>
  frameAt(await policyAt(tx, place, dateAt(now)), now)
