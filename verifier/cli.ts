/** `mingjian verify DIR|bundle.json…`: checks draw bundles offline. Exit 0 when all that could be checked held, 1 when a check failed, 2 for wrong use. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type NamedBundle, verifyBundles } from '#core/draws/verify-directory.ts'
import { explain, type Lang } from './explain.ts'

export type Output = { readonly out: (line: string) => void; readonly err: (line: string) => void }

/** Runs the command and answers the exit code; prints the report in full before the verdict. */
export function main(args: readonly string[], { out, err }: Output): 0 | 1 | 2 {
  const asked = parse(args)
  if ('usage' in asked) {
    err(asked.usage)
    return 2
  }
  const found = collect(asked.paths)
  if ('usage' in found) {
    err(found.usage)
    return 2
  }
  const { verifications, verdict } = verifyBundles(found.bundles, { readFile: besides(found.folders), complete: found.complete })
  if (asked.json) out(JSON.stringify({ verdict, bundles: verifications }, null, 2))
  else for (const line of explain(verifications, verdict, asked.lang)) out(line)
  return verdict === 'held' ? 0 : 1
}

type Asked = { readonly paths: readonly string[]; readonly json: boolean; readonly lang: Lang }
type Usage = { readonly usage: string }

const help = `mingjian verify DIR|bundle.json… [--json] [--lang zh|en]
  Checks draw bundles (*.json) offline and prints every check. A directory also shows whether a draw is missing.
  Exit: 0 all that could be checked held · 1 a check failed · 2 wrong use`

function parse(args: readonly string[]): Asked | Usage {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [command, ...paths] = positionals
    if (values.help || command !== 'verify' || paths.length === 0) return { usage: help }
    if (values.lang !== 'zh' && values.lang !== 'en') return { usage: `--lang takes zh or en\n${help}` }
    return { paths, json: values.json, lang: values.lang }
  } catch (error) {
    return { usage: `${error instanceof Error ? error.message : String(error)}\n${help}` }
  }
}

type Found = { readonly bundles: readonly NamedBundle[]; readonly folders: readonly string[]; readonly complete: boolean }

/** The bundles named, or those of the directories named. A gap in the serials counts only when whole directories are given. */
function collect(paths: readonly string[]): Found | Usage {
  const bundles: NamedBundle[] = []
  const folders = new Set<string>()
  let complete = true
  for (const path of paths) {
    try {
      const isFolder = statSync(path).isDirectory()
      const files = isFolder
        ? readdirSync(path)
            .filter((name) => name.endsWith('.json'))
            .sort()
            .map((name) => join(path, name))
        : [path]
      if (files.length === 0) return { usage: `${path}: no *.json here` }
      if (!isFolder) complete = false
      folders.add(isFolder ? path : dirname(path))
      for (const file of files) bundles.push({ name: basename(file), bytes: readFileSync(file) })
    } catch (error) {
      return { usage: `${path}: ${error instanceof Error ? error.message : String(error)}` }
    }
  }
  return { bundles, folders: [...folders], complete }
}

/** Files that bundles name by hash lie beside them; the schema allows no path in such a name. */
const besides =
  (folders: readonly string[]) =>
  (name: string): Uint8Array | null => {
    for (const folder of folders) {
      try {
        return readFileSync(join(folder, basename(name)))
      } catch {
        // Not in this folder: the next one is tried, and null tells the verifier that the file is missing.
      }
    }
    return null
  }

if (import.meta.main) process.exitCode = main(process.argv.slice(2), { out: console.log, err: console.error })
