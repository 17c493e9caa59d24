/** The console of the demo county in a real browser: a server of its own, and people who sign in by typing. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { inject } from 'vitest'
import { demoAccounts } from '#bin/seed.ts'
import { launchBrowser, type OpenPage, openPage, type PageOptions } from './browser.ts'
import { type ChildServer, startChild } from './child-server.ts'
import { cloneDatabase, cloneShared, type TestDatabase } from './database.ts'

export type DemoConsole = {
  readonly url: string
  readonly browser: Browser
  /** A profile of their own, signed in as the demo account and standing on `path`. */
  readonly as: (username: string, path?: string, options?: Partial<PageOptions>) => Promise<OpenPage>
  /** A profile of their own, signed in as nobody. */
  readonly visitor: (options?: Partial<PageOptions>) => Promise<OpenPage>
  readonly close: () => Promise<void>
}

export const password = demoAccounts[0]?.password ?? ''

/** Starts a server on a demo county of its own, and opens a browser. */
export async function openDemoConsole(): Promise<DemoConsole> {
  const kept = join(inject('runFolder'), 'demo-county')
  const database = await cloneShared('demo_county', () => makeDemoCounty(kept))
  const dataDir = await mkdtemp(join(tmpdir(), 'mingjian-demo-'))
  await cp(kept, dataDir, { recursive: true })
  const server: ChildServer = await startDemo(database, dataDir)
  const browser = await launchBrowser()
  const opened = new Set<OpenPage>()
  const visitor = async (options: Partial<PageOptions> = {}): Promise<OpenPage> => {
    const page = await openPage(browser, { baseUrl: server.url, ...options })
    opened.add(page)
    return page
  }
  return {
    url: server.url,
    browser,
    visitor,
    as: async (username, path = '/', options = {}) => {
      const one = await visitor(options)
      await one.page.goto('/console/sign-in')
      await typeSignIn(one.page, username, password)
      await one.page.waitForURL('**/console/')
      if (path !== '/') await one.page.goto(`/console${path}`)
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

/** The demo county as its first start leaves it: half a minute, which the files of a run share. */
async function makeDemoCounty(dataDir: string): Promise<TestDatabase> {
  const database = await cloneDatabase()
  await (await startDemo(database, dataDir)).stop()
  return database
}

/** Waits until the county is there and its accounts are told. */
const startDemo = (database: TestDatabase, dataDir: string): Promise<ChildServer> =>
  startChild({ databaseUrl: database.url, dataDir }, /demo accounts\n(.+\n)+/)

export async function typeSignIn(page: Page, username: string, word: string): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(word)
  await page.getByRole('button', { name: label('登录') }).click()
}

/** A button's name as it is on the screen: the kit may put a space between two characters. */
export const label = (text: string): RegExp => new RegExp(`^${[...text].join('\\s*')}$`)

/** Presses a button of the page, and of the dialog that asks back. */
export async function decide(page: Page, button: string, confirm = button): Promise<void> {
  await page
    .getByRole('button', { name: label(button) })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: label(confirm) })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** What the main part of a page says, on one line. */
export const saying = async (page: Page): Promise<string> => ((await page.getByRole('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

/** How far the page is wider than its window, in CSS pixels. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
