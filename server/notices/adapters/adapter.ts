/**
 * How a message leaves the house. The console's inbox is no adapter: it is always there. One more way out is one more of these, opened in
 * server/notices/adapters/open.ts from settings of bin/config.ts.
 */
import type { DeliveryFailure, NoticeChannel } from '#contract/notices.ts'

/** One message as it leaves: in words, with the way back to the page. Nothing in it is secret from its receiver. */
export type Message = {
  readonly id: string
  readonly kind: string
  readonly thing: string
  readonly zh: string
  readonly en: string
  /** The console's page, a full address; null: none. */
  readonly link: string | null
  readonly dueOn: string | null
  readonly stage: string | null
  readonly at: string
}

export type Receiver = {
  readonly accountId: string
  readonly name: string
  readonly orgName: string
  /** The mail address, the mobile number, or for the webhook the account itself. */
  readonly target: string
}

/**
 * `logged`: written to the log and sent to nobody. `failed`: `again` says whether another try can help, `code` what somebody has to mend; `detail` is what the
 * other side said, for the log page, and holds neither a password nor the whole address.
 */
export type Sent =
  | { readonly outcome: 'sent'; readonly detail: string }
  | { readonly outcome: 'logged'; readonly detail: string }
  | { readonly outcome: 'failed'; readonly again: boolean; readonly code: DeliveryFailure; readonly detail: string }

export type Adapter = {
  readonly channel: NoticeChannel
  /** The server, without account or secret. */
  readonly where: string
  /** False where nothing is really sent. */
  readonly official: boolean
  /** How many messages to one receiver make one letter. */
  readonly most: number
  /** Never throws: what goes wrong is an outcome. */
  readonly send: (to: Receiver, messages: readonly Message[]) => Promise<Sent>
  readonly close: () => void
}

/** An address as it may be shown: `zhang***@example.gov.cn`, `138****5678`. */
export function masked(target: string): string {
  const at = target.indexOf('@')
  if (at >= 0) return `${target.slice(0, Math.min(2, at))}***${target.slice(at)}`
  return target.length < 8 ? target : `${target.slice(0, 3)}****${target.slice(-4)}`
}
