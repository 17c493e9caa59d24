/** A bureau's harder draws in its console: a frame counted while it is put together, sealed strata, a beacon typed by two, a replacement, an explanation. */
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCommandId, signIn } from '#bin/scenario/client.ts'
import { demoPlaces } from '#bin/scenario/demo-county.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import type { Staff } from '#bin/scenario/people.ts'
import { closeDraw, importRegister, pledgeAndCommit, revealAndDraw } from '#bin/scenario/work.ts'
import { hex } from '#core/bytes.ts'
import type { Bundle } from '#core/draws/documents.ts'
import { readOpening, verifyOpening } from '#core/draws/opening.ts'
import { desktop, phone } from '../browser.ts'
import { type DemoConsole, label, openDemoConsole, password, tooWide } from '../console.ts'

let demo: DemoConsole
let staff: Staff
beforeAll(async () => {
  demo = await openDemoConsole()
  const people = await Promise.all(
    ['registrar', 'organiser', 'approver', 'supervisor', 'reviewer'].map((username) => signIn(demo.url, username, password)),
  )
  const [registrar, organiser, approver, supervisor, reviewer] = people
  staff = { registrar, organiser, approver, supervisor, reviewer } as Staff // five were asked for
  await importRegister(staff, '名录.csv', new TextEncoder().encode(classedRegister()))
})
afterAll(() => demo?.close())

test('the frame is counted while its conditions are put together, its sum closes, and a class forces a sealed draw with the reason', async () => {
  const { page, problems } = await demo.as('organiser', '/tasks/new')
  const line = page.getByRole('status', { name: '试算' })
  await line.getByText('名录').waitFor()
  await addCondition(page, '监管标签')
  await line.getByText('条件填写完整后试算').waitFor()
  const labels = page.getByRole('group', { name: '监管标签' }).getByRole('combobox', { name: '监管标签', exact: true })
  await labels.fill('食品经营')
  await labels.press('Enter')
  await page.keyboard.press('Escape')
  const asked = { version: 1 as const, all: [{ field: 'label' as const, op: 'anyOf' as const, values: ['食品经营'] }] }
  const strata = [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' as const }]
  const counted = await staff.organiser.api.tasks.tryFrame({ filter: asked, strata })
  expect(counted.included).toBeGreaterThan(100)
  await line.getByText(counted.included.toLocaleString('en-US'), { exact: true }).waitFor()
  const { 名录: register = 0, 入库: included = 0, 排除: excluded = 0, 应抽: target = 0 } = figures(await line.textContent())
  expect({ sum: included + excluded, target }).toEqual({ sum: register, target: counted.target })

  await addCondition(page, '注册资本')
  await page.getByLabel('注册资本：不小于').fill('500')
  await page.getByText('即 5,000,000 元以上').waitFor()
  await page.getByRole('button', { name: '删除条件：注册资本' }).click()

  await page.getByText('按信用风险等级', { exact: true }).click()
  await page.getByText(/已改为密封模式：分层用到了信用风险等级/).waitFor()
  expect(await page.getByRole('radio', { name: /公开模式/ }).isDisabled()).toBe(true)
  await page.reload()
  await page.getByText(/已改为密封模式/).waitFor()
  await page.getByText('不分层', { exact: true }).click()
  expect(await page.getByRole('radio', { name: /公开模式/ }).isChecked()).toBe(true)
  await fits(page, '/tasks/new')
  expect(problems).toEqual([])
})

test('a sealed task is made in the console and drawn; its strata are for inside, the screen names nobody with a ticket, the auditor has a copy of their own', async () => {
  const { page, problems } = await demo.as('organiser', '/tasks/new')
  await dropDraft(page)
  await choose(page, '抽查计划')
  await choose(page, '计划中的一项')
  await page.getByLabel('任务名称').fill('年度分类抽查')
  await page.getByText('按信用风险等级', { exact: true }).click()
  const rows = page.getByRole('table', { name: '分层与比例' }).getByRole('row')
  await rows.nth(1).getByLabel('比例').fill('20')
  await rows.nth(4).getByRole('combobox', { name: '抽多少' }).click()
  await page.locator('.ant-select-item-option', { hasText: '固定户数' }).last().click()
  await rows.nth(4).getByLabel('户数').fill('5')
  await page.getByRole('button', { name: label('保存并试算') }).click()
  await page.waitForURL(/\/tasks\/[0-9a-f-]{36}/)
  await page.getByText('固定 5 户').waitFor()
  // Far more than the row of the plan says: not for its author alone, who hands it in from there.
  await page
    .getByRole('button', { name: label('确认抽取设置') })
    .first()
    .click()
  const asked = page.getByRole('dialog')
  await asked.getByRole('button', { name: label('确认抽取设置') }).click()
  await asked.getByText('超出已公布的计划行').waitFor()
  await asked.getByRole('button', { name: label('提交审批') }).click()
  await asked.waitFor({ state: 'hidden' })
  const taskId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await staff.approver.api.tasks.approve({ commandId: newCommandId(), taskId })
  expect(await staff.organiser.api.tasks.get({ taskId })).toMatchObject({ mode: 'sealed', state: 'confirmed' })

  const drawId = await drawn(taskId)
  await page.goto(`/console/draws/${drawId}`)
  await page.getByText('以下分层仅供内部查看').waitFor()
  await page.getByRole('cell', { name: '高风险', exact: true }).waitFor()
  await fits(page, 'a sealed draw')
  await page.goto(`/console/ceremony/${drawId}`)
  await page.getByText('名单已存于本机').waitFor()
  await page.keyboard.press('End')
  await page.locator('.cer-rows li').first().waitFor()
  const { rows: names } = await staff.organiser.api.draws.selected({ drawId, limit: 200 })
  const screen = (await page.locator('main').textContent()) ?? ''
  for (const { ticket } of names) expect(screen).not.toContain(ticket?.slice(0, 8) ?? '?')
  for (const word of ['高风险', '较高风险', '未评级']) expect(screen).not.toContain(word)
  // What is printed for the firm says neither its stratum nor the line that would tell its rate.
  await page.goto(`/console/explain?subject=${names[0]?.subject}`)
  const one = page.locator('.mj-explain > li', { hasText: drawId })
  await one.getByText('仅供内部查看').waitFor()
  expect(await one.innerText()).toMatch(/所在层 (高|较高|一般|低)风险|所在层 未评级/)
  await page.emulateMedia({ media: 'print' })
  const printed = await one.innerText()
  expect(printed).toContain('签号不大于入选线，所以抽中')
  expect(printed).not.toMatch(/所在层|风险|未评级|入选线 \d/)
  // The refusal of more than the row says, as the browser tells it.
  expect(problems.filter((problem) => !problem.includes('409'))).toEqual([])

  const auditor = await demo.as('supervisor', `/draws/${drawId}`)
  const audit = auditor.page.locator('.mj-papers li', { hasText: '审计核验包' }).getByRole('button')
  const bundle = JSON.parse(await downloaded(auditor.page, () => audit.click())) as { commit: { strata?: unknown } }
  expect(bundle.commit.strata).toHaveLength(5)
  const open = auditor.page.locator('.mj-papers li', { hasText: '公开核验包' }).getByRole('button')
  expect(JSON.parse(await downloaded(auditor.page, () => open.click()))).not.toHaveProperty('commit.strata')
  expect(auditor.problems).toEqual([])
})

test('an announced beacon is typed by two people: what differs is told, the same by both makes the result', async () => {
  const { rows } = await staff.organiser.api.draws.list({ state: 'frozen' })
  const drawId = rows[0]?.id ?? ''
  const what = '双色球第 2026134 期红球'
  const at = new Date(Date.now() + 6000).toISOString()
  const later = [{ what: '双色球第 2026135 期红球', at: new Date(Date.now() + 3_600_000).toISOString() }]
  const { nonces } = await pledgeAndCommit(staff, drawId, 'sha256', {
    choice: () => ({ kind: 'announced', what, at, later }),
    announced: null,
  })
  for (const party of ['organiser', 'supervisor'] as const)
    await staff[party].api.draws.reveal({ commandId: newCommandId(), drawId, nonce: hex(nonces[party]) })

  const first = await demo.as('organiser', `/draws/${drawId}`)
  await first.page.getByRole('timer').waitFor()
  await first.page.getByText('时间已到').waitFor()
  await typeBeacon(first.page, '录入公开信标', '03，12 17 21 28 33')
  await first.page.getByText('您已录入一次').waitFor()

  const second = await demo.as('supervisor', `/draws/${drawId}`)
  await typeBeacon(second.page, '再次录入（第二人）', '03 12 17 21 28 34')
  await second.page.getByRole('alert').getByText('两次录入不一致').waitFor()
  await second.page.getByRole('dialog').getByLabel('数值').fill('03 12 17 21 28 33')
  await second.page
    .getByRole('dialog')
    .getByRole('button', { name: label('录入') })
    .click()
  for (const { page } of [first, second]) {
    await page.getByText('已出结果').first().waitFor()
    await page.getByText('03 12 17 21 28 33').first().waitFor()
  }
  await fits(first.page, 'a draw with a beacon')
  expect([...first.problems, ...second.problems].filter((problem) => !problem.includes('409'))).toEqual([])
})

test('one asks to replace a drawn object, another approves, and a draw of its own names the substitute', async () => {
  const { objectDraw, subject, name } = await replaceable()
  const organiser = await demo.as('organiser', `/draws/${objectDraw}`)
  const row = organiser.page.getByRole('row', { name: new RegExp(subject) })
  await row.getByRole('button', { name: label('申请更换') }).click()
  const dialog = organiser.page.getByRole('dialog')
  await dialog.getByLabel('理由').click()
  await organiser.page.locator('.ant-select-item-option', { hasText: '无法联系' }).click()
  await dialog.getByLabel(/情况说明/).fill('两次上门均无人，登记电话停机')
  const send = dialog.getByRole('button', { name: label('提交申请') })
  await dialog.getByText('请附证明材料').waitFor()
  expect(await send.isDisabled()).toBe(true)
  await dialog.locator('input[type=file]').setInputFiles({ name: '现场照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('photo') })
  await dialog.getByText('现场照片.jpg').waitFor()
  await send.click()
  await dialog.waitFor({ state: 'hidden' })
  await row.getByText('更换待审批').waitFor()

  const approver = await demo.as('approver', `/draws/${objectDraw}`)
  const request = approver.page.locator('.mj-replacements > li', { hasText: subject })
  await request.getByRole('button', { name: label('审批') }).click()
  await approver.page.getByRole('radio', { name: /批准更换/ }).check()
  await approver.page.getByLabel('意见').fill('材料属实，同意')
  await approver.page
    .getByRole('dialog')
    .getByRole('button', { name: label('批准更换') })
    .click()
  const link = request.locator('a[href*="-R-"]')
  const drawId = (await link.textContent()) ?? ''
  await link.click()
  await approver.page.getByText('通过登记的住所或者经营场所无法联系').waitFor()

  const { nonces } = await pledgeAndCommit(staff, drawId, 'sha256')
  await revealAndDraw(staff, drawId, nonces)
  await closeDraw(staff, drawId)
  await approver.page.reload()
  const { replacement } = await staff.organiser.api.draws.get({ drawId })
  expect(replacement?.substitute?.subject).not.toBe(subject)
  await approver.page
    .getByText(replacement?.substitute?.name ?? '?')
    .first()
    .waitFor()
  await organiser.page.reload()
  await organiser.page
    .getByRole('row', { name: new RegExp(subject) })
    .getByText('已更换')
    .waitFor()
  await fits(organiser.page, 'an object draw with a replacement')
  await organiser.page.goto('/console/visits?state=replaced')
  await organiser.page.getByRole('link', { name }).click()
  await organiser.page.getByText('这一户已经按程序更换').waitFor()
  expect([...organiser.problems, ...approver.problems]).toEqual([])
})

test('a firm asks why: the clerk finds its year, sees ticket and line, and issues a file that proves it', async () => {
  const { rows } = await staff.organiser.api.draws.list({ state: 'closed' })
  const drawId = rows.find(({ kind, mode }) => kind === 'O' && mode === 'open')?.id ?? ''
  const { rows: selected } = await staff.organiser.api.draws.selected({ drawId, limit: 1 })
  const { subject = '', name = '' } = selected[0] ?? {}
  const { page, problems } = await demo.as('organiser', '/explain')
  await page.getByText('先选择一户').waitFor()
  await page.getByRole('combobox', { name: '检查对象' }).fill(subject)
  await page.locator('.ant-select-item-option', { hasText: name }).click()
  await page.getByRole('heading', { level: 2, name: new RegExp(name) }).waitFor()
  const one = page.locator('.mj-explain > li', { hasText: drawId })
  await one.getByText('签号不大于入选线，所以抽中').waitFor()
  await one.getByRole('img', { name: /入选线在 .*%，该户签号在/ }).waitFor()
  await fits(page, '/explain')
  await one.getByRole('button', { name: label('出具本户凭证') }).click()
  const text = await downloaded(page, () =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: label('出具并下载') })
      .click(),
  )
  expect(text).not.toMatch(/"stratum"|saltB/)
  const opening = readOpening(new TextEncoder().encode(text))
  const bundle = (await (await staff.organiser.download(`/api/v1/draws/${drawId}/bundle`)).json()) as Bundle // our own server's
  expect(opening.ok && verifyOpening(opening.value, bundle)).toMatchObject({ verdict: 'held', drawn: true, order: 1 })
  expect(problems).toEqual([])
})

test('the confirmation is signed by the keyboard alone, for oneself and for a witness', async () => {
  const { rows } = await staff.organiser.api.draws.list({ state: 'closed' })
  const drawId = rows.find(({ kind }) => kind === 'O')?.id ?? ''
  const { page, problems } = await demo.as('supervisor', `/draws/${drawId}`)
  await page.getByRole('button', { name: label('签署') }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await quiet(page, 'the sign dialog')
  await tabTo(page, '签署')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('抽取过程与本确认书所载一致，无异议。').waitFor()

  await page.getByRole('button', { name: label('签署') }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('radio').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Tab')
  await page.keyboard.type('李公证')
  await page.keyboard.press('Tab')
  await page.keyboard.type('云澜市公证处')
  await tabTo(page, '签署')
  await page.keyboard.press('Enter')
  await page.getByText('由 监督岗 代录').waitFor()
  expect(problems).toEqual([])
})

/** The demo county's register again, with labels and classes in it. */
function classedRegister(): string {
  const [heading = '', ...rows] = [...firmsCsv(2400, demoPlaces)].join('').trimEnd().split('\n')
  const labels = ['食品经营', '餐饮服务', '', '特种设备使用']
  const classes = ['A', 'A', 'B', 'B', 'C', 'D', '']
  return [`${heading},监管标签,信用风险等级`, ...rows.map((row, i) => `${row},${labels[i % 4]},${classes[i % 7]}`)].join('\n')
}

async function addCondition(page: Page, field: string): Promise<void> {
  await page.getByRole('button', { name: label('增加条件') }).click()
  await page.getByRole('menuitem', { name: field, exact: true }).click()
  await page.getByRole('group', { name: field }).waitFor()
}

const figures = (text: string | null): Record<string, number> =>
  Object.fromEntries(
    [...(text ?? '').matchAll(/(名录|入库|排除|应抽)\s*([\d,]+)/g)].map(([, name = '', n = '']) => [name, Number(n.replaceAll(',', ''))]),
  )

/** The first entry of a select. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
}

async function dropDraft(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.clear())
  await page.reload()
}

async function drawn(taskId: string): Promise<string> {
  const { drawId } = await staff.organiser.api.draws.freeze({ commandId: newCommandId(), taskId, kind: 'O' })
  const { nonces } = await pledgeAndCommit(staff, drawId, 'sha256')
  await revealAndDraw(staff, drawId, nonces)
  await closeDraw(staff, drawId)
  return drawId
}

/** An object of an open draw that nobody has begun to inspect. */
async function replaceable(): Promise<{ objectDraw: string; subject: string; name: string }> {
  const { rows: visits } = await staff.organiser.api.inspections.list({ state: 'assigned', limit: 200 })
  const { rows: draws } = await staff.organiser.api.draws.list({ state: 'closed' })
  for (const { id, suite, taskId } of draws.filter(({ kind, mode }) => kind === 'O' && mode === 'open')) {
    const { rows } = await staff.organiser.api.draws.selected({ drawId: id, limit: 200 })
    const found = rows.find(({ subject }) => visits.some((visit) => visit.subject === subject && visit.taskId === taskId))
    if (found !== undefined && suite === 'sha256') return { objectDraw: id, subject: found.subject, name: found.name }
  }
  throw new Error('the demo county has no visit left to replace')
}

async function typeBeacon(page: Page, button: string, value: string): Promise<void> {
  await page.getByText('时间已到').waitFor()
  await page.getByRole('button', { name: label(button) }).click()
  await page.getByRole('dialog').getByLabel('数值').fill(value)
  await page.getByText(/将按此录入：03 12 17/).waitFor()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: label('录入') })
    .click()
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<string> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), press()])
  return readFile(await download.path(), 'utf8')
}

/** No serious violation, and no wider than a desk and a phone. */
async function fits(page: Page, what: string): Promise<void> {
  await quiet(page, what)
  const wider = [await tooWide(page)]
  await page.setViewportSize(phone)
  wider.push(await tooWide(page))
  await page.setViewportSize(desktop)
  expect({ what, wider }).toEqual({ what, wider: [0, 0] })
}

async function quiet(page: Page, what: string): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(300)
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect({ what, serious: serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`) }).toEqual({ what, serious: [] })
}

/** Presses Tab until the button of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => (document.activeElement?.matches('button') ? document.activeElement.textContent : ''))
    if (focused.replaceAll(/\s/g, '') === name) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}
