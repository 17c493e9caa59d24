/** Shapes: hand-written guards of documents that come from anywhere. A shape reports every problem it finds, never only the first. */
import { isHex } from '../bytes.ts'
import { fail, ok, type Result } from '../result.ts'

/** `path` is a JSON pointer, `expected` a short code such as `hex32` or `member`. */
export type ShapeProblem = { readonly path: string; readonly expected: string }
export type DocumentInvalid = { readonly type: 'document_invalid'; readonly problems: readonly ShapeProblem[] }

/** Tells whether a value is a T, and reports every place where it is not. */
export type Shape<T> = (value: unknown, path: string, report: (problem: ShapeProblem) => void) => value is T

/** The value as a T, or all its problems. */
export function parseShape<T>(shape: Shape<T>, value: unknown): Result<T, DocumentInvalid> {
  const problems: ShapeProblem[] = []
  if (shape(value, '', (problem) => problems.push(problem))) return ok(value)
  return fail({ type: 'document_invalid', problems })
}

/** A shape from one test; the test alone decides, so it must prove the type it claims. */
export function where<T>(expected: string, test: (value: unknown) => value is T): Shape<T> {
  return (value, path, report): value is T => {
    if (test(value)) return true
    report({ path, expected })
    return false
  }
}

/** A text of 1 to `longest` UTF-16 units. */
export const text = (longest: number): Shape<string> =>
  where(`text of 1 to ${longest}`, (value): value is string => typeof value === 'string' && value.length > 0 && value.length <= longest)

/** A text that the whole pattern matches; `expected` says so in a report. */
export const textLike = (expected: string, pattern: RegExp): Shape<string> =>
  where(expected, (value): value is string => typeof value === 'string' && pattern.test(value))

/** Lowercase hex of exactly so many bytes. */
export const hexOf = (bytes: number): Shape<string> =>
  where(`hex of ${bytes} bytes`, (value): value is string => typeof value === 'string' && isHex(value, bytes))

/** An integer from `least` to `most`, both included; never a float, a bigint or a text. */
export const integer = (least: number, most: number): Shape<number> =>
  where(
    `integer of ${least} to ${most}`,
    (value): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most,
  )

export const literal = <const T extends string | number | boolean | null>(...allowed: readonly T[]): Shape<T> =>
  where(`one of ${allowed.map(String).join(', ')}`, (value): value is T => allowed.some((one) => one === value))

/** A key of a table of ours. */
export const keyOf = <K extends string>(table: Readonly<Record<K, unknown>>, expected: string): Shape<K> =>
  where(expected, (value): value is K => typeof value === 'string' && Object.hasOwn(table, value))

/** `YYYY-MM-DDTHH:MM:SS.mmmZ`, a moment that exists; one form only, so that the order of the texts is the order of time. */
export const instant: Shape<string> = where('instant in UTC', (value): value is string => {
  if (typeof value !== 'string') return false
  const parts = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.exec(value)
  return parts?.[1] !== undefined && isDate(parts[1])
})

/** `YYYY-MM-DD`, a day that exists. */
export const date: Shape<string> = where('date', (value): value is string => typeof value === 'string' && isDate(value))

export const nullable = <T>(shape: Shape<T>): Shape<T | null> => {
  return (value, path, report): value is T | null => value === null || shape(value, path, report)
}

/** An array without holes of at most `most` members, each of the shape. */
export function list<T>(shape: Shape<T>, most = 20_000_000): Shape<readonly T[]> {
  return (value, path, report): value is readonly T[] => {
    if (!Array.isArray(value) || value.length > most) {
      report({ path, expected: 'list' })
      return false
    }
    let sound = true
    for (let i = 0; i < value.length; i++) if (!shape(value[i], `${path}/${i}`, report)) sound = false
    return sound
  }
}

/** An array of exactly two. */
export function pair<A, B>(first: Shape<A>, second: Shape<B>): Shape<readonly [A, B]> {
  return (value, path, report): value is readonly [A, B] => {
    if (!Array.isArray(value) || value.length !== 2) {
      report({ path, expected: 'pair' })
      return false
    }
    const a = first(value[0], `${path}/0`, report)
    return second(value[1], `${path}/1`, report) && a
  }
}

/** An array of exactly these members. */
export function tuple<T extends readonly unknown[]>(...members: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  return (value, path, report): value is T => {
    if (!Array.isArray(value) || value.length !== members.length) {
      report({ path, expected: `list of ${members.length}` })
      return false
    }
    let sound = true
    for (const [i, member] of members.entries()) if (!member(value[i], `${path}/${i}`, report)) sound = false
    return sound
  }
}

/** An object with exactly these members, and perhaps those of `optional`; an unknown member is a problem, because nothing would cover it. */
export function record<T extends object, O extends object = object>(
  members: { readonly [K in keyof T]: Shape<T[K]> },
  optional?: { readonly [K in keyof O]: Shape<O[K]> },
): Shape<T & Partial<O>> {
  const known = new Map<string, { readonly shape: Shape<unknown>; readonly needed: boolean }>()
  for (const [name, shape] of Object.entries<Shape<unknown>>(members)) known.set(name, { shape, needed: true })
  for (const [name, shape] of Object.entries<Shape<unknown>>(optional ?? {})) known.set(name, { shape, needed: false })
  return (value, path, report): value is T & Partial<O> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      report({ path, expected: 'object' })
      return false
    }
    const found = new Map<string, unknown>(Object.entries(value))
    let sound = true
    for (const name of found.keys()) {
      if (known.has(name)) continue
      report({ path: `${path}/${name}`, expected: 'no such member' })
      sound = false
    }
    for (const [name, { shape, needed }] of known) {
      if (found.has(name)) sound = shape(found.get(name), `${path}/${name}`, report) && sound
      else if (needed) {
        report({ path: `${path}/${name}`, expected: 'member' })
        sound = false
      }
    }
    return sound
  }
}

/** A T that also passes a rule about its members together. */
export function refine<T>(shape: Shape<T>, expected: string, rule: (value: T) => boolean): Shape<T> {
  return (value, path, report): value is T => {
    if (!shape(value, path, report)) return false
    if (rule(value)) return true
    report({ path, expected })
    return false
  }
}

function isDate(value: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
