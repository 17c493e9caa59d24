/** SQL of what lies beside a task: its items as frozen, batches, named objects and appointed officers. */
import { sql } from 'kysely'
import type { Batch } from '#contract/task-parts.ts'
import type { Tx } from '#db/connect.ts'
import { withNext } from '#db/sending.ts'
import { inPlace } from '#server/registers/place-store.ts'

export type TaskParts = {
  /** Every department's items: the lead's first. */
  readonly items: readonly { readonly id: string; readonly dept: string; readonly sharePpm: number }[]
  readonly batches: readonly Batch[]
  readonly objects: readonly string[]
  readonly officers: readonly { readonly officerId: string; readonly role: string }[]
}

/** Puts the parts of a draft in the place of what was there. */
export async function replaceParts(tx: Tx, taskId: string, parts: TaskParts): Promise<void> {
  for (const table of ['task_item', 'task_batch', 'task_object', 'task_officer'] as const)
    await tx.deleteFrom(table).where('task_id', '=', taskId).execute()
  await insertParts(tx, taskId, parts)
}

/** What a department inspects of a task from now on; what it keeps keeps its share. */
export async function replaceItems(
  tx: Tx,
  task: { readonly id: string; readonly dept: string },
  { dept, itemIds }: { readonly dept: string; readonly itemIds: readonly string[] },
  now: string,
): Promise<void> {
  const ids = sql`${[...itemIds]}::uuid[]`
  await (dept === task.dept
    ? sql`update task set item_ids = ${ids}, updated_at = ${now}::timestamptz where id = ${task.id}::uuid`
    : sql`update task_participant set item_ids = ${ids} where task_id = ${task.id}::uuid and dept = ${dept}`
  ).execute(tx)
  await sql`delete from task_item where task_id = ${task.id}::uuid and dept = ${dept} and item_id <> all(${ids})`.execute(tx)
  await addItems(tx, task.id, { dept, itemIds })
}

/** The items of a department, after those that are there. */
export async function addItems(
  tx: Tx,
  taskId: string,
  { dept, itemIds }: { readonly dept: string; readonly itemIds: readonly string[] },
): Promise<void> {
  await sql`
    insert into task_item (task_id, item_id, dept, seq)
    select ${taskId}::uuid, x.id, ${dept}, x.n + (select coalesce(max(seq), 0) from task_item where task_id = ${taskId}::uuid)
    from unnest(${[...itemIds]}::uuid[]) with ordinality as x (id, n) on conflict (task_id, item_id) do nothing`.execute(tx)
}

/** The parts of a new task: while they are written, the next number waits for this transaction. */
export async function insertParts(tx: Tx, taskId: string, parts: TaskParts): Promise<void> {
  const { items, batches, objects, officers } = parts
  await withNext(
    tx,
    sql`insert into task_item (task_id, item_id, dept, seq, share_ppm) select ${taskId}::uuid, x.id, x.dept, x.n, x.share_ppm
      from unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ dept }) => dept)}::text[], ${items.map(({ sharePpm }) => sharePpm)}::integer[])
        with ordinality as x (id, dept, share_ppm, n)`,
  )
  if (batches.length > 0)
    await tx
      .insertInto('task_batch')
      .values(batches.map(({ sharePpm, from, to }, i) => ({ task_id: taskId, no: i + 1, share_ppm: sharePpm, from_on: from, to_on: to })))
      .execute()
  if (objects.length > 0) await insertObjects(tx, taskId, objects)
  if (officers.length > 0)
    await tx
      .insertInto('task_officer')
      .values(officers.map(({ officerId, role }) => ({ task_id: taskId, officer_id: officerId, role })))
      .execute()
}

/** Names and places as the register has them at this moment, set at once. */
async function insertObjects(tx: Tx, taskId: string, subjects: readonly string[]): Promise<void> {
  await sql`
    insert into task_object (subject, task_id, seq, name, region_path, region_name, address)
    select e.subject, ${taskId}::uuid, x.n, e.name, e.region_path, coalesce(r.label, e.region_path), e.address
    from unnest(${[...subjects]}::text[]) with ordinality as x (subject, n) join entity e on e.subject = x.subject
      left join region r on r.path = e.region_path`.execute(tx)
}

export type ShownParts = {
  readonly items: readonly { readonly id: string; readonly sharePpm: number }[]
  readonly batches: (Batch & { no: number })[]
  readonly objects: { subject: string; name: string; regionName: string; regionPath: string; address: string | null }[]
  readonly officers: { officerId: string; name: string; role: string; population: string }[]
}

export async function partsOf(tx: Tx, taskId: string): Promise<ShownParts> {
  const items = await tx
    .selectFrom('task_item')
    .select(['item_id as id', 'share_ppm as sharePpm'])
    .where('task_id', '=', taskId)
    .orderBy('seq')
    .execute()
  const batches = await tx
    .selectFrom('task_batch')
    .select(['no', 'share_ppm as sharePpm', 'from_on as from', 'to_on as to'])
    .where('task_id', '=', taskId)
    .orderBy('no')
    .execute()
  const objects = await tx
    .selectFrom('task_object')
    .select(['subject', 'name', 'region_name as regionName', 'region_path as regionPath', 'address'])
    .where('task_id', '=', taskId)
    .orderBy('seq')
    .execute()
  const officers = await tx
    .selectFrom('task_officer')
    .innerJoin('officer', 'officer.id', 'task_officer.officer_id')
    .select(['task_officer.officer_id as officerId', 'officer.name', 'task_officer.role', 'officer.population'])
    .where('task_officer.task_id', '=', taskId)
    .orderBy(sql`case task_officer.role when 'lead' then 0 when 'assist' then 1 else 2 end`)
    .orderBy('officer.name')
    .execute()
  return { items, batches, objects, officers }
}

export type Nameable = { subject: string; name: string; regionName: string; address: string | null; state: string }

const nameable = sql`e.subject, e.name, coalesce(r.label, e.region_path) as "regionName", e.address, e.state`

/** Of these subjects, those that the register has at the place or below. */
export async function objectsHere(tx: Tx, orgPath: string, subjects: readonly string[]): Promise<Nameable[]> {
  const { rows } = await sql<Nameable>`
    select ${nameable} from unnest(${[...subjects]}::text[]) with ordinality as x (subject, n) join entity e on e.subject = x.subject
      left join region r on r.path = e.region_path where ${inPlace('e.region_path', orgPath)} order by x.n`.execute(tx)
  return rows
}

/** Problems of a task: open, and finished. */
export async function problemCounts(tx: Tx, taskId: string): Promise<{ open: number; closed: number }> {
  const { rows } = await sql<{ open: number; closed: number }>`
    select (count(*) filter (where closed_at is null))::int as open, (count(*) filter (where closed_at is not null))::int as closed
    from open_problem where task_id = ${taskId}::uuid`.execute(tx)
  return rows[0] ?? { open: 0, closed: 0 }
}
