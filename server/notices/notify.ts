/**
 * Tells people something, in the transaction that makes it true: who rolls back told nobody. What is told lies in the inbox of each account; mail, webhook and
 * text messages follow from there (server/notices/deliver-job.ts), so nobody waits for a mail server.
 */
import type { NoticeKind } from '#contract/notice-kinds.ts'
import { type Permission, roleCodes, roles } from '#core/access/roles.ts'
import type { DeadlineStage } from '#core/deadlines/deadline.ts'
import type { Tx } from '#db/connect.ts'
import * as store from './inbox-store.ts'

/**
 * Whom: one account, the account of an officer of the register, or everybody of a department who carries a permission at a place (where nobody does, at the
 * nearest place above). `but` leaves out the one who does it: what one did oneself needs no message.
 */
export type NoticeTo =
  | { readonly accountId: string }
  | { readonly officerId: string }
  | { readonly orgPath: string; readonly dept: string; readonly permission: Permission; readonly but?: string }

export type NoticeText = {
  readonly to: NoticeTo
  readonly kind: NoticeKind
  /** `noun:id`, as `record()` says it: plan:…, task:…, sub_task:…, change:…, draw:…; the console knows the page of each noun. */
  readonly thing: string
  /** What the sentence of the kind names (contract/notice-kinds.ts): text, whole numbers. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly dueOn?: string | null
  readonly stage?: DeadlineStage | null
  /** Given: each account is told once for this key, however often it is said. */
  readonly key?: string
  readonly at?: string
}

/** Puts a message into the inbox of everybody it is for. The answer is how many people are told by it. */
export async function notify(tx: Tx, notice: NoticeText): Promise<number> {
  const accounts = await accountsOf(tx, notice.to)
  const { kind, thing, facts, dueOn = null, stage = null, key, at = null } = notice
  return store.insertInbox(
    tx,
    accounts.map((accountId) => ({
      ...{ accountId, kind, thing, facts, dueOn, stage, at },
      dedupeKey: key === undefined ? null : `${key} ${accountId}`,
    })),
  )
}

/** The accounts a message is for. */
export async function accountsOf(tx: Tx, to: NoticeTo): Promise<readonly string[]> {
  if ('accountId' in to) return [to.accountId]
  if ('officerId' in to) return store.accountsOfOfficer(tx, to.officerId)
  const holders = roleCodes.filter((role) => holds(role, to.permission))
  const found = await store.accountsAt(tx, { ...to, roles: holders, spanning: holders.filter((role) => 'allDepartments' in roles[role]) })
  return found.filter((id) => id !== to.but)
}

const holds = (role: (typeof roleCodes)[number], permission: Permission): boolean =>
  roles[role].can.some((one: Permission) => one === permission)
