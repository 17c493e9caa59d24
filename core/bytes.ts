/** Bytes as the draw protocol writes them: UTF-8, lowercase hex, big-endian integers, length prefixes, and the order of bytes. */

/** The UTF-8 bytes of a text. A lone surrogate has no UTF-8 form and two such texts would share one hash, so it throws a RangeError. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  writeUtf8(text, bytes, 0)
  return bytes
}

/** Writes the UTF-8 bytes of a text at `offset` and returns the offset after them. The room must be there: at most 3 bytes a code unit. */
export function writeUtf8(text: string, into: Uint8Array, offset: number): number {
  let at = offset
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      into[at++] = code
      continue
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1)
      if (code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) throw loneSurrogate(i)
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
      i++
      into[at++] = 0xf0 | (code >> 18)
      into[at++] = 0x80 | ((code >> 12) & 0x3f)
    } else if (code >= 0x800) into[at++] = 0xe0 | (code >> 12)
    if (code >= 0x800) into[at++] = 0x80 | ((code >> 6) & 0x3f)
    else into[at++] = 0xc0 | (code >> 6)
    into[at++] = 0x80 | (code & 0x3f)
  }
  return at
}

/** How many bytes a text has in UTF-8; throws a RangeError for a lone surrogate. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) continue
    if (code < 0x800) length += 1
    else if (code < 0xd800 || code > 0xdfff) length += 2
    else {
      const low = text.charCodeAt(i + 1)
      if (code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) throw loneSurrogate(i)
      length += 2
      i++
    }
  }
  return length
}

/** The text of UTF-8 bytes, or null when they are not well-formed UTF-8 (overlong forms, surrogates and cut sequences included). */
export function fromUtf8(bytes: Uint8Array): string | null {
  const pieces: string[] = []
  let units: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] ?? 0
    const extra =
      first < 0x80 ? 0 : first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : first >= 0xf0 && first <= 0xf4 ? 3 : -1
    if (extra < 0 || i + extra >= bytes.length) return null
    let code = extra === 0 ? first : first & (0x3f >> extra)
    for (let k = 1; k <= extra; k++) {
      const next = bytes[i + k] ?? 0
      if ((next & 0xc0) !== 0x80) return null
      code = (code << 6) | (next & 0x3f)
    }
    if ((extra === 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) || (extra === 3 && (code < 0x10000 || code > 0x10ffff)))
      return null
    if (code < 0x10000) units.push(code)
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff))
    i += extra + 1
    if (units.length > 8000) {
      pieces.push(String.fromCharCode(...units))
      units = []
    }
  }
  pieces.push(String.fromCharCode(...units))
  return pieces.join('')
}

const digits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** Lowercase hex, the only form of bytes in a document (draw protocol §1). Made in one piece: a text put together byte by byte keeps a kilobyte per hash. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += hexAtOnce) {
    const codes: number[] = []
    for (const byte of bytes.subarray(from, from + hexAtOnce)) codes.push(digits[byte >>> 4] ?? 0, digits[byte & 15] ?? 0)
    text += String.fromCharCode(...codes)
  }
  return text
}

/** Arguments of a call are limited; hashes are far below. */
const hexAtOnce = 4096

/** True when the text is lowercase hex of exactly `length` bytes. */
export const isHex = (text: string, length: number): boolean => text.length === length * 2 && /^([0-9a-f]{2})*$/.test(text)

/** Bytes of lowercase hex. Parse with `isHex` first: anything else is a mistake of the caller and throws a RangeError. */
export function fromHex(text: string): Uint8Array {
  if (!isHex(text, text.length / 2)) throw new RangeError('not lowercase hex; check with isHex first')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** BE32: an integer of 0 … 2^32-1 in four bytes. */
export function be32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError('BE32 holds integers of 0 to 2^32-1')
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/** BE64: a safe integer of 0 or more in eight bytes. */
export function be64(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('BE64 holds safe integers of 0 or more')
  return concat(be32(Math.floor(value / 0x100000000)), be32(value % 0x100000000))
}

/** LP(x) = BE32(length of x) ‖ x (draw protocol §1). */
export const lp = (bytes: Uint8Array): Uint8Array => concat(be32(bytes.length), bytes)

/** The lexicographic order of bytes: negative, zero or positive; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Texts in the order of their UTF-8 bytes, which JavaScript's own order is not beyond U+FFFF. */
export const compareUtf8 = (a: string, b: string): number => (a === b ? 0 : compareBytes(utf8(a), utf8(b)))

const loneSurrogate = (index: number): RangeError => new RangeError(`a lone surrogate at index ${index} has no UTF-8 form`)
