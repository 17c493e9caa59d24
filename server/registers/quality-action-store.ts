/** SQL of what a batch of the quality desk does to its objects, a few thousand in one transaction. */
import { type RawBuilder, sql } from 'kysely'
import type { QualityAction } from '#core/registers/quality-rules.ts'
import { never } from '#core/result.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { projectLabels, takeLabels } from './label-project-store.ts'
import { endEntries } from './library-label-store.ts'
import type { FixRecord } from './quality-fix-store.ts'
import { atOrBelow } from './quality-run-store.ts'
import { keepVersions, leaveRegister, sinceNow } from './version-store.ts'

export type FixWork = { readonly fix: FixRecord; readonly subjects: readonly string[]; readonly now: Instant }

/** Who ended what a batch changed: by this an undo finds it again. */
export const endedBy = ({ id }: Pick<FixRecord, 'id'>): string => `quality:${id}`

export const subjectsOf = (subjects: readonly string[]): RawBuilder<unknown> => sql`select unnest(${[...subjects]}::text[]) as subject`

/**
 * Deals with findings and keeps how each object stood. Answers how many were dealt with: those that cannot be (inspected objects do not leave,
 * entries of another department stay) are left with their finding. The caller holds `lockRegister` and `lockLabels`.
 */
export async function applyFix(tx: Tx, work: FixWork): Promise<number> {
  const eligible = await eligibleOf(tx, work)
  if (eligible.length === 0) return 0
  const now = { ...work, subjects: eligible }
  await keepBefore(tx, now)
  await act(tx, now)
  await dropFindings(tx, now)
  return eligible.length
}

async function act(tx: Tx, work: FixWork): Promise<void> {
  const { action } = work.fix
  switch (action) {
    case 'set_region':
    case 'clear_date':
      return changeRows(tx, work)
    case 'leave':
    case 'keep_one':
      await leaveRegister(tx, { subjects: subjectsOf(work.subjects), endedEvent: 'left', endedBy: endedBy(work.fix), now: work.now })
      return
    case 'take_labels':
      return dropLabels(tx, work)
    case 'close_entries':
      return closeEntries(tx, work)
    case 'except':
      return addExceptions(tx, work)
    default:
      return never(action)
  }
}

async function eligibleOf(tx: Tx, work: FixWork): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select e.subject from entity e where e.subject = any(${[...work.subjects]}::text[]) and ${atOrBelow(sql`e.region_path`, work.fix.params.place)}
      and ${eligibility(work)} order by e.subject`.execute(tx)
  return rows.map(({ subject }) => subject)
}

/** Who was inspected, or is to be, does not leave: visits and results would lose their object. */
const uninspected = sql<boolean>`not exists (select from visit v where v.subject = e.subject)`

/** Of a group of twins the living one stays, with the newer form of code, last heard of; ties go by the code. */
const notTheBest = (place: string) => sql<boolean>`exists (
  select from quality_finding f join quality_finding g on g.rule = f.rule and g.group_key = f.group_key and g.subject <> f.subject join entity o on o.subject = g.subject
  where f.subject = e.subject and f.rule = 'duplicate' and ${atOrBelow(sql`o.region_path`, place)}
    and (o.state = 'active', o.subject not like 'REG:%', o.updated_at, o.subject) > (e.state = 'active', e.subject not like 'REG:%', e.updated_at, e.subject))`

function eligibility({ fix, now }: FixWork): RawBuilder<boolean> {
  const { action } = fix
  switch (action) {
    case 'set_region':
      return sql`e.region_path <> ${fix.params.regionPath ?? ''}`
    case 'clear_date':
      return sql`e.established is not null`
    case 'leave':
      return uninspected
    case 'keep_one':
      return sql`${uninspected} and ${notTheBest(fix.orgPath)}`
    case 'take_labels':
      return sql`(${unknownLabel} or exists (select from (${labelPairs(fix, now)}) as p where p.subject = e.subject))`
    case 'close_entries':
      return sql`exists (select from library_entry en where en.subject = e.subject and en.state = 'valid' and ${entriesToClose(fix, now)})`
    case 'except':
      return sql`true`
    default:
      return never(action)
  }
}

/** A name that no label has: the projection drops it. */
const unknownLabel = sql<boolean>`exists (select from unnest(e.labels) as n (name) where not exists (select from label l where l.name = n.name))`

/** Labels that go: of the living those that are dead themselves, of the dead all but what valid entries give, which go with the entries. */
const labelPairs = ({ rule, dept }: FixRecord, now: Instant): RawBuilder<unknown> =>
  rule === 'label_dead'
    ? sql`select el.subject, el.label_id from entity_label el join label l on l.id = el.label_id
        where l.state = 'retired' or l.valid_to < ${dateAt(now)}::date or el.valid_to < ${dateAt(now)}::date`
    : sql`select el.subject, el.label_id from entity_label el join label l on l.id = el.label_id
        where el.origin <> 'library' and (l.dept = ${dept} or l.reach <> 'office')`

/** A department closes the entries of its own libraries. */
const entriesToClose = ({ rule, dept, orgPath }: FixRecord, now: Instant): RawBuilder<boolean> => sql<boolean>`
  en.library_id in (select b.id from library b where b.dept = ${dept} and (${atOrBelow(sql`b.org_path`, orgPath)} or starts_with(${orgPath}, b.org_path || '.')))
  and ${rule === 'licence_expired' ? sql`en.valid_to < ${dateAt(now)}::date` : sql`true`}`

async function keepBefore(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  await sql`
    insert into quality_fix_row (fix_id, subject, before)
    select ${fix.id}::uuid, e.subject, jsonb_build_object('regionPath', e.region_path, 'established', e.established, 'labels', to_jsonb(e.labels), 'finding', to_jsonb(f),
      'twins', (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from quality_finding g where ${fix.action === 'keep_one'} and g.rule = f.rule and g.group_key = f.group_key and g.subject <> f.subject),
      'entries', (select coalesce(jsonb_agg(en.id), '[]') from library_entry en where ${fix.action === 'close_entries'} and en.subject = e.subject and en.state = 'valid' and ${entriesToClose(fix, now)}))
    from entity e left join quality_finding f on f.subject = e.subject and f.rule = ${fix.rule} where e.subject = any(${[...subjects]}::text[])
    on conflict do nothing`.execute(tx)
}

async function changeRows(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  await keepVersions(tx, { subjects: subjectsOf(subjects), endedEvent: 'changed', endedBy: endedBy(fix), now })
  const change = fix.action === 'clear_date' ? sql`established = null` : sql`region_path = ${fix.params.regionPath}`
  await sql`
    update entity set ${change}, since = ${sinceNow(now)}, event = 'changed', event_on = ${dateAt(now)}::date, source = 'quality', import_id = null, updated_at = ${now}::timestamptz
    from (${subjectsOf(subjects)}) as s where entity.subject = s.subject`.execute(tx)
}

async function dropLabels(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  const pairs = sql`select p.* from (${labelPairs(fix, now)}) as p join (${subjectsOf(subjects)}) as s on s.subject = p.subject`
  await takeLabels(tx, pairs, { endedBy: endedBy(fix), by: { name: fix.startedBy }, now })
  await projectLabels(tx, subjectsOf(subjects), now)
}

async function closeEntries(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  const which = sql`en.subject = any(${[...subjects]}::text[]) and ${entriesToClose(fix, now)}`
  const going = { endedBy: endedBy(fix), by: { id: fix.startedById, name: fix.startedBy }, now }
  while ((await endEntries(tx, which, fix.reason, going)) > 0);
}

async function addExceptions(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  await sql`
    insert into quality_exception (subject, rule, region_path, reason, set_by, set_by_name, set_at)
    select e.subject, ${fix.rule}, e.region_path, ${fix.reason}, ${fix.startedById}::uuid, ${fix.startedBy}, ${now}::timestamptz
    from entity e where e.subject = any(${[...subjects]}::text[]) on conflict do nothing`.execute(tx)
}

/** A finding goes when its object has nothing of it left; a twin goes when it has no other. */
async function dropFindings(tx: Tx, { fix, subjects, now }: FixWork): Promise<void> {
  const still: Partial<Record<QualityAction, RawBuilder<boolean>>> = {
    close_entries:
      fix.rule === 'licence_expired'
        ? sql<boolean>`exists (select from library_entry en where en.subject = f.subject and en.state = 'valid' and en.valid_to < ${dateAt(now)}::date)`
        : stillValid(now),
    take_labels: fix.rule === 'dead_but_valid' ? stillValid(now) : sql<boolean>`false`,
  }
  await sql`delete from quality_finding f where f.rule = ${fix.rule} and f.subject = any(${[...subjects]}::text[]) and not (${still[fix.action] ?? sql`false`})`.execute(
    tx,
  )
  if (fix.action === 'leave' || fix.action === 'keep_one')
    await sql`delete from quality_finding f where f.subject = any(${[...subjects]}::text[])`.execute(tx)
}

const stillValid = (now: Instant) => sql<boolean>`(exists (select from library_entry en where en.subject = f.subject and en.state = 'valid')
  or exists (select from entity_label el where el.subject = f.subject and el.valid_to >= ${dateAt(now)}::date))`

/** Findings of twins whose others have left. */
export async function dropLonelyTwins(tx: Tx, { rule }: Pick<FixRecord, 'rule'>): Promise<void> {
  if (rule !== 'duplicate') return
  await sql`delete from quality_finding f using (
      select group_key from quality_finding where rule = 'duplicate' group by group_key having count(*) = 1) as alone
    where f.rule = 'duplicate' and f.group_key = alone.group_key`.execute(tx)
}
