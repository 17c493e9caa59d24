/** DRBG(label): integers from the seed for every later choice of a draw (draw protocol §6). */
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
  const message = new Uint8Array(40)
  message.set(taggedHash(suite, 'mingjian/1/drbg', drawDomain(basis), basis.seed, label))
  const counter = new DataView(message.buffer, 32)
  const block = new Uint8Array(32)
  const words = new DataView(block.buffer)
  let used = 8
  let next = 0

  const word = (): number => {
    if (used === 8) {
      counter.setUint32(0, Math.floor(next / 0x100000000))
      counter.setUint32(4, next % 0x100000000)
      suite.finish(suite.start, message, 0, 40, block, 0)
      next++
      used = 0
    }
    return words.getUint32(4 * used++)
  }

  // Words at or above the largest multiple of n are thrown away: a remainder of them would favour the small results.
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000) throw new RangeError('below() takes 1 to 2^32')
    for (;;) {
      const drawn = word()
      // That multiple lies less than n below 2^32: most words need not be compared with it.
      if (drawn < 0x100000000 - n || drawn < 0x100000000 - (0x100000000 % n)) return drawn % n
    }
  }
  return { word, below }
}
