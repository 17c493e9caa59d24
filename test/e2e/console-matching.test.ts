/** Officers in the console: eligibility before the draw, why these after it, and a seat that changes hands. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '#bin/scenario/client.ts'
import type { Staff } from '#bin/scenario/people.ts'
import { closeDraw, pledgeAndCommit, revealAndDraw } from '#bin/scenario/work.ts'
import { phone } from '../browser.ts'
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
})
afterAll(() => demo?.close())

test('before anybody is drawn the organiser sees how many are eligible, and which rule keeps how many away', async () => {
  const { rows } = await staff.organiser.api.tasks.list({ state: 'drawn' })
  const taskId = rows[0]?.id ?? ''
  const seen = await staff.organiser.api.matching.preview({ taskId })
  const { page, problems } = await demo.as('organiser', `/tasks/${taskId}`)
  await page.getByRole('button', { name: label('预览人员资格') }).click()
  await page.getByText('全部可以匹配').waitFor()
  await page.getByText(`${seen.objects} 户、${seen.officers} 名执法人员`).waitFor()
  await page.getByText('缺岗位资质').first().waitFor()
  const histogram = page.locator('.mj-chart').first()
  await histogram.locator('svg').waitFor()
  await histogram.locator('summary').focus()
  await page.keyboard.press('Enter')
  const bar = seen.histogram.find(({ population }) => population === 'officers')
  await histogram.getByRole('row', { name: new RegExp(`${bar?.eligible} 人 ${bar?.objects}`) }).waitFor()
  expect(problems).toEqual([])
})

test('why an object has the officers it has: the probabilities add up to the team, and a name tells the rule that kept it away', async () => {
  const drawId = await matched()
  const { rows } = await staff.organiser.api.matching.pairs({ drawId, limit: 1 })
  const { name = '', subject = '', seats = [] } = rows[0] ?? {}
  const { page, problems } = await demo.as('organiser', `/draws/${drawId}`)
  await page.getByLabel('名称、代码或人员').fill(name)
  await page.keyboard.press('Enter')
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label('导出人员安排表') }).click()])
  const table = await readFile(await sheet.path(), 'utf8')
  expect(table).toContain(seats[0]?.name)
  expect(table.trim().split('\r\n')).toHaveLength(2)
  await page
    .getByRole('row', { name: new RegExp(subject) })
    .getByRole('link', { name: '为何是这些人' })
    .click()
  await page.getByText(/概率相加 200%/).waitFor()
  for (const seat of seats) await page.getByRole('rowheader', { name: new RegExp(seat.name) }).waitFor()
  const explained = await staff.organiser.api.matching.explain({ drawId, subject })
  const absent = explained.populations[0]?.officers.find(({ broken }) => broken.includes('not_on_leave'))
  await page.getByLabel('查某一个人').fill(absent?.name ?? '?')
  await page.getByText(/不能：请假/).waitFor()
  expect(problems).toEqual([])
})

test('an officer steps down on a phone, another person approves, and the lot names who comes', async () => {
  const drawId = await matched()
  const { visit, officer, username } = await seated()
  const inspector = await demo.as(username, `/visits/${visit.id}`, { viewport: phone })
  await inspector.page.getByRole('button', { name: label('申请回避') }).click()
  expect(await tooWide(inspector.page)).toBe(0)
  await inspector.page.getByLabel(/情况说明/).fill('检查对象负责人是本人亲属')
  await inspector.page.getByRole('button', { name: label('提交申请') }).click()
  await inspector.page.getByText('已申请“主动回避”，待审批', { exact: true }).waitFor()

  const approver = await demo.as('approver', `/draws/${drawId}`)
  const request = approver.page.locator('.mj-replacements > li', { hasText: '检查对象负责人是本人亲属' })
  await request.getByRole('button', { name: label('审批') }).focus()
  await approver.page.keyboard.press('Enter')
  await approver.page.getByRole('radio', { name: /批准更换/ }).focus()
  await approver.page.keyboard.press('Space')
  await approver.page.getByLabel('意见').fill('情况属实，同意回避')
  await approver.page
    .getByRole('dialog')
    .getByRole('button', { name: label('批准更换') })
    .click()
  const link = request.locator('a[href*="-R-"]')
  const replacement = (await link.textContent()) ?? ''
  const { suite } = await staff.organiser.api.draws.get({ drawId: replacement })
  const { nonces } = await pledgeAndCommit(staff, replacement, suite)
  await revealAndDraw(staff, replacement, nonces)
  await closeDraw(staff, replacement)
  await link.click()
  const { seats } = await staff.organiser.api.draws.get({ drawId: replacement })
  expect(seats?.newcomers[0]?.officerId).not.toBe(officer.id)
  await approver.page
    .getByText(seats?.newcomers[0]?.name ?? '?')
    .first()
    .waitFor()
  await approver.page.goto(`/console/draws/${drawId}?q=${encodeURIComponent(visit.name)}`)
  await approver.page
    .getByRole('row', { name: new RegExp(visit.subject) })
    .getByText('更换抽取')
    .waitFor()
  expect([...inspector.problems, ...approver.problems]).toEqual([])
})

test('an appointment is asked for only by someone who has read that it becomes public', async () => {
  const { page, problems } = await demo.as('organiser', `/draws/${await matched()}`)
  await page.getByRole('button', { name: label('申请更换人员') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('被更换的人员').click()
  await page.locator('.ant-select-item-option').first().click()
  await dialog.getByLabel('理由').click()
  await page.locator('.ant-select-item-option', { hasText: '公务冲突' }).click()
  await dialog.getByLabel(/情况说明/).fill('抽调参加专项行动')
  await dialog.getByRole('radio', { name: /指定人员/ }).check()
  await dialog.getByText('任何人都能看到').waitFor()
  await dialog.getByLabel('指定的人员').click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').last().click()
  const send = dialog.getByRole('button', { name: label('提交申请') })
  expect(await send.isDisabled()).toBe(true)
  await dialog.getByRole('checkbox', { name: '我知道指定会公开' }).check()
  expect(await send.isDisabled()).toBe(false)
  expect(problems).toEqual([])
})

/** The officer draw of the newest task in the field. */
async function matched(): Promise<string> {
  const { rows } = await staff.organiser.api.draws.list({ limit: 200 })
  return rows.find(({ kind, state }) => kind === 'P' && state === 'closed')?.id ?? ''
}

/** A visit of that draw not yet reported, and somebody on its team who has an account. */
async function seated() {
  const { taskId } = await staff.organiser.api.draws.get({ drawId: await matched() })
  const { rows } = await staff.organiser.api.inspections.list({ state: 'assigned', taskId, limit: 200 })
  const { rows: accounts } = await (await signIn(demo.url, 'admin', password)).api.access.listAccounts({ limit: 200 })
  for (const visit of rows)
    for (const officer of visit.officers) {
      const account = accounts.find(({ officerId }) => officerId === officer.id)
      if (account !== undefined) return { visit, officer, username: account.username }
    }
  throw new Error('the demo county has a visit that is still to be made')
}
