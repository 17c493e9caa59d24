/** Starts the whole server from a config, and stops it: for bin/server.ts, the journey and the tests. */
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { createDb, type Pools } from '#db/connect.ts'
import { createPortal } from '#portal/app.ts'
import { type App, createApp } from '#server/http/app.ts'
import type { Services } from '#server/http/context.ts'
import { createMetrics } from '#server/http/metrics.ts'
import { logRoutes } from '#server/log/routes.ts'
import { router, streams } from '#server/router.ts'
import { readVerifier } from './build-verifier.ts'
import type { Config } from './config.ts'
import { type House, openHouse } from './open-house.ts'
import { demoAccountsOf } from './seed.ts'

export type Running = {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly services: Services
  readonly pools: Pools
  /** Resolves with the reason when the embedded database ended by itself: nothing works any more. */
  readonly lost: Promise<Error>
  /** Takes no more requests, ends those in hand, gives jobs back that do not end in time, closes everything. May be called twice. */
  readonly stop: () => Promise<void>
}

export type StartOptions = {
  /** Lines for the person at the terminal. */
  readonly notice?: (line: string) => void
  /** Runs when everything works, before the first request is answered: the first account, demo data. */
  readonly prepare?: (services: Services) => Promise<void>
}

/** Time for requests in hand when stopping, then for jobs in hand, in milliseconds. */
const requestsEndWithin = 20_000
const jobsEndWithin = 10_000

/** Throws errors whose messages say what to do: a port in use, a database that cannot be opened. */
export async function startServer(
  config: Config,
  { notice = () => undefined, prepare = async () => undefined }: StartOptions = {},
): Promise<Running> {
  // The port first: somebody else on it is the commonest reason not to start, and the quickest to tell.
  let answer: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown = notYet
  const server = createServer(serverOptions, (incoming, outgoing) => void answer(incoming, outgoing))
  // Silence on a connection, in either direction, for this long ends it; streams of events say something every few seconds.
  server.setTimeout(120_000)
  const url = await listen(server, config)
  try {
    const origin = config.publicUrl ?? url
    const house = await openHouse(config, { origin, notice, prepare })
    const app = await appOf(house, config, origin)
    answer = getRequestListener(app.fetch)
    const { services, pools, lost } = house
    let stopping: Promise<void> | null = null
    const stop = (): Promise<void> => {
      stopping ??= (async () => {
        const closed = closeServer(server)
        await services.watcher.close()
        await closed
        await house.close(jobsEndWithin)
      })()
      return stopping
    }
    return { url, services, pools, lost, stop }
  } catch (error) {
    server.closeAllConnections()
    server.close()
    throw error
  }
}

/** Limits of the HTTP parser. A slow head is cut here; bodies of calls have their own time (server/http/body.ts), uploads may take hours. */
const serverOptions = {
  headersTimeout: 15_000,
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(error, host, port)))
    server.listen(port, host, resolve)
  })
  server.on('error', () => undefined)
  const address = server.address() as AddressInfo // a TCP server that listens has one
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${address.port}`
}

function portProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const what: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the other program (another Mingjian?), or choose another port: PORT=${port + 1}, or PORT=0 for any free one.`,
    EACCES: `Port ${port} may not be used by this account. Choose one above 1023: PORT=8080.`,
    EADDRNOTAVAIL: `HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`,
    ENOTFOUND: `HOST=${host} is not known. Use 127.0.0.1, or 0.0.0.0 for all addresses of this machine.`,
  }
  const sentence = what[error.code ?? '']
  return sentence === undefined ? error : new Error(`${sentence} [${error.code}]`, { cause: error })
}

function notYet(_: IncomingMessage, outgoing: ServerResponse): void {
  outgoing
    .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
    .end('正在启动,请稍候。 Starting, one moment.\n')
}

async function appOf(house: House, config: Config, origin: string): Promise<App> {
  const { services, auth, pools, notReady, countJobs } = house
  const dist = join(fileURLToPath(new URL('..', import.meta.url)), 'web', 'dist')
  const { app, jobs, auth: ofAuth, portal } = pools
  return createApp({
    services,
    auth,
    router,
    streams,
    origin: () => origin,
    metrics: createMetrics({
      pools: { app, jobs, auth: ofAuth, portal },
      countJobs,
      logSigns: () => services.transparency.refusal() === null,
    }),
    notReady,
    metricsForAll: config.metricsForAll,
    behindProxy: config.behindProxy,
    demoAccounts: config.mode === 'demo' ? () => demoAccountsOf(services) : null,
    transparency: logRoutes(services.transparency),
    consoleFolder: existsSync(join(dist, 'index.html')) ? dist : null,
    portal: createPortal({
      db: createDb(portal),
      openFile: (sha256) => services.files.open(sha256),
      now: () => new Date(),
      siteName: '双随机、一公开公示平台',
      origin,
      demo: services.demo,
      verifier: readVerifier(),
      logKey: services.transparency.key,
      onError: (err) => services.log.error({ err }, 'a public page failed'),
    }),
  })
}

/** Ends when the last request in hand has its answer, or when the time is up. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), 250)
  const late = setTimeout(() => server.closeAllConnections(), requestsEndWithin)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
