/** SHA-256 (FIPS 180-4 §6.2.2) of four blocks side by side. */
import { layout } from '#core/hash/kernel-layout.ts'
import { constantsSha256, ivSha256 } from '#core/hash/sha256.ts'
import type { CompressionWat } from './kernel-wat.ts'
import { add, and, countUp, int, load, local, locals, rotateRight, set, shiftRight, splat, store, tee, xor } from './wat.ts'

const { schedule, state, constants } = layout
const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** The 48 later words of the schedule, then eight times eight rounds, after which the eight words are back in their places. */
export const sha256Wat: CompressionWat = {
  initial: ivSha256,
  constants: constantsSha256,
  body: `
  ${locals(['at', 'key'], 'i32')}
  ${locals([...words, 't', 'u', 'x', 'y', 'both', 'before'])}
  ${words.map((name, i) => set(name, load(int(state), i * 16))).join('\n  ')}
  ${set('before', xor(local('b'), local('c')))}
  ${countUp('expanding', 'at', 128, 48 * 16, [set('key', `(i32.shr_u ${local('at')} (i32.const 2))`), ...Array.from({ length: 8 }, (_, i) => [...expand(i), round(i)].join('\n    '))])}
  ${countUp('rounds', 'at', 128, 64 * 16, [set('key', `(i32.shr_u ${local('at')} (i32.const 2))`), ...Array.from({ length: 8 }, (_, i) => round(i))])}
  ${words.map((name, i) => store(int(state), i * 16, add(load(int(state), i * 16), local(name)))).join('\n  ')}`,
}

/** W_t = σ1(W_(t-2)) + W_(t-7) + σ0(W_(t-15)) + W_(t-16), for t = 16 + `at`/16 + i. */
function expand(i: number): readonly string[] {
  const w = (t: number): string => load(local('at'), schedule + (t + i) * 16)
  return [
    set('x', w(1)),
    set('y', w(14)),
    store(
      local('at'),
      schedule + (16 + i) * 16,
      add(
        xor(rotateRight('x', 7), rotateRight('x', 18), shiftRight(local('x'), 3)),
        w(0),
        w(9),
        xor(rotateRight('y', 17), rotateRight('y', 19), shiftRight(local('y'), 10)),
      ),
    ),
  ]
}

/** One round. Instead of moving the eight words on, each round names them one place further back. */
function round(i: number): string {
  const name = (place: number): string => words[(place - i + 8) % 8] ?? ''
  const [a, b, d, e, f, g, h] = [name(0), name(1), name(3), name(4), name(5), name(6), name(7)]
  return [
    set(
      't',
      add(
        local(h),
        splat(local('key'), constants + i * 4),
        load(local('at'), schedule + i * 16),
        // Ch(e, f, g)
        xor(local(g), and(local(e), xor(local(f), local(g)))),
        xor(rotateRight(e, 6), rotateRight(e, 11), rotateRight(e, 25)),
      ),
    ),
    set(d, add(local(d), local('t'))),
    // Maj(a, b, c) = b ⊕ ((a ⊕ b) ∧ (b ⊕ c)), and b ⊕ c is the a ⊕ b of the round before.
    set('u', xor(local(b), and(tee('both', xor(local(a), local(b))), local('before')))),
    set('before', local('both')),
    set(h, add(local('t'), local('u'), xor(rotateRight(a, 2), rotateRight(a, 13), rotateRight(a, 22)))),
  ].join('\n    ')
}
