/** SQL of what a matching reads: officers with their certificates, leave and relations, standing groups, and who inspected what before. */
import { sql } from 'kysely'
import { groupSubject, officerSubject } from '#core/draws/subject.ts'
import type { GroupFacts, OfficerFacts, Population } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'

/** Whose officers, and the days and objects for which their facts count. */
export type OfficersAsked = {
  readonly dept: string
  /** Every department that takes part, in their order: an officer is drawn by one of them alone. */
  readonly departments: readonly string[]
  /** Officers of organisations at or below this place. */
  readonly within: string
  readonly population: Population
  readonly year: number
  /** Experts serve a place also from above it. */
  readonly place: string
  /** Organisations below the place inspect: its own officers are not drawn. */
  readonly below: boolean
}

type OfficerRow = Omit<OfficerFacts, 'subject' | 'past' | 'active' | 'itemScope'> & {
  readonly id: string
  readonly state: string
  readonly itemScope: readonly string[]
}

/** In the order of their subjects. `past` is empty: `pastOf` fills it for the objects that are asked about. */
export async function officersFor(tx: Tx, asked: OfficersAsked): Promise<OfficerFacts[]> {
  const { dept, departments, within, population, year, place, below } = asked
  const above = population === 'experts' ? sql`or ${place} like o.org_path || '.%'` : sql``
  const { rows } = await sql<OfficerRow>`
    with people as materialized (select o.* from officer o
      where o.population = ${population} and not (${below && population === 'officers'} and o.org_path = ${place}) and (o.org_path = ${within} or o.org_path like ${`${within}.%`} ${above})
        and (o.dept = ${dept} or (o.dept <> all(${[...departments]}::text[]) and ${dept} = (
          select d.dept from unnest(${[...departments]}::text[]) with ordinality as d (dept, place)
            join officer_certificate c on c.officer_id = o.id and c.dept = d.dept and c.state = 'valid' order by d.place limit 1))))
    select o.id, o.population, o.state, o.dept, o.org_path as "orgPath", coalesce(g.post, 'office') as post, g.cluster, o.item_scope as "itemScope",
      o.qualifications, o.expertise, coalesce(l.n, 0) as load,
      (select coalesce(jsonb_agg(jsonb_build_object('dept', c.dept, 'from', coalesce(c.valid_from, date '1900-01-01')::text, 'to', c.valid_to::text)
          order by c.valid_to, c.certificate_no), '[]') from officer_certificate c where c.officer_id = o.id and c.state = 'valid') as certificates,
      (select coalesce(jsonb_agg(jsonb_build_object('from', v.from_on::text, 'to', v.to_on::text) order by v.from_on, v.id), '[]')
        from officer_leave v where v.officer_id = o.id and v.state = 'planned') as leaves,
      (select coalesce(jsonb_agg(jsonb_build_object('subject', r.subject, 'relation', r.reason, 'until', e.ended_on::text) order by r.subject, r.id), '[]')
        from recusal r left join recusal_end e on e.recusal_id = r.id where r.officer_id = o.id) as recusals
    from people o left join org g on g.path = o.org_path and g.dept = o.dept
      left join officer_loads(array(select id from people), make_date(${year}::int, 1, 1), make_date(${year}::int, 12, 31)) l on l.officer_id = o.id
    order by o.id::text collate "C"`.execute(tx)
  return rows.map(({ id, state, itemScope, ...row }) => ({
    ...row,
    subject: officerSubject(id, population),
    active: state === 'active',
    itemScope: itemScope.length === 0 ? ['*'] : itemScope,
    past: [],
  }))
}

/** Standing groups of a department at or below a place, the leader first, in the order of their subjects. */
export async function groupsFor(tx: Tx, { dept, within }: { readonly dept: string; readonly within: string }): Promise<GroupFacts[]> {
  const { rows } = await sql<{ id: string; members: string[] }>`
    select g.id, array_agg(m.officer_id::text order by m.leader desc, m.officer_id::text collate "C") as members
    from officer_group g join officer_group_member m on m.group_id = g.id
    where g.dept = ${dept} and g.state = 'active' and (g.org_path = ${within} or g.org_path like ${`${within}.%`})
    group by g.id order by g.id::text collate "C"`.execute(tx)
  return rows.map(({ id, members }) => ({ subject: groupSubject(id), members: members.map((member) => officerSubject(member)) }))
}

export type Past = { readonly subject: string; readonly officerId: string; readonly times: number; readonly last: boolean }

/** Who inspected these objects before in other tasks: how often since a day, and whether the last time. */
export async function pastOf(tx: Tx, subjects: readonly string[], butTask: string, since: string): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select subject, officer_id as "officerId", times, last from officer_past(${[...subjects]}::text[], ${butTask}::uuid, ${since}::date)
    order by officer_id::text collate "C", subject`.execute(tx)
  return rows
}

/** An officer, as a subject of the protocol, on the team of an object. */
export type Seated = { readonly subject: string; readonly officer: string }

/** Who is on the teams of a task already, officers of every department. */
export async function seatedIn(tx: Tx, taskId: string): Promise<Seated[]> {
  const { rows } = await sql<{ subject: string; id: string; population: Population }>`
    select s.subject, s.officer_id::text as id, o.population from seat s join officer o on o.id = s.officer_id
    where s.task_id = ${taskId}::uuid order by s.subject, s.officer_id::text collate "C"`.execute(tx)
  return rows.map(({ subject, id, population }) => ({ subject, officer: officerSubject(id, population) }))
}

export type MatchedObject = {
  readonly subject: string
  readonly leaf: string
  readonly name: string
  readonly regionPath: string
  readonly regionName: string
  readonly order: number
}

/** Objects of a task by leaf order of what drew them: all of one object draw, or those named. */
export async function objectsOf(
  tx: Tx,
  taskId: string,
  of: { readonly draw: string } | { readonly subjects: readonly string[] },
): Promise<MatchedObject[]> {
  const which = 'draw' in of ? sql`d.draw_id = ${of.draw}` : sql`d.subject = any(${[...of.subjects]}::text[]) and s.state = 'closed'`
  const { rows } = await sql<MatchedObject>`
    select d.subject, encode(d.leaf, 'hex') as leaf, d.name, d.region_path as "regionPath", d.region_name as "regionName", d.order_no as "order"
    from drawn_object d join draw_slot s on s.draw_id = d.draw_id where d.task_id = ${taskId}::uuid and ${which}
    order by s.kind, d.draw_id, d.order_no`.execute(tx)
  return rows
}

/** Names and organisations of officers and groups by id, for screens. */
export async function unitNames(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly orgName: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string; orgName: string }>`
    select id, name, org_name as "orgName" from officer where id = any(${[...ids]}::uuid[])
    union all select id, name, org_name from officer_group where id = any(${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
