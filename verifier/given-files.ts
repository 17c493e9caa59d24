/** What a reader gives to be checked, a heap of files: bundles, lists beside them, openings, chains it trusts; and the answer about all of them. */
import { fromUtf8 } from '#core/bytes.ts'
import type { DrandChain } from '#core/draws/beacon.ts'
import type { Bundle, CommitDocument } from '#core/draws/documents.ts'
import { type OpeningDocument, openingBytes } from '#core/draws/opening.ts'
import { ownOpening } from '#core/draws/own-opening.ts'
import { type Verification, verdictOf } from '#core/draws/verification.ts'
import { readBundle } from '#core/draws/verify.ts'
import { type NamedVerification, verifyBundles } from '#core/draws/verify-directory.ts'
import type { ReadFile, VerifyOptions } from '#core/draws/verify-evidence.ts'
import { factsFileName } from '#core/matching/facts-file.ts'
import { checkOpening, type KnownBundle, type OpeningReport, openFile } from './openings.ts'
import { readChain } from './trusted.ts'

export type GivenFile = { readonly name: string; readonly bytes: Uint8Array }

/** `list`: lines that a bundle names by their hash. `facts`: why officers were eligible, for auditors. `other`: nothing of ours. */
export type FileRole = 'bundle' | 'list' | 'facts' | 'opening' | 'chain' | 'other'

/** What a person wants to see of a bundle beside its checks; as the bundle says it, so true only when the checks hold. */
export type BundleFacts = Pick<CommitDocument, 'drawId' | 'kind' | 'mode' | 'suite' | 'poolSize' | 'registerCount' | 'snapshotAt'> & {
  readonly selectedCount: number
  readonly commitHash: string
  /** Members can be looked up: the list and its key are there. */
  readonly listed: boolean
}

export type BundleReport = NamedVerification & {
  readonly facts: BundleFacts | null
  /** Lists that the bundle names and that were not given: with them, more can be checked. */
  readonly missing: readonly string[]
}

export type Report = {
  readonly bundles: readonly BundleReport[]
  readonly openings: readonly OpeningReport[]
  /** Null when no bundle was given. */
  readonly verdict: Verification['verdict'] | null
}

/** What somebody who looked a subject up is told; `bytes` is the opening as a file to keep. */
export type LookUp =
  | { readonly state: 'found'; readonly report: Extract<OpeningReport, { state: 'checked' }>; readonly bytes: Uint8Array }
  | { readonly state: 'not_in_pool' }
  | { readonly state: 'no_list' }

/** Tells a file by its content, never by its name alone: people rename what they download. */
export function roleOf({ name, bytes }: GivenFile): FileRole {
  const start = String.fromCharCode(...bytes.subarray(0, 400)).trimStart()
  if (start.startsWith('["')) return 'list'
  if (!start.startsWith('{')) return bytes.length === 0 && name.endsWith('.jsonl') ? 'list' : 'other'
  // Canonical JSON has one first member, and no other document of ours begins with this one.
  if (start.startsWith('{"groups":')) return 'facts'
  if (/"format":\s*"mingjian-opening\/1"/.test(start)) return 'opening'
  return bytes.length < 4000 && chainIn(bytes) !== null ? 'chain' : 'bundle'
}

/** Checks every bundle among the files with the lists that lie beside it, and every opening against its bundle. */
export function checkFiles(files: readonly GivenFile[], logKey: string | null = null): Report {
  const given = files.filter((file) => roleOf(file) === 'bundle')
  const chains = files.flatMap((file) => (roleOf(file) === 'chain' ? (chainIn(file.bytes) ?? []) : []))
  const options: VerifyOptions = { chains, ...(logKey === null ? {} : { logKey }) }
  const readFile = besides(files)
  const about = given.map(({ bytes }) => describe(bytes, readFile))
  const whole = verifyBundles(given, { ...options, readFile, complete: false })
  // A list that was not given yet is no fault of the draw: such a bundle is checked as far as it goes.
  const short = about.some(({ missing }) => missing.length > 0) ? verifyBundles(given, { ...options, complete: false }) : whole
  const bundles = about.flatMap(({ missing, facts }, i): BundleReport[] => {
    const verified = (missing.length > 0 ? short : whole).verifications[i]
    return verified === undefined ? [] : [{ ...verified, facts, missing }]
  })
  const openings = files.filter((file) => roleOf(file) === 'opening').map((file) => openFile(file, known(about, bundles), readFile))
  return { bundles, openings, verdict: given.length === 0 ? null : verdictOf(bundles.flatMap(({ checks }) => checks)) }
}

/** Makes the opening of one subject from a bundle whose list is there, and checks it as any other. */
export function lookUp(files: readonly GivenFile[], { bundles }: Report, drawId: string, subject: string): LookUp {
  const readFile = besides(files)
  const about = files.filter((file) => roleOf(file) === 'bundle').map(({ bytes }) => describe(bytes, readFile))
  const bundle = about.find((one) => one.bundle?.commit.drawId === drawId)?.bundle
  if (!bundle) return { state: 'no_list' }
  const own = ownOpening(bundle, subject, readFile)
  if (own.state !== 'made') return own
  const report = checkOpening(openingName(own.opening), own.opening, known(about, bundles), readFile)
  return report.state === 'checked' ? { state: 'found', report, bytes: openingBytes(own.opening) } : { state: 'no_list' }
}

/** A name that tells whose opening it is and of which draw; a subject may hold any letter, a name of a file may not. */
export const openingName = ({ drawId, subject }: OpeningDocument): string =>
  `opening-${drawId}-${subject.replace(/[^\p{L}\p{N}.-]/gu, '_').slice(0, 60)}.json`

type Described = Pick<BundleReport, 'facts' | 'missing'> & { readonly bundle: Bundle | null }

function describe(bytes: Uint8Array, readFile: ReadFile): Described {
  const { bundle } = readBundle(bytes)
  if (bundle === null) return { facts: null, missing: [], bundle }
  const { commit, result, pool, replacement, matching } = bundle
  const rows = matching && 'rows' in matching ? matching.rows : undefined
  const lists = [result.selected, pool, replacement?.selected, rows, result.assignment].flatMap((one) =>
    one && 'file' in one ? [one.file] : [],
  )
  const missing = lists.filter((name) => readFile(name) === null)
  const { drawId, kind, mode, suite, poolSize, registerCount, snapshotAt } = commit
  const { selectedCount, commitHash } = result
  const listed = !commit.matching && pool !== null && !('file' in pool && missing.includes(pool.file))
  return { facts: { drawId, kind, mode, suite, poolSize, registerCount, snapshotAt, selectedCount, commitHash, listed }, missing, bundle }
}

const known = (about: readonly Described[], bundles: readonly BundleReport[]): readonly KnownBundle[] =>
  about.map(({ bundle, missing }, i) => ({ bundle, missing, held: bundles[i]?.verdict === 'held' }))

/** Files are sought by name, and by the name's first letters: a browser that downloads one twice calls it `… (1).jsonl`. */
function besides(files: readonly GivenFile[]): ReadFile {
  const lists = new Map<string, Uint8Array>()
  for (const { name, bytes } of files) {
    const hash = /^([0-9a-f]{64})\b.*\.jsonl$/.exec(name)?.[1]
    const drawId = /^([0-9]+-[A-Z]-[0-9]+)\.facts\b.*\.json$/.exec(name)?.[1]
    lists.set(hash !== undefined ? `${hash}.jsonl` : drawId !== undefined ? factsFileName(drawId) : name, bytes)
  }
  return (name) => lists.get(name) ?? null
}

function chainIn(bytes: Uint8Array): DrandChain | null {
  const text = fromUtf8(bytes)
  return text === null ? null : readChain(text)
}
