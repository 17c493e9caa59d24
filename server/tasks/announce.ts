/** 抽查任务公告: published by itself when the objects are locked (domain.md §3 step 5); every later change is a version of its own, with the reason. */
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import * as store from './announce-store.ts'

export type Republish = {
  readonly kind: 'correction' | 'cancellation'
  readonly reason: string
  /** What the correction says in words; empty where the facts of the task say it, null where what was said before stays. */
  readonly note?: string | null
  readonly now: Instant
}

/** The first version, from the task as it stands when its object draw is closed; said again it changes nothing. */
export async function announceTask(tx: Tx, taskId: string, drawn: number, now: Instant): Promise<void> {
  if (await store.insertAnnouncement(tx, taskId, drawn, now)) await store.appendVersion(tx, taskId, { kind: 'notice', reason: '' })
}

/** The next version, from the task as it stands now. Earlier ones stay readable. Without an announcement there is nothing to correct. */
export async function republishTask(tx: Tx, taskId: string, { kind, reason, note = '', now }: Republish): Promise<void> {
  const state = kind === 'cancellation' ? 'cancelled' : 'announced'
  if (await store.updateAnnouncement(tx, taskId, { state, note, now })) await store.appendVersion(tx, taskId, { kind, reason })
}

export const isAnnounced = store.isAnnounced
