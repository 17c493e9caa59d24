/** Many hashes of one shape at once: by the kernel where it runs and passes its self-test, by the plain implementation everywhere else. The digests are the same. */
import { fromHex } from '../bytes.ts'
import { groupsOf, type Kernel, leavesAtOnce, openKernel } from './kernel.ts'
import { layout } from './kernel-layout.ts'
import { kernelModules } from './kernels.gen.ts'
import { type Midstate, type Suite, type SuiteId, suites } from './suite.ts'

export type Bulk = {
  /** The kernel itself, for those who know its memory; null when hashing is scalar. */
  readonly kernel: Kernel | null
  /** The first 32 bits of H(prefix ‖ item) of packed 32-byte items, as numbers. `from` is the midstate after the 64-byte prefix. */
  readonly heads: (from: Midstate, items: Uint8Array, into: Uint32Array) => void
  /** H(prefix ‖ item) of packed 32-byte items, packed. */
  readonly tickets: (from: Midstate, items: Uint8Array, into: Uint8Array) => void
  /** H(01 ‖ left ‖ right) of packed pairs of 64 bytes, packed; `into` may be `pairs`. */
  readonly nodes: (pairs: Uint8Array, into: Uint8Array) => void
}

/** Why a suite has no kernel: `absent` where WebAssembly or SIMD is missing or not allowed, `distrusted` after a self-test that failed. */
export type KernelUse = 'simd' | 'absent' | 'distrusted'

/** How each suite is hashed in this process: said in logs, by the verifier and by the browser page. */
export const kernelInUse = (): Readonly<Record<SuiteId, KernelUse>> => ({ sha256: opened('sha256').use, sm3: opened('sm3').use })

/** The fastest trustworthy way to hash many messages with this suite. */
export const bulkOf = (suite: SuiteId): Bulk => opened(suite).bulk

/** Sends a suite back to plain hashing, for good: somebody found the kernel wrong. */
export function distrustKernel(suite: SuiteId): void {
  loaded[suite] = { use: 'distrusted', bulk: scalarBulk(suite) }
}

type Opened = { readonly use: KernelUse; readonly bulk: Bulk }
const loaded: Partial<Record<SuiteId, Opened>> = {}

function opened(suite: SuiteId): Opened {
  const before = loaded[suite]
  if (before) return before
  const kernel = openKernel(fromHex(kernelModules[suite]))
  const now: Opened = kernel === null ? { use: 'absent', bulk: scalarBulk(suite) } : tested(suite, kernel)
  loaded[suite] = now
  return now
}

/** A kernel is believed after it agrees with the plain implementation, which the tests hold against OpenSSL. */
export function tested(suite: SuiteId, kernel: Kernel): Opened {
  const bulk = kernelBulk(kernel)
  return agree(bulk, scalarBulk(suite), suites[suite]) ? { use: 'simd', bulk } : { use: 'distrusted', bulk: scalarBulk(suite) }
}

/** Eleven messages of each kind: two whole groups of four and a part of one. */
function agree(one: Bulk, other: Bulk, suite: Suite): boolean {
  const items = new Uint8Array(11 * 64)
  for (let i = 0; i < items.length; i += 32) items.set(suite.hash(items.subarray(0, i)), i)
  const from = suite.midstate(items.subarray(64, 128))
  const digests = ({ heads, tickets, nodes }: Bulk): readonly number[] => {
    const first = new Uint32Array(11)
    const whole = new Uint8Array(11 * 32)
    const parents = new Uint8Array(11 * 32)
    heads(from, items.subarray(0, 11 * 32), first)
    tickets(from, items.subarray(0, 11 * 32), whole)
    nodes(items, parents)
    return [...first, ...whole, ...parents]
  }
  const expected = digests(other)
  return digests(one).every((number, i) => number === expected[i])
}

/** One message after the other. */
export function scalarBulk(id: SuiteId): Bulk {
  const { finish, start } = suites[id]
  const digest = new Uint8Array(32)
  const pair = new Uint8Array(65)
  pair[0] = 1
  return {
    kernel: null,
    heads: (from, items, into) => {
      for (let i = 0; i * 32 < items.length; i++) {
        finish(from, items, i * 32, 32, digest, 0)
        into[i] = (((digest[0] ?? 0) << 24) | ((digest[1] ?? 0) << 16) | ((digest[2] ?? 0) << 8) | (digest[3] ?? 0)) >>> 0
      }
    },
    tickets: (from, items, into) => {
      for (let at = 0; at < items.length; at += 32) finish(from, items, at, 32, into, at)
    },
    nodes: (pairs, into) => {
      for (let i = 0; i * 64 < pairs.length; i++) {
        pair.set(pairs.subarray(i * 64, i * 64 + 64), 1)
        finish(start, pair, 0, 65, into, i * 32)
      }
    },
  }
}

/** Four messages at once, in portions that fit the memory of the kernel. */
function kernelBulk(kernel: Kernel): Bulk {
  const { input, output } = layout
  return {
    kernel,
    heads: (from, items, into) => {
      kernel.putState(layout.ticket, from)
      const size = items.length / 32
      for (let i = 0; i < size; i += leavesAtOnce) {
        const some = Math.min(leavesAtOnce, size - i)
        kernel.bytes().set(items.subarray(i * 32, (i + some) * 32), input)
        kernel.heads(input, output, groupsOf(some))
        into.set(kernel.words().subarray(output / 4, output / 4 + some), i)
      }
    },
    tickets: (from, items, into) => {
      kernel.putState(layout.ticket, from)
      const size = items.length / 32
      for (let i = 0; i < size; i += leavesAtOnce) {
        const some = Math.min(leavesAtOnce, size - i)
        kernel.bytes().set(items.subarray(i * 32, (i + some) * 32), input)
        kernel.tickets(input, output, groupsOf(some))
        into.set(kernel.bytes().subarray(output, output + some * 32), i * 32)
      }
    },
    nodes: (pairs, into) => {
      const size = pairs.length / 64
      const atOnce = leavesAtOnce / 2
      for (let i = 0; i < size; i += atOnce) {
        const some = Math.min(atOnce, size - i)
        kernel.bytes().set(pairs.subarray(i * 64, (i + some) * 64), input)
        kernel.nodes(input, output, groupsOf(some), 1)
        into.set(kernel.bytes().subarray(output, output + some * 32), i * 32)
      }
    },
  }
}
