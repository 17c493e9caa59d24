/** SM3 (GB/T 32905-2016 §5.3) of four blocks side by side. */
import { layout } from '#core/hash/kernel-layout.ts'
import { constantsSm3, ivSm3 } from '#core/hash/sm3.ts'
import type { CompressionWat } from './kernel-wat.ts'
import { add, and, countUp, int, load, local, locals, or, rotateLeft, rotateLeftByte, set, splat, store, tee, xor } from './wat.ts'

const { schedule, state, constants } = layout
const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** The 52 later words of the schedule, four times four rounds of the first kind, twelve times four of the second. */
export const sm3Wat: CompressionWat = {
  initial: ivSm3,
  constants: constantsSm3,
  body: `
  ${locals(['at', 'key'], 'i32')}
  ${locals([...words, 's', 'u', 'x', 'y'])}
  ${words.map((name, i) => set(name, load(int(state), i * 16))).join('\n  ')}
  ${rounds('first', 16, (i) => [...expand(i), ...round(i, parity, parity)])}
  ${rounds('expanding', 52, (i) => [...expand(i), ...round(i, majority, choice)])}
  ${rounds('last', 64, (i) => round(i, majority, choice))}
  ${words.map((name, i) => store(int(state), i * 16, xor(load(int(state), i * 16), local(name)))).join('\n  ')}`,
}

type OfThree = (x: string, y: string, z: string) => string

function parity(x: string, y: string, z: string): string {
  return xor(local(x), local(y), local(z))
}

function majority(x: string, y: string, z: string): string {
  return or(and(local(x), local(y)), and(local(z), or(local(x), local(y))))
}

function choice(x: string, y: string, z: string): string {
  return xor(local(z), and(local(x), xor(local(y), local(z))))
}

/** W_t = P1(W_(t-16) ⊕ W_(t-9) ⊕ (W_(t-3) ⋘ 15)) ⊕ (W_(t-13) ⋘ 7) ⊕ W_(t-6), for t = 16 + `at`/16 + i. */
function expand(i: number): readonly string[] {
  const w = (t: number): string => load(local('at'), schedule + (t + i) * 16)
  return [
    set('x', w(13)),
    set('x', xor(w(0), w(7), rotateLeft('x', 15))),
    set('y', w(3)),
    // P1(x) = x ⊕ (x ⋘ 15) ⊕ (x ⋘ 23), and 23 is 15 and one byte.
    set('u', rotateLeft('x', 15)),
    store(local('at'), schedule + (16 + i) * 16, xor(local('x'), local('u'), rotateLeftByte('u'), rotateLeft('y', 7), w(10))),
  ]
}

function rounds(label: string, until: number, body: (i: number) => readonly string[]): string {
  return countUp(label, 'at', 64, until * 16, [set('key', `(i32.shr_u ${local('at')} (i32.const 2))`), ...[0, 1, 2, 3].flatMap(body)])
}

/** One round. Instead of moving the words on, each round names them one place further back; after four they are back in their places. */
function round(i: number, ff: OfThree, gg: OfThree): readonly string[] {
  const name = (place: number, from: number): string => words[((place - i + 4) % 4) + from] ?? ''
  const [a, b, c, d] = [name(0, 0), name(1, 0), name(2, 0), name(3, 0)]
  const [e, f, g, h] = [name(0, 4), name(1, 4), name(2, 4), name(3, 4)]
  return [
    set('u', rotateLeft(a, 12)),
    set('s', add(local('u'), local(e), splat(local('key'), constants + i * 4))),
    set('s', rotateLeft('s', 7)),
    set('x', load(local('at'), schedule + i * 16)),
    set(d, add(local(d), ff(a, b, c), xor(local('s'), local('u')), xor(local('x'), load(local('at'), schedule + (i + 4) * 16)))),
    set('y', add(local(h), gg(e, f, g), local('s'), local('x'))),
    set(b, rotateLeft(b, 9)),
    set(f, rotateLeft(f, 19)),
    // P0(y) = y ⊕ (y ⋘ 9) ⊕ (y ⋘ 17), and 17 is 9 and one byte.
    set(h, xor(local('y'), tee('u', rotateLeft('y', 9)), rotateLeftByte('u'))),
  ]
}
