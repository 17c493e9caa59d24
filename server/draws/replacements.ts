/** 更换抽中对象: handlers. Asking and approving are two people; who comes instead, only a draw of its own can tell (draw protocol §6). */
import { randomUUID } from 'node:crypto'
import type { Actor } from '#core/access/can.ts'
import { planNewDraw } from '#core/draws/draw-id.ts'
import { isReplacementReason, replacementReasons } from '#core/draws/reasons.ts'
import { decideRequest, type RequestStanding, requestAbility, requestState } from '#core/draws/request-state.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import { command, query } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { keepPeople } from '#server/matching/kept-people.ts'
import { policyOf } from '#server/policy/at.ts'
import { findTask } from '#server/tasks/store.ts'
import { appendFrozen } from './append-frozen.ts'
import { eventOf, type ReplacementOpened } from './events.ts'
import { getDraw } from './life.ts'
import { openDraw } from './open-draw.ts'
import * as requests from './replacement-store.ts'
import * as store from './store.ts'

export const replacementHandlers = {
  request: os.replacements.request.handler(
    command('draw.replacement_request', async ({ input, tx, actor, now, record }) => {
      const draw = await getDraw(tx, actor, input.drawId)
      if (draw.kind !== 'O' || draw.state !== 'closed') throw new Problem('replacement_of_what', { drawId: draw.id, state: draw.state })
      if (!isReplacementReason(input.reason)) throw new Problem('replacement_reason_unknown', { reason: input.reason })
      if (replacementReasons[input.reason].evidence && input.evidenceFileId === null) throw new Problem('replacement_needs_evidence')
      const object = await requests.findReplaceable(tx, draw.taskId, input.subject)
      if (object === null) throw new Problem('replacement_not_drawn', { subject: input.subject })
      refuseVisited(object.visitState)
      const waiting = (await requests.requestsOf(tx, draw.id)).some((one) => one.subject === input.subject && one.decision === null)
      if (waiting) throw new Problem('replacement_already_requested', { subject: input.subject })
      const evidence = input.evidenceFileId === null ? null : found(await findFile(tx, input.evidenceFileId))
      // A file is its uploader's until something shows it: another's file id tells nothing.
      if (evidence !== null && evidence.createdBy !== actor.id) throw new Problem('not_found')
      const id = randomUUID()
      await requests.insertRequest(tx, {
        id,
        drawId: draw.id,
        subject: object.subject,
        leaf: object.leaf,
        reason: input.reason,
        note: input.note,
        evidenceFile: input.evidenceFileId,
        by: actor,
        at: now,
      })
      record(`draw:${draw.id}`, { requestId: id, subject: object.subject, reason: input.reason, note: input.note })
      return { requestId: id }
    }),
  ),

  list: os.replacements.list.handler(
    query(async ({ input, tx, actor }) => {
      const draw = await getDraw(tx, actor, input.drawId)
      const rows = await requests.requestsOf(tx, draw.id)
      const drawIds = rows.flatMap(({ decision }) => (decision?.drawId ? [decision.drawId] : []))
      const substitutes = await requests.substitutesOf(tx, drawIds)
      const states = new Map(await Promise.all(drawIds.map(async (id) => [id, (await store.findDraw(tx, id))?.state ?? null] as const)))
      return {
        rows: rows.map(({ decision, drawId: _, leaf: _leaf, stratum: _stratum, requestedBy, requestedByName, ...row }) => {
          const next = decision?.drawId ?? null
          return {
            ...row,
            requestedBy: requestedByName,
            state: requestState(decision),
            decidedBy: decision?.by ?? null,
            decidedAt: decision?.at ?? null,
            opinion: decision?.opinion ?? null,
            drawId: next,
            drawState: next === null ? null : (states.get(next) ?? null),
            substitute: next === null || states.get(next) !== 'closed' ? null : (substitutes.get(next) ?? null),
            abilities: { decide: requestAbility(standing(draw, { decision, requestedBy }), actor) },
          }
        }),
      }
    }),
  ),

  decide: os.replacements.decide.handler(
    command('draw.replacement_decide', async ({ input, tx, actor, now, record, services }) => {
      const request = await requests.lockRequest(tx, input.requestId)
      if (request === null) throw new Problem('not_found')
      const draw = await getDraw(tx, actor, request.drawId)
      unwrap(decideRequest(standing(draw, request), input.approve ? 'approve' : 'refuse', actor))
      const drawId = input.approve ? await openReplacement(tx, draw, request, { actor, now, services }) : null
      await requests.insertDecision(tx, { ...input, approved: input.approve, drawId, by: actor, at: now })
      record(`draw:${draw.id}`, {
        requestId: request.id,
        approved: input.approve ? 'yes' : 'no',
        opinion: input.opinion,
        ...(drawId && { drawId }),
      })
      return { drawId }
    }),
  ),
}

const standing = (
  { orgPath, dept }: store.DrawRecord,
  { decision, requestedBy }: Pick<requests.RequestRow, 'decision' | 'requestedBy'>,
): RequestStanding => ({ orgPath, dept, state: requestState(decision), requestedBy, officers: [] })

/** What somebody has begun to inspect is not exchanged for another: that would be choosing the result. */
function refuseVisited(visitState: string | null): void {
  if (visitState === null) throw new Problem('replacement_before_officers')
  if (visitState !== 'assigned') throw new Problem('replacement_after_visit', { state: visitState })
}

/**
 * Opens the draw of kind R and freezes it at once: its pool is the object draw's, under the same key. Its nonces are made from here on, so
 * nobody can know the substitute while the replacement is asked for or approved.
 */
async function openReplacement(
  tx: Tx,
  draw: store.DrawRecord,
  request: requests.RequestRow,
  { actor, now, services }: { readonly actor: Actor; readonly now: Instant; readonly services: Services },
): Promise<string> {
  const object = await requests.findReplaceable(tx, draw.taskId, request.subject)
  refuseVisited(object?.visitState ?? null)
  const { drawId, supersedes } = unwrap(
    planNewDraw(await store.drawsOfTask(tx, draw.taskId), { task: draw.taskNo, kind: 'R', dept: draw.dept }),
  )
  const events = await store.eventsOf(tx, draw.id)
  const [frozen, result] = [eventOf(events, 'freeze')?.document, eventOf(events, 'result')?.document]
  if (frozen === undefined || result === undefined) throw new Error(`draw ${draw.id} is closed without pool or result`)
  const index = frozen.strata.findIndex(({ id }) => id === request.stratum)
  const left = (frozen.strata[index]?.n ?? 0) - ((await requests.takenByStratum(tx, draw.taskId)).get(request.stratum) ?? 0)
  if (left < 1) throw new Problem('replacement_none_left')
  const { key } = await store.secretOf(tx, draw.id)
  const opened: ReplacementOpened = {
    requestId: request.id,
    objectDraw: draw.id,
    subject: request.subject,
    leaf: request.leaf,
    reason: request.reason,
    evidence: request.evidence?.sha256 ?? null,
    // When the request, with its approval, enters the log: before any number of this draw exists (draw protocol §6).
    requestedAt: now,
  }
  const { taskId, orgPath, dept, orgName, suite, mode } = draw
  const policy = await policyOf(tx, draw, now)
  const parties = policy.draws.parties.value
  const of = { taskId, kind: 'R', orgPath, dept, orgName, suite, mode, supersedes, parties } as const
  await openDraw(tx, { id: drawId, ...of, key, replacement: opened }, actor, now)
  await keepPeople(tx, services.files, drawId, { task: found(await findTask(tx, taskId)), policy, now })
  await appendFrozen(
    tx,
    drawId,
    {
      snapshotAt: frozen.snapshotAt,
      registerCount: frozen.poolSize,
      excluded: [],
      poolSize: frozen.poolSize,
      poolRoot: frozen.poolRoot,
      strata: [{ id: stratumId(0), n: left, count: 1 }],
      strataNames: [frozen.strataNames[index] ?? request.stratum],
      replacement: {
        objectDraw: draw.id,
        objectsRoot: result.selectedRoot,
        objectCount: result.selectedCount,
        replaces: request.leaf,
        earlier: await requests.earlierLeaves(tx, draw.taskId),
        reason: request.reason,
        evidence: request.evidence?.sha256 ?? null,
        requestedAt: now,
      },
    },
    now,
  )
  return drawId
}
