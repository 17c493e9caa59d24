/** What a query asks of an object, in SQL over a row source named `e`: exactly (`textTest`), and as tokens of the index (`narrowing`). */
import { type RawBuilder, sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Condition } from '#core/draws/filter.ts'
import type { Tx } from '#db/connect.ts'

export type Typed = Pick<ObjectQuery, 'q' | 'address'>

/** Too short to search for: its only character is in half of all names. */
export const isTooShort = (text: string | null): boolean => text !== null && text.trim() !== '' && [...letters(text)].length < 2

/**
 * Whether the name contains what was typed, the code begins with it, or the initials contain it; and the address contains what was typed there.
 * Nothing in it is a pattern: `%`, `_` and `\` are characters like others.
 */
export function textTest({ q, address }: Typed): RawBuilder<boolean> {
  const tests: RawBuilder<boolean>[] = []
  if (isGiven(q)) tests.push(anyOf(meanings(q).map(({ test }) => test)))
  if (isGiven(address)) tests.push(contains('e.address', address))
  return allOf(tests)
}

/**
 * What the index can tell of a query: for every object of the query one of the ways holds, and for some others; none: it can tell nothing. Each way
 * to read `q` carries all other tokens, so that each is one search of the index. They are searched apart and united: an `or` of them would be
 * asked again of every row found, computing its tokens.
 */
export function narrowing({ q, address }: Typed, conditions: readonly Condition[]): readonly RawBuilder<boolean>[] {
  const all: RawBuilder<unknown>[] = isGiven(address) ? [sql`search_pairs('a', ${plain(address)})`] : []
  const groups: string[][] = []
  const asked = conditions.map((condition) => ({ condition, group: tokensOf(condition) }))
  const isRare = ({ condition: { field }, group }: (typeof asked)[number]): boolean => group.length > 0 && rareFields.has(field)
  const hasRare = isGiven(q) || isGiven(address) || asked.some(isRare)
  for (const { group } of asked.filter(({ group }) => !hasRare || !group.some((token) => bulk.has(token)))) {
    const [only] = group
    if (group.length === 1 && only !== undefined) all.push(texts([only]))
    else if (group.length > 1) groups.push(group)
  }
  const rest = groups.map((group) => sql<boolean>`${tokens} && ${texts(group)}`)
  const required = all.length === 0 ? [] : [sql<boolean>`${tokens} @> (${sql.join(all, sql` || `)})`]
  if (isGiven(q)) return meanings(q).map(({ narrow }) => allOf([narrow, ...required, ...rest]))
  return rest.length + required.length === 0 ? [] : [allOf([...required, ...rest])]
}

/** What nearly all objects are: intersecting millions with what is rare anyhow costs more than looking at some objects in vain. */
const bulk: ReadonlySet<string> = new Set(['kenterprise', 'kindividual', 'sactive'])
const rareFields: ReadonlySet<string> = new Set<Condition['field']>(['label', 'entityType', 'industry', 'established'])

/** As the index writes it: what does not match it word for word cannot be answered by it. */
const tokens = sql`search_tokens(e.name, e.initials, e.address, e.region_path, e.labels, e.kind, e.state, e.industry, e.entity_type, e.established)`

/** The ways to read what was typed, each exactly and as the index knows it. */
function meanings(typed: string): { readonly test: RawBuilder<boolean>; readonly narrow: RawBuilder<boolean> }[] {
  const text = plain(typed)
  const found = [{ test: contains('e.name', text), narrow: sql<boolean>`${tokens} @> search_pairs('n', ${text})` }]
  for (const code of codesOf(text)) {
    const begins = sql<boolean>`starts_with(e.subject, ${code})`
    found.push({ test: begins, narrow: begins })
  }
  const initials = letters(text).toLowerCase()
  if (/^[a-z0-9]{2,}$/.test(initials))
    found.push({
      test: sql<boolean>`coalesce(position(${initials} in e.initials) > 0, false)`,
      narrow: sql<boolean>`${tokens} @> search_pairs('p', ${initials})`,
    })
  return found
}

/** Beginnings of codes that this may be: 18 characters, the older number of 15 digits, or a typed identity such as SITE:…, which keeps its form. */
function codesOf(text: string): string[] {
  const code = letters(text).toUpperCase()
  if (/^\d{4,15}$/.test(code)) return [code, `REG:${code}`]
  if (/^[0-9A-Z]+$/.test(code)) return [code]
  return /^[A-Za-z][A-Za-z0-9_]*:/.test(text) ? [text.trim().normalize('NFC').toUpperCase()] : []
}

/** One of these tokens is in every object that the condition holds for; none: the index does not know. */
function tokensOf({ field, op, values }: Condition): string[] {
  if (op === 'notIn' || op === 'noneOf' || op === 'notSince') return []
  switch (field) {
    case 'kind':
      return values.map((value) => `k${value}`)
    case 'state':
      return values.map((value) => `s${value}`)
    case 'entityType':
      return op === 'in' ? values.map((value) => `t${value.replace(/[ \t\n\r]/g, '')}`) : []
    case 'label':
      return [...values]
    case 'industry':
      // Sections, divisions, groups and classes are tokens; two figures are half a division.
      return values.map((value) => `i${value.length === 2 ? value.slice(0, 1) : value}`)
    case 'region':
      return regionTokens(values)
    case 'established':
      return yearTokens(values)
    default:
      return []
  }
}

/** The index knows the second and third level and the whole path; the first is everybody's. */
function regionTokens(paths: readonly string[]): string[] {
  const cut = paths.map((path) => path.split('.').slice(0, 3))
  return cut.some((segments) => segments.length < 2) ? [] : [...new Set(cut.map((segments) => `r${segments.join('.')}`))]
}

function yearTokens([from = '*', to = '*']: readonly string[]): string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  return last - first < 15 ? Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => `y${first + i}`) : []
}

const contains = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`coalesce(position(search_text(${plain(text)}) in search_text(${sql.ref(column)})) > 0, false)`

/** Something was typed. */
export const isGiven = (text: string | null): text is string => text !== null && text.trim() !== ''
/** PostgreSQL text cannot hold NUL. */
const plain = (text: string): string => text.replaceAll('\0', '')
/** As search_text compares, but for small and capital letters, which it folds itself. */
const letters = (text: string): string =>
  plain(text)
    .normalize('NFKC')
    .replace(/[ \t\n\r]/g, '')

const anyOf = (tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> => sql<boolean>`(${sql.join([...tests], sql` or `)})`
const allOf = (tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  tests.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join([...tests], sql` and `)})`

/** Written out one by one, because COPY takes literals only. */
const texts = (values: readonly string[]): RawBuilder<unknown> => sql`array[${sql.join([...values])}]::text[]`

/** Puts the words that wait into the index of the search. */
export const settleSearch = async (tx: Tx): Promise<void> => {
  await sql`select settle_search()`.execute(tx)
}
