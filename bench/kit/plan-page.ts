/** The page of a large plan in Chromium: from the click on its address until its first and its last row can be used. */
import { chromium } from 'playwright-core'
import { findBrowser, launchOptions } from '#bin/browser.ts'
import { readConfig } from '#bin/config.ts'
import { password } from './house.ts'

/** Milliseconds of some openings of the page in a signed-in console, the program already loaded; null where there is no browser. */
export async function openPlanPage(url: string, planId: string, times: number): Promise<readonly number[] | null> {
  const path = findBrowser(readConfig().chromePath)
  if (path === null) return null
  const browser = await chromium.launch(launchOptions(path))
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}/console/sign-in`)
    await page.getByLabel('用户名').fill('organiser')
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: /登\s*录/ }).click()
    await page.getByRole('link', { name: '抽查计划' }).first().waitFor()
    const taken: number[] = []
    for (let i = 0; i < times; i++) {
      await page.goto(`${url}/console/plans`)
      const link = page.locator(`a[href="/console/plans/${planId}"]`).first()
      await link.waitFor()
      const from = performance.now()
      await link.click()
      await page.locator('table tbody tr').nth(1).waitFor()
      // Interactive: the page answers a key press, so no long work is left.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))))
      taken.push(performance.now() - from)
    }
    return taken
  } finally {
    await browser.close()
  }
}
