/** SQL of what items cover: which objects an item is for, and which items an object is under; one view answers both (item_object). */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { itemObjects } from '#server/draws/frame-store.ts'
import { decodeCursor, encodeCursor } from '#server/paging.ts'

export type Target = 'label' | 'library' | 'kind'
export type Via = Target | 'mapping'
export type Place = { readonly orgPath: string; readonly dept: string }
export type Rule = { readonly target: Target; readonly targetId: string }

export type RuleRecord = Rule & {
  readonly name: string | null
  readonly orgPath: string
  readonly orgName: string
  readonly setBy: string
  readonly setAt: string
}

const under = (column: string, path: string): RawBuilder<boolean> =>
  sql`(${sql.ref(column)} = ${path} or starts_with(${sql.ref(column)}, ${`${path}.`}))`
const inPlace = (path: string) => under('e.region_path', path)

/** Rules of a department for an item that matter in a place: those of the places above and below, and its own. */
const rulesAt = (item: string, { orgPath, dept }: Place): RawBuilder<unknown> => sql`c.dept = ${dept} and c.item_code = ${item}
  and (${under('c.org_path', orgPath)} or starts_with(${orgPath}, c.org_path || '.'))`

export async function rulesOf(tx: Tx, item: string, place: Place): Promise<RuleRecord[]> {
  const { rows } = await sql<RuleRecord>`
    select c.target, c.target_id as "targetId", c.org_path as "orgPath", coalesce(o.name, c.org_path) as "orgName", c.set_by_name as "setBy", c.set_at as "setAt",
      case c.target when 'label' then (select name from label where id::text = c.target_id) when 'kind' then (select zh from entity_kind where code = c.target_id)
        else (select name from library where id::text = c.target_id) end as name
    from item_coverage c left join org o on o.path = c.org_path and o.dept = c.dept
    where ${rulesAt(item, place)} order by c.org_path collate "C", c.target, c.target_id`.execute(tx)
  return rows
}

export async function isItem(tx: Tx, item: string, dept: string): Promise<boolean> {
  const row = await tx.selectFrom('item').select('id').where('dept', '=', dept).where('code', '=', item).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Which of these targets are not there to be chosen by this office. */
export async function unknownTargets(tx: Tx, rules: readonly Rule[], { orgPath, dept }: Place): Promise<Rule[]> {
  if (rules.length === 0) return []
  const { rows } = await sql<Rule>`
    select r.target, r.target_id as "targetId" from unnest(${rules.map(({ target }) => target)}::text[], ${rules.map(({ targetId }) => targetId)}::text[]) as r(target, target_id)
    where not case r.target
      when 'kind' then exists (select from entity_kind k where k.code = r.target_id and not k.retired)
      when 'label' then exists (select from label l where l.id::text = r.target_id and l.state = 'active')
      else exists (select from library l where l.id::text = r.target_id and l.state = 'active' and (l.joint or l.dept = ${dept}) and ${under('l.org_path', orgPath)}) end`.execute(
    tx,
  )
  return rows
}

/** The rules of one office for an item, whole; those that stay keep who set them and when. */
export async function saveRules(
  tx: Tx,
  item: string,
  { orgPath, dept }: Place,
  rules: readonly Rule[],
  by: { readonly id: string; readonly name: string },
  now: string,
): Promise<void> {
  const given = sql`unnest(${rules.map(({ target }) => target)}::text[], ${rules.map(({ targetId }) => targetId)}::text[]) as r(target, target_id)`
  await sql`delete from item_coverage c where c.dept = ${dept} and c.org_path = ${orgPath} and c.item_code = ${item}
    and not exists (select from ${given} where r.target = c.target and r.target_id = c.target_id)`.execute(tx)
  await sql`insert into item_coverage (dept, org_path, item_code, target, target_id, set_by, set_by_name, set_at)
    select ${dept}, ${orgPath}, ${item}, r.target, r.target_id, ${by.id}::uuid, ${by.name}, ${now}::timestamptz from ${given} on conflict do nothing`.execute(
    tx,
  )
}

/** Counting stops here, as in every list. */
const most = 10_000

type Capped = { readonly value: number; readonly capped: boolean }

/** Objects of a place that an item covers. */
export async function countCovered(tx: Tx, item: string, place: Place): Promise<Capped> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from ${itemObjects(place, [item])} as i join entity e on e.subject = i.subject where ${inPlace(place.orgPath)} limit ${most + 1}) as part`.execute(
    tx,
  )
  const n = rows[0]?.n ?? 0
  return { value: Math.min(n, most), capped: n > most }
}

/** Objects of a place that were named for an item one by one. */
export async function countMapped(tx: Tx, item: string, { orgPath, dept }: Place): Promise<Capped> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from entity_item i join entity e on e.subject = i.subject where i.dept = ${dept} and i.item_code = ${item} and ${inPlace(orgPath)} limit ${most + 1}) as part`.execute(
    tx,
  )
  const n = rows[0]?.n ?? 0
  return { value: Math.min(n, most), capped: n > most }
}

export type CoveredRecord = {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly regionPath: string
  readonly state: string
}

/** Rows of the register that are walked in order before the covered objects are looked for themselves. */
const walk = 5000

/**
 * Objects of a place that an item covers, by place and code. Where the item covers many, a short walk along the register finds a page; where it covers
 * few, the covered objects are found first and then put in order.
 */
export async function coveredObjects(
  tx: Tx,
  item: string,
  place: Place,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: CoveredRecord[]; next: string | null }> {
  const key = decodeCursor(cursor, 2)
  const after =
    key === null ? sql`true` : sql`(e.region_path collate "C", reverse(e.subject) collate "C") > (${key[0]}, reverse(${key[1]}))`
  const columns = sql`e.subject, e.name, e.kind, e.region_path as "regionPath", e.state`
  const order = sql`order by e.region_path collate "C", reverse(e.subject) collate "C"`
  const conditions = await coveredIf(tx, item, place)
  const page = async (from: RawBuilder<unknown>) => {
    const { rows } = await sql<CoveredRecord>`${from} ${order} limit ${limit + 1}`.execute(tx)
    return rows
  }
  const near = sql`(select * from entity e where ${inPlace(place.orgPath)} and ${after} ${order} limit ${walk})`
  let rows = await page(sql`select ${columns} from ${near} as e where ${conditions}`)
  if (rows.length <= limit)
    rows = await page(sql`select ${columns} from ${itemObjects(place, [item])} as i
      join entity e on e.subject = i.subject where ${inPlace(place.orgPath)} and ${after}`)
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, next: rows.length > limit && last !== undefined ? encodeCursor([last.regionPath, last.subject]) : null }
}

/** `item_object` for a row `e` of the register, as a condition: each rule is an index probe. */
async function coveredIf(tx: Tx, item: string, place: Place): Promise<RawBuilder<boolean>> {
  const rules = await rulesOf(tx, item, place)
  const tests = rules.map(({ target, targetId, orgPath }) => sql`(${inPlace(orgPath)} and ${holds[target](targetId)})`)
  const mapped = sql`exists (select from entity_item i where i.subject = e.subject and i.dept = ${place.dept} and i.item_code = ${item})`
  return sql`(${sql.join([mapped, ...tests], sql` or `)})`
}

const holds: Readonly<Record<Target, (id: string) => RawBuilder<unknown>>> = {
  kind: (id) => sql`e.kind = ${id}`,
  label: (id) => sql`exists (select from entity_label l where l.subject = e.subject and l.label_id = ${id}::uuid)`,
  library: (id) =>
    sql`exists (select from library_entry l where l.subject = e.subject and l.library_id = ${id}::uuid and l.state = 'valid')`,
}

/** Why each of these objects is covered. */
export async function viaOf(tx: Tx, item: string, dept: string, subjects: readonly string[]): Promise<Map<string, Via[]>> {
  const { rows } = await sql<{ subject: string; via: Via[] }>`
    with s as (select unnest(${[...subjects]}::text[]) as subject), v as (${everyVia(dept)})
    select subject, array_agg(distinct via order by via) as via from v where item_code = ${item} group by subject`.execute(tx)
  return new Map(rows.map(({ subject, via }) => [subject, via]))
}

/** Items of a department that an object is under, and why. */
export async function itemsOfObject(tx: Tx, dept: string, subject: string): Promise<{ itemCode: string; via: Via[] }[]> {
  const { rows } = await sql<{ itemCode: string; via: Via[] }>`
    with s as (select ${subject}::text as subject), v as (${everyVia(dept)})
    select item_code as "itemCode", array_agg(distinct via order by via) as via from v group by item_code order by item_code collate "C" limit 500`.execute(
    tx,
  )
  return rows
}

/** item_object for the objects `s`, with the kind of rule that says so. */
const everyVia = (dept: string): RawBuilder<unknown> => sql`
  select i.subject, i.item_code, 'mapping' as via from s join entity_item i on i.subject = s.subject where i.dept = ${dept}
  union all select s.subject, c.item_code, 'label' from s join entity e on e.subject = s.subject join entity_label l on l.subject = s.subject
    join item_coverage c on c.target = 'label' and c.target_id = l.label_id::text where c.dept = ${dept} and ${ruleHere}
  union all select s.subject, c.item_code, 'library' from s join entity e on e.subject = s.subject join library_entry l on l.subject = s.subject and l.state = 'valid'
    join item_coverage c on c.target = 'library' and c.target_id = l.library_id::text where c.dept = ${dept} and ${ruleHere}
  union all select s.subject, c.item_code, 'kind' from s join entity e on e.subject = s.subject
    join item_coverage c on c.target = 'kind' and c.target_id = e.kind where c.dept = ${dept} and ${ruleHere}`

const ruleHere = sql`(e.region_path = c.org_path or starts_with(e.region_path, c.org_path || '.'))`
