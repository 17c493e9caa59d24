/** The heavy half of a draw, in a worker thread so that the API stays responsive: sealing a pool, drawing from it, verifying a bundle. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { fromHex, hex } from '#core/bytes.ts'
import { bundleBytes } from '#core/draws/bundle.ts'
import {
  type Bundle,
  type CommitDocument,
  longestInline,
  type PoolRow,
  protocol,
  type ResultDocument,
  type RevealedNonce,
} from '#core/draws/documents.ts'
import { type Pool, type PoolFailure, poolBuilder } from '#core/draws/pool.ts'
import { type DrawRefused, drawObjects } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { Verification } from '#core/draws/verification.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import { never, ok, type Result } from '#core/result.ts'
import type { DrawnRow } from './drawn-store.ts'

export type SealWork = {
  readonly op: 'seal'
  readonly suite: 'sha256' | 'sm3'
  readonly drawId: string
  readonly key: string
  readonly strata: number
  readonly folder: string
}
export type Sealed = {
  readonly size: number
  readonly root: string
  readonly counts: readonly number[]
  readonly leavesFile: string
  readonly poolFile: string
  readonly poolName: string
}

export type DrawWork = {
  readonly op: 'draw'
  readonly commit: CommitDocument
  readonly key: string
  readonly nonces: readonly RevealedNonce[]
  readonly leavesFile: string
  readonly poolFile: string
  readonly poolName: string
  readonly folder: string
}
export type DrawnWork = {
  readonly document: ResultDocument
  readonly rows: readonly DrawnRow[]
  readonly bundleFile: string
  readonly files: readonly { readonly name: string; readonly path: string }[]
}

export type VerifyWork = {
  readonly op: 'verify'
  readonly bundleFile: string
  readonly files: readonly { readonly name: string; readonly path: string }[]
}

export type Work = SealWork | DrawWork | VerifyWork
export type Done = Result<Sealed, PoolFailure> | Result<DrawnWork, DrawRefused> | Result<Verification, never>

/** Rows come as COPY text in chunks that end at line ends; each is answered by `taken`, which is the back-pressure. */
export type ToEngine = { readonly chunk: Uint8Array } | { readonly end: true }
export type FromEngine = { readonly taken: number } | { readonly done: Done }

const port = parentPort
if (port !== null) port.postMessage({ done: await run(workerData as Work) } satisfies FromEngine)

function run(work: Work): Promise<Done> | Done {
  switch (work.op) {
    case 'seal':
      return seal(work)
    case 'draw':
      return draw(work)
    case 'verify':
      return ok(verify(work))
    default:
      return never(work)
  }
}

async function seal(work: SealWork): Promise<Result<Sealed, PoolFailure>> {
  const strata = Array.from({ length: work.strata }, (_, i) => stratumId(i))
  const builder = poolBuilder({ suite: work.suite, drawId: work.drawId, key: fromHex(work.key), strata })
  const subjects = subjectList()
  for await (const chunk of chunks()) {
    const rows = rowsOf(chunk)
    for (const [subject] of rows) subjects.add(subject)
    const added = builder.add(rows)
    if (!added.ok) return added
  }
  const pool = builder.finish()
  if (!pool.ok) return pool
  const leavesFile = join(work.folder, 'leaves')
  writeFileSync(leavesFile, pool.value.leaves)
  writeFileSync(leavesFile, new Uint8Array(pool.value.strata.buffer, pool.value.strata.byteOffset, pool.value.strata.byteLength), {
    flag: 'a',
  })
  const written = await writePoolFile(work, pool.value, subjects.at, strata)
  return ok({ size: pool.value.size, root: hex(pool.value.root), counts: pool.value.counts, leavesFile, ...written })
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  if (port === null) return
  const waiting: ToEngine[] = []
  let wake: () => void = () => undefined
  port.on('message', (message: ToEngine) => {
    waiting.push(message)
    wake()
  })
  for (;;) {
    const message = waiting.shift()
    if (message === undefined) await new Promise<void>((resolve) => (wake = resolve))
    else if ('end' in message) return void port.removeAllListeners('message')
    else {
      yield message.chunk
      port.postMessage({ taken: message.chunk.byteLength } satisfies FromEngine)
    }
  }
}

/** `subject TAB stratum LF` per row; subjects hold no character that COPY escapes. */
function rowsOf(chunk: Uint8Array): [string, number][] {
  const lines = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('utf8').split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => {
    const tab = line.indexOf('\t')
    return [line.slice(0, tab), Number(line.slice(tab + 1))]
  })
}

/** Millions of subjects as bytes in one buffer, not as a million strings. */
function subjectList(): { readonly add: (subject: string) => void; readonly at: (row: number) => string } {
  let bytes = Buffer.alloc(1 << 20)
  let ends = new Uint32Array(1 << 16)
  let size = 0
  let used = 0
  return {
    add: (subject) => {
      const length = Buffer.byteLength(subject)
      if (used + length > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
      if (size === ends.length) {
        const larger = new Uint32Array(ends.length * 2)
        larger.set(ends)
        ends = larger
      }
      used += bytes.write(subject, used)
      ends[size++] = used
    },
    at: (row) => bytes.toString('utf8', row === 0 ? 0 : ends[row - 1], ends[row]),
  }
}

/** The pool list of the protocol (§8): one `["subject","s1"]` line per leaf in leaf order, named by the suite's hash of its bytes. */
async function writePoolFile(
  work: SealWork,
  pool: Pool,
  subjectAt: (row: number) => string,
  strata: readonly string[],
): Promise<{ poolFile: string; poolName: string }> {
  const poolFile = join(work.folder, 'pool')
  const out = createWriteStream(poolFile)
  const hash = createHash(work.suite)
  let text = ''
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    text = ''
    if (!out.write(bytes)) await once(out, 'drain')
  }
  for (let i = 0; i < pool.size; i++) {
    text += `[${JSON.stringify(subjectAt(pool.order[i] ?? 0))},"${strata[pool.strata[i] ?? 0]}"]\n`
    if (text.length > 1 << 18) await flush()
  }
  await flush()
  out.end()
  await once(out, 'finish')
  return { poolFile, poolName: `${hash.digest('hex')}.jsonl` }
}

function draw(work: DrawWork): Result<DrawnWork, DrawRefused> {
  const { commit } = work
  const packed = readFileSync(work.leavesFile)
  const size = commit.poolSize
  const leaves = new Uint8Array(packed.buffer, packed.byteOffset, size * 32)
  const strata = new Uint16Array(packed.buffer.slice(packed.byteOffset + size * 32, packed.byteOffset + size * 34))
  const drawn = drawObjects({
    commit,
    pool: { root: fromHex(commit.poolRoot), leaves, strata },
    key: fromHex(work.key),
    nonces: work.nonces,
  })
  if (!drawn.ok) return drawn
  const { document, selection, files } = drawn.value
  const listed = new Map(Array.from(selection.positions, (position, order) => [position, order]))
  const rows: DrawnRow[] = new Array(listed.size)
  const inline: PoolRow[] = []
  for (const [position, line] of lines(work.poolFile)) {
    const order = listed.get(position)
    if (order === undefined && size > longestInline) continue
    const [subject, stratum] = JSON.parse(line()) as PoolRow // written by writePoolFile
    if (size <= longestInline) inline.push([subject, stratum])
    if (order !== undefined) {
      rows[order] = {
        subject,
        order: order + 1,
        stratum,
        leaf: hex(leaves.subarray(position * 32, position * 32 + 32)),
        ticket: hex(selection.tickets.subarray(order * 32, order * 32 + 32)),
      }
    }
  }
  const pool = size <= longestInline ? { key: work.key, subjects: inline } : { file: work.poolName, hash: work.poolName.slice(0, 64) }
  const bundle: Bundle = { format: protocol, commit, result: document, pool, log: null }
  const bundleFile = join(work.folder, 'bundle')
  writeFileSync(bundleFile, bundleBytes(bundle))
  const beside = files.map(({ name, bytes }) => {
    const path = join(work.folder, name)
    writeFileSync(path, bytes)
    return { name, path }
  })
  return ok({ document, rows, bundleFile, files: beside })
}

function* lines(path: string): Generator<[position: number, line: () => string]> {
  const bytes = readFileSync(path)
  let from = 0
  for (let position = 0; from < bytes.length; position++) {
    const end = bytes.indexOf(0x0a, from)
    const start = from
    yield [position, () => bytes.toString('utf8', start, end)]
    from = end + 1
  }
}

function verify(work: VerifyWork): Verification {
  const paths = new Map(work.files.map(({ name, path }) => [name, path]))
  return verifyBundle(new Uint8Array(readFileSync(work.bundleFile)), {
    readFile: (name) => {
      const path = paths.get(name)
      return path === undefined ? null : new Uint8Array(readFileSync(path))
    },
  })
}
