/** /api/auth: signing in and out, and one's own password. Nothing else of the sign-in library can be reached from outside. */
import { Hono } from 'hono'
import * as z from 'zod'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import type { Auth } from './auth.ts'
import { type AddressLimit, forgive, lock, takeTry } from './lockout.ts'
import { assertPassword } from './password.ts'
import { whoAsks } from './session.ts'
import { findAccountOfUser, setPasswordChanged } from './store.ts'

export type AuthRoutes = {
  readonly services: Services
  readonly auth: Auth
  readonly addresses: AddressLimit
}

/** The network address of the caller comes with each request: `routes.fetch(request, { address })`. */
export type AuthEnv = { Bindings: { readonly address: string } }

const SignIn = z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) })
const ChangePassword = z.object({ currentPassword: z.string().min(1).max(256), newPassword: z.string().min(1).max(256) })

/** The routes; the caller has made sure that messages are small, and turns what they throw into an answer. */
export function authRoutes({ services, auth, addresses }: AuthRoutes): Hono<AuthEnv> {
  const { db, policy, now, log } = services
  const who = (headers: Headers) => whoAsks({ auth, db, policy, now }, headers)
  return new Hono<AuthEnv>()
    .basePath('/api/auth')
    .post('/sign-in/username', async ({ req, env }) => {
      const { username, password } = await message(req.raw, SignIn)
      const name = username.toLowerCase()
      const { address } = env
      addresses.assertOpen(address, now())
      const tried = await takeTry(db, name, now(), policy)
      const answer = await auth.signIn(name, password, req.raw.headers)
      if (answer === null) {
        addresses.failed(address, now())
        if (tried.last) throw new Problem('account_locked', { until: await lock(db, name, now(), policy) })
        throw new Problem('sign_in_failed')
      }
      await forgive(db, name)
      const account = await findAccountOfUser(db, answer.userId)
      if (account === null || account.disabled) {
        await auth.signOut(new Headers({ cookie: cookiesOf(answer.setCookies) }))
        throw new Problem('account_disabled')
      }
      log.info({ account: account.actor.id }, 'signed in')
      const { actor, mustChangePassword } = account
      return reply({ user: { id: actor.id, username: name, name: actor.name }, mustChangePassword }, answer.setCookies)
    })
    .post('/sign-out', async ({ req }) => reply({ success: true }, await auth.signOut(req.raw.headers)))
    .get('/get-session', async ({ req }) => {
      const { signedIn, setCookies } = await who(req.raw.headers)
      if (signedIn === null) return reply(null, setCookies)
      const { actor, mustChangePassword } = signedIn
      return reply({ user: { id: actor.id, name: actor.name }, mustChangePassword }, setCookies)
    })
    .post('/change-password', async ({ req }) => {
      const { signedIn } = await who(req.raw.headers)
      if (signedIn === null) throw new Problem('not_signed_in')
      const { currentPassword, newPassword } = await message(req.raw, ChangePassword)
      assertPassword(newPassword, policy)
      if (newPassword === currentPassword) throw new Problem('password_unchanged')
      // Guessing the current password from a desk left open is a guess like any other.
      const account = await findAccountOfUser(db, signedIn.userId)
      const name = account?.username ?? ''
      const tried = await takeTry(db, name, now(), policy)
      const setCookies = await auth.changePassword(currentPassword, newPassword, req.raw.headers)
      if (setCookies === null) {
        if (tried.last) throw new Problem('account_locked', { until: await lock(db, name, now(), policy) })
        throw new Problem('password_wrong')
      }
      await forgive(db, name)
      await setPasswordChanged(db, signedIn.userId)
      log.info({ account: signedIn.actor.id }, 'password changed')
      return reply({ success: true }, setCookies)
    })
    .onError((error) => {
      throw error
    })
}

async function message<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await request.json().catch(() => {
    throw new Problem('malformed_request')
  })
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message: text }) => ({ field: path.join('.'), zh: text, en: text }))
  const text = fields.map(({ field, en }) => `${field} ${en}`).join('; ')
  throw new Problem('invalid_input', { fields, fieldsZh: text, fieldsEn: text })
}

function reply(body: unknown, setCookies: readonly string[]): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify(body), { headers })
}

const cookiesOf = (setCookies: readonly string[]): string => setCookies.map((cookie) => cookie.split(';')[0]).join('; ')
