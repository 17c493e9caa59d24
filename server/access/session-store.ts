/** SQL of sessions: better-auth makes, prolongs and ends them; who has one is looked up with every request. */
import { sql } from 'kysely'
import type { Instant } from '#core/time.ts'
import type { Db } from '#db/connect.ts'
import { prepared } from '#db/sending.ts'
import { type Account, accountOf, accounts } from './store.ts'

export type Session = {
  readonly id: string
  /** When it was last prolonged: right to a minute. */
  readonly lastUse: Instant
  readonly account: Account
}

/** The session of a token and whose it is; null when there is none, or it has run out. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const [row] = await prepared(
    db,
    accounts(db)
      .innerJoin('auth.session', 'auth.session.userId', 'actor.user_id')
      .select(['auth.session.id as session_id', 'auth.session.updatedAt as last_use'])
      .where('auth.session.token', '=', token)
      .where('auth.session.expiresAt', '>', sql<string>`now()`),
  )
  return row === undefined ? null : { id: row.session_id, lastUse: row.last_use as Instant, account: accountOf(row) } // a timestamptz as our pools read it
}
