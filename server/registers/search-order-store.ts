/** The orders of the list of objects, and the place in them where a page begins. The code ends every order, so it is total. */
import { type RawBuilder, sql } from 'kysely'
import { Problem } from '#server/http/problem.ts'
import { decodeCursor } from '#server/paging.ts'

export const sorts = ['place', 'updated', 'established', 'name', 'capital'] as const
export type Sort = (typeof sorts)[number]
export type Sorting = { readonly sort: Sort; readonly descending: boolean }

/** What a row is sorted by, as text (null: it has none and comes last), and its code. */
export type Key = { readonly value: string | null; readonly subject: string }

type Order = { readonly value: RawBuilder<unknown>; readonly type: RawBuilder<unknown>; readonly form: RegExp }

const orders: Readonly<Record<Sort, Order>> = {
  place: { value: sql`e.region_path collate "C"`, type: sql`text collate "C"`, form: /^[0-9A-Za-z.]+$/ },
  updated: { value: sql`e.updated_at`, type: sql`timestamptz`, form: /^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+]00)$/ },
  established: { value: sql`e.established`, type: sql`date`, form: /^\d{4}-\d\d-\d\d$/ },
  // As a Chinese reader looks names up: by initials, then by characters.
  name: { value: sql`(coalesce(e.initials, '') || ' ' || e.name) collate "C"`, type: sql`text collate "C"`, form: / / },
  capital: { value: sql`e.capital_yuan`, type: sql`bigint`, form: /^-?\d{1,18}$/ },
}

export const keyColumn = ({ sort }: Sorting): RawBuilder<string | null> => sql<string | null>`(${orders[sort].value})::text as "sortKey"`

export const orderBy = ({ sort, descending }: Sorting): RawBuilder<unknown> =>
  sql`${orders[sort].value} ${descending ? sql`desc` : sql`asc`} nulls last, ${codeOf(sort)}`

/** Inside a place codes stand as the index has them: read backwards, which mixes the kinds (db/migrations/0010_lists.sql says why). */
const codeOf = (sort: Sort): RawBuilder<string> => (sort === 'place' ? sql`reverse(e.subject) collate "C"` : sql`e.subject collate "C"`)

/** Holds for the rows after this one in the order. */
export function afterKey({ sort, descending }: Sorting, { value, subject }: Key): RawBuilder<boolean> {
  const { value: column, type } = orders[sort]
  const later = sort === 'place' ? sql`${codeOf(sort)} > reverse(${subject})` : sql`${codeOf(sort)} > ${subject}`
  if (value === null) return sql<boolean>`(${column} is null and ${later})`
  const beyond = descending ? sql`${column} < ${value}::${type}` : sql`${column} > ${value}::${type}`
  return sql<boolean>`(${beyond} or (${column} = ${value}::${type} and ${later}) or ${column} is null)`
}

/** A cursor is attacker-controlled: a value that is not of the order's form never reaches SQL. */
export function readCursor(cursor: string | undefined, { sort }: Sorting): Key | null {
  const key = decodeCursor(cursor, 2)
  if (key === null) return null
  const [value = '', subject = ''] = key
  if (
    (value !== '' && !orders[sort].form.test(value)) ||
    /\0/.test(value + subject) ||
    Number.isNaN(Date.parse(sort === 'established' && value !== '' ? value : '2000-01-01'))
  )
    throw new Problem('cursor_invalid')
  return { value: value === '' ? null : value, subject }
}
