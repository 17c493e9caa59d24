/** better-auth behind the five calls the house needs; no other endpoint of it can be reached. Passwords are hashed with scrypt by the library. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { username } from 'better-auth/plugins/username'
import { parse } from 'hono/utils/cookie'
import type { Pool } from 'pg'
import type { PolicyPack } from '#core/policy/pack.ts'

export type SignInAnswer = { readonly userId: string; readonly setCookies: readonly string[] }

export type Auth = {
  /** Null when the user name is unknown or the password is wrong; both take the same time. */
  readonly signIn: (username: string, password: string, headers: Headers) => Promise<SignInAnswer | null>
  /** Ends the session; the cookies that say so. */
  readonly signOut: (headers: Headers) => Promise<readonly string[]>
  /** The token in a session cookie that this house has signed, else null. Whether its session still stands, the database says (session-store.ts). */
  readonly token: (headers: Headers) => Promise<string | null>
  /** Prolongs the session because it is being used; the cookies that say so, none when it was prolonged a moment ago. */
  readonly prolong: (headers: Headers) => Promise<readonly string[]>
  /** Sets another password and ends all other sessions of the account; null when the current password is wrong. */
  readonly changePassword: (current: string, next: string, headers: Headers) => Promise<readonly string[] | null>
  readonly hashPassword: (password: string) => Promise<string>
}

export type AuthConfig = {
  /** Search path `auth`, dates as `Date`. */
  readonly pool: Pool
  readonly secret: string
  /** The address people type: `https://…` makes the cookies Secure. */
  readonly origin: string
  readonly policy: PolicyPack
}

/** A session is prolonged at most this often, in seconds, so that reading does not mean writing. */
export const prolongEvery = 60

export function createAuth({ pool, secret, origin, policy }: AuthConfig): Auth {
  const auth = betterAuth({
    database: pool,
    secret,
    baseURL: origin,
    basePath: '/api/auth',
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    // The house limits sign-in by account in the database, and by address, see sign-in.ts.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: policy.password.minLength.value,
      maxPasswordLength: policy.password.maxLength.value,
    },
    session: { expiresIn: policy.signIn.idleMinutes.value * 60, updateAge: prolongEvery, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: 'mingjian',
      useSecureCookies: origin.startsWith('https://'),
      // The library would believe any X-Forwarded-For; who signs in from where is the proxy's log.
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    plugins: [
      username({
        minUsernameLength: 3,
        maxUsernameLength: 40,
        usernameValidator: (name) => /^[a-z0-9][a-z0-9._-]{2,39}$/i.test(name),
      }),
    ],
  })
  return {
    signIn: async (name, password, headers) => {
      const answer = await auth.api.signInUsername({ body: { username: name, password }, headers, asResponse: true })
      if (!answer.ok) return refused(answer)
      const { user } = (await answer.json()) as { user: { id: string } } // the answer of the username plugin
      return { userId: user.id, setCookies: answer.headers.getSetCookie() }
    },
    signOut: async (headers) => (await auth.api.signOut({ headers, asResponse: true })).headers.getSetCookie(),
    token: async (headers) => {
      const { authCookies, secret: key } = await auth.$context
      const { name } = authCookies.sessionToken
      return signedPart(parse(headers.get('cookie') ?? '', name)[name] ?? '', key)
    },
    prolong: async (headers) => (await auth.api.getSession({ headers, returnHeaders: true })).headers.getSetCookie(),
    changePassword: async (currentPassword, newPassword, headers) => {
      const answer = await auth.api.changePassword({
        body: { currentPassword, newPassword, revokeOtherSessions: true },
        headers,
        asResponse: true,
      })
      return answer.ok ? answer.headers.getSetCookie() : refused(answer)
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
  }
}

/** Of `value.signature` the value, when the signature is the HMAC-SHA256 of it, as better-auth signs its cookies. */
function signedPart(text: string, key: string): string | null {
  const end = text.lastIndexOf('.')
  const value = text.slice(0, Math.max(0, end))
  const signature = Buffer.from(text.slice(end + 1), 'base64')
  const own = createHmac('sha256', key).update(value).digest()
  return signature.length === own.length && timingSafeEqual(signature, own) ? value : null
}

/** A refusal of the library is null; a fault of it is thrown. */
function refused(answer: Response): null {
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`)
  return null
}
