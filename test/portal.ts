/** The public portal over published worlds, as the tests of its pages open it: the clock stands at 5 June 2026. */
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { serve } from '@hono/node-server'
import { createDb } from '#db/connect.ts'
import { createPortal } from '#portal/app.ts'
import type { PortalDeps } from '#portal/ask.ts'
import type { TestDatabase } from './database.ts'

/** What a world published besides its rows: bytes by their SHA-256. */
type Published = { readonly files: ReadonlyMap<string, Uint8Array> }

export function testPortal(database: TestDatabase, worlds: readonly Published[], deps: Partial<PortalDeps> = {}) {
  return createPortal({
    db: createDb(database.pools.portal),
    openFile: (sha256) => {
      const bytes = worlds.map(({ files }) => files.get(sha256)).find((found) => found !== undefined)
      return bytes === undefined ? null : Readable.from([Buffer.from(bytes)])
    },
    now: () => new Date('2026-06-05T00:00:00Z'),
    siteName: '岚江省双随机、一公开公示平台',
    origin: 'https://example.gov.cn',
    demo: false,
    onError: (error) => {
      throw error
    },
    ...deps,
  })
}

export type ServedPortal = { readonly url: string; readonly close: () => void }

/** The same on a port of this machine, for a browser. */
export async function servePortal(...[database, worlds, deps]: Parameters<typeof testPortal>): Promise<ServedPortal> {
  const portal = testPortal(database, worlds, { origin: 'http://127.0.0.1', ...deps })
  const server = serve({ fetch: portal.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has a TCP address
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
