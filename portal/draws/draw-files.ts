/** The files of a draw as the why-me look-up needs them: the bundle read once, and the place of one subject in a pool of millions. */
import { fromHex, hex } from '#core/bytes.ts'
import { canonicalJson } from '#core/canonical.ts'
import { parseBundle } from '#core/draws/documents.ts'
import { openingBytes } from '#core/draws/opening.ts'
import { ownOpening } from '#core/draws/own-opening.ts'
import { openLeaf } from '#core/draws/pool.ts'
import { ticketer } from '#core/draws/tickets.ts'
import type { PortalDeps } from '../ask.ts'

/** What of an open draw's bundle explains one firm's ticket. */
export type BundleFacts = {
  /** Null in a sealed draw, whose key is not public. */
  readonly ticketOf: ((subject: string, stratum: string) => string | null) | null
  /** Strata by subject when the pool is inside the bundle. */
  readonly inline: ReadonlyMap<string, string> | null
  /** The opening of a member as a file, from the pool inside the bundle; null for whoever is not in it. Of a sealed draw nothing can be made. */
  readonly openingOf: (subject: string) => Uint8Array<ArrayBuffer> | null
}

export type DrawFiles = {
  /** The facts of the bundle with this SHA-256; null when it is not stored. */
  readonly bundle: (sha256: string) => Promise<BundleFacts | null>
  /** The stratum of a subject in a pool file; null when the subject is not in it, undefined when the file is not stored. */
  readonly stratumIn: (sha256: string, subject: string) => Promise<string | null | undefined>
}

/** Reading a pool file of millions takes a tenth of a second: past a few at once a stranger could keep the disk busy for everybody. */
export const tooManyScans = 'too_many_scans'

const mostScans = 4
const mostWaiting = 40
const mostKept = 16
/** A bundle lists at most 10,000 members and 10,000 selected inline, about 3 MB. */
const mostBundleBytes = 32 * 1024 * 1024

export function createDrawFiles(openFile: PortalDeps['openFile']): DrawFiles {
  // Content never changes under its hash, so what was read once stays true.
  const kept = new Map<string, Promise<BundleFacts | null>>()
  const turn = turnstile(mostScans, mostWaiting)

  return {
    bundle(sha256) {
      const known = kept.get(sha256)
      if (known !== undefined) return known
      const reading = turn(() => readBundle(openFile, sha256))
      kept.set(sha256, reading)
      // Only facts are kept: a file that is missing or unreadable now may be there the next time.
      const forget = () => kept.delete(sha256)
      reading.then((facts) => facts ?? forget(), forget)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return reading
    },
    stratumIn: (sha256, subject) => turn(() => scanPool(openFile, sha256, subject)),
  }
}

async function readBundle(openFile: PortalDeps['openFile'], sha256: string): Promise<BundleFacts | null> {
  const stream = await openFile(sha256)
  if (stream === null) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > mostBundleBytes) return null
    chunks.push(chunk)
  }
  const bundle = parseBundle(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  if (!bundle.ok) throw new Error(`the bundle ${sha256} is not of its shape: ${JSON.stringify(bundle.failure)}`)
  const { commit, result, pool } = bundle.value
  const { poolKey, seed, commitHash } = result
  const strata = commit.strata?.map(({ id }) => id)
  return {
    inline: pool !== null && 'subjects' in pool ? new Map(pool.subjects) : null,
    openingOf: (subject) => {
      const own = ownOpening(bundle.value, subject)
      return own.state === 'made' ? Uint8Array.from(openingBytes(own.opening)) : null
    },
    ticketOf:
      poolKey === null || strata === undefined
        ? null
        : (subject, stratum) => {
            const index = strata.indexOf(stratum)
            if (index < 0) return null
            const { suite, drawId } = commit
            const { leaf } = openLeaf({ suite, drawId, key: fromHex(poolKey), strata }, subject, index)
            const ticket = new Uint8Array(32)
            ticketer({ suite, drawId, commitHash, seed: fromHex(seed) })(fromHex(leaf), 0, ticket, 0)
            return hex(ticket)
          },
  }
}

/** A pool file has one line `["subject","s1"]` per member, in leaf order, which nobody can search by subject: so it is read to the end. */
async function scanPool(openFile: PortalDeps['openFile'], sha256: string, subject: string): Promise<string | null | undefined> {
  const stream = await openFile(sha256)
  if (stream === null) return undefined
  const text = canonicalJson(subject)
  if (!text.ok) return null
  const sought = Buffer.from(`[${text.value},"`)
  let tail = Buffer.alloc(0)
  for await (const chunk of stream) {
    const block = Buffer.concat([tail, chunk])
    const at = block.indexOf(sought)
    const end = at < 0 ? -1 : block.indexOf('"]', at + sought.length)
    if (end >= 0) return block.subarray(at + sought.length, end).toString('utf8')
    // The line may be cut by the end of the chunk; a stratum id is short.
    tail = at < 0 ? block.subarray(Math.max(0, block.length - sought.length - 16)) : block.subarray(at)
  }
  return null
}

/** Lets `most` pieces of work run at once and `waiting` more wait for their turn. */
function turnstile(most: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const queue: (() => void)[] = []
  return async (work) => {
    if (running >= most) {
      if (queue.length >= waiting) throw Object.assign(new Error('too many look-ups at once'), { code: tooManyScans })
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
