/** Builds web/dist when it is older than what it is made from: before `npm start` and before the browser tests. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'web', 'dist')

/** True when it built; false when what is there is fresh. Throws when the build fails. */
export const buildWebIfStale = async (): Promise<boolean> => {
  const stamp = join(dist, '.made-from')
  const inputs = digestOfInputs()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false
  const { build } = await import('vite')
  await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(stamp, inputs)
  return true
}

/** By content: times of files mean nothing after a clone. */
const digestOfInputs = (): string => {
  const files = globSync(['web/**/*', 'core/**/*.ts', 'contract/**/*.ts', 'package-lock.json'], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => ['dist', 'node_modules'].includes(entry.name) || /\.test\.tsx?$/.test(entry.name),
  })
  const hash = createHash('sha256')
  for (const path of files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

if (import.meta.main) {
  const from = performance.now()
  const built = await buildWebIfStale()
  if (built) console.log(`Built the pages in ${((performance.now() - from) / 1000).toFixed(1)} s.`)
}
