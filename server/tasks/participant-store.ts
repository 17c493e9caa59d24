/** SQL of 配合部门: the other departments of a joint task, and whom one can invite. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** A department that takes part in a task, with what it checks there. */
export type Department = { readonly dept: string; readonly orgPath: string; readonly orgName: string; readonly itemIds: readonly string[] }

/** A department as it was invited, with what it answered. */
export type Invited = Department & {
  readonly state: 'invited' | 'accepted' | 'declined'
  readonly reason: string
  readonly answeredBy: string | null
}

/** The task's own department first, then those that take part or may still, by department. One that declined does not. */
export async function departmentsOf(tx: Tx, task: Department & { readonly id: string }): Promise<readonly Department[]> {
  const { dept, orgPath, orgName, itemIds } = task
  const invited = (await invitedTo(tx, task.id)).filter(({ state }) => state !== 'declined')
  return [{ dept, orgPath, orgName, itemIds }, ...invited.map((one) => ({ ...pick(one) }))]
}

const pick = ({ dept, orgPath, orgName, itemIds }: Department): Department => ({ dept, orgPath, orgName, itemIds })

/** Everybody who was invited, by department, whatever they answered. */
export async function invitedTo(tx: Tx, taskId: string): Promise<Invited[]> {
  const rows = await tx
    .selectFrom('task_participant')
    .select([
      'dept',
      'org_path as orgPath',
      'org_name as orgName',
      'item_ids as itemIds',
      'state',
      'reason',
      'answered_by_name as answeredBy',
    ])
    .where('task_id', '=', taskId)
    .orderBy('dept')
    .execute()
  return rows as Invited[] // task_participant_state_known
}

/**
 * The invitations of a draft as they are now: who was invited before with the same items, into a task of the same terms, keeps the answer; everybody else is
 * asked (again), and who is not named any more is taken out. The answer is whom to tell.
 */
export async function replaceParticipants(
  tx: Tx,
  { id: taskId, sameTerms }: { readonly id: string; readonly sameTerms: boolean },
  departments: readonly Department[],
): Promise<readonly Department[]> {
  const before = new Map((await invitedTo(tx, taskId)).map((one) => [one.dept, one]))
  const kept = departments.filter(({ dept, itemIds }) => sameTerms && sameItems(before.get(dept)?.itemIds, itemIds))
  const fresh = departments.filter((one) => !kept.includes(one))
  await sql`delete from task_participant where task_id = ${taskId}::uuid and dept <> all(${kept.map(({ dept }) => dept)}::text[])`.execute(
    tx,
  )
  if (fresh.length > 0)
    await tx
      .insertInto('task_participant')
      .values(
        fresh.map(({ dept, orgPath, orgName, itemIds }) => ({
          ...{ task_id: taskId, dept, org_path: orgPath, org_name: orgName, item_ids: [...itemIds] },
        })),
      )
      .execute()
  return fresh
}

/** An invitation into a task that is locked; whoever declined one before is asked anew. */
export async function inviteLate(tx: Tx, taskId: string, { dept, orgPath, orgName, itemIds }: Department): Promise<void> {
  await sql`
    insert into task_participant (task_id, dept, org_path, org_name, item_ids) values (${taskId}::uuid, ${dept}, ${orgPath}, ${orgName}, ${[...itemIds]}::uuid[])
    on conflict (task_id, dept) do update set org_path = excluded.org_path, org_name = excluded.org_name, item_ids = excluded.item_ids, state = 'invited',
      reason = '', answered_by = null, answered_by_name = null, answered_at = null`.execute(tx)
}

const sameItems = (before: readonly string[] | undefined, now: readonly string[]): boolean =>
  before !== undefined && before.length === now.length && now.every((id) => before.includes(id))

export async function saveAnswer(
  tx: Tx,
  { taskId, dept }: { readonly taskId: string; readonly dept: string },
  answer: {
    readonly state: 'accepted' | 'declined'
    readonly reason: string
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  await tx
    .updateTable('task_participant')
    .set({
      state: answer.state,
      reason: answer.reason,
      answered_by: answer.by.id,
      answered_by_name: answer.by.name,
      answered_at: answer.at,
    })
    .where('task_id', '=', taskId)
    .where('dept', '=', dept)
    .execute()
}

export type Partner = {
  readonly orgId: string
  readonly dept: string
  readonly orgPath: string
  readonly orgName: string
  readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[]
}

/** Other departments at a place, with the published items that apply there and are in force on a day. */
export const partnersAt = (tx: Tx, at: { readonly orgPath: string; readonly dept: string }, day: string): Promise<Partner[]> =>
  withItems(tx, sql`o.path = ${at.orgPath} and o.dept <> ${at.dept}`, day)

/** One department at a place, with the same. */
export const departmentAt = async (tx: Tx, at: { readonly orgPath: string; readonly dept: string }, day: string): Promise<Partner | null> =>
  (await withItems(tx, sql`o.path = ${at.orgPath} and o.dept = ${at.dept}`, day))[0] ?? null

async function withItems(tx: Tx, which: RawBuilder<unknown>, day: string): Promise<Partner[]> {
  const { rows } = await sql<Partner>`
    select o.id as "orgId", o.dept, o.path as "orgPath", o.name as "orgName",
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'code', i.code, 'name', i.name) order by i.code, i.id)
        from item i where i.dept = o.dept and i.state = 'published' and i.list_kind <> 'undisturbed' and i.valid_from <= ${day}::date and (i.valid_to is null or i.valid_to >= ${day}::date)
          and (i.org_path = o.path or o.path like i.org_path || '.%')), '[]') as items
    from org o where ${which} order by o.dept limit 50`.execute(tx)
  return rows
}
