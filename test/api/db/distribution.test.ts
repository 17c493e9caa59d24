/**
 * The migrated database obeys the rules of Citus (db/distribution.ts), read from its live catalogue: whatever a migration says in whatever words, this is
 * what create_distributed_table would meet. Sources: ErrorIfUnsupportedConstraint, ErrorIfUnsupportedForeignConstraintExists, ErrorIfUnsupportedPolicy and
 * EnsureRelationCanBeDistributed of citusdata/citus, and docs.citusdata.com.
 */
import { expect, test } from 'vitest'
import { distributionColumn, moves, placements, subjectTables } from '#db/distribution.ts'
import { testDatabase } from '#test/database.ts'

const { pools } = await testDatabase()

const ask = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
  (await pools.migrator.query<Row>(text, [...values])).rows

const at = (...wanted: readonly string[]): readonly string[] =>
  Object.keys(placements).filter((table) => wanted.includes(placements[table] ?? ''))
const distributed = at('distributed')
const onCluster = at('distributed', 'reference')

test('every table has a place on a cluster, and every place a table', async () => {
  const tables = await ask<{ name: string }>(
    `select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_'`,
  )
  expect(tables.map(({ name }) => name).sort(), 'A new table gets its line in db/distribution.ts.').toEqual(Object.keys(placements).sort())
})

test('rows are about a subject: a column of text that is never empty, and not computed', async () => {
  const columns = await ask<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = $2 and a.attnotnull and a.atttypid = 'text'::regtype and a.attgenerated = ''
        and a.attcollation = 'pg_catalog.default'::regcollation
      where c.oid = any($1::regclass[]) and c.relkind = 'r'`,
    [subjectTables, distributionColumn],
  )
  expect(columns.map(({ name }) => name).sort()).toEqual([...subjectTables].sort())
})

test('every unique key of what lies by subject contains the subject', async () => {
  const keys = await ask(
    `select i.indexrelid::regclass::text as key from pg_index i
      where i.indrelid = any($1::regclass[]) and i.indisunique
        and not exists (select from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) as k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k where a.attname = $2)`,
    [subjectTables, distributionColumn],
  )
  expect(keys).toEqual([])
  expect(
    await ask("select conname from pg_constraint where contype = 'x' and conrelid = any($1::regclass[])", [subjectTables]),
    'An exclusion constraint would have to compare the subject with =.',
  ).toEqual([])
})

test('foreign keys lead from the distributed to reference tables, and across no other border', async () => {
  const keys = await ask<{ name: string; from: string; to: string }>(
    "select conname as name, conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and conparentid = 0",
  )
  const place = (table: string): string => placements[table.replaceAll('"', '')] ?? 'queue'
  const across = keys.filter(({ from, to }) => place(from) !== place(to) && !(place(from) === 'distributed' && place(to) === 'reference'))
  const among = keys.filter(({ from, to }) => place(from) === 'distributed' && place(to) === 'distributed')
  expect([...across, ...among]).toEqual([])
  expect(
    keys.some(({ name }) => name === 'entity_kind_known'),
    'the query sees foreign keys',
  ).toBe(true)
})

test('what leaves the coordinator has no triggers, rules, policies, serials or parents', async () => {
  expect(
    await ask(
      `select c.oid::regclass::text as name,
          exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
          exists (select from pg_rewrite r where r.ev_class = c.oid) as rules,
          c.relrowsecurity or exists (select from pg_policy p where p.polrelid = c.oid) as policies,
          exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '')
            or exists (select from pg_attrdef d where d.adrelid = c.oid and pg_get_expr(d.adbin, d.adrelid) ~ 'nextval') as serials,
          c.relispartition or exists (select from pg_inherits i where c.oid in (i.inhrelid, i.inhparent)) as parents
        from pg_class c where c.oid = any($1::regclass[]) order by 1`,
      [onCluster],
    ),
  ).toEqual([...onCluster].sort().map((name) => ({ name, triggers: false, rules: false, policies: false, serials: false, parents: false })))
})

test('a table with policies stays on the coordinator, whose session they ask', async () => {
  const rows = await ask<{ name: string }>(
    "select distinct c.oid::regclass::text as name from pg_class c join pg_policy p on p.polrelid = c.oid where c.relnamespace = 'public'::regnamespace order by 1",
  )
  expect(rows.filter(({ name }) => placements[name] !== 'coordinator')).toEqual([])
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['draw', 'plan', 'task', 'visit']))
})

/** Run on the coordinator, where Citus plans what they read; a new one is looked at before its line is written here. */
const readers = {
  views: ['item_object'],
  definers: ['frame_planned', 'frequency_high', 'frequency_used', 'refresh_statistics'],
}

test('views and functions of the owner that read distributed tables are known by name', async () => {
  const views = await ask<{ name: string }>(
    `select distinct v.oid::regclass::text as name from pg_class v join pg_rewrite r on r.ev_class = v.oid join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      where v.relkind in ('v', 'm') and d.refobjid = any($1::regclass[]) order by 1`,
    [distributed],
  )
  expect(views.map(({ name }) => name)).toEqual(readers.views)
  const definers = await ask<{ name: string; body: string }>(
    "select proname as name, coalesce(pg_get_function_sqlbody(oid), prosrc) as body from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1",
  )
  const reads = new RegExp(`\\b(?:${distributed.join('|')})\\b`)
  expect(definers.filter(({ body }) => reads.test(body)).map(({ name }) => name)).toEqual(readers.definers)
})

test('functions in indexes of distributed tables need nothing but themselves', async () => {
  const rows = await ask<{ name: string; language: string; security: boolean }>(
    `select distinct p.proname as name, l.lanname as language, p.prosecdef as security
      from pg_index i join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refclassid = 'pg_proc'::regclass
      join pg_proc p on p.oid = d.refobjid join pg_language l on l.oid = p.prolang
      where i.indrelid = any($1::regclass[]) and p.pronamespace = 'public'::regnamespace`,
    [distributed],
  )
  // Citus makes them on every machine when it distributes the table, in the language of each: only what every PostgreSQL has.
  expect(rows.filter(({ language, security }) => security || !['sql', 'plpgsql', 'internal'].includes(language))).toEqual([])
})

test('the move names each table once: copies first, then the register, then what lies beside it', () => {
  expect(moves.map(({ table }) => table)).toEqual([...at('reference'), ...distributed])
  expect(moves.filter(({ sql }) => sql.includes("'none'")).map(({ table }) => table)).toEqual(['entity'])
})
