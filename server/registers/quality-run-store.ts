/** SQL of the quality rules: each a set statement over the register of a place, so that ten million objects take seconds and not a night. */
import { type RawBuilder, sql } from 'kysely'
import type { QualityRule } from '#core/registers/quality-rules.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

export type RunScope = { readonly runId: string; readonly place: string; readonly now: Instant }

/** The steps of a run in their order, for its progress bar; all of them are one transaction, so that readers see the last run until the end. */
export const runSteps: readonly { readonly name: string; readonly run: (tx: Tx, scope: RunScope) => Promise<void> }[] = [
  { name: 'clear', run: clear },
  { name: 'rows', run: findInRows },
  { name: 'owners', run: findOwnerless },
  { name: 'twins', run: findTwins },
  { name: 'dead', run: findDeadButValid },
  { name: 'labels', run: findDeadLabels },
  { name: 'licences', run: findExpired },
  { name: 'counts', run: count },
]

/** At or below a place, by an index in C order. */
export const atOrBelow = (column: RawBuilder<unknown>, place: string): RawBuilder<boolean> =>
  sql<boolean>`(${column} collate "C" = ${place} or (${column} collate "C" >= ${`${place}.`} and ${column} collate "C" < ${`${place}/`}))`

const here = (place: string, table = 'e'): RawBuilder<boolean> => atOrBelow(sql.ref(`${table}.region_path`), place)

/** One run at a time writes findings: runs of a city and of its county are about the same objects. */
async function clear(tx: Tx, { place }: RunScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('quality.findings', 0)), set_config('work_mem', '256MB', true)`.execute(tx)
  await sql`delete from quality_finding where ${atOrBelow(sql`region_path`, place)}`.execute(tx)
}

/** Keeps what a query finds: subject, rule, region_path, detail, group_key; without those that somebody has found right as they are. */
async function keep(tx: Tx, { runId, now }: RunScope, found: RawBuilder<unknown>, ctes: RawBuilder<unknown> = sql``): Promise<void> {
  await sql`${ctes}
    insert into quality_finding (subject, rule, region_path, run_id, found_at, detail, group_key)
    select f.subject, f.rule, f.region_path, ${runId}::uuid, ${now}::timestamptz, coalesce(left(f.detail, 200), ''), f.group_key from (${found}) as f
    where not exists (select from quality_exception x where x.subject = f.subject and x.rule = f.rule)
    on conflict (subject, rule) do update set region_path = excluded.region_path, run_id = excluded.run_id, found_at = excluded.found_at,
      detail = excluded.detail, group_key = excluded.group_key`.execute(tx)
}

const rule = (code: QualityRule): RawBuilder<string> => sql.lit(code)

/** The rules that need nothing but the row, in one pass over the register. Who is dead is in no pool: only the living are looked at. */
async function findInRows(tx: Tx, scope: RunScope): Promise<void> {
  const today = dateAt(scope.now)
  const hits = sql.join([
    sql`case when e.subject like 'REG:%' then case when not reg_fits(substr(e.subject, 5)) then ${rule('code_invalid')} end
      when e.subject not like '%:%' and not uscc_fits(e.subject) then ${rule('code_invalid')} end`,
    sql`case when e.subject like 'REG:%' then ${rule('old_number')} end`,
    sql`case when p.path is null or p.coarse then ${rule('no_county')} end`,
    sql`case when e.established > ${today}::date or e.established < '1900-01-01' then ${rule('date_absurd')} end`,
    sql`case when e.industry is null and e.kind in ('enterprise', 'individual', 'cooperative') then ${rule('industry_missing')} end`,
    sql`case when e.address is null or length(e.address) < 6 then ${rule('address_short')} end`,
    sql`case when length(e.name) < 2 or e.name ~ '测试|[?？�]|^test' then ${rule('name_odd')} end`,
  ])
  await keep(
    tx,
    scope,
    sql`select e.subject, r.rule, e.region_path, null::text as group_key,
        case r.rule when ${rule('date_absurd')} then e.established::text when ${rule('address_short')} then e.address when ${rule('no_county')} then e.address end as detail
      from entity e left join places p on p.path = e.region_path cross join lateral unnest(array_remove(array[${hits}]::text[], null)) as r (rule)
      where e.state = 'active' and ${here(scope.place)}`,
    sql`with places as materialized (
      select r.path, r.level in ('province', 'city') and exists (select from region c where c.path like r.path || '.%' and c.level = 'county') as coarse from region r)`,
  )
}

async function findOwnerless(tx: Tx, scope: RunScope): Promise<void> {
  await keep(
    tx,
    scope,
    sql`select o.subject, ${rule('owner_missing')} as rule, o.region_path, o.owner_subject as detail, null::text as group_key
      from owned o where o.owner_subject is null or not exists (select from standing s where s.subject = o.owner_subject)`,
    sql`with owned as materialized (
        select e.subject, e.region_path, e.owner_subject from entity e
        where e.kind in ('site', 'product', 'project', 'equipment') and e.state = 'active' and ${here(scope.place)}),
      standing as materialized (select e.subject from entity e where e.subject in (select owner_subject from owned))`,
  )
}

/** Objects with one name and one address: several living ones, or a living one and one that is not. */
async function findTwins(tx: Tx, scope: RunScope): Promise<void> {
  await keep(
    tx,
    scope,
    sql`select e.subject, case when e.state = 'active' then ${rule('duplicate')} else ${rule('states_disagree')} end as rule, e.region_path,
        null::text as detail, md5(e.name || chr(31) || e.address) as group_key
      from twins t join entity e on e.name = t.name and e.address = t.address
      where ${here(scope.place)} and case when e.state = 'active' then t.living > 1 else t.living > 0 end`,
    sql`with twins as materialized (
      select e.name, e.address, count(*) filter (where e.state = 'active') as living from entity e
      where length(e.address) >= 6 and ${here(scope.place)} group by e.name, e.address having count(*) > 1 and bool_or(e.state = 'active'))`,
  )
}

async function findDeadButValid(tx: Tx, scope: RunScope): Promise<void> {
  await keep(
    tx,
    scope,
    sql`select e.subject, ${rule('dead_but_valid')} as rule, e.region_path, array_to_string(e.labels, '、') as detail, null::text as group_key
      from entity e where e.state in ('deregistered', 'revoked') and ${here(scope.place)}
        and (exists (select from library_entry l where l.subject = e.subject and l.state = 'valid')
          or exists (select from entity_label l where l.subject = e.subject and l.valid_to >= ${dateAt(scope.now)}::date))`,
  )
}

async function findDeadLabels(tx: Tx, scope: RunScope): Promise<void> {
  await keep(
    tx,
    scope,
    sql`select e.subject, ${rule('label_dead')} as rule, e.region_path, string_agg(n.name, '、' order by n.name) as detail, null::text as group_key
      from entity e cross join lateral unnest(e.labels) as n (name) left join label l on l.name = n.name
      where e.labels <> '{}' and ${here(scope.place)} and (l.id is null or l.state = 'retired' or l.valid_to < ${dateAt(scope.now)}::date)
      group by e.subject, e.region_path`,
  )
}

async function findExpired(tx: Tx, scope: RunScope): Promise<void> {
  await keep(
    tx,
    scope,
    sql`select e.subject, ${rule('licence_expired')} as rule, e.region_path, null::text as group_key,
        string_agg(l.licence_name || ' ' || l.licence_no || ' ' || l.valid_to::text, '、' order by l.valid_to, l.id) as detail
      from library_entry l join entity e on e.subject = l.subject
      where l.state = 'valid' and l.valid_to < ${dateAt(scope.now)}::date and ${here(scope.place)} group by e.subject, e.region_path`,
  )
}

async function count(tx: Tx, { runId, place, now }: RunScope): Promise<void> {
  await sql`
    insert into quality_count (run_id, rule, region_path, findings)
    select ${runId}::uuid, rule, region_path, count(*) from quality_finding where run_id = ${runId}::uuid group by rule, region_path`.execute(
    tx,
  )
  await sql`
    update quality_run set state = 'done', finished_at = ${now}::timestamptz, objects = (select count(*) from entity e where ${here(place)})
    where id = ${runId}::uuid`.execute(tx)
}
