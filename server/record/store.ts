/** SQL of the business record: its list, and the steps of one thing. */

import type { Actor } from '#core/access/can.ts'
import { spansDepartments } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type RecordFilter = {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly verb?: string | undefined
  readonly thing?: string | undefined
}

export type RecordRow = {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly org: string
  readonly verb: string
  readonly thing: string
  readonly facts: Record<string, unknown>
  readonly seal: { readonly seq: number; readonly hash: string } | null
}

export type Step = { readonly at: string; readonly by: string; readonly verb: string; readonly facts: Record<string, unknown> }

/** A page of what was done within the actor's jurisdiction, newest first. */
export async function listRecord(tx: Tx, actor: Actor, filter: RecordFilter): Promise<Page<RecordRow>> {
  const after = decodeCursor(filter.cursor, 2)
  let rows = tx
    .selectFrom('record')
    .where((is) => is.or([is('org_path', '=', actor.orgPath), is('org_path', 'like', `${actor.orgPath}.%`)]))
    .$if(!spansDepartments(actor), (some) => some.where('dept', '=', actor.dept))
  if (filter.verb !== undefined) rows = rows.where('verb', '=', filter.verb)
  if (filter.thing !== undefined) rows = rows.where('thing', '=', filter.thing)
  const [at, id] = after ?? []
  const page = await rows
    .leftJoin('record_seal', 'record_seal.record_id', 'record.id')
    .select(['record.id', 'at', 'actor_name', 'org_name', 'verb', 'thing', 'facts', 'seq', 'hash'])
    .$if(at !== undefined && id !== undefined, (some) =>
      some.where((is) => is(is.refTuple('at', 'record.id'), '<', is.tuple(at ?? '', id ?? ''))),
    )
    .orderBy('at', 'desc')
    .orderBy('record.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return {
    ...cutPage(page.map(rowOf), filter.limit, (row) => [row.at, row.id]),
    count: await cappedCount(tx, rows),
  }
}

/** What was done to one thing, oldest first; at most the last 200 steps. The caller has checked that the thing may be seen. */
export async function stepsOf(tx: Tx, thing: string): Promise<Step[]> {
  const rows = await tx
    .selectFrom('record')
    .select(['at', 'actor_name', 'verb', 'facts'])
    .where('thing', '=', thing)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.reverse().map((row) => ({ at: row.at, by: row.actor_name, verb: row.verb, facts: factsOf(row.facts) }))
}

function rowOf(row: {
  id: string
  at: string
  actor_name: string
  org_name: string
  verb: string
  thing: string
  facts: unknown
  seq: number | null
  hash: string | null
}): RecordRow {
  const { id, at, verb, thing, seq, hash } = row
  const seal = seq === null || hash === null ? null : { seq, hash }
  return { id, at, actor: row.actor_name, org: row.org_name, verb, thing, facts: factsOf(row.facts), seal }
}

const factsOf = (facts: unknown): Record<string, unknown> => facts as Record<string, unknown> // appendRecord writes objects only
