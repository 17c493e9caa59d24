/** The facts of a draw as its papers state them: gathered here, written by certificate.ts and confirmation.ts. */

import { hex } from '#core/bytes.ts'
import { keyCommitment } from '#core/draws/nonces.ts'
import { resultHashOf } from '#core/draws/result-hash.ts'
import { stratumTarget } from '#core/draws/strata.ts'
import type { Tx } from '#db/connect.ts'
import type { Services } from '#server/http/context.ts'
import { logHead, logPositionsOf } from '#server/log/store.ts'
import { appointmentsOf } from '#server/matching/seat-store.ts'
import { findPlanRow } from '#server/plans/row-store.ts'
import { findPlan } from '#server/plans/store.ts'
import { findTask } from '#server/tasks/store.ts'
import { dueOf, plannedOf } from './beacon-due.ts'
import type { CertificateData } from './certificate.ts'
import type { ConfirmationData } from './confirmation.ts'
import { closedObjectDraw, drawnPage, officerNamesOfDraw } from './drawn-store.ts'
import { type DrawEvent, eventOf, lifeOf } from './events.ts'
import type { BeaconFacts, DrawFacts, FrameFacts } from './paper-words.ts'
import { partiesOf } from './publish.ts'
import { requestById, substitutesOf } from './replacement-store.ts'
import { signOffRows } from './sign-off-store.ts'
import { type DrawRecord, eventsOf, findDraw, secretOf, verdictOf } from './store.ts'

/** A list longer than this is too long for a paper; it says where the list is. */
const longestAnnex = 10_000

/** Null before the COMMIT: there is nothing yet that anybody could be held to. */
export async function certificateData(tx: Tx, services: Services, draw: DrawRecord): Promise<CertificateData | null> {
  const events = await eventsOf(tx, draw.id)
  const facts = await commonFacts(tx, services, draw, events)
  if (facts === null) return null
  const { common, commit, result } = facts
  const { document } = commit
  const verdict = await verdictOf(tx, draw.id)
  const head = await logHead(tx)
  const voided = eventOf(events, 'void')
  const request = events.findLast((event) => event.type === 'void_request')
  const counted = (status: string): number => verdict?.checks.filter((check) => check.status === status).length ?? 0
  const { key } = await secretOf(tx, draw.id)
  const appointments = draw.kind === 'P' ? await appointmentsOf(tx, draw.id) : []
  return {
    ...common,
    excluded: document.commit.excluded.map(([reason, count]) => ({ reason, count })),
    keyCommit: hex(keyCommitment(draw.suite, draw.id, key)),
    snapshotAt: document.commit.snapshotAt,
    committedAt: commit.at,
    revealBy: document.commit.revealBy,
    resultAt: result?.at ?? null,
    closedAt: eventOf(events, 'close')?.at ?? null,
    parties: partiesOf(events).map(({ commitment, ...party }) => ({ ...party, commitment: commitment ?? '' })),
    log: head === null ? null : { ...head, positions: await positions(tx, draw.id) },
    voided: voided === null || request?.type !== 'void_request' ? null : { reason: request.document.reason, note: null, at: voided.at },
    replacement: await replacementFacts(tx, draw, events),
    matching: document.commit.matching ?? null,
    seats: document.commit.seats ?? null,
    appointments,
    supersedes: draw.supersedes,
    software: document.commit.software,
    verification:
      verdict === null
        ? null
        : { verdict: verdict.verdict, ok: counted('ok'), notChecked: counted('not_checked'), failed: counted('failed'), at: verdict.at },
    asOf: lastInstant(events, verdict?.at, ...appointments.map(({ at }) => at)),
  }
}

export async function confirmationData(tx: Tx, services: Services, draw: DrawRecord): Promise<ConfirmationData | null> {
  const events = await eventsOf(tx, draw.id)
  const facts = await commonFacts(tx, services, draw, events)
  if (facts === null) return null
  const { common, commit, result } = facts
  const signOffs = (await signOffRows(tx, draw.id)).map(({ recordedById: _, recordedBy, ...row }) => ({
    ...row,
    recordedBy: recordedBy === row.name ? null : recordedBy,
  }))
  return {
    ...common,
    place: null,
    heldFrom: commit.at,
    heldTo: result?.at ?? null,
    parties: partiesOf(events).map(({ party, nonce, by, at }) => ({ party, by, at: nonce === null ? null : at })),
    signOffs,
    drawn: result === null ? null : await annex(tx, draw),
    asOf: [lastInstant(events), ...signOffs.map(({ at }) => at)].sort().at(-1) ?? commit.at,
  }
}

async function commonFacts(tx: Tx, services: Services, draw: DrawRecord, events: readonly DrawEvent[]) {
  const frozen = eventOf(events, 'freeze')
  const commit = eventOf(events, 'commit')
  const result = eventOf(events, 'result')
  if (frozen === null || commit === null) return null
  const task = await findTask(tx, draw.taskId)
  const row = task === null || task.planRowId === null ? null : await findPlanRow(tx, task.planRowId)
  const plan = row === null ? null : await findPlan(tx, row.planId)
  const strata = frozen.document.strata.map((stratum, i) => ({
    name: frozen.document.strataNames[i] ?? stratum.id,
    n: stratum.n,
    ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
    rounding: 'rounding' in stratum ? stratum.rounding : null,
    target: stratumTarget(stratum),
  }))
  const frame: FrameFacts =
    draw.mode === 'open' ? { mode: 'open', strata } : { mode: 'sealed', target: strata.reduce((sum, { target }) => sum + target, 0) }
  const common: DrawFacts = {
    drawId: draw.id,
    kind: draw.kind,
    state: draw.state,
    suite: draw.suite,
    issuer: draw.orgName,
    task: { no: draw.taskNo, name: draw.taskName },
    plan: plan === null ? null : { no: plan.planNo, name: plan.name },
    frame,
    registerCount: frozen.document.registerCount,
    poolSize: frozen.document.poolSize,
    poolRoot: frozen.document.poolRoot,
    commitHash: commit.document.commitHash,
    seed: result?.document.seed ?? null,
    selectedCount: result?.document.selectedCount ?? null,
    selectedRoot: result?.document.selectedRoot ?? null,
    resultHash: result === null ? null : resultHashOf(draw.suite, result.document),
    beacon: beaconFacts(services, draw, events),
    publicUrl: services.publicUrl,
  }
  return { common, commit, result }
}

function beaconFacts(services: Services, draw: DrawRecord, events: readonly DrawEvent[]): BeaconFacts | null {
  const life = lifeOf(draw, events)
  const due = dueOf(services, life) ?? plannedOf(services, life.beacon)
  const value = life.beaconValue
  if (due === null) return null
  if (due.kind === 'drand') return { ...due, value: value?.kind === 'drand' ? { round: value.round, signature: value.signature } : null }
  return { ...due, value: value?.kind === 'announced' ? { what: value.what, at: value.at, value: value.value } : null }
}

async function replacementFacts(tx: Tx, draw: DrawRecord, events: readonly DrawEvent[]): Promise<CertificateData['replacement']> {
  const opened = eventOf(events, 'open')?.document.replacement
  if (opened === undefined) return null
  const request = await requestById(tx, opened.requestId)
  // In a sealed draw a name beside its leaf would be the link that sealing hides.
  const named = draw.mode === 'open'
  return {
    objectDraw: opened.objectDraw,
    reason: opened.reason,
    replaced: named && request !== null ? { subject: request.subject, name: request.name } : null,
    substitute: named ? ((await substitutesOf(tx, [draw.id])).get(draw.id) ?? null) : null,
  }
}

async function annex(tx: Tx, draw: DrawRecord): Promise<NonNullable<ConfirmationData['drawn']>> {
  const objectDraw = draw.kind === 'P' ? await closedObjectDraw(tx, draw.taskId) : draw.id
  const of = draw.kind === 'P' && objectDraw !== null ? await findDraw(tx, objectDraw) : draw
  // A paper goes from hand to hand: of a sealed draw its order must not tell a ticket, as in the published list.
  const byCode = of?.mode !== 'open'
  const rows = objectDraw === null ? [] : await drawnPage(tx, objectDraw, 0, longestAnnex + 1, byCode)
  if (rows.length > longestAnnex) return { elsewhere: `核验包 ${draw.id}.json 所指的名单文件` }
  const teams = draw.kind === 'P' ? await officerNamesOfDraw(tx, draw.id) : new Map<string, readonly string[]>()
  return {
    byCode,
    rows: rows.map(({ order, subject, name, regionName, leaf }) => ({
      order,
      subject,
      name,
      region: regionName,
      officers: teams.get(leaf) ?? [],
    })),
  }
}

const positions = async (tx: Tx, drawId: string) =>
  (await logPositionsOf(tx, drawId)).flatMap(({ type, party, index }) =>
    type === 'freeze' || type === 'record_head' ? [] : [{ entry: type, party, index }],
  )

const lastInstant = (events: readonly DrawEvent[], ...more: readonly (string | undefined)[]): string =>
  [...events.map(({ at }) => at), ...more.flatMap((at) => (at === undefined ? [] : [at]))].sort().at(-1) ?? ''
