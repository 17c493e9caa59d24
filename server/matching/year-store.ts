/** SQL of a unit's year: who inspected how much, and who went with whom, beside what the probabilities of the draws would give. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type Year = { readonly year: number; readonly orgPath: string; readonly dept: string | null }

/** At most so many pairs: a heat map of more is read by nobody. */
const mostPairs = 2000

export async function yearOf(tx: Tx, { year, orgPath, dept }: Year) {
  // Seats of tasks that begin in the year, held by officers of the unit; the seats of replaced objects do not count.
  const held = sql`
    select s.subject, s.task_id, s.officer_id, s.role, s.draw_id, extract(month from t.from_on)::int as month, t.id as task,
      exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state in ('assigned', 'returned')) as open
    from seat s join task t on t.id = s.task_id join officer o on o.id = s.officer_id
    where extract(year from t.from_on) = ${year}::int and o.population = 'officers' and (${dept}::text is null or o.dept = ${dept})
      and (o.org_path = ${orgPath} or o.org_path like ${`${orgPath}.%`})
      and not exists (select from visit v where v.subject = s.subject and v.task_id = s.task_id and v.state in ('replaced', 'cancelled', 'reused'))`
  const officers = await sql<{ id: string; name: string; orgName: string; objects: number; led: number; open: number; months: number[] }>`
    with h as materialized (${held}), per as (select officer_id, month, count(*)::int as n from h group by officer_id, month)
    select o.id, o.name, o.org_name as "orgName", count(h.subject)::int as objects, (count(*) filter (where h.role = 'lead'))::int as led,
      (count(*) filter (where h.open))::int as open,
      array(select coalesce(per.n, 0) from generate_series(1, 12) as m left join per on per.officer_id = o.id and per.month = m order by m) as months
    from officer o left join h on h.officer_id = o.id
    where o.population = 'officers' and o.state = 'active' and (${dept}::text is null or o.dept = ${dept})
      and (o.org_path = ${orgPath} or o.org_path like ${`${orgPath}.%`})
    group by o.id order by o.name, o.id limit 2000`.execute(tx)
  const known = await drawsWithShares(tx, held)
  const pairs = await sql<{ a: string; b: string; together: number; expected: number }>`
    with h as materialized (${held}),
      met as (select x.officer_id as a, y.officer_id as b, count(*)::int as together from h x join h y
        on y.subject = x.subject and y.task_id = x.task_id and y.officer_id > x.officer_id group by 1, 2),
      chance as (${byShares(known)} union all ${byLoads(known)}),
      expected as (select a, b, sum(expected) as expected from chance group by a, b)
    select met.a, met.b, met.together, coalesce(expected.expected, 0)::float8 as expected from met left join expected using (a, b)
    order by met.together desc, met.a, met.b limit ${mostPairs}`.execute(tx)
  // By hand counts as often as it was approved, also where the object was replaced later; a substitute's team is drawn, not replaced.
  const sums = await sql<{ drawn: number; replaced: number; appointed: number }>`
    with h as materialized (${held}), by as (select h.draw_id, count(*)::int as n, exists (select from assignment_end e where e.by = h.draw_id) as fills
      from h group by h.draw_id)
    select coalesce(sum(n) filter (where not fills and draw_id not like 'appointment:%'), 0)::int as drawn,
      coalesce(sum(n) filter (where fills and draw_id not like 'appointment:%'), 0)::int as replaced,
      (select coalesce(sum(cardinality(q.subjects)), 0)::int from seat_request q join seat_decision x on x.request_id = q.id and x.approved
        join task t on t.id = q.task_id join officer o on o.id = q.appoint_officer
        where extract(year from t.from_on) = ${year}::int and (${dept}::text is null or o.dept = ${dept})
          and (o.org_path = ${orgPath} or o.org_path like ${`${orgPath}.%`})) as appointed
    from by`.execute(tx)
  return { year, officers: officers.rows, pairs: pairs.rows, ...(sums.rows[0] ?? { drawn: 0, replaced: 0, appointed: 0 }) }
}

/** Above so many pairs of officers over all objects a page does not wait for them. */
const mostPairings = 4_000_000

/** Draws whose probabilities were kept; none where they are too many to pair up while somebody waits. */
async function drawsWithShares(tx: Tx, held: RawBuilder<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ drawId: string; pairings: number }>`
    select p.draw_id as "drawId", sum(cardinality(p.units)::float8 ^ 2 / 2) as pairings from propensity p
    where p.population = 'officers' and p.draw_id in (select draw_id from (${held}) h) group by p.draw_id`.execute(tx)
  return rows.reduce((sum, { pairings }) => sum + pairings, 0) > mostPairings ? [] : rows.map(({ drawId }) => drawId)
}

/** For each object, two of its team in proportion to the product of their shares, all pairs of a team together one for each pair it has. */
const byShares = (drawIds: readonly string[]): RawBuilder<unknown> => sql`
  select x.id as a, y.id as b, sum(x.p * y.p / o.products * (o.need * (o.need - 1) / 2)) as expected
  from (select p.subject, p.draw_id, p.units, p.shares, sum(u.share) / 1073741824 as need, (sum(u.share) ^ 2 - sum(u.share ^ 2)) / 2 / 1073741824 ^ 2 as products
      from propensity p cross join lateral (select share::float8 from unnest(p.shares) as share) u
      where p.population = 'officers' and p.draw_id = any(${[...drawIds]}::text[]) group by p.subject, p.draw_id, p.population) o
    cross join lateral (select id, share::float8 / 1073741824 as p from unnest(o.units, o.shares) as e (id, share)) x
    cross join lateral (select id, share::float8 / 1073741824 as p from unnest(o.units, o.shares) as e (id, share) where id > x.id) y
  where o.products > 0 group by 1, 2`

/** Of other draws only the loads are known: a seat's partner is any other seat of the task, so all pairs together are as many as there were. */
const byLoads = (drawIds: readonly string[]): RawBuilder<unknown> => sql`
  select x.officer_id as a, y.officer_id as b, sum(x.l * y.l * x.s / (x.s ^ 2 - x.q)) as expected
  from (select task, officer_id, count(*)::float8 as l, sum(count(*)) over (partition by task)::float8 as s,
      sum(count(*) ^ 2) over (partition by task)::float8 as q from h where draw_id <> all(${[...drawIds]}::text[]) group by task, officer_id) x
    join (select task, officer_id, count(*)::float8 as l from h where draw_id <> all(${[...drawIds]}::text[]) group by task, officer_id) y
      on y.task = x.task and y.officer_id > x.officer_id
  where x.s ^ 2 > x.q group by 1, 2`
