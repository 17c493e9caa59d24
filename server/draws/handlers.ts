/** 摇号抽取: handlers. No endpoint deletes, previews or takes a second seed, and none takes a seed at all. */
import { spansDepartments } from '#core/access/can.ts'
import { hex } from '#core/bytes.ts'
import { planNewDraw } from '#core/draws/draw-id.ts'
import { drawParties, type PartyCode } from '#core/draws/parties.ts'
import { isVoidReason } from '#core/draws/reasons.ts'
import { close, commit, type DrawLife, pledge, reveal, voidDraw } from '#core/draws/state.ts'
import { mayFreeze } from '#core/tasks/state.ts'
import { later } from '#core/time.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { departmentFor } from '#server/matching/facts.ts'
import { freezeOfficers } from '#server/matching/freeze.ts'
import { policyOf } from '#server/policy/at.ts'
import { digestsOfDraw } from '#server/record/evidence-store.ts'
import { frameNow } from '#server/tasks/frame-now.ts'
import { refuseOver } from '#server/tasks/items.ts'
import { getTask } from '#server/tasks/sight.ts'
import { refuseUnaccepted, startSubTaskDraw, voidSubTaskDraw } from '#server/tasks/sub-task.ts'
import { beaconOf, drawOrWait } from './beacon.ts'
import { carryOut } from './carry-out.ts'
import { certificateJob } from './certificate-job.ts'
import { commitDocument } from './commit-document.ts'
import { openVoidRequest } from './events.ts'
import { assertDrawable } from './frame.ts'
import { freezeJob } from './freeze-job.ts'
import { act, appendStep, by, getDraw, lockLife, mustClose, system } from './life.ts'
import { openDraw } from './open-draw.ts'
import { headOf, partyFor, presentDraw, selectedPage } from './present.ts'
import { republish } from './publish.ts'
import * as store from './store.ts'

export const drawHandlers = {
  list: os.draws.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listDraws(tx, { dept: spansDepartments(actor) ? null : actor.dept }, input)
      return { ...page, rows: page.rows.map(headOf) }
    }),
  ),

  get: os.draws.get.handler(
    query(async ({ input, tx, actor, now, services }) => presentDraw(tx, await getDraw(tx, actor, input.drawId), actor, now, services)),
  ),

  watch: os.draws.watch.handler(
    watching({
      thing: (input: { drawId: string }) => `draw:${input.drawId}`,
      load: async ({ input, tx, actor, now, services }) => presentDraw(tx, await getDraw(tx, actor, input.drawId), actor, now, services),
      done: (draw) => draw.state === 'closed' || draw.state === 'void',
    }),
  ),

  selected: os.draws.selected.handler(
    query(async ({ input, tx, actor, services }) => selectedPage(tx, services.files, await getDraw(tx, actor, input.drawId), actor, input)),
  ),

  freeze: os.draws.freeze.handler(
    command('draw.freeze', async ({ input, tx, actor, now, jobs, record, services }) => {
      const task = await getTask(tx, actor, input.taskId, 'lock')
      // Objects are the task's own department's to draw; officers each department draws for itself.
      const department = input.kind === 'P' ? found(await departmentFor(tx, task, actor)) : null
      const { orgPath, dept, orgName } = department ?? task
      unwrap(mayFreeze({ orgPath, dept, state: task.state }, input.kind, actor))
      const { drawId, supersedes } = unwrap(
        planNewDraw(await store.drawsOfTask(tx, task.id), { task: task.taskNo, kind: input.kind, dept }),
      )
      if (department === null) {
        await refuseOver(tx, task, now)
        const { frame, at } = await frameNow(tx, task, now)
        await assertDrawable(tx, frame, at)
      } else await refuseUnaccepted(tx, task.id, dept)
      const mode = input.kind === 'O' ? task.mode : 'open'
      const policy = await policyOf(tx, { orgPath }, now)
      const parties = policy.draws.parties.value
      const draw = { id: drawId, taskId: task.id, kind: input.kind, orgPath, dept, orgName, suite: task.suite, mode, supersedes, parties }
      await openDraw(tx, draw, actor, now)
      if (department === null) await jobs.add(freezeJob, { drawId })
      else {
        await freezeOfficers(tx, services, draw, { task, department, policy, now })
        await startSubTaskDraw(tx, task.id, dept, now)
      }
      record(`draw:${drawId}`, { taskNo: task.taskNo, kind: input.kind })
      return { drawId }
    }),
  ),

  pledge: os.draws.pledge.handler(
    command('draw.pledge', async ({ input, tx, actor, now, record }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const party = partyFor(actor)
      const next = unwrap(pledge(life, party, input.commitment, act(actor, now)))
      await appendStep(tx, draw, events, { type: 'pledge', document: { party, commitment: input.commitment } }, by(actor), now, next)
      record(`draw:${draw.id}`, { party, commitment: input.commitment })
      return { state: next.state }
    }),
  ),

  commit: os.draws.commit.handler(
    command('draw.commit', async ({ input, tx, actor, now, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const revealBy = later(now, (await policyOf(tx, draw, now)).draws.revealHours.value * 3_600_000)
      const beacon = beaconOf(services, input.beacon, now)
      const { document, commitHash } = await commitDocument(tx, { draw, events, life }, { revealBy, beacon })
      const next = unwrap(commit(life, { commitHash, revealBy, beacon }, act(actor, now)))
      await appendStep(tx, draw, events, { type: 'commit', document: { commit: document, commitHash } }, by(actor), now, next)
      await republish(tx, services, draw.id, now)
      record(`draw:${draw.id}`, { commitHash, poolRoot: document.poolRoot })
      return { commitHash }
    }),
  ),

  reveal: os.draws.reveal.handler(
    command('draw.reveal', async ({ input, tx, actor, now, jobs, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const party = partyFor(actor)
      let next = unwrap(reveal(life, party, input.nonce, act(actor, now)))
      const all = await appendStep(tx, draw, events, { type: 'reveal', document: { party, nonce: input.nonce } }, by(actor), now, next)
      // The system reveals as soon as every person has: nobody gets a moment in which the seed is known and the draw can still be stopped unseen.
      if (life.parties.every((one) => one === 'system' || next.reveals[one])) {
        const nonce = hex((await store.secretOf(tx, draw.id)).systemNonce)
        next = unwrap(reveal(next, 'system', nonce, { by: 'system', at: now }))
        await appendStep(tx, draw, all, { type: 'reveal', document: { party: 'system', nonce } }, system, now, next)
        await drawOrWait(jobs, services, draw.id, next)
      }
      await republish(tx, services, draw.id, now)
      record(`draw:${draw.id}`, { party })
      return { state: next.state, waitingFor: waitingFor(next) }
    }),
  ),

  close: os.draws.close.handler(
    command('draw.close', async ({ input, tx, actor, now, jobs, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      mustClose(actor, draw)
      const next = unwrap(close(life, act(actor, now)))
      refuseUnverified(await store.verdictOf(tx, draw.id))
      await appendStep(tx, draw, events, { type: 'close', document: {} }, by(actor), now, next)
      const policy = await policyOf(tx, draw, now)
      await carryOut(tx, { draw: await getDraw(tx, actor, draw.id), events, files: services.files, policy, now })
      await republish(tx, services, draw.id, now)
      await jobs.add(certificateJob, { drawId: draw.id, again: false })
      record(`draw:${draw.id}`, await digestsOfDraw(tx, draw.id))
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
      await appendStep(
        tx,
        draw,
        events,
        { type: 'void_request', document: { reason: input.reason, note: input.note } },
        by(actor),
        now,
        life,
      )
      record(`draw:${draw.id}`, { reason: input.reason, note: input.note })
      return { state: life.state }
    }),
  ),

  approveVoid: os.draws.approveVoid.handler(
    command('draw.void', async ({ input, tx, actor, now, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      mustClose(actor, draw)
      const request = openVoidRequest(events)
      if (request === null) throw new Problem('void_not_requested')
      const next = unwrap(
        voidDraw(life, { reason: request.document.reason, by: request.actorId ?? 'system', at: request.at }, act(actor, now)),
      )
      await appendStep(tx, draw, events, { type: 'void', document: {} }, by(actor), now, next)
      if (draw.kind === 'P') await voidSubTaskDraw(tx, draw.taskId, draw.dept, now)
      await republish(tx, services, draw.id, now)
      record(`draw:${draw.id}`, { reason: request.document.reason })
      return { state: next.state }
    }),
  ),
}

/** A result that our own verifier does not confirm is never accepted by anyone's signature. */
function refuseUnverified(verdict: store.Verdict | null): void {
  if (verdict === null) throw new Problem('draw_not_verified_yet')
  if (verdict.verdict !== 'held') throw new Problem('draw_verification_failed')
}

const waitingFor = (life: DrawLife): PartyCode[] =>
  life.parties.filter((party): party is PartyCode => Object.hasOwn(drawParties, party) && !life.reveals[party])
