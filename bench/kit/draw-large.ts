/** A process of its own for the bench of the draw: seals a very large pool and draws from it as the server does, in worker threads, and tells its memory. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { hex } from '#core/bytes.ts'
import { buildCommit } from '#core/draws/commit.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { drawnRows } from '#server/draws/drawn-rows.ts'
import { drawPool, sealPool } from '#server/draws/engine-client.ts'
import { openFileStore } from '#server/files/store.ts'

export type LargeAsked = { readonly size: number; readonly ratePpm: number }
export type LargeStage =
  | { readonly stage: 'sealed'; readonly seconds: number; readonly peakMb: number }
  | { readonly stage: 'drawn'; readonly seconds: number; readonly peakMb: number; readonly drawn: number; readonly longestPauseMs: number }

process.once('message', (asked: LargeAsked) => void inAFolder((root) => run(asked, root)).finally(() => process.disconnect()))

const drawId = '620102202611201001-O-1'
const parties = ['organiser', 'supervisor', 'system'] as const

async function inAFolder(work: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'mingjian-bench-'))
  await work(root).finally(() => rm(root, { recursive: true, force: true }))
}

async function run({ size, ratePpm }: LargeAsked, root: string): Promise<void> {
  const key = randomBytes(32)
  const nonces = parties.map((party) => ({ party, nonce: randomBytes(32) }))
  const { scratch } = await openFileStore(root)
  await scratch(async (folder) => {
    const sealing = performance.now()
    const sealed = await sealPool({ suite: 'sha256', drawId, key: hex(key), strata: 1, folder }, rows(size), () => undefined)
    if (!sealed.ok) throw new Error(JSON.stringify(sealed.failure))
    tell({ stage: 'sealed', seconds: (performance.now() - sealing) / 1000, peakMb: takePeak() })
    const { root, excluded, packedFile, poolFile } = sealed.value
    const commit = buildCommit({
      suite: 'sha256',
      mode: 'open',
      drawId,
      plan: null,
      dept: null,
      filter: { version: 1, all: [] },
      snapshotAt: '2026-01-01T00:00:00.000Z',
      registerCount: sealed.value.registerCount,
      excluded,
      pool: { size: sealed.value.size, root: Buffer.from(root, 'hex'), counts: sealed.value.counts },
      key,
      strata: [{ id: 's1', n: sealed.value.size, ratePpm, rounding: 'half-up' }],
      sources: nonces.map(({ party, nonce }) => ({ party, commitment: hex(nonceCommitment('sha256', drawId, party, nonce)) })),
      beacon: null,
      revealBy: '2026-01-02T00:00:00.000Z',
      supersedes: null,
      software: 'mingjian bench',
    })
    if (!commit.ok) throw new Error(JSON.stringify(commit.failure))
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const drawing = performance.now()
    const drawn = await drawPool({
      commit: commit.value.document,
      key: hex(key),
      nonces: nonces.map(({ party, nonce }) => ({ party, nonce: hex(nonce) })),
      beaconValue: null,
      packedFile,
      poolFile,
      folder,
    })
    if (!drawn.ok) throw new Error(JSON.stringify(drawn.failure))
    let count = 0
    for await (const some of drawnRows(drawn.value.rowsFile)) count += some.length
    delay.disable()
    tell({
      stage: 'drawn',
      seconds: (performance.now() - drawing) / 1000,
      peakMb: takePeak(),
      drawn: count,
      longestPauseMs: delay.max / 1e6,
    })
  })
}

const tell = (stage: LargeStage): void => void process.send?.(stage)

/** The largest resident memory of this process since it was last asked (VmHWM of proc(5), which writing 5 to clear_refs sets back), in megabytes. */
function takePeak(): number {
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024
  writeFileSync('/proc/self/clear_refs', '5')
  return peak
}

/** COPY text as PostgreSQL sends it, without a database. */
async function* rows(size: number): AsyncGenerator<Uint8Array> {
  const tail = 'X\t0\t\\N\n'
  for (let from = 0; from < size; from += 2000) {
    let text = ''
    for (let i = from; i < Math.min(size, from + 2000); i++) text += `91620102${String(i).padStart(9, '0')}${tail}`
    yield Buffer.from(text, 'latin1')
  }
}
