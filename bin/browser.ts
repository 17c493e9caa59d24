/** Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { childEnvironment } from './config.ts'

/** The path of a browser that runs: CHROME_PATH when it is set (and nothing else then), Chromium or Chrome of the system, Playwright's. */
export const findBrowser = (chromePath: string | null): string | null => {
  if (chromePath !== null) return runs(chromePath) ? chromePath : null
  const onPath = commands.map((name) => spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim())
  return [...onPath, ...places, chromium.executablePath()].find((path) => path !== '' && runs(path)) ?? null
}

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** Tried, because a `chromium-browser` may be a stub that only tells how to install a snap. */
const runs = (path: string): boolean =>
  existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0

/** Debian packages when that is possible, else Playwright's own Chromium. Prints what it does; throws when nothing works. */
export const installBrowser = (): string => {
  if (mayUseApt()) aptInstall(['chromium', 'fonts-noto-cjk'])
  else run(fileURLToPath(new URL('../node_modules/.bin/playwright-core', import.meta.url)), ['install', 'chromium'])
  const found = findBrowser(null)
  if (found === null)
    throw new Error('A browser was installed and still none runs. Set CHROME_PATH to a Chromium or Chrome of 120 or newer.')
  return found
}

/** Without a Chinese font every screenshot shows boxes; width and wrapping of text would be tested wrongly. */
export const ensureChineseFont = (): void => {
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  if (listed.status !== 0 || listed.stdout.trim() !== '') return
  if (mayUseApt()) aptInstall(['fonts-noto-cjk'])
  else console.warn('No Chinese font on this system: screenshots will show boxes. Install one, for example Noto Sans CJK SC.')
}

const mayUseApt = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

const aptInstall = (packages: readonly string[]): void => {
  run('apt-get', ['update', '-q'])
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...packages])
}

const run = (command: string, args: readonly string[]): void => {
  console.log(`$ ${command} ${args.join(' ')}`)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }) })
  if (status !== 0) throw new Error(`${command} failed${error ? `: ${error.message}` : ` with code ${status}`}`)
}

/** What Playwright's launch needs for a system Chromium, also as root and without a network. */
export const launchOptions = (executablePath: string) => ({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
