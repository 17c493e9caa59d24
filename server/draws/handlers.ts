/** 摇号抽取: handlers. No endpoint deletes, previews or takes a second seed, and none takes a seed at all. */
import { randomBytes } from 'node:crypto'
import { type Actor, can, spansDepartments, within } from '#core/access/can.ts'
import { fromHex, hex } from '#core/bytes.ts'
import { buildCommit } from '#core/draws/commit.ts'
import type { CommitDocument } from '#core/draws/documents.ts'
import { parseDrawId, planNewDraw } from '#core/draws/draw-id.ts'
import { isVoidReason } from '#core/draws/reasons.ts'
import { type Act, close, commit, type DrawLife, pledge, reveal, voidDraw } from '#core/draws/state.ts'
import { mayFreeze } from '#core/tasks/state.ts'
import { type Instant, later } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { findPlan, findPlanRow } from '#server/plans/store.ts'
import { getTask } from '#server/tasks/handlers.ts'
import { findTask } from '#server/tasks/store.ts'
import { carryOut } from './carry-out.ts'
import { type DrawEvent, type DrawEventBody, eventOf, lifeOf, openVoidRequest } from './events.ts'
import { assertDrawable } from './frame.ts'
import { freezeJob, republish, resultJob, system } from './jobs.ts'
import { freezeOfficers } from './officers.ts'
import { headOf, partyOf, presentDraw, selectedPage } from './present.ts'
import * as store from './store.ts'

/** Who shares in the seed (draw protocol §4): two people of different duties, and the system. */
const parties = ['organiser', 'supervisor', 'system'] as const
const software = 'mingjian/0.1.0'

export const drawHandlers = {
  list: os.draws.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listDraws(tx, { dept: spansDepartments(actor) ? null : actor.dept }, input)
      return { ...page, rows: page.rows.map(headOf) }
    }),
  ),

  get: os.draws.get.handler(
    query(async ({ input, tx, actor, now }) => presentDraw(tx, await getDraw(tx, actor, input.drawId), actor, now)),
  ),

  watch: os.draws.watch.handler(
    watching({
      thing: (input: { drawId: string }) => `draw:${input.drawId}`,
      load: async ({ input, tx, actor, now }) => presentDraw(tx, await getDraw(tx, actor, input.drawId), actor, now),
      done: (draw) => draw.state === 'closed' || draw.state === 'void',
    }),
  ),

  selected: os.draws.selected.handler(
    query(async ({ input, tx, actor }) => selectedPage(tx, await getDraw(tx, actor, input.drawId), input)),
  ),

  freeze: os.draws.freeze.handler(
    command('draw.freeze', async ({ input, tx, actor, now, jobs, record, services }) => {
      const task = await getTask(tx, actor, input.taskId, 'lock')
      unwrap(mayFreeze(task, input.kind, actor))
      const { drawId, supersedes } = unwrap(
        planNewDraw(await store.drawsOfTask(tx, task.id), { task: task.taskNo, kind: input.kind, dept: task.dept }),
      )
      if (input.kind === 'O') await assertDrawable(tx, task)
      await store.insertDraw(tx, {
        id: drawId,
        taskId: task.id,
        kind: input.kind,
        orgPath: task.orgPath,
        dept: task.dept,
        orgName: task.orgName,
        suite: task.suite,
        supersedes,
        createdAt: now,
        serial: parseDrawId(drawId)?.serial ?? 1,
        createdBy: actor.id,
        createdByName: actor.name,
        key: randomBytes(32),
        systemNonce: randomBytes(32),
      })
      await store.appendEvent(tx, drawId, { type: 'open', document: { parties }, seq: 0, ...by(actor), at: now }, { state: 'freezing' })
      if (input.kind === 'O') await jobs.add(freezeJob, { drawId })
      else await freezeOfficers(tx, task, drawId, services.files, now)
      record(`draw:${drawId}`, { taskNo: task.taskNo, kind: input.kind })
      return { drawId }
    }),
  ),

  pledge: os.draws.pledge.handler(
    command('draw.pledge', async ({ input, tx, actor, now, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const party = partyFor(actor)
      const next = unwrap(pledge(life, party, input.commitment, act(actor, now)))
      await append(tx, draw, events, { type: 'pledge', document: { party, commitment: input.commitment } }, by(actor), now, next)
      record(`draw:${draw.id}`, { party, commitment: input.commitment })
      return { state: next.state }
    }),
  ),

  commit: os.draws.commit.handler(
    command('draw.commit', async ({ input, tx, actor, now, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const revealBy = later(now, services.policy.draws.revealHours.value * 3_600_000)
      const { document, commitHash } = await commitDocument(tx, draw, life, events, revealBy)
      const next = unwrap(commit(life, { commitHash, revealBy }, act(actor, now)))
      await append(tx, draw, events, { type: 'commit', document: { commit: document, commitHash } }, by(actor), now, next)
      await republish(tx, draw.id, now)
      record(`draw:${draw.id}`, { commitHash, poolRoot: document.poolRoot })
      return { commitHash }
    }),
  ),

  reveal: os.draws.reveal.handler(
    command('draw.reveal', async ({ input, tx, actor, now, jobs, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const party = partyFor(actor)
      let next = unwrap(reveal(life, party, input.nonce, act(actor, now)))
      const all = await append(tx, draw, events, { type: 'reveal', document: { party, nonce: input.nonce } }, by(actor), now, next)
      // The system reveals as soon as every person has: nobody gets a moment in which the seed is known and the draw can still be stopped unseen.
      if (parties.every((one) => one === 'system' || next.reveals[one])) {
        const nonce = hex((await store.secretOf(tx, draw.id)).systemNonce)
        next = unwrap(reveal(next, 'system', nonce, { by: 'system', at: now }))
        await append(tx, draw, all, { type: 'reveal', document: { party: 'system', nonce } }, system, now, next)
        await jobs.add(resultJob, { drawId: draw.id })
      }
      await republish(tx, draw.id, now)
      record(`draw:${draw.id}`, { party })
      return { state: next.state, waitingFor: parties.filter((one) => !next.reveals[one]) }
    }),
  ),

  close: os.draws.close.handler(
    command('draw.close', async ({ input, tx, actor, now, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      mustClose(actor, draw)
      const next = unwrap(close(life, act(actor, now)))
      refuseUnverified(await store.verdictOf(tx, draw.id))
      await append(tx, draw, events, { type: 'close', document: {} }, by(actor), now, next)
      await carryOut(tx, await getDraw(tx, actor, draw.id), events, now)
      await republish(tx, draw.id, now)
      record(`draw:${draw.id}`)
      return { state: next.state }
    }),
  ),

  requestVoid: os.draws.requestVoid.handler(
    command('draw.void_request', async ({ input, tx, actor, now, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      if (!isVoidReason(input.reason)) throw new Problem('void_reason_unknown', { reason: input.reason })
      if (openVoidRequest(events) !== null) throw new Problem('void_already_requested')
      // Tried now with a second person who does not exist yet, so that a request that can never be granted is refused at once.
      unwrap(voidDraw(life, { reason: input.reason, ...act(actor, now) }, { by: 'second person', at: now }))
      await append(tx, draw, events, { type: 'void_request', document: { reason: input.reason, note: input.note } }, by(actor), now, life)
      record(`draw:${draw.id}`, { reason: input.reason, note: input.note })
      return { state: life.state }
    }),
  ),

  approveVoid: os.draws.approveVoid.handler(
    command('draw.void', async ({ input, tx, actor, now, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      mustClose(actor, draw)
      const request = openVoidRequest(events)
      if (request === null) throw new Problem('void_not_requested')
      const next = unwrap(
        voidDraw(life, { reason: request.document.reason, by: request.actorId ?? 'system', at: request.at }, act(actor, now)),
      )
      await append(tx, draw, events, { type: 'void', document: {} }, by(actor), now, next)
      await republish(tx, draw.id, now)
      record(`draw:${draw.id}`, { reason: request.document.reason })
      return { state: next.state }
    }),
  ),
}

/** A draw the actor may see; what is out of sight does not exist for them. */
export async function getDraw(tx: Tx, actor: Actor, id: string): Promise<store.DrawRecord> {
  const draw = await store.findDraw(tx, id)
  if (draw === null || !within(actor, draw)) throw new Problem('not_found')
  return draw
}

type Locked = { readonly draw: store.DrawRecord; readonly events: DrawEvent[]; readonly life: DrawLife }

async function lockLife(tx: Tx, actor: Actor, id: string): Promise<Locked> {
  const draw = await store.lockDraw(tx, id)
  if (draw === null || !within(actor, draw)) throw new Problem('not_found')
  const events = await store.eventsOf(tx, draw.id)
  return { draw, events, life: lifeOf(draw, events) }
}

async function append(
  tx: Tx,
  draw: store.DrawRecord,
  events: readonly DrawEvent[],
  body: DrawEventBody,
  who: { readonly actorId: string | null; readonly actorName: string },
  at: Instant,
  next: DrawLife,
): Promise<DrawEvent[]> {
  const event = { ...body, seq: events.length, ...who, at }
  await store.appendEvent(tx, draw.id, event, { state: next.state })
  return [...events, event]
}

async function commitDocument(
  tx: Tx,
  draw: store.DrawRecord,
  life: DrawLife,
  events: readonly DrawEvent[],
  revealBy: Instant,
): Promise<{ document: CommitDocument; commitHash: string }> {
  const frozen = eventOf(events, 'freeze')?.document
  const missing = life.parties.filter((party) => !life.pledges[party])
  if (frozen === undefined) throw new Problem('wrong_state', { state: life.state, verb: 'commit' })
  if (missing.length > 0) throw new Problem('pledges_missing', { parties: missing })
  const task = await findTask(tx, draw.taskId)
  const row = task === null ? null : await findPlanRow(tx, task.planRowId)
  const plan = row === null ? null : ((await findPlan(tx, row.planId))?.planNo ?? null)
  const { key } = await store.secretOf(tx, draw.id)
  const { poolSize, poolRoot, strata, strataNames: _, matching, ...counts } = frozen
  return unwrap(
    buildCommit({
      ...counts,
      suite: draw.suite,
      mode: draw.mode,
      drawId: draw.id,
      plan,
      dept: draw.dept,
      filter: draw.kind === 'O' && task !== null ? task.filter : { version: 1, all: [] },
      pool: { size: poolSize, root: fromHex(poolRoot), counts: strata.map(({ n }) => n) },
      key,
      strata,
      sources: life.parties.map((party) => ({ party, commitment: life.pledges[party]?.commitment ?? '' })),
      revealBy,
      supersedes: draw.supersedes,
      software,
      ...(matching === undefined ? {} : { matching }),
    }),
  )
}

function partyFor(actor: Actor): 'organiser' | 'supervisor' {
  const party = partyOf(actor)
  if (party === null) throw new Problem('no_party_of_yours')
  return party
}

/** A result that our own verifier does not confirm is never accepted by anyone's signature. */
function refuseUnverified(verdict: store.Verdict | null): void {
  if (verdict === null) throw new Problem('draw_not_verified_yet')
  if (verdict.verdict !== 'held') throw new Problem('draw_verification_failed')
}

function mustClose(actor: Actor, draw: store.DrawRecord): void {
  const ability = can(actor, 'draw.close', draw)
  if (!ability.allowed) throw new Problem(ability.reason)
}

const act = (actor: Actor, at: Instant): Act => ({ by: actor.id, at })
const by = (actor: Actor): { actorId: string; actorName: string } => ({ actorId: actor.id, actorName: actor.name })
