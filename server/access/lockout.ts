/** Failed sign-ins: five in a row lock an account for a while, and many from one address lock that address out (policy data). */
import { sql } from 'kysely'
import type { PolicyPack } from '#core/policy/pack.ts'
import { type Instant, later, millis } from '#core/time.ts'
import type { Db, Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'

/**
 * Takes one of the tries an account has, before the password is looked at: so a thousand guesses sent at once are five guesses. Throws
 * `account_locked` when none is left. A user name nobody has is counted too, so that the answer does not tell which names exist.
 */
export async function takeTry(db: Db, username: string, now: Instant, policy: PolicyPack): Promise<{ readonly last: boolean }> {
  const { rows } = await sql<{ failures: number; locked_until: Instant | null }>`
    insert into auth.lockout as l (username, failures) values (${username}, 1)
    on conflict (username) do update set
      failures = case when l.locked_until <= ${now} then 1 else least(l.failures + 1, 1000) end,
      locked_until = case when l.locked_until <= ${now} then null else l.locked_until end
    returning failures, locked_until`.execute(db)
  const { failures = 1, locked_until: until = null } = rows[0] ?? {}
  const limit = policy.signIn.failuresBeforeLock.value
  if (until !== null) throw new Problem('account_locked', { until })
  if (failures > limit) throw new Problem('account_locked', { until: await lock(db, username, now, policy) })
  return { last: failures === limit }
}

/** Locks an account from now on; answers until when. */
export async function lock(db: Db, username: string, now: Instant, policy: PolicyPack): Promise<Instant> {
  const until = later(now, policy.signIn.lockMinutes.value * 60_000)
  await db.updateTable('auth.lockout').set({ locked_until: until }).where('username', '=', username).execute()
  return until
}

/** Forgets the failures of an account: after a sign-in that worked, or by an administrator. True when there was something to forget. */
export async function forgive(db: Db | Tx, username: string): Promise<boolean> {
  const done = await db.deleteFrom('auth.lockout').where('username', '=', username).executeTakeFirst()
  return done.numDeletedRows > 0n
}

export type AddressLimit = {
  /** Throws `too_many_attempts` when the address has failed too often. */
  readonly assertOpen: (address: string, now: Instant) => void
  readonly failed: (address: string, now: Instant) => void
}

/** Failures by network address, in memory: the accounts' own locks survive a restart, this one need not. */
export function createAddressLimit(policy: PolicyPack): AddressLimit {
  const limit = policy.signIn.failuresPerAddress.value
  const span = policy.signIn.lockMinutes.value * 60_000
  const failures = new Map<string, { count: number; readonly since: number }>()
  return {
    assertOpen: (address, now) => {
      const known = failures.get(address)
      if (known === undefined) return
      const left = known.since + span - millis(now)
      if (left <= 0) failures.delete(address)
      else if (known.count >= limit) throw new Problem('too_many_attempts', { minutes: Math.ceil(left / 60_000) })
    },
    failed: (address, now) => {
      const known = failures.get(address)
      if (known !== undefined && known.since + span > millis(now)) known.count++
      else {
        // An attacker with many addresses must not fill the memory: the oldest is forgotten first.
        if (failures.size >= 50_000) failures.delete(failures.keys().next().value ?? '')
        failures.set(address, { count: 1, since: millis(now) })
      }
    },
  }
}
