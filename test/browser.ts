/** A real Chromium for the browser tests, and pages that remember what went wrong in them. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findBrowser, launchOptions } from '#bin/browser.ts'
import { readConfig } from '#bin/config.ts'

export const desktop = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** The browser that `npm test` found or installed (it hands it on in CHROME_PATH). Close it with `browser.close()`. */
export const launchBrowser = async (): Promise<Browser> => {
  const path = findBrowser(readConfig().chromePath)
  if (path === null) throw new Error('No Chromium or Chrome found. Run "npm test" once, which installs one, or set CHROME_PATH.')
  return await chromium.launch(launchOptions(path))
}

export type OpenPage = {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of scripts, of the console and of requests, and requests to other hosts: an e2e test ends with `expect(problems).toEqual([])`. */
  readonly problems: string[]
  readonly close: () => Promise<void>
}

export type PageOptions = {
  /** Address of the server under test: `http://127.0.0.1:40123`. */
  readonly baseUrl: string
  readonly viewport?: { readonly width: number; readonly height: number }
  /** For pages that must work without script. */
  readonly javaScriptEnabled?: boolean
}

/** A page with a profile of its own, as in an office in China: Chinese, Asia/Shanghai. */
export const openPage = async (
  browser: Browser,
  { baseUrl, viewport = desktop, javaScriptEnabled = true }: PageOptions,
): Promise<OpenPage> => {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport,
    javaScriptEnabled,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(baseUrl).origin) problems.push(`request to another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()}: ${response.url()}`)
  })
  return { page, context, problems, close: () => context.close() }
}
