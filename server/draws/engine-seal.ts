/**
 * Sealing: rows come from the register as bytes, are hashed as they come, by two threads when they are many, and are written out in leaf order: the
 * compact pool, the published list, and those left out.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { fromHex, hex } from '#core/bytes.ts'
import { buckets, noBlocks } from '#core/draws/block-store.ts'
import { type PoolFailure, poolBuilder } from '#core/draws/pool.ts'
import { buffersOf, findTwice, type PoolPart, type PoolShard, partOf } from '#core/draws/pool-shards.ts'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { stratumId } from '#core/draws/strata.ts'
import { type SuiteId, suites } from '#core/hash/suite.ts'
import { bulkTree } from '#core/merkle.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { copyRows } from './copy-rows.ts'
import { poolFileWriter, writeAll } from './pool-file.ts'

type Secret = { readonly suite: SuiteId; readonly drawId: string; readonly key: string; readonly strata: number }
export type SealWork = Secret & { readonly op: 'seal'; readonly folder: string }
/** A second thread that hashes a part of the rows and then the tree, for the first. */
export type AssistWork = Secret & { readonly op: 'assist'; readonly port: MessagePort }

export type Sealed = {
  readonly size: number
  /** The register that the frame looked at: members and those left out. */
  readonly registerCount: number
  readonly root: string
  readonly counts: readonly number[]
  /** Ascending by code, as the COMMIT has it. */
  readonly excluded: readonly (readonly [ExclusionReason, number])[]
  readonly packedFile: string
  readonly poolFile: string
  /** The published name of the list: its hash. */
  readonly poolName: string
  /** Lines `subject TAB reason` of those left out. */
  readonly excludedFile: string
}

/** Rows in chunks that end at line ends; each is answered by `taken`, which is the back-pressure. `assistant`: there is a second thread. */
export type ToEngine = { readonly chunk: Uint8Array } | { readonly end: true } | { readonly assistant: MessagePort }
export type FromEngine = { readonly taken: number }

export async function seal(work: SealWork): Promise<Result<Sealed, PoolFailure>> {
  const taken = await takeRows(work)
  const other = taken.assistant === null ? null : await handedOver(taken.assistant)
  const parts = other === null ? [taken.rows] : [taken.rows, other]
  const failure = parts.find((part) => part.failure !== null)?.failure ?? null
  if (failure !== null) return fail(failure)
  const shards = parts.map(({ shard }) => shard)
  const tree = taken.assistant === null ? ownTree(work.suite, shards) : distantTree(taken.assistant, shards)
  const written = await writePool(work, shards, tree)
  if (!written.ok) return written
  return ok({ ...written.value, ...writeExcluded(work, parts, written.value.size) })
}

export async function assist(work: AssistWork): Promise<Result<null, never>> {
  const { rows } = await takeRows(work)
  // The identities stay here, where they are compared with those of the first thread while that one sorts and writes.
  const { size, leaves, ids, subjects } = rows.shard
  const own: PoolShard = { size, ids, leaves: noBlocks, subjects: noBlocks }
  const handed: Rows = { ...rows, shard: { size, leaves, subjects, ids: noBlocks } }
  work.port.postMessage({ rows: handed } satisfies FromAssistant, [...buffersOf(leaves, subjects), handed.excluded.buffer])
  const tree = bulkTree(suites[work.suite])
  let twice: Tree['twice'] = null
  await new Promise<void>((finished) => {
    work.port.on('message', (message: ToAssistant) => {
      if ('leaves' in message) return tree.add(message.leaves)
      if ('first' in message) {
        twice = findTwice([message.first, own], 0, buckets)
        return
      }
      work.port.postMessage({ tree: { ...tree.finish(), twice } } satisfies FromAssistant)
      work.port.close()
      finished()
    })
  })
  return ok(null)
}

/** What one thread took. `excluded`: lines; `reasons`: how many under each code. */
type Rows = {
  readonly shard: PoolShard
  readonly excluded: Uint8Array<ArrayBuffer>
  readonly reasons: ReadonlyMap<string, number>
  readonly failure: PoolFailure | null
}
type ToAssistant = { readonly first: PoolShard } | { readonly leaves: Uint8Array } | { readonly finish: true }
type FromAssistant = { readonly rows: Rows } | { readonly tree: Tree }
/** The tree over all leaves, and two rows of one subject when there are such. */
type Tree = { readonly root: Uint8Array; readonly portions: Uint8Array; readonly twice: readonly [number, number] | null }

/** Hashes all rows that the client sends to this thread. After a failure the rest is taken and thrown away. */
async function takeRows(work: Secret): Promise<{ readonly rows: Rows; readonly assistant: MessagePort | null }> {
  const strata = Array.from({ length: work.strata }, (_, i) => stratumId(i))
  const builder = poolBuilder({ suite: work.suite, drawId: work.drawId, key: fromHex(work.key), strata }, true)
  const excluded = lineList()
  const reasons = new Map<string, number>()
  const rows = copyRows({
    members: builder.addMembers,
    excluded: (subject, reason) => {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      excluded.add(subject, reason)
    },
  })
  let failure: PoolFailure | null = null
  let assistant: MessagePort | null = null
  await new Promise<void>((ended) => {
    const port = parentPort
    port?.on('message', (message: ToEngine) => {
      if ('assistant' in message) assistant = message.assistant
      else if ('chunk' in message) {
        failure ??= rows.take(message.chunk)
        port.postMessage({ taken: message.chunk.byteLength } satisfies FromEngine)
      } else {
        port.removeAllListeners('message')
        ended()
      }
    })
  })
  return { rows: { shard: builder.shard(), excluded: excluded.bytes(), reasons, failure }, assistant }
}

function lineList() {
  let bytes = new Uint8Array(1 << 16)
  let used = 0
  return {
    add: (subject: Uint8Array, reason: string): void => {
      while (used + subject.length + reason.length + 2 > bytes.length) {
        const more = new Uint8Array(bytes.length * 2)
        more.set(bytes)
        bytes = more
      }
      bytes.set(subject, used)
      bytes[used + subject.length] = 0x09
      used += subject.length + 1
      for (let i = 0; i < reason.length; i++) bytes[used++] = reason.charCodeAt(i)
      bytes[used++] = 0x0a
    },
    bytes: () => bytes.slice(0, used),
  }
}

const handedOver = (port: MessagePort): Promise<Rows> =>
  new Promise((resolve) => port.once('message', (message: FromAssistant) => 'rows' in message && resolve(message.rows)))

type TreeMaker = { readonly add: (leaves: Uint8Array<ArrayBuffer>) => void; readonly finish: () => Promise<Tree> }

const ownTree = (suite: SuiteId, shards: readonly PoolShard[]): TreeMaker => {
  const tree = bulkTree(suites[suite])
  return { add: tree.add, finish: async () => ({ ...tree.finish(), twice: findTwice(shards, 0, buckets) }) }
}

/** The assistant hashes the tree while this thread writes. What it is sent is handed over, so leaves are added after everything else had them. */
const distantTree = (port: MessagePort, [first]: readonly PoolShard[]): TreeMaker => {
  if (first) port.postMessage({ first: { ...first, leaves: noBlocks, subjects: noBlocks } } satisfies ToAssistant, buffersOf(first.ids))
  return {
    add: (leaves) => port.postMessage({ leaves } satisfies ToAssistant, [leaves.buffer]),
    finish: () =>
      new Promise((resolve) => {
        port.once('message', (message: FromAssistant) => 'tree' in message && resolve(message.tree))
        port.postMessage({ finish: true } satisfies ToAssistant)
      }),
  }
}

/** The compact pool, and the pool list of the protocol (§8): one `["subject","s1"]` line per leaf in leaf order, named by the suite's hash of its bytes. */
async function writePool(work: SealWork, shards: readonly PoolShard[], tree: TreeMaker): Promise<Result<Written, PoolFailure>> {
  const size = shards.reduce((sum, shard) => sum + shard.size, 0)
  const packedFile = join(work.folder, 'packed')
  const poolFile = join(work.folder, 'pool')
  const packed = poolFileWriter(packedFile, work.suite, size)
  const list = listWriter(poolFile, work)
  const counts = Array.from({ length: work.strata }, () => 0)
  let member = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const part = partOf(shards, bucket)
    packed.add(part.leaves, part.strata)
    list.add(part, (i, place) => packed.line(member + i, place))
    tree.add(part.leaves)
    for (const stratum of part.strata) counts[stratum] = (counts[stratum] ?? 0) + 1
    member += part.rows.length
  }
  const { twice, ...hashed } = await tree.finish()
  packed.finish(hashed)
  const poolName = `${list.finish()}.jsonl`
  if (twice !== null) return fail({ type: 'duplicate_subject', rows: twice })
  return ok({ size, root: hex(hashed.root), counts, packedFile, poolFile, poolName })
}

type Written = Pick<Sealed, 'size' | 'root' | 'counts' | 'packedFile' | 'poolFile' | 'poolName'>

function listWriter(path: string, { suite, strata }: Secret) {
  const file = openSync(path, 'w')
  const hash = createHash(suite)
  const tails = Array.from({ length: strata }, (_, i) => Buffer.from(`","${stratumId(i)}"]\n`))
  const none = Buffer.alloc(0)
  const text = new Uint8Array(1 << 20)
  let used = 0
  let place = 0
  const flush = (): void => {
    const bytes = text.subarray(0, used)
    hash.update(bytes)
    writeAll(file, bytes, null)
    place += used
    used = 0
  }
  return {
    add({ subjects, starts, ends, strata: of }: PoolPart, line: (i: number, place: number) => void): void {
      for (let i = 0; i < of.length; i++) {
        // A subject has at most 880 bytes, and two of them may need a backslash each.
        if (used > text.length - 2048) flush()
        line(i, place + used)
        text[used++] = 0x5b
        text[used++] = 0x22
        for (let at = starts[i] ?? 0, end = ends[i] ?? 0; at < end; at++) {
          const byte = subjects[at] ?? 0
          // JCS escapes the quotation mark and the backslash; a subject holds no control characters.
          if (byte === 0x22 || byte === 0x5c) text[used++] = 0x5c
          text[used++] = byte
        }
        const tail = tails[of[i] ?? 0] ?? none
        for (let k = 0; k < tail.length; k++) text[used++] = tail[k] ?? 0
      }
    },
    finish(): string {
      flush()
      closeSync(file)
      return hash.digest('hex')
    },
  }
}

function writeExcluded({ folder }: SealWork, parts: readonly Rows[], size: number) {
  const excludedFile = join(folder, 'excluded')
  const file = openSync(excludedFile, 'w')
  const reasons = new Map<string, number>()
  for (const part of parts) {
    writeAll(file, part.excluded, null)
    for (const [reason, n] of part.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + n)
  }
  closeSync(file)
  const excluded = [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)) as [ExclusionReason, number][] // the frame gives codes of core/draws/reasons.ts
  return { excludedFile, excluded, registerCount: excluded.reduce((sum, [, n]) => sum + n, size) }
}
