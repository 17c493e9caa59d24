/** SQL of a file of risk classes and flags: what differs, the merge, the page of changes and the way back. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import type { ChangeRow, DescribedChange, ImportNotes, ImportWork } from './import-kind.ts'
import type { ImportRecord } from './import-store.ts'
import { differingNames, refuseTwice, refuseUnknown } from './library-stage-store.ts'

/** Each flag by its code and by its words. */
export async function flagWords(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const kinds = await tx.selectFrom('flag_kind').select(['code', 'zh', 'en']).where('retired', '=', false).execute()
  return new Map(kinds.flatMap(({ code, zh, en }) => [code, zh, en].map((word): [string, string] => [word, code])))
}

/** The rows of the file beside what stands: `classed` the class changes, `coming` and `going` flags. */
const compared = (importId: string): RawBuilder<unknown> => sql`
  select n.*, k.subject is null and n.risk_class is not null as first,
    coalesce(n.risk_class is not null and (k.subject is null or (n.as_of >= k.as_of and (n.risk_class, n.as_of, n.source) is distinct from (k.risk_class, k.as_of, k.source))), false) as classed,
    coalesce(n.risk_class is not null and n.as_of < k.as_of, false) as older, k.risk_class as was_class, k.as_of as was_as_of, k.source as was_source,
    coalesce(f.open, '{}') as open,
    array(select unnest(n.flags) except select unnest(coalesce(f.open, '{}')) order by 1) as coming,
    case when n.flags is null then '{}' else array(select unnest(coalesce(f.open, '{}')) except select unnest(n.flags) order by 1) end as going
  from (${staged(importId)}) as n left join entity_risk k on k.subject = n.subject
    left join lateral (select array_agg(flag order by flag) as open from entity_flag where subject = n.subject and until is null) as f on true`

const staged = (importId: string): RawBuilder<unknown> => sql`
  select l.row_no, l.subject, n.* from import_line l cross join lateral jsonb_to_record(l.draft) as n (risk_class text, as_of date, source text, flags text[])
  where l.import_id = ${importId}::uuid and l.draft is not null`

export async function diffRisk(tx: Tx, { batch }: ImportWork): Promise<ImportNotes> {
  await refuseUnknown(tx, batch, staged(batch.id))
  await refuseTwice(tx, batch, staged(batch.id), sql`subject`)
  await sql`
    insert into import_change (import_id, row_no, subject, change, own)
    select ${batch.id}::uuid, row_no, subject, case when first then 'added' else 'changed' end, classed
    from (${compared(batch.id)}) as c where classed or coming <> '{}' or going <> '{}'`.execute(tx)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${compared(batch.id)}) as c where older`.execute(tx)
  const older = rows[0]?.n ?? 0
  return { newLabels: [], counts: { ...(older > 0 ? { older_class: older } : {}), ...(await differingNames(tx, batch.id)) } }
}

export async function mergeRisk(tx: Tx, { batch, now }: ImportWork): Promise<void> {
  const { id } = batch
  const flags = sql`(select coalesce(jsonb_agg(to_jsonb(f)), '[]'::jsonb) from entity_flag f where f.subject = c.subject)`
  await sql`insert into import_before (import_id, subject, before)
    select ${id}::uuid, c.subject, jsonb_build_object('risk', to_jsonb(k), 'flags', ${flags})
    from import_change c left join entity_risk k on k.subject = c.subject where c.import_id = ${id}::uuid`.execute(tx)
  const changed = sql`(select * from (${compared(id)}) as d where classed or coming <> '{}' or going <> '{}')`
  // Flags first: they are compared with what stands, and the class is not.
  await sql`update entity_flag f set until = greatest(f.since, c.as_of), recorded_at = ${now}::timestamptz
    from ${changed} as c where f.subject = c.subject and f.until is null and f.flag = any(c.going)`.execute(tx)
  await sql`insert into entity_flag (subject, flag, since, until, source, import_id, recorded_at)
    select c.subject, flag, c.as_of, null, c.source, ${id}::uuid, ${now}::timestamptz from ${changed} as c cross join unnest(c.coming) as u(flag)
    on conflict (subject, flag, since) do update set until = null, source = excluded.source, import_id = excluded.import_id, recorded_at = excluded.recorded_at`.execute(
    tx,
  )
  await sql`insert into entity_risk_history (subject, recorded_at, risk_class, as_of, source, import_id)
    select subject, ${now}::timestamptz, risk_class, as_of, source, ${id}::uuid from ${changed} as c where classed`.execute(tx)
  await sql`insert into entity_risk (subject, risk_class, as_of, source, import_id, updated_at)
    select subject, risk_class, as_of, source, ${id}::uuid, ${now}::timestamptz from ${changed} as c where classed
    on conflict (subject) do update set risk_class = excluded.risk_class, as_of = excluded.as_of, source = excluded.source, import_id = excluded.import_id, updated_at = excluded.updated_at`.execute(
    tx,
  )
}

type Told = {
  readonly subject: string
  readonly name: string
  readonly wasClass: string | null
  readonly riskClass: string | null
  readonly wasAsOf: string | null
  readonly asOf: string
  readonly wasSource: string | null
  readonly source: string
  readonly classed: boolean
  readonly open: string | null
  readonly flags: string | null
  readonly flagged: boolean
}

/** Classes and flags only for whoever may see them; that something changes is no secret to who brought the file. */
export async function describeRisk(
  tx: Tx,
  { batch }: ImportWork,
  _change: 'added' | 'changed' | 'leaving',
  rows: readonly ChangeRow[],
  readRisk: boolean,
): Promise<readonly DescribedChange[]> {
  const words = (codes: string) => sql`(select string_agg(zh, '、' order by code) from flag_kind where code = any(${sql.ref(codes)}))`
  const found = await sql<Told>`
    select p.subject, coalesce(e.name, '') as name, c.was_class as "wasClass", c.risk_class as "riskClass", c.was_as_of::text as "wasAsOf", c.as_of::text as "asOf",
      c.was_source as "wasSource", c.source, coalesce(c.classed, false) as classed, ${words('c.open')} as open, ${words('c.flags')} as flags,
      coalesce(c.coming <> '{}' or c.going <> '{}', false) as flagged
    from unnest(${rows.map(({ subject }) => subject)}::text[]) with ordinality as p (subject, place)
      left join entity e on e.subject = p.subject left join (${compared(batch.id)}) as c on c.subject = p.subject order by p.place`.execute(
    tx,
  )
  const differ = (field: string, before: string | null, after: string | null) => (before === after ? [] : [{ field, before, after }])
  return found.rows.map((one) => ({
    subject: one.subject,
    key: one.subject,
    name: one.name,
    fields: !readRisk
      ? []
      : [
          ...(one.classed
            ? [
                ...differ('riskClass', one.wasClass, one.riskClass),
                ...differ('asOf', one.wasAsOf, one.asOf),
                ...differ('source', one.wasSource, one.source),
              ]
            : []),
          ...(one.flagged ? differ('flags', one.open, one.flags) : []),
        ],
  }))
}

export async function riskDependencies(tx: Tx, { id, finishedAt }: ImportRecord): Promise<readonly { code: string; rows: number }[]> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from import_before b where b.import_id = ${id}::uuid and (
      exists (select from entity_risk k where k.subject = b.subject and k.updated_at > ${finishedAt}::timestamptz)
      or exists (select from entity_flag f where f.subject = b.subject and f.recorded_at > ${finishedAt}::timestamptz))`.execute(tx)
  return [{ code: 'changed_later', rows: rows[0]?.n ?? 0 }]
}

/** Classes and flags as they were. The history keeps what was said, and says that the former class stands again. */
export async function undoRisk(tx: Tx, { batch, now }: ImportWork): Promise<void> {
  const before = sql`(select subject, before from import_before where import_id = ${batch.id}::uuid)`
  const risk = sql`${before} as b cross join lateral jsonb_populate_record(null::entity_risk, b.before -> 'risk') as was where jsonb_typeof(b.before -> 'risk') = 'object'`
  await sql`insert into entity_risk_history (subject, recorded_at, risk_class, as_of, source, import_id)
    select was.subject, ${now}::timestamptz, was.risk_class, was.as_of, was.source, null from ${risk}
      and exists (select from entity_risk k where k.subject = b.subject and k.import_id = ${batch.id}::uuid)`.execute(tx)
  await sql`delete from entity_risk k using ${before} as b where k.subject = b.subject`.execute(tx)
  await sql`insert into entity_risk select was.* from ${risk}`.execute(tx)
  await sql`delete from entity_flag f using ${before} as b where f.subject = b.subject`.execute(tx)
  await sql`insert into entity_flag select f.* from ${before} as b cross join lateral jsonb_populate_recordset(null::entity_flag, b.before -> 'flags') as f`.execute(
    tx,
  )
  await sql`delete from import_before where import_id = ${batch.id}::uuid`.execute(tx)
}
