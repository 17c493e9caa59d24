/** SQL of 线索对象: objects that complaint tasks named, or that carry a flag today. Whoever calls has asked for `task.read` or `risk.read`. */
import { type RawBuilder, sql } from 'kysely'
import type { Signal } from '#contract/signals.ts'
import { never } from '#core/result.ts'
import type { Tx } from '#db/connect.ts'
import { inPlace } from './place-store.ts'

/** The subjects of a signal, each once, wherever they lie (a query giving `subject`). */
export function signalSubjects(signal: Signal): RawBuilder<unknown> {
  switch (signal.kind) {
    case 'complaints':
      return sql`select subject from complaint_counts(${signal.since}::date) where n >= ${signal.least}::int`
    case 'flags':
      return sql`select distinct subject from entity_flag where until is null and flag = any(${[...signal.flags]}::text[])`
    default:
      return never(signal)
  }
}

/** What a signal asks of `from entity e`. */
export const signalTest = (signal: Signal): RawBuilder<boolean> =>
  sql<boolean>`(e.subject in (${signalSubjects(signal)})${signal.place === null ? sql`` : sql` and ${inPlace('e.region_path', signal.place)}`})`

export type SignalObject = {
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly state: string
  readonly labels: string[]
  readonly complaints: number | null
  readonly flags: { zh: string; en: string; since: string; source: string }[]
}

/** Objects of a signal at a place, those most complained of, or with the most flags, first. */
export async function signalObjects(tx: Tx, orgPath: string, signal: Signal, limit: number): Promise<SignalObject[]> {
  const { rows } = await sql<SignalObject>`
    select e.subject, e.name, coalesce(r.label, e.region_path) as "regionName", e.state, e.labels, s.complaints, s.flags
    from (${shown(signal)}) as s join entity e on e.subject = s.subject left join region r on r.path = e.region_path
    where ${inPlace('e.region_path', orgPath)} and ${signal.place === null ? sql`true` : inPlace('e.region_path', signal.place)}
    order by s.weight desc, e.subject limit ${limit}`.execute(tx)
  return rows
}

export async function countSignal(tx: Tx, orgPath: string, signal: Signal): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from entity e where ${inPlace('e.region_path', orgPath)} and ${signalTest(signal)}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** With what is told of each: how often, or which of the flags. */
const shown = (signal: Signal): RawBuilder<unknown> =>
  signal.kind === 'complaints'
    ? sql`select subject, n as complaints, '[]'::jsonb as flags, n as weight from complaint_counts(${signal.since}::date) where n >= ${signal.least}::int`
    : sql`select f.subject, null::int as complaints, count(*)::int as weight,
        jsonb_agg(jsonb_build_object('zh', k.zh, 'en', k.en, 'since', f.since, 'source', f.source) order by f.since desc, f.flag) as flags
      from entity_flag f join flag_kind k on k.code = f.flag
      where f.until is null and f.flag = any(${[...signal.flags]}::text[]) group by f.subject`

export async function flagKinds(tx: Tx): Promise<{ code: string; zh: string; en: string }[]> {
  return await tx.selectFrom('flag_kind').select(['code', 'zh', 'en']).where('retired', '=', false).orderBy('code').execute()
}
