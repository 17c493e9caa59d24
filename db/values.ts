/** How values of PostgreSQL become plain data. The row types of `npm run generate` say the same (db/generate.ts). */
import pg from 'pg'

/**
 * The parsers of our pools: `bigint` → number (throws beyond 2^53), `date` → 'YYYY-MM-DD', `timestamptz` → RFC 3339 in UTC. Everything else
 * as pg does it: `numeric` stays text, `jsonb` is parsed, `bytea` is a Buffer.
 */
export const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig // The overloads of pg's own type cannot be written down for a function that answers for all formats.

const parseInt8 = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53: select it as text`)
  return value
}

// pg-types lists scalar types only; its parsers know the arrays as well.
const textArray: number = 1009

const asText = (text: string): string => text

/**
 * PostgreSQL's '2026-11-20 22:49:00.12+00' → '2026-11-20T22:49:00.120Z'. Milliseconds always, microseconds when there are any: what
 * `Date#toISOString` made comes back letter for letter, and a keyset cursor over now() skips no row. The pools set the zone to UTC.
 */
const parseInstant = (text: string): string => {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text)
  if (parts === null) return text
  const [, date, time, fraction = ''] = parts
  return `${date}T${time}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`
}

/** text[], whose parser splits any array into its elements' texts. */
const parseTexts: (text: string) => (string | null)[] = pg.types.getTypeParser(textArray)

const arrayOf =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    parseTexts(text).map((each) => (each === null ? null : parse(each)))

/** By object id of the type, fixed in PostgreSQL's catalogue (pg_type.dat). */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, parseInt8],
  [1016, arrayOf(parseInt8)],
  [1082, asText],
  [1182, arrayOf(asText)],
  [1114, asText],
  [1115, arrayOf(asText)],
  [1184, parseInstant],
  [1185, arrayOf(parseInstant)],
  [1186, asText],
])
