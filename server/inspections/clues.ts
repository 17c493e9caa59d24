/** 案件线索: handlers. Whoever may finish a problem hands it over; another person takes it, gives it back, or writes back the decision that finishes it. */
import { randomUUID } from 'node:crypto'
import type { CaseClue } from '#contract/case-clues.ts'
import { type Ability, type Actor, allowed, can, refused } from '#core/access/can.ts'
import { type ClueStanding, type ClueVerb, caseEndings, decideClue, moveClue } from '#core/inspections/clue-state.ts'
import { handOver } from '#core/inspections/follow-up.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import * as store from './clue-store.ts'
import { finishTasks } from './finish.ts'
import { standing as problemStanding } from './follow-ups.ts'
import { lockProblem, type ProblemRecord, saveClosed } from './problem-store.ts'
import { scopeOf } from './scope.ts'
import { getVisit } from './sight.ts'

export const caseHandlers = {
  list: os.cases.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listClues(tx, actor, input)
      return { ...page, rows: page.rows.map((row) => shown(row, actor)) }
    }),
  ),

  receivers: os.cases.receivers.handler(
    query(async ({ input, tx, actor }) => {
      scopeOf(actor)
      const visit = await getVisit(tx, actor, input.visitId)
      return (await store.receiversOf(tx, visit)).map(({ orgId, name, dept }) => ({ orgId, name, own: dept === visit.dept }))
    }),
  ),

  hand: os.cases.hand.handler(
    command('case.hand', async ({ input, tx, actor, now, record }) => {
      const problem = await getProblem(tx, actor, input.visitId)
      unwrap(handOver(problemStanding(problem), actor))
      const to = (await store.receiversOf(tx, problem)).find(({ orgId }) => orgId === input.orgId)
      if (to === undefined) throw new Problem('case_department_unknown')
      const id = randomUUID()
      await store.insertClue(tx, { id, problem, to, note: input.note, by: actor, at: now })
      await notify(tx, {
        to: { orgPath: to.orgPath, dept: to.dept, permission: 'case.handle', but: actor.id },
        kind: 'case.handed',
        thing: `case_clue:${id}`,
        facts: { org: actor.orgName, name: problem.name },
        at: now,
      })
      record(`visit:${problem.visitId}`, { clueId: id, org: to.name, note: input.note })
      return { clueId: id }
    }),
  ),

  take: os.cases.take.handler(
    command('case.take', async ({ input, tx, actor, now, record }) => {
      const clue = await getClue(tx, actor, input.clueId)
      const state = unwrap(moveClue(clue, 'take', actor))
      await store.saveTaken(tx, clue, state, actor, now)
      await tell(tx, clue, 'case.taken', { org: actor.orgName }, now)
      record(`visit:${clue.visitId}`, { clueId: clue.id })
      return { state }
    }),
  ),

  giveBack: os.cases.giveBack.handler(
    command('case.return', async ({ input, tx, actor, now, record }) => {
      const clue = await getClue(tx, actor, input.clueId)
      const state = unwrap(moveClue(clue, 'giveBack', actor))
      await store.saveEnded(tx, clue, state, { reason: input.reason }, actor, now)
      await tell(tx, clue, 'case.returned', { note: input.reason }, now)
      record(`visit:${clue.visitId}`, { clueId: clue.id, reason: input.reason })
      return { state }
    }),
  ),

  decide: os.cases.decide.handler(
    command('case.decide', async ({ input, tx, actor, now, record }) => {
      const clue = await getClue(tx, actor, input.clueId)
      const { ending, decisionNo, on } = input
      const state = unwrap(decideClue(clue, on, actor, dateAt(now)))
      await store.saveEnded(tx, clue, state, { ending, decisionNo, on }, actor, now)
      const text = `${caseEndings[ending].zh}：${decisionNo}`
      await saveClosed(tx, clue, { on, text, by: actor, at: now })
      const finished = await finishTasks(tx, [clue.taskId], now)
      await tell(tx, clue, 'case.decided', { org: actor.orgName, note: text }, now)
      record(`visit:${clue.visitId}`, { clueId: clue.id, ending, decisionNo, decidedOn: on })
      return { state, taskState: finished.length > 0 ? 'done' : clue.taskState }
    }),
  ),
}

/** A problem of an inspection that the actor sees, held. */
async function getProblem(tx: Tx, actor: Actor, visitId: string): Promise<ProblemRecord> {
  scopeOf(actor)
  await getVisit(tx, actor, visitId)
  return found(await lockProblem(tx, visitId))
}

/** A clue that the actor's organisation received; what others received does not exist for them. */
async function getClue(tx: Tx, actor: Actor, id: string): Promise<store.ClueRecord> {
  const clue = found(await store.lockClue(tx, id))
  if (!can(actor, 'case.handle', clue).allowed) throw new Problem('not_found')
  return clue
}

/** Whoever handed it over hears what becomes of it. */
async function tell(
  tx: Tx,
  clue: store.ClueRecord,
  kind: 'case.taken' | 'case.returned' | 'case.decided',
  facts: Readonly<Record<string, string>>,
  at: string,
): Promise<void> {
  await notify(tx, { to: { accountId: clue.handedBy }, kind, thing: `visit:${clue.visitId}`, facts: { name: clue.name, ...facts }, at })
}

function shown(clue: store.ClueRecord, actor: Actor): CaseClue {
  const { id, visitId, subject, name, regionName, taskName, outcome, problem, disposal, foundOn, toOrg, state, note } = clue
  const { takenBy, takenAt, endedBy, endedAt, returnReason, ending, decisionNo, decidedOn } = clue
  const end = endedBy === null || endedAt === null ? null : { by: endedBy, at: endedAt }
  return {
    ...{ id, visitId, subject, name, regionName, taskName, outcome, problem, disposal, foundOn, toOrg, state, note },
    handed: { by: clue.handedByName, at: clue.handedAt },
    taken: takenBy === null || takenAt === null ? null : { by: takenBy, at: takenAt },
    returned: end === null || returnReason === null ? null : { ...end, reason: returnReason },
    decided:
      end === null || ending === null || decisionNo === null || decidedOn === null ? null : { ...end, ending, decisionNo, on: decidedOn },
    abilities: { take: able(clue, 'take', actor), giveBack: able(clue, 'giveBack', actor), decide: able(clue, 'decide', actor) },
  }
}

function able(clue: ClueStanding, verb: ClueVerb, actor: Actor): Ability {
  const moved = moveClue(clue, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}
