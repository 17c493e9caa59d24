/** SQL of the departments of a joint plan: invitations, answers, and the conference that adopts. */
import { sql } from 'kysely'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import type { PartyState } from '#core/plans/party-state.ts'
import type { PlanState } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type PartyRecord = {
  readonly id: string
  readonly planId: string
  readonly planNo: string
  readonly planName: string
  readonly planYear: number
  readonly planOrgName: string
  readonly planOrgPath: string
  readonly planDept: string
  readonly planState: PlanState
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly duty: string
  readonly dueOn: string
  readonly state: PartyState
  readonly askedById: string
  readonly askedBy: string
  readonly askedAt: string
  readonly updatedAt: string
}

export type AnswerRecord = {
  readonly partyId: string
  readonly answer: 'confirmed' | 'declined'
  readonly reason: string
  readonly content: string
  readonly by: string
  readonly at: string
}

const columns = [
  'p.id',
  'p.plan_id as planId',
  'plan.plan_no as planNo',
  'plan.name as planName',
  'plan.year as planYear',
  'plan.org_name as planOrgName',
  'plan.org_path as planOrgPath',
  'plan.dept as planDept',
  'plan.state as planState',
  'p.org_path as orgPath',
  'p.dept',
  'p.org_name as orgName',
  'p.duty',
  'p.due_on as dueOn',
  'p.state',
  'p.asked_by as askedById',
  'p.asked_by_name as askedBy',
  'p.asked_at as askedAt',
  'p.updated_at as updatedAt',
] as const

const parties = (tx: Tx) => tx.selectFrom('plan_party as p').innerJoin('plan', 'plan.id', 'p.plan_id')

// plan_party_state_known and plan_state_known list the states of core
const asRecords = (rows: readonly object[]): PartyRecord[] => rows as PartyRecord[]

/** What the actor's department is asked to take part in, at its place and below. */
export async function invitationsOf(
  tx: Tx,
  actor: Actor,
  filter: { readonly state?: PartyState | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<PartyRecord>> {
  let query = parties(tx).where(sql<boolean>`(p.org_path = ${actor.orgPath} or starts_with(p.org_path, ${`${actor.orgPath}.`}))`)
  if (!spansDepartments(actor)) query = query.where('p.dept', '=', actor.dept)
  query = filter.state === undefined ? query.where('p.state', '<>', 'withdrawn') : query.where('p.state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(p.updated_at, p.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('p.updated_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (row) => [row.updatedAt, row.id]), count }
}

export async function partiesOfPlan(tx: Tx, planId: string): Promise<PartyRecord[]> {
  return asRecords(
    await parties(tx).select(columns).where('p.plan_id', '=', planId).orderBy('p.dept').orderBy('p.org_path').limit(100).execute(),
  )
}

export async function findParty(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<PartyRecord | null> {
  const query = parties(tx).select(columns).where('p.id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate('p') : query).executeTakeFirst()
  return row === undefined ? null : (asRecords([row])[0] ?? null)
}

/** The newest first. */
export async function answersOf(tx: Tx, partyIds: readonly string[]): Promise<readonly AnswerRecord[]> {
  if (partyIds.length === 0) return []
  const rows = await tx
    .selectFrom('plan_party_answer')
    .select(['party_id as partyId', 'answer', 'reason', 'content', 'by_name as by', 'at'])
    .where('party_id', 'in', [...partyIds])
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()
  return rows as AnswerRecord[] // plan_party_answer_known
}

export type NewParty = {
  readonly id: string
  readonly planId: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly duty: string
  readonly dueOn: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
}

export async function insertParties(tx: Tx, all: readonly NewParty[]): Promise<void> {
  await tx
    .insertInto('plan_party')
    .values(
      all.map((one) => ({
        id: one.id,
        plan_id: one.planId,
        org_path: one.orgPath,
        dept: one.dept,
        org_name: one.orgName,
        duty: one.duty,
        due_on: one.dueOn,
        state: 'invited',
        asked_by: one.by.id,
        asked_by_name: one.by.name,
        asked_at: one.at,
        updated_at: one.at,
      })),
    )
    .execute()
}

export type PartyChange = {
  readonly state: PartyState
  readonly asked?: { readonly by: { readonly id: string; readonly name: string }; readonly dueOn: string }
}

export async function saveParty(tx: Tx, id: string, { state, asked }: PartyChange, now: string): Promise<void> {
  await tx
    .updateTable('plan_party')
    .set({
      state,
      updated_at: now,
      ...(asked === undefined ? {} : { asked_by: asked.by.id, asked_by_name: asked.by.name, asked_at: now, due_on: asked.dueOn }),
    })
    .where('id', '=', id)
    .execute()
}

export async function insertAnswer(
  tx: Tx,
  one: {
    id: string
    partyId: string
    answer: 'confirmed' | 'declined'
    reason: string
    content: string
    by: { id: string; name: string }
    at: string
  },
): Promise<void> {
  await tx
    .insertInto('plan_party_answer')
    .values({
      id: one.id,
      party_id: one.partyId,
      answer: one.answer,
      reason: one.reason,
      content: one.content,
      by_id: one.by.id,
      by_name: one.by.name,
      at: one.at,
    })
    .execute()
}

export type AdoptionRecord = {
  readonly id: string
  readonly metOn: string
  readonly minutesNo: string
  readonly resolution: string
  readonly fileId: string | null
  readonly parties: string[]
  readonly by: string
  readonly at: string
}

/** The newest first. */
export async function adoptionsOf(tx: Tx, planId: string): Promise<AdoptionRecord[]> {
  const rows = await tx
    .selectFrom('plan_adoption')
    .select(['id', 'met_on as metOn', 'minutes_no as minutesNo', 'resolution', 'file_id as fileId', 'parties', 'by_name as by', 'at'])
    .where('plan_id', '=', planId)
    .orderBy('at', 'desc')
    .execute()
  return rows as unknown as AdoptionRecord[] // parties: written by insertAdoption
}

export async function insertAdoption(
  tx: Tx,
  planId: string,
  one: Omit<AdoptionRecord, 'by'> & { readonly by: { readonly id: string; readonly name: string } },
): Promise<void> {
  await tx
    .insertInto('plan_adoption')
    .values({
      id: one.id,
      plan_id: planId,
      met_on: one.metOn,
      minutes_no: one.minutesNo,
      resolution: one.resolution,
      file_id: one.fileId,
      parties: json(one.parties),
      by_id: one.by.id,
      by_name: one.by.name,
      at: one.at,
    })
    .execute()
}

export type OtherDepartment = { readonly orgId: string; readonly dept: string; readonly orgPath: string; readonly orgName: string }

/** The organisations of other departments at the place of a plan. */
export async function otherDepartments(tx: Tx, plan: { readonly orgPath: string; readonly dept: string }): Promise<OtherDepartment[]> {
  return await tx
    .selectFrom('org')
    .select(['id as orgId', 'dept', 'path as orgPath', 'name as orgName'])
    .where('path', '=', plan.orgPath)
    .where('dept', '<>', plan.dept)
    .orderBy('dept')
    .limit(100)
    .execute()
}
