/** Fills an empty, migrated database with a register of millions: rows first, then the indexes and keys that the migrations define, as the catalogue tells them. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type County, entityColumns, entityLines, labelNames } from './register-rows.ts'
import { timed } from './report.ts'

/** The tables that are filled; whatever else a migration adds stays empty. */
const tables = ['entity', 'entity_risk', 'entity_label', 'library_entry', 'entity_item', 'entity_version', 'entity_risk_history']

/** Fills everything; `say` is told what takes how long. */
export async function fillRegister(url: string, rows: number, counties: readonly County[], say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const step = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    const { seconds } = await timed(run)
    say(`${what}: ${seconds.toFixed(0)} s`)
  }
  try {
    await client.query(
      "set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2; set synchronous_commit = off; set work_mem = '256MB'",
    )
    const later = await takeOff(client)
    // A table that is emptied in the transaction that fills it needs no write-ahead log (wal_level minimal).
    await client.query('begin; truncate entity')
    await step(`${rows} objects by COPY`, () =>
      pipeline(
        Readable.from(bytes(rows, counties), { highWaterMark: 4 }),
        client.query(copyFrom(`copy entity (${entityColumns.join(', ')}) from stdin`)),
      ),
    )
    await client.query('commit')
    for (const [what, sql] of Object.entries(beside(rows))) await step(what, () => client.query(sql))
    for (const { name, sql } of later) await step(name, () => client.query(sql))
    await step('vacuum analyze', () => client.query(`vacuum analyze ${tables.join(', ')}, label, library, library_label`))
  } finally {
    await client.end()
  }
}

async function* bytes(rows: number, counties: readonly County[]): AsyncGenerator<Buffer> {
  for (const text of entityLines(rows, counties)) yield Buffer.from(text)
}

/** Takes indexes, keys and foreign keys off the tables; the answer puts them on again in an order that holds. */
async function takeOff(client: pg.Client): Promise<readonly { name: string; sql: string }[]> {
  const constraints = await client.query<{ name: string; off: string; sql: string }>(
    `select conname as name, format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
        format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as sql
      from pg_constraint where conrelid = any($1::regclass[]) and contype in ('p', 'u', 'f') order by array_position(array['f', 'u', 'p'], contype::text)`,
    [tables],
  )
  for (const { off } of constraints.rows) await client.query(off)
  const indexes = await client.query<{ name: string; off: string; sql: string }>(
    `select indexrelid::regclass::text as name, format('drop index %s', indexrelid::regclass) as off, pg_get_indexdef(indexrelid) as sql
      from pg_index where indrelid = any($1::regclass[]) order by 1`,
    [tables],
  )
  for (const { off } of indexes.rows) await client.query(off)
  return [...constraints.rows.toReversed(), ...indexes.rows]
}

/** What hangs on the objects, drawn from them by a hash of their code. */
function beside(rows: number): Readonly<Record<string, string>> {
  const hash = (salt: number): string => `abs(hashtextextended(e.subject, ${salt}))`
  const of = (count: number, salt: number): string => `${hash(salt)} % ${rows} < ${count}`
  const share = (perTenMillion: number): number => Math.round((rows * perTenMillion) / 10_000_000)
  const names = labelNames.map((name) => `('${name}')`).join(', ')
  return {
    labels: `insert into label (id, name, tier, reach, org_path, dept, org_name, edited_by_name)
      select md5(name)::uuid, name, 'minor', 'province', '62', 'scjg', '', 'bench' from (values ${names}) as n(name);
      insert into entity_label (subject, label_id, since, origin, set_by_name, set_at)
      select e.subject, md5(l.label)::uuid, '2025-01-01', 'import', 'bench', e.since from entity e cross join unnest(e.labels) as l(label) where e.labels <> '{}'`,
    risk: `insert into entity_risk (subject, risk_class, as_of, source)
      select e.subject, case when of100 < 73 then 'A' when of100 < 92 then 'B' when of100 < 97 then 'C' else 'D' end, '2026-06-30', 'bench'
      from (select e.subject, ${hash(1)} % 100 as of100 from entity e where e.kind in ('enterprise', 'cooperative')) as e`,
    libraries: `insert into library (id, name, org_path, dept, org_name, edited_by, edited_by_name, updated_at)
      select md5('library' || name)::uuid, name || '专项库', '62', 'scjg', '', md5('bench')::uuid, 'bench', now() from (values ${names}) as n(name);
      insert into library_entry (subject, id, library_id, label_id, licence_name, licence_no, valid_to, state, set_by_name, set_at, updated_at)
      select e.subject, md5(e.subject || l.label)::uuid, md5('library' || l.label)::uuid, md5(l.label)::uuid, l.label || '许可证', 'JY' || ${hash(2)} % 100000000000, '9999-12-31',
        case when ${hash(3)} % 20 = 0 then 'invalid' else 'valid' end, 'bench', now(), now()
      from entity e cross join lateral unnest(e.labels[1:1]) as l(label) where e.labels <> '{}' and ${hash(4)} % 100 < 40`,
    items: `insert into entity_item (subject, dept, item_code) select e.subject, 'scjg', 'A0' || 1 + ${hash(5)} % 5 from entity e where ${of(share(500_000), 5)}`,
    versions: `insert into entity_version (subject, since, until, event, source, ended_event, ended_by, name, kind, entity_type, region_path, established, capital_yuan, capital_text,
        scope, address, state, industry, labels, initials)
      select e.subject, e.since - interval '1 year', e.since, 'entered', 'import', 'changed', 'bench', e.name, e.kind, e.entity_type, e.region_path, e.established, e.capital_yuan,
        e.capital_text, e.scope, '旧址' || e.address, 'active', e.industry, '{}', e.initials
      from entity e where ${of(share(100_000), 6)}`,
  }
}
