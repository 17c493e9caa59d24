/** The planner's year in the console of the demo county: a plan brought from a spreadsheet, simulated, approved by another person, published, adjusted and published again, as the public sees it; and every page that goes with it. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { phone } from '../browser.ts'
import { type DemoConsole, decide, label, openDemoConsole, saying, tooWide } from '../console.ts'

let demo: DemoConsole
beforeAll(async () => {
  demo = await openDemoConsole()
})
afterAll(() => demo?.close())

const year = Number(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(Date.now()))
const name = `${year}年度重点行业抽查计划`
const table = [
  ['抽查任务名称', '抽查事项', '抽查类型', '抽查对象范围', '抽取比例', '检查开始', '检查结束', '责任科室'],
  ['登记事项抽查', '营业执照（登记证）规范使用情况检查', '不定向', '辖区内存续企业', '5%', `${year}-12-01`, `${year}-12-20`, '信用监管科'],
  ['住所定向抽查', '住所（经营场所）登记事项检查', '定向', '住所申报企业', '120%', `${year}-12-01`, `${year}-12-31`, '登记注册科'],
  ['年报公示抽查', '年度报告公示信息检查', '不定向', '应当年报的企业', '4%', `${year}-12-05`, `${year}-12-31`, '信用监管科'],
]

test('a plan is pasted, simulated, approved by another person, published, adjusted and published again', async () => {
  const [{ page, problems }, approver] = await Promise.all([demo.as('organiser', '/plans/new'), demo.as('approver')])
  await page.getByLabel('年度', { exact: true }).fill(String(year))
  await page.getByLabel('计划名称').fill(name)
  await page.getByRole('button', { name: label('建立计划') }).click()
  await page.getByRole('heading', { name }).waitFor()
  const address = new URL(page.url()).pathname

  // A ratio above one is said beside its line and left out; nothing is lost.
  await bring(page, table, 2)
  await page.getByRole('cell', { name: '年报公示抽查' }).waitFor()

  await page.getByRole('button', { name: label('推演') }).click()
  await page.getByRole('button', { name: label('开始推演') }).click()
  await page.getByText('预计检查（户次）').waitFor()
  expect(await saying(page)).toMatch(/不定向抽查覆盖/)
  await page.goto(address)

  await decide(page, '提交审批')
  await page.getByText('待审批').first().waitFor()
  expect(await page.getByRole('button', { name: label('批准'), disabled: false }).count()).toBe(0)
  await approver.page.goto(address)
  await decide(approver.page, '批准')
  await decide(approver.page, '公布')
  await approver.page.getByText('第 1 版').first().waitFor()

  await page.reload()
  await page.getByRole('button', { name: label('调整') }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('投诉增多，提高抽取比例')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: label('调整') })
    .click()
  await bring(page, [table[0] ?? [], table[2]?.with(4, '10%') ?? []], 1)
  await page.getByRole('cell', { name: '住所定向抽查' }).waitFor()
  await decide(page, '提交审批')
  await page.getByText('投诉增多').first().waitFor()
  await approver.page.reload()
  await decide(approver.page, '批准')
  await decide(approver.page, '公布')
  await approver.page.getByText('第 2 版').first().waitFor()
  await approver.page.goto(`${address}/versions`)
  await approver.page.getByText('住所定向抽查').first().waitFor()
  expect(await saying(approver.page)).toContain('新增')

  const visitor = await demo.visitor({ javaScriptEnabled: false })
  await visitor.page.goto('/plans')
  await visitor.page.getByRole('link', { name }).click()
  const shown = await saying(visitor.page)
  expect(shown).toContain('住所定向抽查')
  expect(shown).toContain('投诉增多，提高抽取比例')
  expect([...problems, ...approver.problems, ...visitor.problems]).toEqual([])
})

test('a row becomes a task, whose settings one confirms; a locked task changes by the request of one and the approval of another', async () => {
  const [{ page, problems }, approver] = await Promise.all([demo.as('organiser', '/plans'), demo.as('approver')])
  await page.getByRole('link', { name }).click()
  const row = page.getByRole('row', { name: /登记事项抽查/ })
  await row.getByRole('button', { name: label('建立任务') }).click()
  await page.getByLabel('任务名称').fill('登记事项抽查（第一批）')
  await page.getByRole('button', { name: label('保存并试算') }).click()
  await page.waitForURL(/\/tasks\/[0-9a-f-]{36}/)
  await decide(page, '确认抽取设置')
  await page.getByText('待抽取对象').first().waitFor()

  await page.goto('/console/tasks?state=executing')
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.getByText('检查中').first().waitFor()
  const task = page.url()
  await page.getByRole('button', { name: label('申请变更') }).click()
  await page.getByRole('radio', { name: '更正任务公告' }).check()
  await page.locator('#change-text').fill('检查人员由县局统一抽取')
  await page.getByLabel('理由').click()
  await page.locator('.ant-select-item-option').first().click()
  await page.getByLabel(/^说明/).fill('大雪封路，乡镇的检查推迟')
  await page.getByRole('button', { name: label('提交申请') }).click()
  await page.getByText('待审批').first().waitFor()
  expect(await page.getByRole('button', { name: label('批准并执行'), disabled: false }).count()).toBe(0)
  await approver.page.goto(page.url())
  await decide(approver.page, '批准并执行')
  await approver.page.getByText('已执行').first().waitFor()
  await page.goto(task)
  const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  const visitor = await demo.visitor({ javaScriptEnabled: false })
  await visitor.page.goto('/tasks')
  await visitor.page.getByRole('link', { name: title }).first().click()
  expect(await saying(visitor.page)).toContain('检查人员由县局统一抽取')
  expect([...problems, ...approver.problems, ...visitor.problems]).toEqual([])
})

/** Pastes cells with their heading, reads them, and takes the rows that can be taken. */
async function bring(page: Page, cells: readonly (readonly string[])[], rows: number): Promise<void> {
  await page.getByRole('button', { name: label('粘贴或导入') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('把表格粘贴到这里（含表头）').fill(cells.map((line) => line.join('\t')).join('\n'))
  await dialog.getByRole('button', { name: label('读取') }).click()
  // A ratio above one is said beside its line and left out.
  if (rows < cells.length - 1) await dialog.getByText(/第 3 行/).waitFor()
  await dialog.getByRole('button', { name: label(`带入 ${rows} 行`) }).click()
  await dialog.waitFor({ state: 'hidden' }).catch(async () => expect(await dialog.textContent()).toBe('closed'))
}

const pages: readonly (readonly [who: string, path: string, says: RegExp])[] = [
  ['office', '/plan-contributions', /填报/],
  ['station', '/sub-tasks', /子任务/],
  ['coordinator', '/plans', /计划/],
  ['admin', '/deliveries', /发送|投递|通知/],
]

test('the pages of the side duties open for them, say what they are for, and fit a phone', async () => {
  for (const who of new Set(pages.map(([user]) => user))) {
    const { page, problems } = await demo.as(who)
    for (const [, path, says] of pages.filter(([user]) => user === who)) {
      await page.goto(`/console${path}`)
      await expect.poll(() => saying(page), { timeout: 20_000 }).toMatch(says)
      await page.setViewportSize(phone)
      expect(await tooWide(page), path).toBe(0)
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    expect(problems).toEqual([])
  }
})

test('dialogs and menus work by keyboard alone, and give the focus back to what opened them', async () => {
  const { page } = await demo.as('organiser', '/plans')
  await page
    .getByRole('link', { name: `${year}年度抽查工作计划` })
    .first()
    .click()
  const papers = page.getByRole('button', { name: label('文书') })
  await papers.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '年度抽查工作计划' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await papers.evaluate((one) => one === document.activeElement)).toBe(true)
})
