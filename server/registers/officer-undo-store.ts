/** SQL of an import of persons seen and taken back: its page of changes, what stands against undoing it, and the undoing. */
import { sql } from 'kysely'
import { maskPhone } from '#core/registers/person-cells.ts'
import type { Tx } from '#db/connect.ts'
import type { ChangeRow, DescribedChange, ImportWork } from './import-kind.ts'
import type { ImportRecord } from './import-store.ts'
import { filledBy, stagedPersons } from './officer-merge-store.ts'

type Told = Readonly<Record<string, unknown>>
type Row = {
  readonly subject: string
  readonly name: string
  readonly before: Told | null
  readonly after: Told | null
  readonly held: Told | null
}

/** What differs of each person of a page, certificates by their number; identity and telephone numbers masked. */
export async function describePersons(
  tx: Tx,
  { batch, columns }: ImportWork,
  change: 'added' | 'changed' | 'leaving',
  rows: readonly ChangeRow[],
): Promise<readonly DescribedChange[]> {
  const found = await sql<Row>`
    select p.subject, coalesce(n.name, f.name) as name, to_jsonb(f) as before, to_jsonb(n) as after, to_jsonb(c) as held
    from unnest(${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ rowNo }) => rowNo)}::bigint[]) with ordinality as p (subject, row_no, place)
      left join (${stagedPersons(batch.id)}) as n on n.row_no = p.row_no and n.staff_no = p.subject
      left join officer f on f.staff_no = p.subject and f.dept = ${batch.dept}
      left join officer_certificate c on c.officer_id = f.id and c.certificate_no = n.certificate_no
    order by p.place`.execute(tx)
  const compared = [...filledBy(columns)]
  return found.rows.map(({ subject, name, before, after, held }) => {
    const differ = (field: string, was: string | null, is: string | null) => (was === is ? [] : [{ field, before: was, after: is }])
    const fields =
      change !== 'changed'
        ? []
        : [
            ...compared.flatMap(([column, field]) => differ(field, told(column, before?.[column]), told(column, after?.[column]))),
            ...certificateColumns
              .filter(([, field]) => after?.certificate_no != null && columns[field] !== undefined)
              .flatMap(([column, field]) => differ(field, told(column, held?.[column]), told(column, after?.[column]))),
          ]
    return { subject, key: subject, name, fields }
  })
}

const certificateColumns = [
  ['certificate_no', 'certificateNo'],
  ['valid_to', 'validTo'],
  ['issuer', 'issuer'],
] as const

function told(column: string, value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = Array.isArray(value) ? value.join('、') : String(value)
  return text === '' ? null : column === 'phone' ? maskPhone(text) : text
}

/** Whoever was changed since, drawn, or given leave, a relation, a group or an account since is part of work that is not the import's to take. */
export async function personDependencies(tx: Tx, { id, finishedAt }: ImportRecord): Promise<readonly { code: string; rows: number }[]> {
  const counted = await sql<Record<string, number>>`
    with made as materialized (select f.id, f.updated_at, b.before is null or b.before = 'null'::jsonb as added
      from import_before b join officer f on f.id = b.subject::uuid where b.import_id = ${id}::uuid),
      new as materialized (select id from made where added)
    select
      (select count(*) from made m where m.updated_at > ${finishedAt}::timestamptz
        or exists (select from officer_certificate c where c.officer_id = m.id and c.updated_at > ${finishedAt}::timestamptz))::int as changed_later,
      (select count(*) from made m where exists (select from assignment a join draw d on d.id = a.draw_id
        where a.officer_id = m.id and (m.added or d.created_at >= ${finishedAt}::timestamptz)))::int as drawn,
      (select count(*) from new n where exists (select from recusal r where r.officer_id = n.id))::int as recused,
      (select count(*) from new n where exists (select from officer_leave l where l.officer_id = n.id))::int as on_leave,
      (select count(*) from new n where exists (select from officer_group_member g where g.officer_id = n.id))::int as in_group,
      (select count(*) from new n where exists (select from notice o where o.officer_id = n.id)
        or exists (select from seat_request s where s.officer_id = n.id or s.appoint_officer = n.id))::int as seated,
      (select count(*) from new n where exists (select from actor a where a.officer_id = n.id))::int as has_account`.execute(tx)
  return Object.entries(counted.rows[0] ?? {}).map(([code, rows]) => ({ code, rows }))
}

/** Persons and certificates as they were, letter for letter; whom the import brought goes. */
export async function undoPersons(tx: Tx, { batch }: ImportWork): Promise<void> {
  const before = sql`select subject::uuid as id, before from import_before where import_id = ${batch.id}::uuid`
  await sql`delete from officer_certificate c using (${before}) as b where c.officer_id = b.id`.execute(tx)
  await sql`delete from officer f using (${before}) as b where f.id = b.id and (b.before is null or b.before = 'null'::jsonb)`.execute(tx)
  const names = await officerColumns(tx)
  const set = sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`was.${name}`)}`))
  await sql`
    update officer f set ${set} from (${before}) as b cross join lateral jsonb_populate_record(null::officer, b.before -> 'officer') as was
    where f.id = b.id and b.before ? 'officer'`.execute(tx)
  await sql`
    insert into officer_certificate select c.* from (${before}) as b cross join lateral jsonb_populate_recordset(null::officer_certificate, b.before -> 'certificates') as c
    where b.before ? 'certificates'`.execute(tx)
  await sql`delete from import_before where import_id = ${batch.id}::uuid`.execute(tx)
}

/** Every column but the key: one that is added later comes back as well. */
async function officerColumns(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = 'officer'::regclass and attnum > 0 and not attisdropped and attname <> 'id' order by attnum`.execute(
    tx,
  )
  return rows.map(({ name }) => name)
}
