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
  try {
    return ok(write(value, '', 0))
  } catch (error) {
    if (error instanceof Refusal) return fail(error.failure)
    throw error
  }
}

/** The JCS bytes of a document of our own. A document that has none is a mistake of its maker and throws. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalJson(value)
  if (!text.ok) throw new TypeError(`no canonical form: ${text.failure.why} at ${text.failure.path || '/'}`)
  return utf8(text.value)
}

class Refusal extends Error {
  readonly failure: NotCanonical
  constructor(path: string, why: NotCanonical['why']) {
    super(why)
    this.failure = { type: 'not_canonical', path, why }
  }
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > deepest) throw new Refusal(path, 'too_deep')
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeText(value, path)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Refusal(path, 'fraction')
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${path}/${i}`, depth + 1)).join(',')}]`
  if (typeof value !== 'object' || !isPlain(value)) throw new Refusal(path, 'not_json')
  // RFC 8785 §3.2.3: members sorted by UTF-16 code units, which is what sort() without an argument does.
  const names = Object.keys(value).sort()
  const members = value as Readonly<Record<string, unknown>> // an object is a record of its own keys
  return `{${names.map((name) => `${writeText(name, path)}:${write(members[name], `${path}/${name}`, depth + 1)}`).join(',')}}`
}

function writeText(text: string, path: string): string {
  if (!text.isWellFormed()) throw new Refusal(path, 'lone_surrogate')
  return JSON.stringify(text) // RFC 8785 §3.2.2.2 is ECMAScript's own serialisation of strings
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
