/**
 * Builds what the public verifies with, from `verifier/` and `core/`: the one-file program `mingjian-verify.mjs` for plain Node 20, and the
 * script of the verification page with its worker inside. Both hold all they need, so that they work on a machine without a network.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOfInputs } from './build-stamp.ts'

/** What the portal hands out (portal/verify). */
export type BuiltVerifier = { readonly script: string; readonly program: string }

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, '.build', 'verifier')
const scriptFile = join(dist, 'verify-page.js')
const programFile = join(dist, 'mingjian-verify.mjs')

/** True when it built; false when what is there is fresh. Throws when the build fails. */
export const buildVerifierIfStale = async (): Promise<boolean> => {
  const stamp = join(dist, '.made-from')
  const inputs = digestOfInputs(['verifier/**/*.ts', 'core/**/*.ts', 'package-lock.json', 'bin/build-verifier.ts'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false
  const { script, program } = await buildVerifier()
  mkdirSync(dist, { recursive: true })
  place(scriptFile, script)
  place(programFile, program)
  place(stamp, inputs)
  return true
}

/** What was built last; null when nothing was. */
export const readVerifier = (): BuiltVerifier | null =>
  existsSync(scriptFile) && existsSync(programFile)
    ? { script: readFileSync(scriptFile, 'utf8'), program: readFileSync(programFile, 'utf8') }
    : null

async function buildVerifier(): Promise<BuiltVerifier> {
  const worker = await bundle(join('verifier', 'page', 'worker.ts'), 'browser')
  const script = await bundle(join('verifier', 'page', 'verify-page.ts'), 'browser', { workerSource: JSON.stringify(worker) })
  return { script, program: await bundle(join('verifier', 'mingjian-verify.ts'), 'node', { 'import.meta.main': 'false' }) }
}

/** One file without imports of its own. The program stays readable; the page's script is small. */
async function bundle(entry: string, platform: 'browser' | 'node', define: Readonly<Record<string, string>> = {}): Promise<string> {
  const { build } = await import('vite')
  const made = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    define,
    ssr: { noExternal: true },
    build: {
      write: false,
      emptyOutDir: false,
      modulePreload: false,
      minify: platform === 'browser',
      ...(platform === 'node' ? { ssr: entry } : {}),
      target: platform === 'node' ? 'node20' : oldBrowsers,
      rolldownOptions: {
        input: entry,
        output: platform === 'node' ? { format: 'es', banner } : { format: 'iife' },
      },
    },
  })
  const outputs = (Array.isArray(made) ? made : [made]).flatMap((one) => ('output' in one ? one.output : []))
  const [chunk, ...more] = outputs
  if (chunk?.type !== 'chunk' || more.length > 0)
    throw new Error(`${entry} did not become one file: ${outputs.map(({ fileName }) => fileName)}`)
  return chunk.code
}

/** As the console: county offices still run browsers of the Chromium 80s. */
const oldBrowsers = ['chrome87', 'firefox78', 'safari14']

const banner = `#!/usr/bin/env node
// 明鉴核验程序 Mingjian verifier. One file, no install, no network: node mingjian-verify.mjs verify DIR
// Built from verifier/ and core/ of Mingjian, Apache-2.0, with @noble/curves and @noble/hashes, MIT (c) Paul Miller.`

/** Two builds at once leave one whole file, never half of each. */
function place(file: string, content: string): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, content)
  renameSync(fresh, file)
}
