/** A handful of words in which the kernels are written: WebAssembly text (WAT) for four 32-bit lanes. */

export const local = (name: string): string => `(local.get $${name})`
export const set = (name: string, value: string): string => `(local.set $${name} ${value})`
export const tee = (name: string, value: string): string => `(local.tee $${name} ${value})`
export const add = (first: string, ...rest: readonly string[]): string => rest.reduce((sum, one) => `(i32x4.add ${sum} ${one})`, first)
export const xor = (first: string, ...rest: readonly string[]): string => rest.reduce((sum, one) => `(v128.xor ${sum} ${one})`, first)
export const and = (a: string, b: string): string => `(v128.and ${a} ${b})`
export const or = (a: string, b: string): string => `(v128.or ${a} ${b})`
export const shiftLeft = (a: string, bits: number): string => `(i32x4.shl ${a} (i32.const ${bits}))`
export const shiftRight = (a: string, bits: number): string => `(i32x4.shr_u ${a} (i32.const ${bits}))`
/** Rotates the words of a local, which is read twice. */
export const rotateLeft = (name: string, bits: number): string => or(shiftLeft(local(name), bits), shiftRight(local(name), 32 - bits))
export const rotateRight = (name: string, bits: number): string => rotateLeft(name, 32 - bits)
/** Rotates by one byte: a shuffle is one instruction where a rotation is three. */
export const rotateLeftByte = (name: string): string =>
  `(i8x16.shuffle 3 0 1 2 7 4 5 6 11 8 9 10 15 12 13 14 ${local(name)} ${local(name)})`

export const load = (pointer: string, offset: number): string => `(v128.load offset=${offset} ${pointer})`
export const store = (pointer: string, offset: number, value: string): string => `(v128.store offset=${offset} ${pointer} ${value})`
/** One 32-bit word in all four lanes. */
export const splat = (pointer: string, offset: number): string => `(v128.load32_splat offset=${offset} ${pointer})`
export const word = (value: number): string =>
  `(v128.const i32x4 ${Array(4)
    .fill(`0x${(value >>> 0).toString(16)}`)
    .join(' ')})`
export const int = (value: number): string => `(i32.const ${value})`
export const locals = (names: readonly string[], type: 'v128' | 'i32' = 'v128'): string =>
  names.map((name) => `(local $${name} ${type})`).join(' ')

/** The block runs, `step` is added to the counter, and again while the counter is below the limit. */
export const countUp = (label: string, counter: string, step: number, limit: number, body: readonly string[]): string =>
  `(loop $${label}
    ${body.join('\n    ')}
    (br_if $${label} (i32.lt_u ${tee(counter, `(i32.add ${local(counter)} ${int(step)})`)} ${int(limit)})))`

/** 32-bit words as bytes of a data segment. */
export const dataWords = (words: Iterable<number>): string =>
  [...words]
    .flatMap((value) => [value, value >>> 8, value >>> 16, value >>> 24])
    .map((byte) => `\\${(byte & 0xff).toString(16).padStart(2, '0')}`)
    .join('')
