/** Published results: found by name, by code, by task, or newest first. */
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'

/** A result as a line of a list; `at` keeps the microseconds of the database. */
export type ResultRow = {
  readonly subject: string
  readonly visitId: string
  readonly name: string
  readonly regionName: string
  readonly orgName: string
  readonly taskNo: string
  readonly taskName: string
  readonly date: string
  readonly outcome: string
  readonly outcomeZh: string
  readonly problem: boolean
  readonly demo: boolean
  readonly at: string
}

export type ResultSearch = {
  /** Parts of a name in order, one of them of two characters or more; between two parts stands one character of any kind. */
  readonly nameParts?: readonly string[] | undefined
  readonly subject?: string | undefined
  readonly taskId?: string | undefined
  readonly after?: TimeCursor | undefined
  readonly limit: number
}

/** Newest first. Every two characters of the name go through the bigram index, then the order of the characters is checked. */
export async function findResults(db: Db, search: ResultSearch): Promise<readonly ResultRow[]> {
  let query = db.selectFrom('published.result').select(lineColumns)
  if (search.subject !== undefined) query = query.where('subject', '=', search.subject)
  if (search.taskId !== undefined) query = query.where('task_id', '=', search.taskId)
  if (search.nameParts !== undefined) {
    for (const part of search.nameParts.filter((each) => each.length >= 2))
      query = query.where(sql<boolean>`public.bigrams(name) @> public.bigrams(${part})`)
    query = query.where('name', 'like', `%${search.nameParts.map(likeLiteral).join('_')}%`)
  }
  if (search.after !== undefined) {
    const { at, id } = search.after
    query = query.where(sql<boolean>`(published_at, visit_id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  return await query.orderBy('published_at', 'desc').orderBy('visit_id', 'desc').limit(search.limit).execute()
}

export type PublishedResult = ResultRow & {
  readonly planNo: string | null
  readonly planName: string | null
  readonly source: string
  readonly directed: boolean
  readonly method: string
  readonly disposal: string | null
  readonly items: readonly ItemResult[]
}

export const ItemResult = z.object({ name: z.string(), checked: z.boolean(), problem: z.string().nullable() })
export type ItemResult = z.infer<typeof ItemResult>

export async function findResult(db: Db, visitId: string): Promise<PublishedResult | null> {
  const row = await db.selectFrom('published.result').select(allColumns).where('visit_id', '=', visitId).executeTakeFirst()
  return row === undefined ? null : { ...row, items: z.array(ItemResult).parse(row.items) }
}

/** All results of one subject, newest inspection first. */
export async function resultsOf(db: Db, subject: string, limit: number): Promise<readonly PublishedResult[]> {
  const rows = await db
    .selectFrom('published.result')
    .select(allColumns)
    .where('subject', '=', subject)
    .orderBy('date', 'desc')
    .orderBy('visit_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, items: z.array(ItemResult).parse(row.items) }))
}

const lineColumns = [
  'subject',
  'visit_id as visitId',
  'name',
  'region_name as regionName',
  'org_name as orgName',
  'task_no as taskNo',
  'task_name as taskName',
  'date',
  'outcome',
  'outcome_zh as outcomeZh',
  'problem',
  'demo',
  'published_at as at',
] as const

const allColumns = [
  ...lineColumns,
  'plan_no as planNo',
  'plan_name as planName',
  'source',
  'directed',
  'method',
  'disposal',
  'items',
] as const

// A citizen's % or _ is a character to find, never a wildcard that walks the whole table.
const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
