/** DRBG(label): integers from the seed for every later choice of a draw (draw protocol §6). */
import { be64, concat } from '../bytes.ts'
import { suites, taggedHash } from '../hash/suite.ts'
import { type DrawBasis, drawDomain } from './tickets.ts'

export type Drbg = {
  /** The next 32-bit word. */
  readonly word: () => number
  /** An integer of 0 … n-1, each equally likely; n is 1 … 2^32. */
  readonly below: (n: number) => number
}

/** block_i = H(TH("mingjian/1/drbg", D, seed, label) ‖ BE64(i)) for i = 0, 1, …, read as eight big-endian 32-bit words each. */
export function drbg(basis: DrawBasis, label: string): Drbg {
  const suite = suites[basis.suite]
  const key = taggedHash(suite, 'mingjian/1/drbg', drawDomain(basis), basis.seed, label)
  let block = new Uint8Array(0)
  let used = 8
  let next = 0

  const word = (): number => {
    if (used === 8) {
      block = Uint8Array.from(suite.hash(concat(key, be64(next))))
      next++
      used = 0
    }
    const at = 4 * used
    used++
    return (((block[at] ?? 0) << 24) | ((block[at + 1] ?? 0) << 16) | ((block[at + 2] ?? 0) << 8) | (block[at + 3] ?? 0)) >>> 0
  }

  // Words at or above the largest multiple of n are thrown away: a remainder of them would favour the small results.
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000) throw new RangeError('below() takes 1 to 2^32')
    const limit = 0x100000000 - (0x100000000 % n)
    for (;;) {
      const drawn = word()
      if (drawn < limit) return drawn % n
    }
  }
  return { word, below }
}
