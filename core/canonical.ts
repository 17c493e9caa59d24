/** RFC 8785 (JCS) for the values that hashed documents hold: strings, safe integers, booleans, null, arrays and objects; never fractions. */
import { utf8 } from './bytes.ts'
import { fail, ok, type Result } from './result.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json }

/** `path` is a JSON pointer to the first value that has no canonical form. */
export type NotCanonical = {
  readonly type: 'not_canonical'
  readonly path: string
  readonly why: 'fraction' | 'not_json' | 'lone_surrogate' | 'too_deep'
}

/** No document of the protocol is deeper than 8; a limit keeps a hostile file from exhausting the stack. */
const deepest = 64

/** The JCS text of a value from anywhere, or the first place where it has none. */
export function canonicalJson(value: unknown): Result<string, NotCanonical> {
  const text = write(value, '', 0)
  return typeof text === 'string' ? ok(text) : fail(text)
}

/** The JCS bytes of a document of our own. A document that has none is a mistake of its maker and throws. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalJson(value)
  if (!text.ok) throw new TypeError(`no canonical form: ${text.failure.why} at ${text.failure.path || '/'}`)
  return utf8(text.value)
}

function write(value: unknown, path: string, depth: number): string | NotCanonical {
  if (depth > deepest) return refusal(path, 'too_deep')
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeText(value, path)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : refusal(path, 'fraction')
  if (Array.isArray(value)) return writeArray(value, path, depth)
  return typeof value === 'object' && isPlain(value) ? writeObject(value, path, depth) : refusal(path, 'not_json')
}

function writeArray(items: readonly unknown[], path: string, depth: number): string | NotCanonical {
  const pieces: string[] = []
  for (const [i, item] of items.entries()) {
    const piece = write(item, `${path}/${i}`, depth + 1)
    if (typeof piece !== 'string') return piece
    pieces.push(piece)
  }
  return `[${pieces.join(',')}]`
}

function writeObject(value: object, path: string, depth: number): string | NotCanonical {
  // RFC 8785 §3.2.3: members sorted by UTF-16 code units, which is how JavaScript compares texts.
  const members: readonly [string, unknown][] = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  const pieces: string[] = []
  for (const [name, member] of members) {
    const head = writeText(name, path)
    const piece = write(member, `${path}/${name}`, depth + 1)
    if (typeof head !== 'string') return head
    if (typeof piece !== 'string') return piece
    pieces.push(`${head}:${piece}`)
  }
  return `{${pieces.join(',')}}`
}

// RFC 8785 §3.2.2.2 is ECMAScript's own serialisation of strings.
const writeText = (text: string, path: string): string | NotCanonical =>
  text.isWellFormed() ? JSON.stringify(text) : refusal(path, 'lone_surrogate')

const refusal = (path: string, why: NotCanonical['why']): NotCanonical => ({ type: 'not_canonical', path, why })

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
