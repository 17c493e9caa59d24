/** The console of an office on its first day: the administrator's account, its organisation, the regions, and nothing else. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser, type OpenPage, openPage, type PageOptions } from './browser.ts'
import { startChild } from './child-server.ts'
import { cloneDatabase } from './database.ts'

export type EmptyConsole = {
  readonly url: string
  readonly admin: { readonly username: string; readonly password: string }
  /** A profile of their own, signed in as nobody. */
  readonly visitor: (options?: Partial<PageOptions>) => Promise<OpenPage>
  readonly close: () => Promise<void>
}

/** Starts the server in production mode for the organisation of this place, and opens a browser. */
export async function openEmptyConsole(orgPath: string, orgName: string): Promise<EmptyConsole> {
  const database = await cloneDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'mingjian-empty-'))
  const [port, password] = [await freePort(), `${randomBytes(9).toString('base64url')}-Aa1`]
  const env = {
    MINGJIAN_MODE: 'production',
    MINGJIAN_SECRET: randomBytes(33).toString('base64'),
    MINGJIAN_ADMIN_PASSWORD: password,
    MINGJIAN_ORG_PATH: orgPath,
    MINGJIAN_ORG_NAME: orgName,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  }
  const server = await startChild({ databaseUrl: database.url, dataDir, port, env })
  const browser = await launchBrowser()
  const opened = new Set<OpenPage>()
  return {
    url: server.url,
    admin: { username: 'admin', password },
    visitor: async (options = {}) => {
      const one = await openPage(browser, { baseUrl: server.url, ...options })
      opened.add(one)
      return one
    },
    close: async () => {
      for (const page of opened) await page.close()
      await browser.close()
      await server.stop()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
