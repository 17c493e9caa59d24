/**
 * `npm test`: every step, each to its end, and as the very last line `N passed, N failed`. A step that is no test runner counts as one
 * test. Names of steps as arguments run only those: `npm run check` is generated, types, lint, unit.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChineseFont, findBrowser, installBrowser } from './browser.ts'
import { childEnvironment, readConfig } from './config.ts'

type Count = { readonly passed: number; readonly failed: number }

const root = fileURLToPath(new URL('..', import.meta.url))
const programs = join(root, 'node_modules', '.bin')
const { chromePath } = readConfig()
let browser: string | null = null

const steps: Readonly<Record<string, () => Count>> = {
  generated: () => command('node', 'db/generate.ts', '--check'),
  types: () => command('tsc', '-b'),
  lint: () => command('biome', 'ci'),
  unit: () => vitest('unit'),
  api: () => vitest('api'),
  web: () => command('node', 'bin/build-web.ts'),
  browser: () =>
    one(() => {
      browser = findBrowser(chromePath)
      if (browser === null && chromePath !== null)
        throw new Error(`CHROME_PATH is ${chromePath}, and that does not run. Correct it or unset it.`)
      browser ??= installBrowser()
      ensureChineseFont()
      console.log(browser)
    }),
  e2e: () =>
    browser === null
      ? one(() => {
          throw new Error('not run: there is no browser, see the step before')
        })
      : vitest('e2e', { CHROME_PATH: browser }),
}

const main = (): void => {
  const names = process.argv.slice(2)
  const unknown = names.filter((name) => !Object.hasOwn(steps, name))
  if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`)
  const chosen = Object.entries(steps).filter(([name]) => names.length === 0 || names.includes(name))
  const counts = chosen.map(([name, step]) => {
    console.log(`\n── ${name}`)
    const from = performance.now()
    const count = step()
    console.log(`── ${name}: ${count.passed} passed, ${count.failed} failed, ${((performance.now() - from) / 1000).toFixed(1)} s`)
    return { name, ...count }
  })
  const sum = (of: 'passed' | 'failed') => counts.reduce((total, count) => total + count[of], 0)
  const broken = counts.filter(({ failed }) => failed > 0).map(({ name }) => name)
  console.log(broken.length > 0 ? `\nFailed in: ${broken.join(', ')}` : '')
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = broken.length > 0 ? 1 : 0
}

const one = (work: () => void): Count => {
  try {
    work()
    return { passed: 1, failed: 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
}

/** Node 24 of the package first on PATH, for the shebangs of the tools. */
const run = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): number => {
  const path = [programs, childEnvironment({}).PATH ?? ''].join(delimiter)
  const { status, error } = spawnSync(program === 'node' ? process.execPath : join(programs, program), args, {
    cwd: root,
    stdio: 'inherit',
    env: childEnvironment({ ...more, PATH: path }),
  })
  if (error) throw error
  return status ?? 1
}

const command = (program: string, ...args: readonly string[]): Count =>
  one(() => {
    const status = run(program, args)
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${status}`)
  })

/** What we read of vitest's JSON report. */
type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly { readonly status: string; readonly name: string; readonly assertionResults: readonly unknown[] }[]
}

/** A file that could not be loaded, an error outside any test and a run without tests count as one failure each: they have no test to fail. */
const vitest = (project: string, more: Readonly<Record<string, string>> = {}): Count => {
  const output = join(root, '.build', 'test', `${project}.json`)
  mkdirSync(join(output, '..'), { recursive: true })
  rmSync(output, { force: true })
  const status = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`], more)
  const report = reportIn(output)
  if (report === null) return { passed: 0, failed: 1 }
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const failed = report.numFailedTests + unloaded
  const unexplained = status !== 0 && failed === 0 ? 1 : 0
  const none = report.numPassedTests + failed + unexplained === 0 ? 1 : 0
  if (report.numPendingTests > 0) console.log(`${report.numPendingTests} skipped in ${project}; they count neither way.`)
  return { passed: report.numPassedTests, failed: failed + unexplained + none }
}

const reportIn = (file: string): Report | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

main()
