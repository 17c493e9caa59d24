/** A new user, from the template to the register: as a workbook and as GBK CSV, with two bad codes found in their own file. */
import { readFile } from 'node:fs/promises'
import { openXlsx, readXlsx, saveXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCommandId, signIn } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { resultHeading, summarySheet } from '#core/registers/annotation.ts'
import { entityColumnSet } from '#core/registers/entity-columns.ts'
import { type OpenPage, phone } from '../browser.ts'
import { districts } from '../bureau.ts'
import { decide, label, saying, tooWide, typeSignIn } from '../console.ts'
import { type EmptyConsole, openEmptyConsole } from '../empty-console.ts'
import { gbk } from '../gbk.ts'

let office: EmptyConsole
let clerk: OpenPage
beforeAll(async () => {
  office = await openEmptyConsole('62.6201', '兰州市市场监督管理局')
  clerk = await newUser()
})
afterAll(() => office?.close())

/** The shape of a provincial extract: no state, no industry. 500 firms are 麒麟, the others 貔貅; two have a bad code. */
const [heading = '', ...generated] = [...firmsCsv(520, districts, 9)].join('').trimEnd().split('\n')
const names = heading.split(',').slice(0, 10)
const good = generated.map((line, at) =>
  line
    .split(',')
    .slice(0, 10)
    .with(0, `${at < 500 ? '麒麟' : '貔貅'}${line.split(',')[0]?.slice(2)}`),
)
const badAt = [7, 511] as const
const bad = good.map((cells, at) =>
  (badAt as readonly number[]).includes(at) ? cells.with(1, `${cells[1]?.slice(0, 17)}${cells[1]?.endsWith('0') ? '1' : '0'}`) : cells,
)

describe('a new user', () => {
  test('fills in the template, finds the two bad codes in their own workbook, and commits the rest', async () => {
    const { page, problems } = clerk
    await page.goto('/console/imports/new?kind=entity')
    const template = await downloaded(page, () => page.getByRole('link', { name: '下载模板' }).click())
    expect(template.name).toBe('检查对象导入模板.xlsx')
    const workbook = await openXlsx(template.bytes, { readStyles: true })
    const place = Object.values(entityColumnSet.headings).map((known) =>
      names.findIndex((name) => (known as readonly string[]).includes(name)),
    )
    for (const cells of bad) workbook.sheets[0]?.rows.push(place.map((at) => (at < 0 ? null : (cells[at] ?? null))))
    await upload(page, '名录.xlsx', new Uint8Array(await saveXlsx(workbook)))

    expect(await saying(page)).toMatch(/按表头猜的.*企业名称 \*.*统一社会信用代码 \*/s)
    await page.reload()
    await page.getByRole('button', { name: label('开始核对') }).click()
    await page.getByRole('button', { name: '确认写入 518 行' }).waitFor()
    expect(await saying(page)).toMatch(/新增518.*退回2.*文件总行数520/)
    await page.reload()
    await page.getByText('统一社会信用代码校验位不符').first().waitFor()

    const copy = await downloaded(page, () => page.getByRole('link', { name: '我的文件（已标出错误）' }).click())
    expect(copy.name).toBe('名录（已标出错误）.xlsx')
    const { sheets } = await readXlsx(copy.bytes, { readStyles: true })
    const [sheet, , summary] = sheets
    const told = sheet?.rows[0]?.indexOf(resultHeading) ?? -1
    const rows = badAt.map((at) => at + 4)
    expect(sheet?.rows.flatMap((row, at) => (at > 0 && row[told] ? [at + 1] : []))).toEqual(rows)
    for (const row of rows) expect(JSON.stringify(sheet?.cells?.get(`${row - 1},1`)?.style)).toContain('FDD9D6')
    expect([summary?.name, summary?.rows[1]?.slice(0, 2)]).toEqual([summarySheet, ['统一社会信用代码校验位不符', '2']])

    await decide(page, '确认写入 518 行')
    await page.getByRole('button', { name: label('撤销导入') }).waitFor()
    expect(await saying(page)).toContain('已写入')
    expect(problems).toEqual([])
  })

  test('brings the same as GBK CSV: nothing new but what is corrected, and the copy is GBK too', async () => {
    const { page, problems } = clerk
    const mended = bad.with(badAt[0], good[badAt[0]] ?? [])
    await page.goto('/console/imports/new?kind=entity')
    await upload(page, '名录.csv', gbk(`${[names, ...mended].map((cells) => cells.join(',')).join('\r\n')}\r\n`))
    await page.getByRole('button', { name: label('开始核对') }).click()
    await page.getByRole('button', { name: '确认写入 1 行' }).waitFor()
    expect(await saying(page)).toMatch(/编码 GB18030.*新增1.*无变化518.*退回1.*文件总行数520/s)
    const copy = await downloaded(page, () => page.getByRole('link', { name: '我的文件（已标出错误）' }).click())
    const lines = new TextDecoder('gbk', { fatal: true }).decode(copy.bytes).split('\r\n')
    expect(lines[0]).toBe(`${names.join(',')},${resultHeading}`)
    expect(lines.flatMap((line, at) => (line.includes('校验位不符') ? [at] : []))).toEqual([badAt[1] + 1])
    await decide(page, '确认写入 1 行')
    await page.getByRole('button', { name: label('撤销导入') }).waitFor()
    expect(problems).toEqual([])
  })

  test('finds a firm by two characters of its name', async () => {
    const { page } = clerk
    await page.goto('/console/register?q=麒麟')
    // Within a place the order is fixed and mixed: any fifty of the five hundred are the first page.
    const row = page.locator('tbody tr').filter({ hasText: '麒麟' })
    await row.first().waitFor()
    expect(await row.count()).toBe(50)
    expect(await saying(page)).not.toContain('貔貅')
  })

  test('labels the 500 firms of the query at once, and undoes it', async () => {
    const { page, problems } = clerk
    await page.goto('/console/labels')
    await page
      .getByRole('button', { name: label('新增标签') })
      .first()
      .click()
    await page.getByRole('dialog').getByLabel('标签名称').fill('重点回访')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: label('保存') })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.goto('/console/register?q=麒麟')
    await page.getByRole('button', { name: label('全选查询结果') }).click()
    await page.getByText('已选中全部 500 户').waitFor()
    await page.getByRole('button', { name: label('批量打标签') }).click()
    await page.locator('#label-batch').click()
    await page.locator('.ant-select-item-option', { hasText: '重点回访' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('节前走访')
    await page.getByRole('button', { name: '给 500 户打上标签' }).click()
    await page.getByText('已完成：500 户改变。').waitFor()
    await page.goto('/console/register?q=麒麟')
    await page.getByRole('main').getByText('重点回访').first().waitFor()
    await page.goto('/console/labels/batches')
    await page.getByRole('button', { name: label('整批撤销') }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('标错了')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: label('整批撤销') })
      .click()
    await page.getByRole('main').getByText('已撤销', { exact: true }).waitFor()
    await page.goto('/console/register?q=麒麟')
    await page.locator('tbody tr').filter({ hasText: '麒麟' }).first().waitFor()
    expect(await saying(page)).not.toContain('重点回访')
    expect(problems).toEqual([])
  })
})

describe('the pages', () => {
  test('fit a phone, and what was brought in can be taken back', async () => {
    const { page } = await office.visitor({ viewport: phone })
    await page.goto('/console/sign-in?to=/imports')
    await typeSignIn(page, 'newclerk', own)
    await page.waitForURL('**/console/imports')
    await page.getByRole('link', { name: '名录.csv' }).click()
    await page.getByRole('button', { name: label('撤销导入') }).waitFor()
    expect(await tooWide(page)).toBe(0)
    await page.goto('/console/imports/new')
    await page.getByText('把文件拖到这里').waitFor()
    expect(await tooWide(page)).toBe(0)
    await page.goBack()
    await page.getByRole('button', { name: label('撤销导入') }).click()
    await page.getByLabel('撤销的原因').fill('导错了文件')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: label('撤销导入') })
      .click()
    await page.getByText('已撤销').first().waitFor()
  })
})

const own = 'Second-Day-2026'

/** An account made by the administrator; both sign in for the first time and choose a password of their own. */
async function newUser(): Promise<OpenPage> {
  const { username, password } = office.admin
  await (await firstDay(username, password)).close()
  const admin = await signIn(office.url, username, own)
  const { rows } = await admin.api.access.listOrgs({})
  const account = {
    username: 'newclerk',
    name: '新来的名录员',
    password: 'First-Day-2026',
    roles: ['registrar' as const],
    orgId: rows[0]?.id ?? '',
  }
  await admin.api.access.createAccount({ commandId: newCommandId(), ...account })
  return firstDay(account.username, account.password)
}

async function firstDay(username: string, given: string): Promise<OpenPage> {
  const one = await office.visitor()
  await one.page.goto('/console/sign-in')
  await typeSignIn(one.page, username, given)
  await one.page.getByLabel('原密码').fill(given)
  await one.page.getByLabel('新密码', { exact: true }).fill(own)
  await one.page.getByLabel('再输入一次新密码').fill(own)
  await one.page.keyboard.press('Enter')
  await one.page.waitForURL('**/console/')
  // In production there are no demo accounts, which the sign-in page asks for: a 404.
  one.problems.length = 0
  return one
}

async function upload(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await page.getByRole('button', { name: label('上传并查看列对应') }).click()
  await page.getByRole('button', { name: label('开始核对') }).waitFor()
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer<ArrayBuffer> }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}
