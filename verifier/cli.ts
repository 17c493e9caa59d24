/**
 * `mingjian verify DIR|bundle.json…` checks draw bundles offline, `mingjian open OPENING.json --bundle BUNDLE.json` one firm's opening. Exit 0
 * when all that could be checked held, 1 when a check failed, 2 for wrong use.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { fromUtf8 } from '#core/bytes.ts'
import type { DrandChain } from '#core/draws/beacon.ts'
import { readBundle } from '#core/draws/verify.ts'
import { type NamedBundle, verifyBundles } from '#core/draws/verify-directory.ts'
import type { VerifyOptions } from '#core/draws/verify-evidence.ts'
import { isFactsFileName } from '#core/matching/facts-file.ts'
import { explain, explainOpening, type Lang } from './explain.ts'
import { type KnownBundle, type OpeningReport, openFile } from './openings.ts'
import { readChain, readLogKey } from './trusted.ts'

export type Output = { readonly out: (line: string) => void; readonly err: (line: string) => void }

/** Runs the command and answers the exit code; prints the report in full before the verdict. */
export function main(args: readonly string[], { out, err }: Output): 0 | 1 | 2 {
  const asked = parse(args)
  const answer = 'usage' in asked ? asked : asked.command === 'open' ? open(asked) : verify(asked)
  if ('usage' in answer) {
    err(answer.usage)
    return 2
  }
  for (const line of answer.lines) out(line)
  return answer.held ? 0 : 1
}

type Usage = { readonly usage: string }
type Answer = { readonly lines: readonly string[]; readonly held: boolean }
type Asked = {
  readonly command: 'verify' | 'open'
  readonly paths: readonly string[]
  readonly bundles: readonly string[]
  readonly json: boolean
  readonly lang: Lang
  readonly trust: Pick<VerifyOptions, 'logKey' | 'chains'>
}

const help = `mingjian verify DIR|bundle.json… [--log-key KEY] [--chain FILE]… [--json] [--lang zh|en]
  Checks draw bundles (*.json) offline and prints every check. A directory also shows whether a draw is missing.
  An auditor puts the file of facts (DRAW.facts.json) beside the bundle of a draw of officers.
mingjian open OPENING.json --bundle BUNDLE.json [the same options]
  Checks one subject's opening against the bundle of its draw, and the bundle too.
  --log-key  the published key of the transparency log: its vkey line, or a file that holds it
  --chain    a drand chain to trust besides quicknet: a file as its /info gives it, or {hash, publicKey, genesis, period}
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
        bundle: { type: 'string', multiple: true, default: [] },
        chain: { type: 'string', multiple: true, default: [] },
        'log-key': { type: 'string' },
      },
    })
    const [first, ...rest] = positionals
    // The one-file program is called with a bundle right away, too: `node mingjian-verify.mjs bundle.json`.
    const command = first === 'verify' || first === 'open' ? first : first !== undefined && existsSync(first) ? 'verify' : null
    const paths = first === command ? rest : positionals
    if (values.help || command === null || paths.length === 0) return { usage: help }
    if (values.lang !== 'zh' && values.lang !== 'en') return { usage: `--lang takes zh or en\n${help}` }
    if (command === 'open' && values.bundle.length === 0) return { usage: `open needs --bundle\n${help}` }
    const trust = readTrust(values['log-key'], values.chain)
    return 'usage' in trust ? trust : { command, paths, bundles: values.bundle, json: values.json, lang: values.lang, trust }
  } catch (error) {
    return { usage: `${messageOf(error)}\n${help}` }
  }
}

function readTrust(logKey: string | undefined, files: readonly string[]): Asked['trust'] | Usage {
  const key = logKey === undefined ? undefined : readLogKey(existsSync(logKey) ? readFileSync(logKey, 'utf8') : logKey)
  if (key === null) return { usage: `--log-key: not the key line of a log\n${help}` }
  const chains: DrandChain[] = []
  for (const file of files) {
    const chain = readChain(fromUtf8(readFileSync(file)) ?? '')
    if (chain === null) return { usage: `--chain ${file}: not a drand chain with the scheme of quicknet\n${help}` }
    chains.push(chain)
  }
  return { chains, ...(key !== undefined && { logKey: key }) }
}

function verify({ paths, trust, json, lang }: Asked): Answer | Usage {
  const found = collect(paths)
  if ('usage' in found) return found
  const { verifications, verdict } = verifyBundles(found.bundles, {
    ...trust,
    readFile: besides(found.folders),
    complete: found.complete,
  })
  const lines = json ? [JSON.stringify({ verdict, bundles: verifications }, null, 2)] : explain(verifications, verdict, lang)
  return { lines, held: verdict === 'held' }
}

/** An opening says nothing without a sound bundle, so the bundle is checked and shown as well. */
function open({ paths, bundles, trust, json, lang }: Asked): Answer | Usage {
  const found = collect(bundles)
  if ('usage' in found) return found
  const readFile = besides(found.folders)
  const { verifications, verdict } = verifyBundles(found.bundles, { ...trust, readFile, complete: false })
  const known = found.bundles.map(
    ({ bytes }, i): KnownBundle => ({ bundle: readBundle(bytes).bundle, held: verifications[i]?.verdict === 'held', missing: [] }),
  )
  const reports: OpeningReport[] = []
  for (const path of paths) {
    try {
      reports.push(openFile({ name: basename(path), bytes: readFileSync(path) }, known, readFile))
    } catch (error) {
      return { usage: `${path}: ${messageOf(error)}` }
    }
  }
  const held = verdict === 'held' && reports.every((report) => report.state === 'checked' && report.verification.verdict === 'held')
  const lines = json
    ? [JSON.stringify({ verdict: held ? 'held' : 'failed', openings: reports, bundles: verifications }, null, 2)]
    : [...explain(verifications, verdict, lang), ...reports.flatMap((report) => explainOpening(report, lang))]
  return { lines, held }
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
      const files = (isFolder ? bundlesIn(path) : [path]).filter((file) => !isFactsFileName(file))
      if (files.length === 0 && isFolder) return { usage: `${path}: no *.json here` }
      if (!isFolder) complete = false
      folders.add(isFolder ? path : dirname(path))
      for (const file of files) bundles.push({ name: basename(file), bytes: readFileSync(file) })
    } catch (error) {
      return { usage: `${path}: ${messageOf(error)}` }
    }
  }
  return bundles.length === 0 ? { usage: `${paths.join(' ')}: no bundle` } : { bundles, folders: [...folders], complete }
}

const bundlesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))

/** Files that bundles name by hash, and facts by the id of their draw, lie beside them; the schema allows no path in such a name. */
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

if (import.meta.main) process.exitCode = main(process.argv.slice(2), { out: console.log, err: console.error })
