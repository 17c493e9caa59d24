/** Builds what browsers and readers load, where it is older than what it is made from: before `npm start` and before the browser tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOfInputs } from './build-stamp.ts'
import { buildVerifierIfStale } from './build-verifier.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'web', 'dist')

/** Builds web/dist. True when it built; false when what is there is fresh. Throws when the build fails. */
export const buildWebIfStale = async (): Promise<boolean> => {
  const stamp = join(dist, '.made-from')
  const inputs = digestOfInputs(['web/**/*', 'core/**/*.ts', 'contract/**/*.ts', 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false
  const { build } = await import('vite')
  await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(stamp, inputs)
  return true
}

if (import.meta.main) {
  const from = performance.now()
  const built = [await buildWebIfStale(), await buildVerifierIfStale()]
  if (built.includes(true)) console.log(`Built the pages in ${((performance.now() - from) / 1000).toFixed(1)} s.`)
}
