/** SQL of contributions (填报): who is asked for rows of a plan, and what they wrote. */
import { sql } from 'kysely'
import type { PlanRowDraft } from '#contract/plan-rows.ts'
import type { Actor } from '#core/access/can.ts'
import { type ContributionState, openContributionStates } from '#core/plans/contribution-state.ts'
import type { PlanKind } from '#core/plans/row.ts'
import type { PlanState } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type ContributionRecord = {
  readonly id: string
  readonly planId: string
  readonly planNo: string
  readonly planName: string
  readonly planOrgName: string
  readonly planOrgPath: string
  readonly planDept: string
  readonly planState: PlanState
  readonly planKind: PlanKind
  readonly year: number
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly accountId: string | null
  readonly accountName: string | null
  readonly office: string
  readonly note: string
  readonly dueOn: string
  readonly state: ContributionState
  readonly rowCount: number
  readonly reason: string
  readonly invitedBy: string
  readonly invitedById: string
  readonly invitedAt: string
  readonly writtenBy: readonly string[]
  readonly handedInById: string | null
  readonly handedInBy: string | null
  readonly handedInAt: string | null
  readonly takenInBy: string | null
  readonly takenInAt: string | null
  readonly updatedAt: string
}

const columns = [
  'c.id',
  'c.plan_id as planId',
  'plan.plan_no as planNo',
  'plan.name as planName',
  'plan.org_name as planOrgName',
  'plan.org_path as planOrgPath',
  'plan.dept as planDept',
  'plan.state as planState',
  'plan.kind as planKind',
  'plan.year',
  'c.org_path as orgPath',
  'c.dept',
  'c.org_name as orgName',
  'c.account_id as accountId',
  'c.account_name as accountName',
  'c.office',
  'c.note',
  'c.due_on as dueOn',
  'c.state',
  sql<number>`jsonb_array_length(c.rows)`.as('rowCount'),
  'c.reason',
  'c.invited_by_name as invitedBy',
  'c.invited_by as invitedById',
  'c.invited_at as invitedAt',
  'c.written_by as writtenBy',
  'c.handed_in_by as handedInById',
  'c.handed_in_by_name as handedInBy',
  'c.handed_in_at as handedInAt',
  'c.taken_in_by_name as takenInBy',
  'c.taken_in_at as takenInAt',
  'c.updated_at as updatedAt',
] as const

const contributions = (tx: Tx) => tx.selectFrom('plan_contribution as c').innerJoin('plan', 'plan.id', 'c.plan_id')

// plan_contribution_state_known and plan_state_known list the states of core
const asRecords = (rows: readonly object[]): ContributionRecord[] => rows as ContributionRecord[]

/** What an actor is asked for: in person, or as anybody of the organisation. What was asked of another person of it is not theirs. */
export async function contributionsAskedOf(
  tx: Tx,
  actor: Actor,
  filter: { readonly state?: ContributionState | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ContributionRecord>> {
  let query = contributions(tx)
    .where('c.org_path', '=', actor.orgPath)
    .where('c.dept', '=', actor.dept)
    .where(sql<boolean>`(c.account_id is null or c.account_id = ${actor.id}::uuid)`)
  query = filter.state === undefined ? query.where('c.state', '<>', 'withdrawn') : query.where('c.state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(c.updated_at, c.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('c.updated_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (row) => [row.updatedAt, row.id]), count }
}

export async function contributionsOfPlan(tx: Tx, planId: string): Promise<ContributionRecord[]> {
  const rows = await contributions(tx)
    .select(columns)
    .where('c.plan_id', '=', planId)
    .orderBy('c.invited_at')
    .orderBy('c.office')
    .orderBy('c.id')
    .limit(500)
    .execute()
  return asRecords(rows)
}

export async function findContribution(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<ContributionRecord | null> {
  const query = contributions(tx).select(columns).where('c.id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate('c') : query).executeTakeFirst()
  return row === undefined ? null : (asRecords([row])[0] ?? null)
}

/** The rows as they were written; the contract's PlanRowDraft let them in. */
export async function rowsOfContribution(tx: Tx, id: string): Promise<PlanRowDraft[]> {
  const row = await tx.selectFrom('plan_contribution').select('rows').where('id', '=', id).executeTakeFirst()
  return (row?.rows ?? []) as unknown as PlanRowDraft[] // written by saveContribution
}

/** Whose rows are still owed, as the consolidator calls them. */
export async function openOffices(tx: Tx, planId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('plan_contribution')
    .select(['org_name', 'office'])
    .where('plan_id', '=', planId)
    .where('state', 'in', [...openContributionStates])
    .orderBy('invited_at')
    .orderBy('office')
    .execute()
  return rows.map(({ org_name, office }) => (office === org_name ? office : `${org_name}${office}`))
}

export type NewContribution = {
  readonly id: string
  readonly planId: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly accountId: string | null
  readonly accountName: string | null
  readonly office: string
  readonly note: string
  readonly dueOn: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
}

export async function insertContributions(tx: Tx, all: readonly NewContribution[]): Promise<void> {
  await tx
    .insertInto('plan_contribution')
    .values(
      all.map((one) => ({
        id: one.id,
        plan_id: one.planId,
        org_path: one.orgPath,
        dept: one.dept,
        org_name: one.orgName,
        account_id: one.accountId,
        account_name: one.accountName,
        office: one.office,
        note: one.note,
        due_on: one.dueOn,
        state: 'invited',
        invited_by: one.by.id,
        invited_by_name: one.by.name,
        invited_at: one.at,
        updated_at: one.at,
      })),
    )
    .execute()
}

export type ContributionChange = {
  readonly state: ContributionState
  readonly rows?: readonly object[]
  readonly reason?: string
  readonly writer?: string
  readonly handedIn?: { readonly id: string; readonly name: string } | null
  readonly takenIn?: { readonly name: string; readonly rowIds: readonly string[] }
}

/** `handedIn: null` takes the signature back: whoever goes on writing has not handed in. */
export async function saveContribution(tx: Tx, id: string, change: ContributionChange, now: string): Promise<void> {
  const { writer, handedIn, takenIn } = change
  await tx
    .updateTable('plan_contribution')
    .set({
      state: change.state,
      updated_at: now,
      ...(change.rows === undefined ? {} : { rows: json(change.rows) }),
      ...(change.reason === undefined ? {} : { reason: change.reason }),
      ...(writer === undefined
        ? {}
        : {
            written_by: sql<string[]>`case when ${writer}::uuid = any (written_by) then written_by else written_by || ${writer}::uuid end`,
          }),
      ...(handedIn === undefined
        ? {}
        : { handed_in_by: handedIn?.id ?? null, handed_in_by_name: handedIn?.name ?? null, handed_in_at: handedIn === null ? null : now }),
      ...(takenIn === undefined ? {} : { taken_in_by_name: takenIn.name, taken_in_at: now, row_ids: [...takenIn.rowIds] }),
    })
    .where('id', '=', id)
    .execute()
}

export type Invitable = {
  readonly orgId: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly people: readonly { readonly accountId: string; readonly name: string }[]
}

/** Organisations of the plan's department at its place and below, with who there may fill in rows; the nearest first. */
export async function invitable(
  tx: Tx,
  plan: { readonly orgPath: string; readonly dept: string },
  roles: readonly string[],
): Promise<Invitable[]> {
  const { rows } = await sql<Invitable>`
    select o.id as "orgId", o.path as "orgPath", o.dept, o.name as "orgName",
      coalesce((select jsonb_agg(jsonb_build_object('accountId', a.id, 'name', a.name) order by a.name, a.id)
        from actor a where a.org_id = o.id and not a.disabled and a.roles && ${[...roles]}::text[]), '[]') as people
    from org o where o.dept = ${plan.dept} and (o.path = ${plan.orgPath} or starts_with(o.path, ${`${plan.orgPath}.`}))
    order by length(o.path), o.path limit 500`.execute(tx)
  return rows
}

/** For whom the open requests of a plan are: a second request of the same office is refused by name. */
export async function openRequests(tx: Tx, planId: string): Promise<{ orgPath: string; dept: string; office: string }[]> {
  return await tx
    .selectFrom('plan_contribution')
    .select(['org_path as orgPath', 'dept', 'office'])
    .where('plan_id', '=', planId)
    .where('state', 'in', [...openContributionStates])
    .execute()
}
