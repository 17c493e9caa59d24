/** What the public sees of a draw: from its COMMIT on, whatever becomes of it, VOID included (draw protocol §2). */
import { sql } from 'kysely'
import { stratumTarget } from '#core/draws/strata.ts'
import type { Tx } from '#db/connect.ts'
import { type DrawEvent, eventOf } from './events.ts'
import { type DrawRecord, filesOf, verdictOf } from './store.ts'

/** Writes the public copy of a draw as it stands; called in the transaction that changed it. */
export async function publishDraw(tx: Tx, draw: DrawRecord, events: readonly DrawEvent[], now: string): Promise<void> {
  const frozen = eventOf(events, 'freeze')
  const commit = eventOf(events, 'commit')
  const result = eventOf(events, 'result')
  if (frozen === null || commit === null) return
  const verdict = await verdictOf(tx, draw.id)
  const files = await filesOf(tx, draw.id)
  const publicFiles =
    result === null
      ? []
      : files.filter((file) => file.role === 'pool' || file.role === 'selected').map(({ name, sha256, size }) => ({ name, sha256, size }))
  const sha256Of = (role: 'bundle' | 'pool') => (result === null ? null : (files.find((file) => file.role === role)?.sha256 ?? null))
  const thresholds = await thresholdsOf(tx, draw.id)
  const strata = frozen.document.strata.map((stratum, i) => ({
    id: stratum.id,
    name: frozen.document.strataNames[i] ?? stratum.id,
    n: stratum.n,
    ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
    target: stratumTarget(stratum),
    threshold: thresholds.get(stratum.id) ?? null,
  }))
  const voided = events.findLast((event) => event.type === 'void_request')
  const voidReason = draw.state === 'void' && voided?.type === 'void_request' ? voided.document.reason : null
  await sql`
    insert into published.draw (id, task_id, kind, state, org_path, org_name, task_name, suite, mode, register_count, excluded, pool_size, pool_root, commit_hash, seed, selected_count, strata, parties,
      committed_at, result_at, reveal_by, voided_at, closed_at, verdict, checks, bundle_sha256, pool_sha256, files, void_reason, published_at)
    values (${draw.id}, ${draw.taskId}, ${draw.kind}, ${draw.state}, ${draw.orgPath}, ${draw.orgName}, ${draw.taskName}, ${draw.suite}, ${draw.mode}, ${frozen.document.registerCount},
      ${JSON.stringify(frozen.document.excluded.map(([reason, count]) => ({ reason, count })))}::jsonb, ${frozen.document.poolSize}, ${frozen.document.poolRoot}, ${commit.document.commitHash},
      ${result?.document.seed ?? null}, ${result?.document.selectedCount ?? null}, ${JSON.stringify(strata)}::jsonb, ${JSON.stringify(partiesOf(events))}::jsonb, ${commit.at}, ${result?.at ?? null}, ${commit.document.commit.revealBy},
      ${eventOf(events, 'void')?.at ?? null}, ${eventOf(events, 'close')?.at ?? null},
      ${verdict?.verdict ?? null}, ${JSON.stringify(verdict?.checks ?? [])}::jsonb, ${sha256Of('bundle')}, ${sha256Of('pool')}, ${JSON.stringify(publicFiles)}::jsonb, ${voidReason}, ${now})
    on conflict (id) do update set state = excluded.state, seed = excluded.seed, selected_count = excluded.selected_count, strata = excluded.strata, parties = excluded.parties,
      result_at = excluded.result_at, verdict = excluded.verdict, checks = excluded.checks, bundle_sha256 = excluded.bundle_sha256, pool_sha256 = excluded.pool_sha256, files = excluded.files,
      void_reason = excluded.void_reason, voided_at = excluded.voided_at, closed_at = excluded.closed_at`.execute(tx)
}

/** The drawn, by name, with the notice of the task: published when the object draw is closed. */
export async function publishDrawn(tx: Tx, draw: DrawRecord, now: string): Promise<void> {
  await sql`
    insert into published.drawn (subject, draw_id, order_no, name, region_name, stratum, ticket)
    select subject, draw_id, order_no, name, region_name, stratum, encode(ticket, 'hex') from drawn_object where draw_id = ${draw.id} on conflict do nothing`.execute(
    tx,
  )
  await sql`
    insert into published.entity (subject, name, kind_zh, region_name)
    select d.subject, d.name, k.zh, d.region_name from drawn_object d join entity e on e.subject = d.subject join entity_kind k on k.code = e.kind where d.draw_id = ${draw.id}
    on conflict (subject) do update set name = excluded.name, kind_zh = excluded.kind_zh, region_name = excluded.region_name`.execute(tx)
  await sql`
    insert into published.task (id, task_no, plan_no, plan_name, name, directed, org_path, org_name, items, object_scope, from_on, to_on, drawn, published_at)
    select t.id, t.task_no, p.plan_no, p.name, t.name, r.directed, t.org_path, t.org_name,
      array(select i.name from unnest(t.item_ids) with ordinality as x (id, n) join item i on i.id = x.id order by x.n), r.object_scope, t.from_on, t.to_on, ${draw.selected ?? 0}, ${now}
    from task t join plan_row r on r.id = t.plan_row_id join plan p on p.id = r.plan_id where t.id = ${draw.taskId}::uuid on conflict (id) do nothing`.execute(
    tx,
  )
}

export type PartyStanding = {
  readonly party: 'organiser' | 'supervisor' | 'system'
  readonly commitment: string | null
  readonly nonce: string | null
  readonly by: string | null
  readonly at: string | null
}

/** Each party's sealed and revealed number, in the order of `sources`. */
export function partiesOf(events: readonly DrawEvent[]): PartyStanding[] {
  const parties = eventOf(events, 'open')?.document.parties ?? []
  return parties.map((party) => {
    const pledge = events.find((event) => event.type === 'pledge' && event.document.party === party)
    const reveal = events.find((event) => event.type === 'reveal' && event.document.party === party)
    return {
      party: party as PartyStanding['party'], // the parties of server/draws/handlers.ts
      commitment: pledge?.type === 'pledge' ? pledge.document.commitment : null,
      nonce: reveal?.type === 'reveal' ? reveal.document.nonce : null,
      by: (reveal ?? pledge)?.actorName ?? null,
      at: (reveal ?? pledge)?.at ?? null,
    }
  })
}

/** The largest winning ticket of each stratum. */
export async function thresholdsOf(tx: Tx, drawId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ stratum: string; threshold: string }>`
    select distinct on (stratum) stratum, encode(ticket, 'hex') as threshold from drawn_object where draw_id = ${drawId} order by stratum, ticket desc`.execute(
    tx,
  )
  return new Map(rows.rows.map((row) => [row.stratum, row.threshold]))
}
