/** Base64 with the standard alphabet and padding (RFC 4648 §4), as notes and keys of the transparency log are written. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values: Readonly<Record<string, number>> = Object.fromEntries([...alphabet].map((letter, value) => [letter, value]))

/** With padding, as signed notes want it. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += `${letterOf(group >> 18)}${letterOf(group >> 12)}${left > 1 ? letterOf(group >> 6) : '='}${left > 2 ? letterOf(group) : '='}`
  }
  return text
}

/** The bytes, or null. One text for one sequence of bytes: a second spelling (bits behind the end, no padding) would let a signed note be written in two ways. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let group = 0
    for (let k = 0; k < 4; k++) group = (group << 6) | (values[text[i + k] ?? ''] ?? 0)
    bytes[at++] = group >> 16
    if (at < bytes.length) bytes[at++] = group >> 8
    if (at < bytes.length) bytes[at++] = group
  }
  return base64(bytes) === text ? bytes : null
}

const letterOf = (bits: number): string => alphabet[bits & 63] ?? ''
