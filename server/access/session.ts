/** From a cookie to the one who is signed in. */
import type { PolicyPack } from '#core/policy/pack.ts'
import { type Instant, millis } from '#core/time.ts'
import type { Db } from '#db/connect.ts'
import type { SignedIn } from '#server/http/context.ts'
import { type Auth, prolongEvery } from './auth.ts'
import { findSession } from './session-store.ts'

export type WhoAsks = { readonly signedIn: SignedIn | null; readonly setCookies: readonly string[] }

/**
 * Who sent these headers. `use` prolongs the session; `look` does not, because a page left open must not keep it alive. A disabled account
 * is nobody, and an administrator's session ends sooner than the others' when it is not used.
 */
export async function whoAsks(
  { auth, db, policy, now }: { readonly auth: Auth; readonly db: Db; readonly policy: PolicyPack; readonly now: () => Instant },
  headers: Headers,
  use: 'use' | 'look' = 'use',
): Promise<WhoAsks> {
  if (!headers.has('cookie')) return nobody
  const token = await auth.token(headers)
  const session = token === null ? null : await findSession(db, token)
  if (session === null || session.account.disabled) return nobody
  const { actor, userId, mustChangePassword } = session.account
  const idle = millis(now()) - millis(session.lastUse)
  if (actor.roles.includes('admin') && idle > policy.signIn.idleMinutesOfAdministrators.value * 60_000) return nobody
  const setCookies = use === 'use' && idle > prolongEvery * 1000 ? await auth.prolong(headers) : []
  return { signedIn: { actor, userId, sessionId: session.id, mustChangePassword }, setCookies }
}

const nobody: WhoAsks = { signedIn: null, setCookies: [] }
