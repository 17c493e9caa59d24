import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KindsWorld, publishKinds } from '../api/portal-kinds-world.ts'
import { type OfficersWorld, publishOfficers } from '../api/portal-officers-world.ts'
import { publishWorld, type World } from '../api/portal-world.ts'
import { desktop, launchBrowser, openPage, phone } from '../browser.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type ServedPortal, servePortal } from '../portal.ts'

let browser: Browser
let server: ServedPortal
let baseUrl: string
let world: World
let kinds: KindsWorld
let officers: OfficersWorld
let itemId: string

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishWorld(database.db)
  kinds = await publishKinds(database.db)
  officers = await publishOfficers(database.db)
  itemId = await publishLists(database.db)
  server = await servePortal(database, [world, kinds, officers], { demo: true })
  baseUrl = server.url
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** A joint item beside the items of the world, and one of those to open. */
async function publishLists(db: TestDatabase['db']): Promise<string> {
  await db
    .insertInto('published.joint_item')
    .values({
      id: randomUUID(),
      code: 'J01',
      version: 1,
      org_path: '47',
      org_name: '岚江省市场监督管理局',
      field: '校外培训',
      name: '校外培训机构联合检查',
      items: JSON.stringify([{ department: '教育部门', name: '办学许可' }]),
      object_scope: '校外培训机构',
      initiator: '教育部门',
      participants: ['市场监管部门'],
      org_level: '市级',
      impl_level: '县级',
      period: '每学期一次',
      contact_office: '校外培训监管科',
      basis: '《中华人民共和国民办教育促进法》第四十一条',
      valid_from: '2026-01-01',
      published_at: '2026-01-01T08:00:00Z',
    })
    .execute()
  const { id } = await db.selectFrom('published.item').select('id').orderBy('code').limit(1).executeTakeFirstOrThrow()
  return id
}

const paths = (): readonly string[] => [
  '/',
  '/plans',
  `/plans/${world.planNo}`,
  '/items',
  `/items/${itemId}`,
  '/joint-items',
  '/tasks',
  `/tasks/${world.taskNo}`,
  '/draws',
  `/draws/${world.drawId}?code=${world.notDrawn}`,
  `/draws/${world.drawId}?size=large&code=${world.drawn}`,
  `/draws/${world.voidDrawId}`,
  `/draws/${world.sealedDrawId}`,
  `/en/draws/${world.officerDrawId}`,
  `/draws/${kinds.sealed.bundle.commit.drawId}`,
  `/en/draws/${kinds.replacement.bundle.commit.drawId}`,
  `/draws/${kinds.waitingId}`,
  `/draws/${officers.persons.bundle.commit.drawId}`,
  `/en/draws/${officers.seats.bundle.commit.drawId}`,
  `/draws/${officers.groupsDraw}?size=large`,
  `/tasks/${kinds.sealedTaskNo}`,
  `/verify/?draw=${world.bigDrawId}`,
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
