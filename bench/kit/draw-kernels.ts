/** A process of its own for the bench of the draw: tickets, selection and tree over leaves in memory, on one core. It answers its parent once. */
import { randomFillSync } from 'node:crypto'
import { leafHasher } from '#core/draws/leaves.ts'
import { select } from '#core/draws/select.ts'
import { ticketHeads } from '#core/draws/tickets.ts'
import { kernelInUse } from '#core/hash/bulk.ts'
import { type SuiteId, suites } from '#core/hash/suite.ts'
import { merkleRoot } from '#core/merkle.ts'

/** Nanoseconds of one core per leaf, the best of some runs: what other programs of the machine take away is not counted. */
export type KernelFigures = Readonly<Record<SuiteId, readonly SizeFigures[]>>
export type SizeFigures = { readonly size: number; readonly tickets: number; readonly draw: number; readonly tree: number }
export type KernelsAsked = { readonly sizes: readonly number[]; readonly ratePpm: number }
export type KernelsDone = {
  readonly figures: KernelFigures
  /** Salts, commitments and leaf of one member of a pool with SHA-256, nanoseconds of one core: eight compressions. */
  readonly member: number
  readonly kernels: ReturnType<typeof kernelInUse>
}

process.once('message', (asked: KernelsAsked) => {
  const done: KernelsDone = {
    figures: { sha256: measure('sha256', asked), sm3: measure('sm3', asked) },
    member: measureMembers(),
    kernels: kernelInUse(),
  }
  process.send?.(done, () => process.disconnect())
})

const runs = 3

function measure(suite: SuiteId, { sizes, ratePpm }: KernelsAsked): readonly SizeFigures[] {
  const all = randomLeaves(Math.max(...sizes))
  const basis = { suite, drawId: '620102202611201001-O-1', commitHash: 'ab'.repeat(32), seed: all.slice(0, 32) }
  return sizes.map((size) => {
    const leaves = all.subarray(0, size * 32)
    const strata = new Uint16Array(size)
    const target = Math.round((size * ratePpm) / 1_000_000)
    return {
      size,
      tickets: best(size, () => ticketHeads(basis, leaves)),
      draw: best(size, () => select(basis, { leaves, strata }, [target])),
      tree: best(size, () => merkleRoot(suites[suite], leaves)),
    }
  })
}

function measureMembers(): number {
  const [size, batches] = [4096, 100]
  const bytes = Buffer.from(Array.from({ length: size }, (_, i) => `91620102${String(i).padStart(9, '0')}X`).join(''))
  const at = Uint32Array.from({ length: size }, (_, i) => i * 18)
  const members = { bytes, at, lengths: new Uint32Array(size).fill(18), strata: new Uint16Array(size), size }
  const hash = leafHasher({ suite: 'sha256', drawId: '620102202611201001-O-1', key: new Uint8Array(32), strata: ['s1'] })
  return best(size * batches, () => {
    for (let i = 0; i < batches; i++) hash(members)
  })
}

function best(size: number, work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const from = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(from)
      return ((user + system) * 1000) / size
    }),
  )
}

function randomLeaves(size: number): Uint8Array {
  const leaves = new Uint8Array(size * 32)
  for (let at = 0; at < leaves.length; at += 1 << 24) randomFillSync(leaves, at, Math.min(1 << 24, leaves.length - at))
  return leaves
}
