/** What the public sees of a draw: from its COMMIT on, whatever becomes of it, VOID included (draw protocol §2). */
import { sql } from 'kysely'
import { longestInline } from '#core/draws/documents.ts'
import type { PartyCode } from '#core/draws/parties.ts'
import { stratumTarget } from '#core/draws/strata.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { Services } from '#server/http/context.ts'
import { logPositionsOf } from '#server/log/store.ts'
import { lastKnown } from '#server/registers/as-of-store.ts'
import { announceTask } from '#server/tasks/announce.ts'
import { dueOf, plannedOf } from './beacon-due.ts'
import { type DrawEvent, eventOf, type Frozen, lifeOf, type SeatsOpened } from './events.ts'
import { substitutesOf } from './replacement-store.ts'
import { type DrawRecord, eventsOf, filesOf, findDraw, objectFilesOf, verdictOf } from './store.ts'

/** Brings the public copy up to what the draw is now; called in the transaction that changed it. */
export async function republish(tx: Tx, services: Services, drawId: string, now: string): Promise<void> {
  const draw = await findDraw(tx, drawId)
  if (draw !== null) await publishDraw(tx, services, draw, await eventsOf(tx, drawId), now)
}

async function publishDraw(tx: Tx, services: Services, draw: DrawRecord, events: readonly DrawEvent[], now: string): Promise<void> {
  const frozen = eventOf(events, 'freeze')
  const commit = eventOf(events, 'commit')
  const result = eventOf(events, 'result')
  if (frozen === null || commit === null) return
  const opened = eventOf(events, 'open')?.document
  const verdict = await verdictOf(tx, draw.id)
  const files = await filesOf(tx, draw.id)
  const open = draw.mode === 'open'
  // Lists that the bundle names; short ones stand in it.
  const long = frozen.document.poolSize > longestInline
  const listed = result === null ? [] : [...files, ...(await objectFilesOf(tx, draw))]
  const longMatching = (frozen.document.matchingRows ?? 0) > longestInline
  const named = listed.filter(
    ({ role }) =>
      (role === 'pool' && open && long) || role === 'selected' || role === 'assignment' || (role === 'matching' && longMatching),
  )
  const sha256Of = (role: 'bundle' | 'certificate') => (result === null ? null : (files.find((file) => file.role === role)?.sha256 ?? null))
  const thresholds = await thresholdsOf(tx, draw.id)
  // A sealed draw shows no class: neither strata nor where their lines fall.
  const strata = (open ? frozen.document.strata : []).map((stratum, i) => ({
    id: stratum.id,
    name: frozen.document.strataNames[i] ?? stratum.id,
    n: stratum.n,
    ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
    target: stratumTarget(stratum),
    threshold: thresholds.get(stratum.id) ?? null,
  }))
  const beaconNow = dueOf(services, lifeOf(draw, events)) ?? plannedOf(services, commit.document.commit.beacon)
  const voided = events.findLast((event) => event.type === 'void_request')
  const voidReason = draw.state === 'void' && voided?.type === 'void_request' ? voided.document.reason : null
  const row = {
    id: draw.id,
    task_id: draw.taskId,
    kind: draw.kind,
    org_path: draw.orgPath,
    org_name: draw.orgName,
    task_name: draw.taskName,
    suite: draw.suite,
    mode: draw.mode,
    register_count: frozen.document.registerCount,
    excluded: json(frozen.document.excluded.map(([reason, count]) => ({ reason, count }))),
    pool_size: frozen.document.poolSize,
    pool_root: frozen.document.poolRoot,
    commit_hash: commit.document.commitHash,
    committed_at: commit.at,
    reveal_by: commit.document.commit.revealBy,
    published_at: now,
  }
  const standing = {
    state: draw.state,
    seed: result?.document.seed ?? null,
    selected_count: result?.document.selectedCount ?? null,
    strata: json(strata),
    parties: json(partiesOf(events)),
    result_at: result?.at ?? null,
    verdict: verdict?.verdict ?? null,
    checks: json(verdict?.checks ?? []),
    bundle_sha256: sha256Of('bundle'),
    pool_sha256: named.find(({ role }) => role === 'pool')?.sha256 ?? null,
    certificate_sha256: sha256Of('certificate'),
    files: json(named.map(({ role, name, sha256, size }) => ({ role, name, sha256, size }))),
    beacon: json(beaconNow),
    beacon_value: json(result?.document.beaconValue ?? eventOf(events, 'beacon')?.document.value ?? null),
    replacement: json(await publicReplacement(tx, draw, events)),
    log: json(await logPositionsOf(tx, draw.id)),
    matching: json(publicMatching(frozen.document, opened?.seats)),
    void_reason: voidReason,
    voided_at: eventOf(events, 'void')?.at ?? null,
    closed_at: eventOf(events, 'close')?.at ?? null,
  }
  await tx
    .insertInto('published.draw')
    .values({ ...row, ...standing })
    .onConflict((on) => on.column('id').doUpdateSet(standing))
    .execute()
}

/** How officers were matched, in numbers; of a replacement of officers also why and how many. Who they are is told by the inspection, not here. */
function publicMatching({ matching: bound }: Frozen, seats: SeatsOpened | undefined) {
  if (bound === undefined) return null
  const { objectDraw, objectCount, algorithm, teamSize } = bound
  const settings =
    'rowsDigest' in bound
      ? {
          unit: bound.unit,
          scope: bound.scope,
          reach: bound.reach,
          least: bound.least,
          pairCapPpm: bound.pairCapPpm,
          widened: bound.widened,
          belowLeast: bound.belowLeast,
          capLifted: bound.capLifted,
        }
      : {}
  const filled = seats && { officerDraw: seats.officerDraw, count: seats.count, reason: seats.reason }
  return { objectDraw, objectCount, algorithm, teamSize, ...settings, ...(filled && { seats: filled }) }
}

/** Kind R: which leaf was replaced and why in one word; who came instead, once the draw is closed. Sealed, the one name would be the link to the one leaf. */
async function publicReplacement(tx: Tx, draw: DrawRecord, events: readonly DrawEvent[]) {
  const opened = eventOf(events, 'open')?.document.replacement
  if (opened === undefined) return null
  const named = draw.state === 'closed' && draw.mode === 'open'
  const substitute = named ? (await substitutesOf(tx, [draw.id])).get(draw.id) : undefined
  return { objectDraw: opened.objectDraw, leaf: opened.leaf, reason: opened.reason, ...(substitute && { substitute }) }
}

/** The drawn, by name, with the notice of the task: published when the draw is closed. In a sealed draw no order and no ticket links a name to a leaf. */
export async function publishDrawn(tx: Tx, draw: DrawRecord, now: Instant): Promise<void> {
  const open = draw.mode === 'open'
  // One name under a draw with one leaf links the two: the substitute of a sealed draw becomes known with the result of its inspection.
  if (draw.kind === 'R' && !open) return
  await sql`
    insert into published.drawn (subject, draw_id, order_no, name, region_name, stratum, ticket)
    select subject, draw_id, ${open ? sql`order_no` : sql`row_number() over (order by subject)`}, name, region_name,
      ${open ? sql`stratum` : sql`null`}, ${open ? sql`encode(ticket, 'hex')` : sql`null`}
    from drawn_object where draw_id = ${draw.id} on conflict do nothing`.execute(tx)
  await sql`
    insert into published.entity (subject, name, kind_zh, region_name)
    select d.subject, d.name, k.zh, d.region_name from drawn_object d join ${lastKnown(sql`d.subject`)} as e on true join entity_kind k on k.code = e.kind where d.draw_id = ${draw.id}
    on conflict (subject) do update set name = excluded.name, kind_zh = excluded.kind_zh, region_name = excluded.region_name`.execute(tx)
  await announceTask(tx, draw.taskId, draw.selected ?? 0, now)
}

export type PartyStanding = {
  readonly party: PartyCode
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
      party: party as PartyStanding['party'], // the parties of the policy, kept when the draw was opened
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
