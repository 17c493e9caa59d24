/** Every page of the console: who gets in, what the keyboard can do, and whether it is readable, whole and quiet at a desk and on a phone. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, signIn } from '#bin/scenario/client.ts'
import { desktop, phone } from '../browser.ts'
import { type DemoConsole, openDemoConsole, password, saying, tooWide, typeSignIn } from '../console.ts'

let demo: DemoConsole
let organiser: Person
beforeAll(async () => {
  demo = await openDemoConsole()
  organiser = await signIn(demo.url, 'organiser', password)
})
afterAll(() => demo?.close())

describe('signing in', () => {
  test('a wrong password is told in words, the name is kept, and the right one leads to the page that was asked for', async () => {
    const { page, problems } = await demo.visitor()
    await page.goto('/console/plans')
    await page.waitForURL('**/console/sign-in?to=*')
    await typeSignIn(page, 'organiser', 'wrong-Horse-7')
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor()
    expect(await page.getByLabel('用户名').inputValue()).toBe('organiser')
    expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('')
    await typeSignIn(page, 'organiser', password)
    await page.waitForURL('**/console/plans')
    expect(besidesSignedOut(problems)).toEqual([])
  })

  test('the keyboard alone signs in, skips to the content, walks the menu and signs out', async () => {
    const { page, problems } = await demo.visitor()
    await page.goto('/console/')
    await page.waitForURL('**/console/sign-in**')
    await page.getByLabel('用户名').waitFor()
    await page.keyboard.type('approver')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/')
    await page.getByRole('navigation', { name: '主菜单' }).waitFor()

    await tabTo(page, '跳到正文')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.reload()
    await tabTo(page, '抽查计划')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/plans')
    await page.getByRole('heading', { level: 1, name: /抽查计划/ }).waitFor()

    await tabTo(page, '审批岗')
    await page.keyboard.press('Enter')
    // It opens with the focus in it.
    await page.locator('[role=menuitem]:focus').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.locator('[role=menuitem]:focus', { hasText: '退出登录' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/sign-in')
    await page.goto('/console/plans')
    await page.waitForURL('**/console/sign-in?to=*')
    expect(besidesSignedOut(problems)).toEqual([])
  })

  test('on a phone the menu opens from its button, closes with Escape, and leads on', async () => {
    const { page, problems } = await demo.as('organiser', '/', { viewport: phone })
    const burger = page.getByRole('button', { name: '打开菜单' })
    await burger.focus()
    await page.keyboard.press('Enter')
    const menu = page.getByRole('dialog').getByRole('navigation')
    await menu.waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await burger.click()
    await menu.getByRole('link', { name: /摇号抽取/ }).click()
    await page.waitForURL('**/console/draws')
    await menu.waitFor({ state: 'hidden' })
    expect(problems).toEqual([])
  })

  test('a page of another duty says whose it is, and the menu does not name it', async () => {
    const { page, problems } = await demo.as('registrar', '/draws')
    await page.getByText('您的岗位不办理这项业务').waitFor()
    expect(await page.getByRole('navigation', { name: '主菜单' }).textContent()).not.toContain('摇号抽取')
    await page.goto('/console/no/such/page')
    await page.getByText('没有这个页面').waitFor()
    expect(problems).toEqual([])
  })
})

const readers = ['organiser', 'registrar', 'approver', 'reviewer', 'supervisor', 'z0001', 'admin'] as const
type Reader = (typeof readers)[number]

/** Every page of the console with something on it, by an account that may see it. */
async function pages(): Promise<readonly (readonly [username: Reader, paths: readonly string[]])[]> {
  const { api } = organiser
  const [plans, tasks, draws, visits, entities, officers, items, joint] = await Promise.all([
    api.plans.list({}),
    api.tasks.list({}),
    api.draws.list({}),
    api.inspections.list({}),
    api.registers.listEntities({ limit: 1 }),
    api.officers.list({ limit: 1 }),
    api.catalogue.listItems({ limit: 1 }),
    api.jointItems.list({ limit: 1 }),
  ])
  const drawn = (kind: string, state: string): string =>
    `/draws/${draws.rows.find((draw) => draw.kind === kind && draw.state === state)?.id}`
  const matched = drawn('P', 'closed')
  const pairs = await api.matching.pairs({ drawId: matched.slice('/draws/'.length), limit: 1 })
  const visit = (state: string): string => `/visits/${visits.rows.find((one) => one.state === state)?.id ?? visits.rows[0]?.id}`
  return [
    [
      'organiser',
      [
        '/',
        '/items',
        '/items/new',
        '/register',
        '/register?q=不存在的名称',
        `/register/${entities.rows[0]?.subject}`,
        '/officers',
        '/plans',
        `/plans/${plans.rows[0]?.id}`,
        '/plans/new',
        '/tasks',
        `/tasks/${tasks.rows[0]?.id}`,
        '/tasks/new',
        '/draws',
        drawn('O', 'closed'),
        matched,
        `${matched}/pairs/${pairs.rows[0]?.subject}`,
        drawn('R', 'closed'),
        drawn('O', 'frozen'),
        `/tasks/${tasks.rows.find((task) => task.state === 'drawn')?.id}/eligibility`,
        '/officers/loads',
        '/explain',
        `/explain?subject=${entities.rows[0]?.subject}`,
        '/visits',
        visit('published'),
        '/disclosure',
        '/password',
      ],
    ],
    [
      'registrar',
      [
        '/',
        '/imports',
        '/imports/new',
        '/imports/new?kind=expert',
        '/libraries',
        '/labels',
        '/labels/batches',
        '/feeds',
        '/quality',
        '/exports',
        '/officers?state=active&certificate=expired',
        `/officers/${officers.rows[0]?.id}`,
        '/officers/experts',
        '/officers/groups',
        '/officers/leaves',
        '/officers/filings',
      ],
    ],
    [
      'approver',
      [
        `/items/${items.rows[0]?.id}`,
        '/items/other',
        '/joint-items',
        `/joint-items/${joint.rows[0]?.id}`,
        `/items-coverage/${items.rows[0]?.code}`,
      ],
    ],
    ['reviewer', ['/visits/review', visit('submitted')]],
    [
      'supervisor',
      [
        '/record',
        `${matched}/propensities`,
        ...['O', 'P', 'R'].map((kind) => `/ceremony/${drawn(kind, 'closed').slice('/draws/'.length)}`),
      ],
    ],
    ['z0001', ['/', '/visits', '/notices', `/items/${items.rows[0]?.id}`]],
    ['admin', ['/accounts', '/orgs']],
  ]
}

/** Until the page has its content and asks for nothing more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(150)
}

test.each(readers)(
  'every page of the %s has a heading and no serious accessibility violation, fits a desk and a phone, and leaves the console of the browser empty',
  async (username) => {
    const paths = (await pages()).flatMap(([reader, own]) => (reader === username ? own : []))
    const { page, problems, close } = await demo.as(username)
    for (const path of paths) {
      await page.setViewportSize(desktop)
      await page.goto(`/console${path}`)
      await settled(page)
      // A page without frames needs no second page for its report, which would take as long again.
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ resultTypes: ['violations'] })
        .analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect({ path, serious: serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`) }).toEqual({ path, serious: [] })
      const wider = [await tooWide(page)]
      await page.setViewportSize(phone)
      wider.push(await tooWide(page))
      expect({ path, wider }).toEqual({ path, wider: [0, 0] })
    }
    expect(paths).not.toEqual([])
    expect(problems).toEqual([])
    await close()
  },
)

test('the pages of daily work, opened on a phone, are no wider than the phone', async () => {
  for (const [username, paths] of [
    ['z0001', ['/', '/visits']],
    ['organiser', ['/draws', '/tasks']],
  ] as const) {
    const { page, problems, close } = await demo.as(username, '/', { viewport: phone })
    for (const path of paths) {
      await page.goto(`/console${path}`)
      await settled(page)
      expect({ path, wider: await tooWide(page) }).toEqual({ path, wider: 0 })
    }
    expect(problems).toEqual([])
    await close()
  }
})

test('the console speaks English when it is asked to', async () => {
  const { page, problems } = await demo.as('organiser', '/draws')
  await page.getByRole('button', { name: /组织岗/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Draws' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/)
  expect(await saying(page)).toContain('Frozen')
  expect(problems).toEqual([])
})

/** Chrome writes every answer 401 into its console, also the one that only tells the page to ask for a sign-in. */
const besidesSignedOut = (problems: readonly string[]): readonly string[] => problems.filter((problem) => !problem.includes('401'))

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => (document.activeElement?.matches('a, button') ? document.activeElement.textContent : ''))
    if (focused.includes(name)) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}
