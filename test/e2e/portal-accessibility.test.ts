import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb } from '#db/connect.ts'
import { createPortal } from '#portal/app.ts'
import { publishWorld, type World } from '../api/portal-world.ts'
import { desktop, launchBrowser, openPage, phone } from '../browser.ts'
import { testDatabase } from '../database.ts'

let browser: Browser
let server: ReturnType<typeof serve>
let baseUrl: string
let world: World

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishWorld(database.db)
  const portal = createPortal({
    db: createDb(database.pools.portal),
    openFile: (sha256) => {
      const bytes = world.files.get(sha256)
      return bytes === undefined ? null : Readable.from([Buffer.from(bytes)])
    },
    now: () => new Date('2026-06-05T00:00:00Z'),
    siteName: '岚江省双随机、一公开公示平台',
    origin: 'http://127.0.0.1',
    demo: true,
  })
  server = serve({ fetch: portal.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server has a TCP address
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

const paths = (): readonly string[] => [
  '/',
  '/plans',
  `/plans/${world.planNo}`,
  '/items',
  '/tasks',
  `/tasks/${world.taskNo}`,
  '/draws',
  `/draws/${world.drawId}?code=${world.notDrawn}`,
  `/draws/${world.drawId}?size=large&code=${world.drawn}`,
  `/draws/${world.voidDrawId}`,
  `/draws/${world.sealedDrawId}`,
  `/en/draws/${world.officerDrawId}`,
  '/results',
  `/results/${world.visitId}`,
  `/entities/${world.drawn}`,
  '/en/open-data',
  '/help/verify',
  '/accessibility',
]

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])(
  'every page on %s has no accessibility violation, is not wider than the screen, and loads nothing that the policy forbids',
  async (_name, viewport) => {
    const { page, problems, close } = await openPage(browser, { baseUrl, viewport })
    for (const path of paths()) {
      await page.goto(path)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        path,
      ).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBe(0)
    }
    expect(problems).toEqual([])
    await close()
  },
)

test('without script, with the keyboard alone: skip to the content, search two characters, open a result', async () => {
  const { page, problems, close } = await openPage(browser, { baseUrl, viewport: phone, javaScriptEnabled: false })
  await page.goto('/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(page.url()).toContain('#main')
  await page.getByRole('searchbox').focus()
  await page.keyboard.insertText(world.name.slice(0, 4))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/results\?q=/)
  await page.getByRole('link', { name: world.name }).first().click()
  await page.getByRole('heading', { level: 1, name: world.name }).waitFor()
  expect(problems).toEqual([])
  await close()
})

test('a citizen looks up why a firm was not drawn, and downloads the bundle', async () => {
  const { page, close } = await openPage(browser, { baseUrl, javaScriptEnabled: false })
  await page.goto(`/draws/${world.drawId}`)
  await page.getByLabel('统一社会信用代码').fill(world.notDrawn)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText('没有被抽中').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载核验包' }).click()])
  expect(download.suggestedFilename()).toBe(`${world.drawId}.json`)
  await close()
})
