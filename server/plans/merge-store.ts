/** SQL of joint visits: proposals, what bodies answered, and the visits that became one. */
import { type RawBuilder, sql } from 'kysely'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import type { MergeState } from '#core/plans/merge-state.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type ProposalRecord = {
  readonly id: string
  readonly source: 'tasks' | 'rows'
  readonly state: MergeState
  readonly from: string
  readonly to: string
  readonly gapDays: number
  readonly objects: number
  readonly saved: number
  readonly updatedAt: string
}
export type PartyRecord = {
  readonly proposalId: string
  readonly thingId: string
  readonly number: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly items: string[]
  readonly leads: boolean
}
export type AnswerRecord = {
  readonly proposalId: string
  readonly orgPath: string
  readonly dept: string
  readonly accepts: boolean
  readonly reason: string
  readonly by: string
  readonly at: string
}

const columns = [
  'id',
  'source',
  'state',
  'from_on as from',
  'to_on as to',
  'gap_days as gapDays',
  'objects',
  'saved',
  'updated_at as updatedAt',
] as const

/** The proposal has a task or row of the actor's jurisdiction. */
const seenBy = (actor: Actor): RawBuilder<boolean> => sql<boolean>`exists (select from merge_party m where m.proposal_id = merge_proposal.id
  and ${ofBody(actor)})`

const ofBody = (actor: Actor): RawBuilder<unknown> => sql`(m.org_path = ${actor.orgPath} or starts_with(m.org_path, ${`${actor.orgPath}.`}))
  and (${spansDepartments(actor)} or m.dept = ${actor.dept})`

/** Open, and the body of the actor has a task or row in it and did not answer yet. */
const waitsFor = ({ orgPath, dept }: Actor): RawBuilder<boolean> => sql<boolean>`(state = 'open'
  and exists (select from merge_party m where m.proposal_id = merge_proposal.id and m.org_path = ${orgPath} and m.dept = ${dept})
  and not exists (select from merge_answer a where a.proposal_id = merge_proposal.id and a.org_path = ${orgPath} and a.dept = ${dept}))`

export type ProposalQuery = {
  /** A state, or `waiting`: open, and for the actor's body to answer. */
  readonly state?: string | undefined
  readonly thing?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Those that save most first. */
export async function listProposals(tx: Tx, actor: Actor, { state, thing, cursor, limit }: ProposalQuery): Promise<Page<ProposalRecord>> {
  let query = tx.selectFrom('merge_proposal').where(seenBy(actor))
  if (state !== undefined) query = state === 'waiting' ? query.where(waitsFor(actor)) : query.where('state', '=', state)
  if (thing !== undefined)
    query = query.where(sql<boolean>`exists (select from merge_party m where m.proposal_id = merge_proposal.id and m.thing_id = ${thing})`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(-saved, id) > (${-Number(key[0])}, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('saved', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return { ...cutPage(rows as ProposalRecord[], limit, ({ saved, id }) => [saved, id]), count } // merge_proposal_state_known
}

export async function findProposal(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<ProposalRecord | null> {
  const query = tx.selectFrom('merge_proposal').select(columns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as ProposalRecord | undefined) ?? null // merge_proposal_state_known
}

/** How many objects each proposal is about. */
export async function objectsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('merge_proposal')
    .select(['id', 'objects'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, objects }) => [id, objects]))
}

/** Who is in the proposals, the leading ones first. */
export async function partiesOf(tx: Tx, ids: readonly string[]): Promise<PartyRecord[]> {
  const { rows } = await sql<PartyRecord>`
    select m.proposal_id as "proposalId", m.thing_id as "thingId", m.number, m.name, m.org_path as "orgPath", m.dept, m.org_name as "orgName",
      m.from_on as "from", m.to_on as "to", m.leads,
      (select coalesce(array_agg(i.name order by o.n), '{}') from unnest(m.item_ids) with ordinality as o(id, n) join item i on i.id = o.id) as items
    from merge_party m where m.proposal_id = any(${[...ids]}::uuid[]) order by m.proposal_id, m.leads desc, m.number, m.thing_id`.execute(
    tx,
  )
  return rows
}

export async function answersOf(tx: Tx, ids: readonly string[]): Promise<AnswerRecord[]> {
  if (ids.length === 0) return []
  return await tx
    .selectFrom('merge_answer')
    .select([
      'proposal_id as proposalId',
      'org_path as orgPath',
      'dept',
      'accepts',
      'reason',
      'answered_by_name as by',
      'answered_at as at',
    ])
    .where('proposal_id', 'in', [...ids])
    .orderBy('answered_at')
    .execute()
}

export async function insertAnswer(
  tx: Tx,
  proposalId: string,
  answer: { readonly accepts: boolean; readonly reason: string; readonly actor: Actor; readonly now: string },
): Promise<void> {
  const { accepts, reason, actor, now } = answer
  const by = { org_path: actor.orgPath, dept: actor.dept, answered_by: actor.id, answered_by_name: actor.name, answered_at: now }
  await tx
    .insertInto('merge_answer')
    .values({ proposal_id: proposalId, accepts, reason, ...by })
    .execute()
}

export async function saveProposal(tx: Tx, id: string, change: { state: MergeState; saved?: number; now: string }): Promise<void> {
  const { state, saved, now } = change
  await tx
    .updateTable('merge_proposal')
    .set({ state, updated_at: now, ...(saved === undefined ? {} : { saved }) })
    .where('id', '=', id)
    .execute()
}

/** Makes the visits of each object one, where every task still has it to inspect; answers how many objects. */
export async function mergeVisits(tx: Tx, proposalId: string, now: string): Promise<number> {
  const { rows } = await sql<{ objects: number }>`
    with party as (select thing_id, leads from merge_party where proposal_id = ${proposalId}),
      begun as (select subject from visits_begun((select array_agg(thing_id) from party))
        union select v.subject from visit_merge v join party p on p.thing_id = v.task_id),
      made as (insert into visit_merge (subject, task_id, proposal_id, leads, merged_at)
        select o.subject, p.thing_id, o.proposal_id, p.leads, ${now} from merge_object o cross join party p
        where o.proposal_id = ${proposalId} and o.subject not in (select subject from begun) returning subject)
    select count(distinct subject)::int as objects from made`.execute(tx)
  return rows[0]?.objects ?? 0
}

export type ObjectRecord = {
  readonly subject: string
  readonly name: string
  readonly regionPath: string
  readonly address: string | null
  readonly merged: boolean
}

export async function listObjects(
  tx: Tx,
  proposalId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ObjectRecord>> {
  const all = tx.selectFrom('merge_object').where('proposal_id', '=', proposalId)
  const key = decodeCursor(cursor, 1)
  const { rows } = await sql<{ subject: string; merged: boolean }>`
    select o.subject, exists (select from visit_merge v where v.subject = o.subject and v.proposal_id = o.proposal_id) as merged
    from merge_object o where o.proposal_id = ${proposalId} and (${key?.[0] ?? null}::text is null or o.subject > ${key?.[0] ?? null})
    order by o.subject limit ${limit + 1}`.execute(tx)
  const page = cutPage(rows, limit, ({ subject }) => [subject])
  const known = await namesOf(
    tx,
    page.rows.map(({ subject }) => subject),
  )
  const named = page.rows.map((row) => ({ ...row, ...(known.get(row.subject) ?? { name: row.subject, regionPath: '', address: null }) }))
  return { rows: named, next: page.next, count: await cappedCount(tx, all) }
}

async function namesOf(
  tx: Tx,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Pick<ObjectRecord, 'name' | 'regionPath' | 'address'>>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select(['subject', 'name', 'region_path as regionPath', 'address'])
    .where('subject', 'in', [...subjects])
    .execute()
  return new Map(rows.map(({ subject, ...row }) => [subject, row]))
}

export type MergeSums = { open: number; waiting: number; accepted: number; saved: number; couldSave: number }

/** What the proposals of the actor's jurisdiction come to. */
export async function mergeSums(tx: Tx, actor: Actor): Promise<MergeSums> {
  const { rows } = await sql<MergeSums>`
    select (count(*) filter (where state = 'open'))::int as open,
      (count(*) filter (where ${waitsFor(actor)}))::int as waiting,
      (count(*) filter (where state = 'accepted'))::int as accepted,
      coalesce(sum(saved) filter (where state = 'accepted' and source = 'tasks'), 0)::int as saved,
      coalesce(sum(saved) filter (where state = 'open' and source = 'tasks'), 0)::int as "couldSave"
    from merge_proposal where ${seenBy(actor)}`.execute(tx)
  return rows[0] ?? { open: 0, waiting: 0, accepted: 0, saved: 0, couldSave: 0 }
}

/** Open proposals of things that are no more to be inspected lapse; what was accepted stays as evidence. */
export async function lapseMerges(tx: Tx, thingIds: readonly string[], now: string): Promise<void> {
  await sql`update merge_proposal p set state = 'lapsed', updated_at = ${now}
    where p.state = 'open' and exists (select from merge_party m where m.proposal_id = p.id and m.thing_id = any(${[...thingIds]}::uuid[]))`.execute(
    tx,
  )
}
