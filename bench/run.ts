/** `npm run bench -- NAME [--quick]`: runs one bench, or all of them when none is named. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const benches = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -'.ts'.length))
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'))
const unknown = names.find((name) => !benches.includes(name))
if (unknown !== undefined) {
  console.error(`no bench ${unknown}; there are ${benches.join(', ')}`)
  process.exit(2)
}
const codes = (names.length > 0 ? names : benches).map(
  (name) => spawnSync(process.execPath, [`${folder}${name}.ts`, ...flags], { stdio: 'inherit' }).status,
)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
