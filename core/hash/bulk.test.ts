import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, hex } from '../bytes.ts'
import { bulkOf, kernelInUse, scalarBulk, tested } from './bulk.ts'
import { openKernel, type WasmEngine } from './kernel.ts'
import { kernelModules } from './kernels.gen.ts'
import { type SuiteId, suites } from './suite.ts'

test('both suites run on their kernels here', () => {
  expect(kernelInUse()).toEqual({ sha256: 'simd', sm3: 'simd' })
})

describe.each<SuiteId>(['sha256', 'sm3'])('%s', (suite) => {
  const fast = bulkOf(suite)
  const prefix = Uint8Array.from(randomBytes(64))
  const from = suites[suite].midstate(prefix)
  const reference = (...parts: readonly Uint8Array[]): string => createHash(suite).update(Buffer.concat(parts)).digest('hex')

  test('the kernel gives the digests of OpenSSL, for any number of messages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), (size) => {
        const items = Uint8Array.from(randomBytes(size * 64))
        const tickets = new Uint8Array(size * 64)
        const heads = new Uint32Array(size * 2)
        const nodes = new Uint8Array(size * 32)
        fast.tickets(from, items, tickets)
        fast.heads(from, items, heads)
        fast.nodes(items, nodes)
        for (let i = 0; i < size * 2; i++) {
          const expected = reference(prefix, items.subarray(i * 32, i * 32 + 32))
          expect(hex(tickets.subarray(i * 32, i * 32 + 32))).toBe(expected)
          expect(heads[i]).toBe(Number.parseInt(expected.slice(0, 8), 16))
        }
        for (let i = 0; i < size; i++)
          expect(hex(nodes.subarray(i * 32, i * 32 + 32))).toBe(reference(Uint8Array.of(1), items.subarray(i * 64, i * 64 + 64)))
      }),
      { numRuns: 40 },
    )
  })

  test('more messages than its memory holds at once are the same as one after another', () => {
    const slow = scalarBulk(suite)
    for (const size of [8191, 8192, 8193, 20_001]) {
      const items = Uint8Array.from(randomBytes(size * 64))
      for (const one of ['tickets', 'heads', 'nodes'] as const) {
        const digests = [fast, slow].map((bulk) => {
          const [bytes, words] = [new Uint8Array(size * 64), new Uint32Array(size * 2)]
          if (one === 'nodes') bulk.nodes(items, bytes)
          else if (one === 'heads') bulk.heads(from, items, words)
          else bulk.tickets(from, items, bytes)
          return createHash('sha256').update(bytes).update(words).digest('hex')
        })
        expect(digests[0]).toBe(digests[1])
      }
    }
  })

  test('parents may be written over their children', () => {
    const pairs = Uint8Array.from(randomBytes(64 * 4097))
    for (const bulk of [fast, scalarBulk(suite)]) {
      const apart = new Uint8Array(32 * 4097)
      bulk.nodes(pairs, apart)
      const over = pairs.slice()
      bulk.nodes(over, over)
      expect(hex(over.subarray(0, apart.length))).toBe(hex(apart))
    }
  })

  test('without WebAssembly, without permission to compile, or with a module that is none there is no kernel', () => {
    const code = fromHex(kernelModules[suite])
    const forbidden: WasmEngine = {
      Module: class {
        constructor() {
          throw new Error('wasm-unsafe-eval is not allowed by the content policy')
        }
      },
      Instance: class {
        exports = {}
      },
    }
    expect(openKernel(code)).not.toBeNull()
    expect(openKernel(code, undefined)).not.toBeNull()
    expect(openKernel(code, forbidden)).toBeNull()
    expect(openKernel(code.subarray(0, 100))).toBeNull()
  })

  test('a kernel that hashes wrongly is found out before anyone relies on it', () => {
    const code = fromHex(kernelModules[suite])
    const constant = Buffer.from(code).indexOf(Buffer.of(...(suite === 'sha256' ? [0x98, 0x2f, 0x8a, 0x42] : [0x19, 0x45, 0xcc, 0x79])))
    expect(constant).toBeGreaterThan(0)
    code[constant] = (code[constant] ?? 0) ^ 1
    const kernel = openKernel(code)
    if (kernel === null) throw new Error('the module still compiles')
    const { use, bulk } = tested(suite, kernel)
    expect([use, bulk.kernel]).toEqual(['distrusted', null])
  })
})
