/** The day of the demo county in its console: the ceremony of the third task, a result from a phone, its review, and a new register file. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '#bin/scenario/client.ts'
import { demoPlaces } from '#bin/scenario/demo-county.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import type { Staff } from '#bin/scenario/people.ts'
import { closeDraw, freezeAndCommit, revealAndDraw } from '#bin/scenario/work.ts'
import { phone } from '../browser.ts'
import { type DemoConsole, decide, label, openDemoConsole, password, saying, tooWide } from '../console.ts'

let demo: DemoConsole
beforeAll(async () => {
  demo = await openDemoConsole()
})
afterAll(() => demo?.close())

test('three people hold the draw of the third task in their browsers, and a fourth closes it', async () => {
  const [organiser, supervisor, approver] = await Promise.all([
    demo.as('organiser', '/draws?state=frozen'),
    demo.as('supervisor', '/draws?state=frozen'),
    demo.as('approver'),
  ])
  await organiser.page.getByRole('link', { name: /第三批/ }).click()
  await organiser.page.getByText('轮到您封存随机数').waitFor()
  const address = new URL(organiser.page.url()).pathname
  await supervisor.page.goto(address)

  // The organiser mixes dice in and keeps a slip; the supervisor relies on this browser.
  await organiser.page.getByRole('button', { name: label('封存本方随机数') }).click()
  await organiser.page.getByLabel(/掷骰子/).fill('4 2 6 1 3 5')
  await organiser.page.getByRole('button', { name: label('产生随机数') }).click()
  const [download] = await Promise.all([
    organiser.page.waitForEvent('download'),
    organiser.page.getByRole('button', { name: label('下载备份条') }).click(),
  ])
  const slip = JSON.parse(await readFile(await download.path(), 'utf8')) as { party: string; nonce: string; typed: boolean }
  expect(slip).toMatchObject({ format: 'mingjian-nonce/1', party: 'organiser', typed: true })
  expect(await organiser.page.content()).not.toContain(slip.nonce)
  await organiser.page
    .getByRole('dialog')
    .getByRole('button', { name: label('封存') })
    .click()
  await organiser.page.getByText('已封存本方随机数').waitFor()

  await supervisor.page.getByRole('button', { name: label('封存本方随机数') }).click()
  await supervisor.page.getByRole('button', { name: label('产生随机数') }).click()
  const seal = supervisor.page.getByRole('dialog').getByRole('button', { name: label('封存') })
  expect(await seal.isDisabled()).toBe(true)
  await supervisor.page.getByLabel(/不备份/).check()
  await seal.click()
  await supervisor.page.getByText('已封存本方随机数').waitFor()

  await decide(organiser.page, '封存抽取')
  await Promise.all([decide(organiser.page, '揭示本方随机数'), decide(supervisor.page, '揭示本方随机数')])
  for (const { page } of [organiser, supervisor]) await page.getByText('已出结果').first().waitFor()
  await organiser.page.getByText('核验').first().waitFor()

  await approver.page.goto(address)
  await decide(approver.page, '复核归档')
  for (const { page } of [organiser, supervisor, approver]) await page.getByText('已归档').first().waitFor()
  expect([...organiser.problems, ...supervisor.problems, ...approver.problems]).toEqual([])

  const screen = await demo.as('organiser', address.replace('/console/draws/', '/ceremony/'))
  await screen.page
    .getByText(/2026|第三批/)
    .first()
    .waitFor()
  expect(screen.problems).toEqual([])
})

test('an inspector enters a result on a phone, a reviewer passes it, and the public sees it', async () => {
  await matchOfficers()
  const { page, problems } = await demo.as('z0001', '/visits?state=assigned', { viewport: phone })
  expect(await tooWide(page)).toBe(0)
  const link = page.locator('main a[href*="/visits/"]').first()
  const name = (await link.textContent()) ?? '?'
  await link.click()
  await page.waitForURL(/\/visits\/[0-9a-f-]{36}/)
  const visitId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('heading', { level: 1, name }).waitFor()
  expect(await tooWide(page)).toBe(0)

  await page.getByRole('button', { name: label('提交审核') }).click()
  await page.getByText(/第 1 项/).waitFor()
  const clear = page.getByText('未见问题', { exact: true })
  for (let i = 0; i < (await clear.count()); i++) await clear.nth(i).click()
  await page.getByText('未发现问题').click()
  await page.reload()
  await page.getByText(/已恢复/).waitFor()
  await page.getByRole('button', { name: label('提交审核') }).click()
  await page.getByText('待审核').first().waitFor()
  expect(problems).toEqual([])

  const reviewer = await demo.as('reviewer', '/visits/review')
  await reviewer.page.goto(`/console/visits/${visitId}`)
  await decide(reviewer.page, '通过并公示')
  await reviewer.page.getByText('已公示').first().waitFor()
  expect(reviewer.problems).toEqual([])

  const citizen = await demo.visitor({ viewport: phone, javaScriptEnabled: false })
  await citizen.page.goto(`/results/${visitId}`)
  const shown = await saying(citizen.page)
  expect(shown).toContain(name.trim())
  expect(shown).toContain('未发现问题')
  expect(citizen.problems).toEqual([])
})

test('a register file is dropped on the page, its sum closes, and the same file chosen again changes nothing', async () => {
  const [heading = '', ...rows] = [...firmsCsv(2405, demoPlaces)].join('').trimEnd().split('\n')
  const text = [heading, ...rows.slice(2395), '无代码商店,,2019-01-01,,,,,,,,存续'].join('\n')
  const { page, problems } = await demo.as('registrar', '/imports/new')
  const dropped = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([content], '新增.csv', { type: 'text/csv' }))
    return transfer
  }, text)
  await page.locator('label.import-drop').dispatchEvent('drop', { dataTransfer: dropped })
  await page.getByText('新增.csv').waitFor()
  await check(page)
  await page.getByRole('button', { name: '确认写入 5 行' }).waitFor()
  await expectSum(page, { 文件总行数: 11, 新增: 5, 变更: 0, 无变化: 5, 退回: 1 })
  expect(await saying(page)).toContain('缺少统一社会信用代码')
  await decide(page, '确认写入 5 行')
  await page.getByRole('button', { name: label('撤销导入') }).waitFor()

  await page.goto('/console/imports/new')
  await page.locator('input[type=file]').setInputFiles({ name: '再来.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await check(page)
  await page.getByText('文件总行数').waitFor()
  await expectSum(page, { 文件总行数: 11, 新增: 0, 变更: 0, 无变化: 10, 退回: 1 })

  await page.goto('/console/imports/new')
  await page.locator('input[type=file]').setInputFiles({ name: '别的.csv', mimeType: 'text/csv', buffer: Buffer.from('甲,乙\n1,2\n') })
  await page.getByRole('button', { name: label('上传并查看列对应') }).click()
  await page
    .getByText(/还缺：/)
    .first()
    .waitFor()
  await page.goto('/console/imports/new')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '名录.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('PK') })
  await page
    .getByRole('alert')
    .getByText(/另存为 \.xlsx 或 CSV/)
    .waitFor()
  expect(problems).toEqual([])
})

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: label('上传并查看列对应') }).click()
  await page.getByRole('button', { name: label('开始核对') }).click()
}

async function expectSum(page: Page, sum: Readonly<Record<string, number>>): Promise<void> {
  const text = await saying(page)
  for (const [name, value] of Object.entries(sum)) expect(text).toMatch(new RegExp(`${name}\\s*${value}(?!\\d)`))
}

/** The officer draw of the third task, so that every officer has visits before them. */
async function matchOfficers(): Promise<void> {
  const [registrar, organiser, approver, supervisor, reviewer] = await Promise.all(
    ['registrar', 'organiser', 'approver', 'supervisor', 'reviewer'].map((username) => signIn(demo.url, username, password)),
  )
  const staff = { registrar, organiser, approver, supervisor, reviewer } as Staff // five were asked for
  const { rows } = await staff.organiser.api.tasks.list({ state: 'drawn' })
  const { drawId, nonces } = await freezeAndCommit(staff, rows[0]?.id ?? '', 'P', 'sha256')
  await revealAndDraw(staff, drawId, nonces)
  await closeDraw(staff, drawId)
}
