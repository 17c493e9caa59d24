/**
 * Digests of rows that prove something, for the facts of the record: the record is chained and its head is in the log, so an altered result, review, drawn
 * object or assignment shows. A digest is SHA-256 over PostgreSQL's own text of the row as jsonb, in UTC, which every session of ours keeps.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** The tables of evidence that commands write, with the key of a row and the fact that holds their digest. */
export const evidence = {
  result: { fact: 'resultHash', of: 'resultId' },
  review: { fact: 'reviewsHash', of: 'results' },
  drawn_object: { fact: 'drawnHash', of: 'drawId' },
  assignment: { fact: 'assignmentHash', of: 'drawId' },
  assignment_end: { fact: 'endedHash', of: 'drawId' },
} as const

export type EvidenceTable = keyof typeof evidence

export const digestOfResult = (tx: Tx, id: string): Promise<string> => digest(tx, sql`result x where x.id = ${id}::uuid`, sql`x.id`)

export const digestOfReviews = (tx: Tx, results: readonly string[]): Promise<string> =>
  digest(tx, sql`review x where x.result_id = any(${[...results]}::uuid[])`, sql`x.result_id`)

/** Of a closed draw: whom it drew, whom it assigned, and who left a team by it. */
export async function digestsOfDraw(
  tx: Tx,
  drawId: string,
): Promise<{ readonly drawnHash: string; readonly assignmentHash: string; readonly endedHash: string }> {
  return {
    drawnHash: await digest(tx, sql`drawn_object x where x.draw_id = ${drawId}`, sql`x.order_no, x.subject`),
    ...(await digestsOfSeats(tx, drawId)),
  }
}

/** Of whatever changed teams, a draw or an appointment: who came, and who left. */
export async function digestsOfSeats(tx: Tx, by: string): Promise<{ readonly assignmentHash: string; readonly endedHash: string }> {
  return {
    assignmentHash: await digest(tx, sql`assignment x where x.draw_id = ${by}`, sql`x.subject, x.officer_id`, assignmentRow),
    endedHash: await digest(tx, sql`assignment_end x where x.by = ${by}`, sql`x.subject, x.officer_id`),
  }
}

/** Rows from before the column had their digest without it. */
const assignmentRow = sql`case when x.dept is null then to_jsonb(x) - 'dept' else to_jsonb(x) end`

async function digest(
  tx: Tx,
  rows: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  row: RawBuilder<unknown> = sql`to_jsonb(x)`,
): Promise<string> {
  const found = await sql<{ hash: string }>`
    select encode(sha256(coalesce(string_agg(sha256(convert_to((${row})::text, 'UTF8')), ''::bytea order by ${order}), ''::bytea)), 'hex') as hash
    from ${rows}`.execute(tx)
  return found.rows[0]?.hash ?? ''
}

/** What the record says of evidence, in pages by time; `after` is the last one of the page before. */
export async function evidencedAfter(tx: Tx, after: { readonly at: string; readonly id: string } | null, limit: number) {
  const { rows } = await sql<{ id: string; at: string; thing: string; facts: Record<string, unknown> }>`
    select id, at, thing, facts from record
    where verb in ('result.enter', 'result.review', 'draw.close', 'seat.decide') and (${after?.at ?? null}::timestamptz is null or (at, id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by at, id limit ${limit}`.execute(tx)
  return rows
}

/** A result that no command of the record entered, as far back as the record tells of results by their digests. */
export async function findUnrecordedResult(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select x.id from result x
    where x.entered_at > (select min(at) from record where verb = 'result.enter' and facts ? 'resultHash')
      and not exists (select from record r where r.verb = 'result.enter' and r.facts ->> 'resultId' = x.id::text)
    order by x.entered_at, x.id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
