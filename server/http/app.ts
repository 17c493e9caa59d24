/** One port for everything: staff calls, partners' REST, sign-in, streams of bytes, the console, health and figures, and the public portal. */
import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { AnyRouter } from '@orpc/server'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { streamEndpoints } from '#contract/files.ts'
import type { Auth } from '#server/access/auth.ts'
import { createAddressLimit } from '#server/access/lockout.ts'
import { authRoutes } from '#server/access/routes.ts'
import { whoAsks } from '#server/access/session.ts'
import { allEndpoints, assertAccess } from './access-rule.ts'
import { createApi } from './api.ts'
import { withWholeBody } from './body.ts'
import { signedIn } from './call.ts'
import type { RequestContext, Services } from './context.ts'
import type { Metrics } from './metrics.ts'
import { apiPages } from './openapi.ts'
import { Problem, problemResponse } from './problem.ts'
import { problemOf } from './refusal.ts'
import { addSecurityHeaders, assertSameSite } from './security.ts'
import { staticResponse } from './static.ts'
import type { StreamName, Streams } from './streams.ts'

export type AppDeps = {
  readonly services: Services
  readonly auth: Auth
  readonly router: AnyRouter
  readonly streams: Streams
  /** Where people reach the server, without a slash at the end. */
  readonly origin: () => string
  readonly metrics: Metrics
  /** What is not ready, in words; empty when everything is. */
  readonly notReady: () => Promise<readonly string[]>
  /** /log/, the transparency log; null where there is none. */
  readonly transparency?: { readonly fetch: (request: Request) => Response | Promise<Response> } | null
  /** The built console, or null when it was not built. */
  readonly consoleFolder: string | null
  /** The public pages, mounted last. */
  readonly portal: { readonly fetch: (request: Request) => Response | Promise<Response> } | null
  /** Accounts that anyone may try, in a demonstration: those that are there; null in production. */
  readonly demoAccounts?: (() => Promise<readonly object[]>) | null
  /** May others than this machine read /metrics? */
  readonly metricsForAll?: boolean
  /** Is there a proxy of ours in front, whose X-Forwarded-For is true? */
  readonly behindProxy?: boolean
}

export type App = Hono<Env>

type Env = { Bindings: Partial<HttpBindings>; Variables: { context: RequestContext; setCookies: readonly string[] } }

export function createApp(deps: AppDeps): App {
  const { services, auth, router, streams, origin, metrics } = deps
  allEndpoints() // Refuses to start when an endpoint does not say who may call it.
  const api = createApi(router)
  const app: App = new Hono<Env>()

  app.onError((error, c) => problemResponse(problemOf(error, c.get('context')?.requestId ?? '', services.log)))
  app.use(async (c, next) => {
    const context = nobodyYet(services)
    c.set('context', context)
    const started = performance.now()
    await next()
    const seconds = (performance.now() - started) / 1000
    const { method } = c.req
    const { status } = c.res
    c.res = withHeaders(c.res, context.requestId, c.req.path, origin().startsWith('https://'))
    for (const cookie of c.get('setCookies') ?? []) c.res.headers.append('set-cookie', cookie)
    metrics.request({ method, route: context.trace.route, status }, seconds)
    services.log[status >= 500 ? 'error' : 'info'](
      { requestId: context.requestId, method, route: context.trace.route, status, ms: Math.round(seconds * 1000) },
      'request',
    )
  })
  app.use(async ({ req }, next) => {
    assertSameSite(req.raw, [origin()])
    await next()
  })

  // The sign-in page offers these in a demonstration; everywhere else there is no such address.
  app.get('/api/demo-accounts', async (c) => {
    c.get('context').trace.route = 'demo-accounts'
    const accounts = deps.demoAccounts ?? null
    if (accounts === null) throw new Problem('not_found')
    return c.json(await accounts())
  })
  app.get('/healthz', (c) => named(c, 'healthz', c.text('ok\n')))
  app.get('/readyz', async (c) => {
    const missing = await deps.notReady()
    return named(c, 'readyz', c.json({ ready: missing.length === 0, missing }, missing.length === 0 ? 200 : 503))
  })
  app.get('/metrics', async (c) => {
    c.get('context').trace.route = 'metrics'
    const direct = c.req.header('x-forwarded-for') === undefined
    if (!deps.metricsForAll && !(direct && isLoopback(socketAddress(c)))) throw new Problem('not_found')
    return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType })
  })

  const routes = authRoutes({ services, auth, addresses: createAddressLimit(services.policy) })
  app.all('/api/auth/*', async (c) => {
    const { trace } = c.get('context')
    trace.route = 'auth'
    const request = await withWholeBody(c.req.raw, c.req.raw.signal)
    const answer = await routes.fetch(request, { address: clientAddress(c, deps.behindProxy === true) })
    if (answer.status === 404) throw new Problem('no_such_endpoint')
    trace.route = c.req.path.slice('/api/'.length).replaceAll('/', '.')
    return answer
  })

  const identify = async (c: Context<Env>, next: () => Promise<void>) => {
    const { headers } = c.req.raw
    const { db, policy, now } = services
    const ask = (use: 'use' | 'look') => whoAsks({ auth, db, policy, now }, headers, use)
    const { signedIn: who, setCookies } = await ask('use')
    c.set('context', { ...c.get('context'), signedIn: who, stillSignedIn: async () => (await ask('look')).signedIn !== null })
    c.set('setCookies', setCookies)
    await next()
  }
  app.route('/', apiPages())
  app.use('/rpc/*', identify)
  app.use('/api/v1/*', identify)
  for (const [name, { method, path, access }] of Object.entries(streamEndpoints)) {
    app.on(method, path, async (c) => {
      const context = c.get('context')
      context.trace.route = `files.${name}`
      assertAccess(access, context.signedIn, `files.${name}`)
      const handler = streams[name as StreamName] // streamEndpoints is keyed by it
      const { actor } = signedIn(context)
      return handler({ request: c.req.raw, params: c.req.param(), query: new URL(c.req.url).searchParams, actor, services })
    })
  }
  app.all('/rpc/*', async (c) => answerOr404(await api.rpc(await withWholeBody(c.req.raw, c.req.raw.signal), c.get('context'))))
  app.all('/api/v1/*', async (c) => answerOr404(await api.rest(await withWholeBody(c.req.raw, c.req.raw.signal), c.get('context'))))
  app.all('/api/*', () => {
    throw new Problem('no_such_endpoint')
  })

  const { consoleFolder, portal, transparency = null } = deps
  if (transparency !== null) {
    app.get('/log', (c) => named(c, 'log', c.redirect('/log/', 301)))
    app.all('/log/*', async (c) => named(c, 'log', await transparency.fetch(c.req.raw)))
  }
  if (consoleFolder !== null) {
    app.get('/console', compress(), (c) => named(c, 'console', c.redirect('/console/', 302)))
    app.get('/console/*', compress(), async (c) => {
      const answer = await staticResponse(consoleFolder, c.req.path.slice('/console'.length), c.req.raw)
      return named(c, 'console', answer ?? c.text('404\n', 404))
    })
  }
  if (portal !== null) app.all('/*', compress(), async (c) => named(c, 'portal', await portal.fetch(c.req.raw)))
  return app
}

const nobodyYet = (services: Services): RequestContext => ({
  services,
  requestId: randomUUID(),
  signedIn: null,
  stillSignedIn: async () => false,
  trace: { route: 'none' },
})

function answerOr404(answer: Response | null): Response {
  if (answer === null) throw new Problem('no_such_endpoint')
  return answer
}

function named(c: Context<Env>, route: string, answer: Response): Response {
  c.get('context').trace.route = route
  return answer
}

/** The answer with the headers every answer has; nothing of ours is kept in a shared cache unless it says so itself. */
function withHeaders(answer: Response, requestId: string, path: string, secure: boolean): Response {
  const headers = new Headers(answer.headers)
  addSecurityHeaders(headers, path, secure)
  headers.set('x-request-id', requestId)
  if (!headers.has('cache-control') && /^\/(rpc|api)\//.test(path)) headers.set('cache-control', 'no-store')
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers })
}

const socketAddress = (c: Context<Env>): string => c.env?.incoming?.socket.remoteAddress ?? ''

/** Only the last hop is ours to believe: everything before it in X-Forwarded-For the caller could have written. */
function clientAddress(c: Context<Env>, behindProxy: boolean): string {
  const last = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return last || socketAddress(c) || 'unknown'
}

const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address)
