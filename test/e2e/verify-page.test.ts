import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifierIfStale, readVerifier } from '#bin/build-verifier.ts'
import { type KindsWorld, publishKinds } from '../api/portal-kinds-world.ts'
import { publishWorld, type World } from '../api/portal-world.ts'
import { desktop, launchBrowser, openPage, phone } from '../browser.ts'
import { testDatabase } from '../database.ts'
import { type ServedPortal, servePortal } from '../portal.ts'
import { testChain } from '../vectors/example-beacons.ts'
import type { ExampleDraw } from '../vectors/example-draws.ts'
import { exampleLogKey } from '../vectors/example-log.ts'

let browser: Browser
let server: ServedPortal
let baseUrl: string
let world: World
let kinds: KindsWorld
const folder = mkdtempSync(join(tmpdir(), 'mingjian-verify-page-'))

beforeAll(async () => {
  await buildVerifierIfStale()
  const database = await testDatabase()
  world = await publishWorld(database.db)
  kinds = await publishKinds(database.db)
  server = await servePortal(database, [world, kinds], { verifier: readVerifier() })
  baseUrl = server.url
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true })
})

type Given = { readonly name: string; readonly bytes: Uint8Array }

const bundleOf = ({ bundle, bytes }: ExampleDraw): Given => ({ name: `${bundle.commit.drawId}.json`, bytes })

const choose = (page: Page, ...files: readonly Given[]) =>
  page
    .locator('#verify-choose')
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: Buffer.from(bytes) })))

/** Drops a file as a person does: over the page, with nothing but the data transfer. */
const drop = (page: Page, { name, bytes }: Given) =>
  page.evaluate(
    ([file, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text ?? ''], file ?? '', { type: 'application/json' }))
      document.querySelector('.drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    },
    [name, Buffer.from(bytes).toString('utf8')],
  )

/** The line of one check in the report. */
const line = (page: Page, name: string) => page.locator('.g4 li', { hasText: name }).first()

describe('a citizen verifies a bundle', () => {
  test('dropping it shows that every check held, each with what it proves, and no request leaves the page', async () => {
    const { page, problems, close } = await openPage(browser, { baseUrl })
    await page.goto('/verify/', { waitUntil: 'networkidle' })
    const requests: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith('blob:')) requests.push(request.url())
    })
    await drop(page, bundleOf(kinds.open))
    await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
    expect(await page.locator('.vr .ic.red').count()).toBe(0)
    expect(await line(page, '种子').textContent()).toContain('种子由承诺哈希')
    expect(await line(page, '日志签名').textContent()).toContain('没有提供日志公布的公钥')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('全部通过')
    expect(requests).toEqual([])
    // The policy of the page lets WebAssembly run: a long list takes a second instead of ten.
    expect(await page.locator('#verify-results').getAttribute('data-simd')).toBe('true')
    expect(problems).toEqual([])
    await close()
  })

  test('a bundle in which one digit of the seed was changed is refused, the named check first with what was expected and found', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    await page.goto('/verify/')
    const { seed } = kinds.open.bundle.result
    const changed = Buffer.from(kinds.open.bytes)
      .toString('utf8')
      .replaceAll(seed, `${seed.slice(0, 63)}${seed.endsWith('0') ? '1' : '0'}`)
    await choose(page, { name: 'changed.json', bytes: Buffer.from(changed) })
    await page.getByText(/^\d+ 项没有通过$/).waitFor()
    const failed = page.locator('.vf li', { has: page.locator('code', { hasText: /^seed$/ }) })
    expect(await failed.textContent()).toContain(seed)
    expect(await failed.locator('dt').allTextContents()).toEqual(['应为', '实为'])
    expect(await page.locator('.vr > section').first().getAttribute('class')).toBe('vf')
    expect(await line(page, '种子').textContent()).toContain('未通过')
    await choose(page, { name: 'noise.json', bytes: Buffer.from('{"a":') })
    await page.getByText('读不懂的核验包').waitFor()
    await page.getByRole('button', { name: '全部清空' }).click()
    await choose(page, { name: 'photo.png', bytes: Buffer.from('PNG') })
    await page.getByText('这些文件里没有核验包').waitFor()
    await close()
  })

  test('the QR code of a notice leads to its bundle and long list, and after that the network may be gone', async () => {
    const { page, context, problems, close } = await openPage(browser, { baseUrl, viewport: phone })
    await page.goto(`/verify/?draw=${world.bigDrawId}`)
    await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
    expect(await line(page, '名单根哈希').textContent()).toContain('公布的名单与封存的名单逐户相同')
    await context.setOffline(true)
    await choose(page, bundleOf(kinds.open))
    await page.getByRole('heading', { name: kinds.open.bundle.commit.drawId }).waitFor()
    expect(await page.getByText(/^\d+ 项核对全部通过$/).count()).toBe(2)
    expect(problems).toEqual([])
    await close()
  })

  test('a bundle without its long list is checked as far as it goes, and the page says which file to add', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    const [bundle, list] = await Promise.all(
      [`/draws/${world.bigDrawId}/bundle.json`, `/draws/${world.bigDrawId}/pool`].map(async (path) => {
        const response = await fetch(`${baseUrl}${path}`)
        return {
          name: /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? '',
          bytes: await response.bytes(),
        }
      }),
    )
    if (bundle === undefined || list === undefined) throw new Error('no files')
    await page.goto('/verify/')
    await choose(page, bundle)
    await page.getByText(`还缺名单文件 ${list.name}`).waitFor()
    expect(await line(page, '名单根哈希').textContent()).toContain('没有提供附属文件')
    await choose(page, { ...list, name: list.name.replace('.jsonl', ' (1).jsonl') })
    await page.getByText('还缺名单文件').waitFor({ state: 'detached' })
    expect(await line(page, '名单根哈希').textContent()).toContain('逐户相同')
    await choose(page, { name: list.name, bytes: list.bytes.slice(0, -10) })
    await page.getByText(/^\d+ 项没有通过$/).waitFor()
    expect(await page.locator('.vf').textContent()).toContain('附属文件')
    await close()
  })

  test('the key of the log and a chain of drand that the reader trusts turn what was open into checked', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    await page.goto('/verify/')
    await choose(page, bundleOf(kinds.replacement))
    await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
    expect(await page.locator('.g4').textContent()).toContain('核验程序不认识这条公开信标链')
    await choose(page, { name: 'info.json', bytes: Buffer.from(JSON.stringify(testChain)) })
    await page.getByText('公开信标链，您放进来即表示信任').waitFor()
    expect(await page.locator('.g4').textContent()).not.toContain('核验程序不认识这条公开信标链')
    await page.getByText('核对日志由谁签名').click()
    await page.getByLabel('日志公钥').fill('nonsense')
    await page.getByRole('button', { name: '用这把公钥核对' }).click()
    await page.getByText('这一行不是日志公钥').waitFor()
    await page.getByLabel('日志公钥').fill(exampleLogKey)
    await page.getByRole('button', { name: '用这把公钥核对' }).click()
    await page.locator('.g4 li', { hasText: '日志签名' }).locator('.grn').waitFor()
    expect(await line(page, '日志签名').textContent()).toContain('透明日志的检查点由日志公布的密钥签名')
    await close()
  })
})

describe('a firm asks why it was drawn, or not', () => {
  test('in a sealed draw its opening answers, beside the public bundle that names nobody', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    const bundle = { name: 'bundle.json', bytes: kinds.sealedPublic }
    await page.goto('/verify/')
    await choose(page, { name: 'mine.json', bytes: kinds.openings.drawn })
    await page.getByText('请把这次抽取的核验包也放进来').waitFor()
    await choose(page, bundle)
    await page.getByText(/在封存的名单里（40 户中的第 \d+ 项），被抽中，按签号排第 \d+ 位/).waitFor()
    expect(await page.locator('.vo .ic.grn').count()).toBe(6)
    expect(await page.getByText('密封模式：名单不公开，由审计人员核对').count()).toBeGreaterThan(2)
    expect(await page.locator('.me').count()).toBe(0)
    await choose(page, { name: 'mine.json', bytes: kinds.openings.notDrawn })
    await page.getByText(/在封存的名单里（40 户中的第 \d+ 项），没有被抽中/).waitFor()
    const forged = Buffer.from(kinds.openings.notDrawn)
      .toString('utf8')
      .replace(/"saltA":"./, '"saltA":"0')
    await choose(page, { name: 'mine.json', bytes: Buffer.from(forged.replace(/"index":\d+/, '"index":39')) })
    await page.getByText('凭证和这次抽取对不上').waitFor()
    await close()
  })

  test('the copy for auditors opens the list of a sealed draw', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    await page.goto('/verify/')
    await choose(page, bundleOf(kinds.sealed))
    await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
    expect(await line(page, '名单根哈希').textContent()).toContain('逐户相同')
    await close()
  })

  test('in an open draw a link from its page answers at once, and the opening made here can be kept and verified later', async () => {
    const { page, close } = await openPage(browser, { baseUrl })
    await page.goto(`/draws/${world.bigDrawId}?code=${world.bigNotDrawn}`)
    await page.getByRole('link', { name: '在自己的浏览器里核验这个回答' }).click()
    await page.getByText(`${world.bigNotDrawn} 在封存的名单里`).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '保存本户凭证' }).click()])
    const kept = join(folder, download.suggestedFilename())
    await download.saveAs(kept)
    await page.locator('#verify-choose').setInputFiles(kept)
    await page.locator('.vo').getByText('没有被抽中').waitFor()
    await page.getByLabel('统一社会信用代码').fill('SITE:nobody')
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByText('SITE:NOBODY 不在封存的名单中').waitFor()
    await close()
  })
})

test('saved as one file, the page works from a disk and cannot reach a network', async () => {
  const { page, problems, close } = await openPage(browser, { baseUrl })
  await page.goto('/verify/')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载核验网页' }).click()])
  const saved = join(folder, 'mingjian-verify.html')
  await download.saveAs(saved)
  await page.goto(pathToFileURL(saved).href)
  await choose(page, bundleOf(kinds.open))
  await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
  expect(problems).toEqual([])
  expect(
    await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
    ),
  ).toBe('refused')
  await close()
})

test('without script it says so, and how to verify all the same', async () => {
  const { page, close } = await openPage(browser, { baseUrl, javaScriptEnabled: false })
  await page.goto(`/verify/?draw=${world.drawId}`)
  await page.getByText('在网页里核验需要脚本').waitFor()
  expect(await page.locator('#verify').textContent()).toContain('node mingjian-verify.mjs verify')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载核验程序' }).click()])
  expect(download.suggestedFilename()).toBe('mingjian-verify.mjs')
  await close()
})

test('with the keyboard alone a file is chosen, and the verdict is where the focus goes', async () => {
  const { page, close } = await openPage(browser, { baseUrl })
  await page.goto('/verify/')
  // Listening begins a round trip before the key: a chooser that opens earlier is nobody's.
  const opened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择文件' }).focus()
  await page.keyboard.press('Enter')
  const chooser = await opened
  await chooser.setFiles({ name: 'b.json', mimeType: 'application/json', buffer: Buffer.from(kinds.open.bytes) })
  await page.getByText(/^\d+ 项核对全部通过$/).waitFor()
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('big')
  await close()
})

test.each([
  ['a desk', desktop, '/verify/'],
  ['a phone', phone, '/verify/'],
  ['a phone, in English and large letters', phone, '/en/verify/?size=large'],
])('on %s every state of the page is accessible and no wider than the screen', async (_name, viewport, path) => {
  const { page, problems, close } = await openPage(browser, { baseUrl, viewport })
  const clean = async (state: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      state,
    ).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), state).toBe(0)
  }
  await page.goto(path)
  await page.locator('#verify-choose').waitFor({ state: 'attached' })
  await clean('empty')
  await choose(
    page,
    bundleOf(kinds.open),
    { name: 'mine.json', bytes: kinds.openings.drawn },
    { name: 's.json', bytes: kinds.sealedPublic },
  )
  await page.locator('.vo').waitFor()
  await clean('held')
  await page.locator('.trust summary').click()
  await choose(page, { name: 'bad.json', bytes: Buffer.from('{}') })
  await page.locator('.vf').waitFor()
  await clean('failed')
  expect(problems).toEqual([])
  await close()
})
