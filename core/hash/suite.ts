/** The two hash suites of the draw protocol (§1) over one engine: whole and incremental hashing, HMAC, and finishing from a prepared midstate. */
import { concat, lp, utf8 } from '../bytes.ts'
import { compressSha256, ivSha256 } from './sha256.ts'
import { compressSm3, ivSm3 } from './sm3.ts'

export type SuiteId = 'sha256' | 'sm3'

/** The state after whole 64-byte blocks: what follows a fixed beginning is hashed from here without hashing the beginning again. */
export type Midstate = { readonly words: Int32Array; readonly length: number }

export type Hasher = { readonly update: (bytes: Uint8Array) => Hasher; readonly digest: () => Uint8Array }

/** HMAC (RFC 2104) under one key, whose two midstates are kept. `into` writes the 32 bytes at `offset` and allocates nothing. */
export type Hmac = {
  readonly mac: (message: Uint8Array) => Uint8Array
  readonly into: (message: Uint8Array, length: number, into: Uint8Array, offset: number) => void
  /** The states after the two key blocks, from which the kernel goes on. */
  readonly inner: Midstate
  readonly outer: Midstate
}

export type Suite = {
  readonly id: SuiteId
  /** The suite byte of draw protocol §1. */
  readonly byte: number
  readonly label: string
  readonly hash: (bytes: Uint8Array) => Uint8Array
  readonly hasher: () => Hasher
  readonly hmac: (key: Uint8Array) => Hmac
  /** The state after `prefix`, whose length is a multiple of 64. */
  readonly midstate: (prefix: Uint8Array) => Midstate
  /** The state before any byte. */
  readonly start: Midstate
  /** Hashes `length` bytes of `bytes` from `at` on top of a midstate and writes the 32-byte digest; the hot path, it allocates nothing. */
  readonly finish: (from: Midstate, bytes: Uint8Array, at: number, length: number, into: Uint8Array, offset: number) => void
}

type Compress = (state: Int32Array, block: Uint8Array, offset: number) => void

export const suites: Readonly<Record<SuiteId, Suite>> = {
  sha256: makeSuite('sha256', 1, 'SHA-256', ivSha256, compressSha256),
  sm3: makeSuite('sm3', 2, 'SM3', ivSm3, compressSm3),
}

/** TH(dom, a, b, …) = H(LP(dom) ‖ LP(a) ‖ LP(b) ‖ …), draw protocol §1. Texts are taken as UTF-8; normalise to NFC before. */
export const taggedHash = (suite: Suite, domain: string, ...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  suite.hash(concat(lp(utf8(domain)), ...parts.map((part) => lp(typeof part === 'string' ? utf8(part) : part))))

function makeSuite(id: SuiteId, byte: number, label: string, iv: Int32Array, compress: Compress): Suite {
  const words = new Int32Array(8)
  const tail = new Uint8Array(128)
  const start: Midstate = { words: iv, length: 0 }

  const finish: Suite['finish'] = (from, bytes, at, length, into, offset) => {
    words.set(from.words)
    let left = length
    let next = at
    for (; left >= 64; left -= 64, next += 64) compress(words, bytes, next)
    for (let i = 0; i < left; i++) tail[i] = bytes[next + i] ?? 0
    pad(tail, left, from.length + length)
    compress(words, tail, 0)
    if (left >= 56) compress(words, tail, 64)
    for (let i = 0; i < 8; i++) {
      const word = words[i] ?? 0
      into[offset + 4 * i] = word >>> 24
      into[offset + 4 * i + 1] = word >>> 16
      into[offset + 4 * i + 2] = word >>> 8
      into[offset + 4 * i + 3] = word
    }
  }

  const hash: Suite['hash'] = (bytes) => {
    const digest = new Uint8Array(32)
    finish(start, bytes, 0, bytes.length, digest, 0)
    return digest
  }

  const midstate: Suite['midstate'] = (prefix) => {
    if (prefix.length % 64 !== 0) throw new RangeError('a midstate stands after whole blocks of 64 bytes')
    const state = Int32Array.from(iv)
    for (let at = 0; at < prefix.length; at += 64) compress(state, prefix, at)
    return { words: state, length: prefix.length }
  }

  const hmac: Suite['hmac'] = (key) => {
    const block = new Uint8Array(64)
    block.set(key.length > 64 ? hash(key) : key)
    const inner = midstate(block.map((b) => b ^ 0x36))
    const outer = midstate(block.map((b) => b ^ 0x5c))
    const between = new Uint8Array(32)
    const into: Hmac['into'] = (message, length, target, offset) => {
      finish(inner, message, 0, length, between, 0)
      finish(outer, between, 0, 32, target, offset)
    }
    const mac: Hmac['mac'] = (message) => {
      const digest = new Uint8Array(32)
      into(message, message.length, digest, 0)
      return digest
    }
    return { mac, into, inner, outer }
  }

  const hasher: Suite['hasher'] = () => {
    const state = Int32Array.from(iv)
    const pending = new Uint8Array(64)
    let held = 0
    let length = 0
    const self: Hasher = {
      update(bytes) {
        let at = 0
        length += bytes.length
        if (held > 0) {
          at = Math.min(64 - held, bytes.length)
          pending.set(bytes.subarray(0, at), held)
          held += at
          if (held < 64) return self
          compress(state, pending, 0)
        }
        for (; at + 64 <= bytes.length; at += 64) compress(state, bytes, at)
        pending.set(bytes.subarray(at))
        held = bytes.length - at
        return self
      },
      digest() {
        const digest = new Uint8Array(32)
        finish({ words: state, length: length - held }, pending, 0, held, digest, 0)
        return digest
      },
    }
    return self
  }

  return { id, byte, label, hash, hasher, hmac, midstate, start, finish }
}

/** Merkle–Damgård padding of both hashes: bit 1, zeros, the length in bits as BE64, to the end of the block in hand or of the next. */
function pad(tail: Uint8Array, left: number, length: number): void {
  const end = left >= 56 ? 128 : 64
  tail[left] = 0x80
  tail.fill(0, left + 1, end - 8)
  const high = Math.floor(length / 0x20000000)
  const low = (length % 0x20000000) * 8
  tail[end - 8] = high >>> 24
  tail[end - 7] = high >>> 16
  tail[end - 6] = high >>> 8
  tail[end - 5] = high
  tail[end - 4] = low >>> 24
  tail[end - 3] = low >>> 16
  tail[end - 2] = low >>> 8
  tail[end - 1] = low
}
