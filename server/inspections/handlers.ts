/** 检查实施: handlers. 谁检查、谁录入; reviewed by another; passing publishes. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, refused } from '#core/access/can.ts'
import { workingDayAfter } from '#core/calendar/working-days.ts'
import { opensProblem } from '#core/inspections/follow-up.ts'
import { enterResult, reviewResult } from '#core/inspections/result.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { closeLedger } from '#server/ledger/ledger.ts'
import { isLeaving, officerDrawOf } from '#server/matching/seat-store.ts'
import { digestOfResult, digestOfReviews } from '#server/record/evidence-store.ts'
import { type Step, stepsOf } from '#server/record/store.ts'
import { settleSubTasks } from '#server/tasks/sub-task.ts'
import { finishTasks } from './finish.ts'
import { frequencyOf, refuseAboveCap } from './frequency.ts'
import { adviseAbility, shownOpinions } from './opinions.ts'
import { insertProblems } from './problem-store.ts'
import { scopeOf } from './scope.ts'
import { getVisit, visible } from './sight.ts'
import { standing } from './standing.ts'
import * as store from './store.ts'

export const inspectionHandlers = {
  list: os.inspections.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listVisits(tx, scopeOf(actor), input)
      const results = await store.latestResults(tx, page.rows)
      return { ...page, rows: page.rows.map((visit) => head(visit, results.get(visit.id))) }
    }),
  ),

  get: os.inspections.get.handler(
    query(async ({ input, tx, actor, now }) => {
      const visit = await getVisit(tx, actor, input.visitId)
      const result = (await store.latestResults(tx, [visit])).get(visit.id)
      const items = await itemsById(tx, visit.itemIds)
      const enter = enterAbility(visit, result, actor, dateAt(now))
      return {
        ...head(visit, result),
        items: visit.itemIds.map((id) => ({
          id,
          code: items.get(id)?.code ?? '',
          name: items.get(id)?.name ?? id,
          checklist: (items.get(id)?.checklist ?? []).map(({ content }) => content),
        })),
        result: result === undefined ? null : { ...draftOf(result), enteredBy: result.enteredByName, enteredAt: result.enteredAt },
        steps: await stepsOfVisit(tx, visit),
        mySeat: await seatOf(tx, visit, actor),
        frequency: enter.allowed ? await frequencyOf(tx, visit, now) : null,
        opinions: await shownOpinions(tx, visit, actor),
        abilities: {
          leaveTeam: leaveAbility(visit, actor),
          enter,
          review: reviewAbility(visit, result, actor),
          advise: adviseAbility(visit, actor),
        },
      }
    }),
  ),

  enter: os.inspections.enter.handler(
    command('result.enter', async ({ input, tx, actor, now, record }) => {
      const [visit] = await store.findVisits(tx, [input.visitId], 'lock')
      if (visit === undefined || !visible(actor, visit)) throw new Problem('not_found')
      const { commandId: _, visitId: __, ...draft } = input
      if (await isLeaving(tx, visit, actor.officerId)) throw new Problem('officer_leaving')
      const before = (await store.latestResults(tx, [visit])).get(visit.id)
      const state = unwrap(enterResult(standing(visit, before), draft, actor, dateAt(now)))
      await refuseAboveCap(tx, visit, draft, now)
      const resultId = randomUUID()
      await store.insertResult(tx, {
        ...draft,
        id: resultId,
        visitId: visit.id,
        subject: visit.subject,
        version: (before?.version ?? 0) + 1,
        enteredBy: actor.id,
        enteredByName: actor.name,
        enteredAt: now,
      })
      await store.saveVisitState(tx, [visit], state, now)
      const resultHash = await digestOfResult(tx, resultId)
      record(`visit:${visit.id}`, { outcome: draft.outcome, demo: draft.demo, resultId, resultHash })
      return { state }
    }),
  ),

  review: os.inspections.review.handler(
    command('result.review', async ({ input, tx, actor, now, record }) => {
      const visits = await store.findVisits(tx, [...new Set(input.visitIds)], 'lock')
      const results = await store.latestResults(tx, visits)
      if (visits.length !== new Set(input.visitIds).size) throw new Problem('not_found')
      if (input.verdict === 'return' && input.opinion.trim() === '') throw new Problem('opinion_missing', { field: 'opinion' })
      const reviewed: store.ResultRecord[] = []
      for (const visit of visits) {
        if (!visible(actor, visit)) throw new Problem('not_found')
        const result = results.get(visit.id)
        unwrap(reviewResult(standing(visit, result), input.verdict, actor))
        if (result !== undefined) reviewed.push(result)
      }
      await store.insertReviews(tx, reviewed, {
        verdict: input.verdict,
        opinion: input.opinion,
        reviewerId: actor.id,
        reviewerName: actor.name,
        at: now,
      })
      await store.saveVisitState(tx, visits, input.verdict === 'pass' ? 'published' : 'returned', now)
      if (input.verdict === 'pass') await publish(tx, visits, reviewed, now)
      record(visits.length === 1 ? `visit:${visits[0]?.id}` : `visits:${visits.length}`, {
        verdict: input.verdict,
        opinion: input.opinion,
        visits: visits.map((visit) => visit.id),
        results: reviewed.map(({ id }) => id),
        reviewsHash: await digestOfReviews(
          tx,
          reviewed.map(({ id }) => id),
        ),
      })
      return { reviewed: reviewed.length }
    }),
  ),
}

/** The officer draw behind the actor's own place in the team. */
async function seatOf(tx: Tx, visit: store.VisitRecord, actor: Actor): Promise<{ drawId: string; officerId: string } | null> {
  if (actor.officerId === null) return null
  const drawId = await officerDrawOf(tx, visit, actor.officerId)
  return drawId === null ? null : { drawId, officerId: actor.officerId }
}

const leaveAbility = (visit: store.VisitRecord, actor: Actor): Ability =>
  !visit.officers.some(({ id }) => id === actor.officerId)
    ? refused('not_your_visit')
    : visit.state === 'assigned'
      ? allowed
      : refused('wrong_state')

/** What was done with a visit. Reviews come from their own table, because a batch of them is one line of the record. */
async function stepsOfVisit(tx: Tx, visit: store.VisitRecord): Promise<Step[]> {
  const recorded = (await stepsOf(tx, `visit:${visit.id}`)).filter((step) => step.verb !== 'result.review')
  return [...recorded, ...(await store.reviewsOf(tx, visit))].sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** Passing publishes (domain.md §3 steps 11-12), a problem that was found stays open, and the last published result of a task without one ends the task. */
async function publish(tx: Tx, visits: readonly store.VisitRecord[], results: readonly store.ResultRecord[], now: Instant): Promise<void> {
  await store.publishResults(
    tx,
    results.map((result) => result.id),
    now,
  )
  await closeLedger(tx, visits, 'done', now)
  await insertProblems(
    tx,
    results.filter(opensProblem).map(({ id }) => id),
    now,
  )
  const taskIds = visits.map(({ taskId }) => taskId)
  await settleSubTasks(tx, taskIds, now)
  await finishTasks(tx, taskIds, now)
}

/** Whether the form is open to this actor, judged with an empty form that has nothing wrong with it. */
function enterAbility(visit: store.VisitRecord, result: store.ResultRecord | undefined, actor: Actor, today: string): Ability {
  const blank = {
    date: today,
    method: 'onsite',
    items: visit.itemIds.map((itemId) => ({ itemId, checked: true, problem: null })),
    outcome: '01',
    disposal: null,
    demo: false,
  } as const
  const entered = enterResult(standing(visit, result), blank, actor, today)
  return entered.ok ? allowed : refused(entered.failure.type)
}

function reviewAbility(visit: store.VisitRecord, result: store.ResultRecord | undefined, actor: Actor): Ability {
  const reviewed = reviewResult(standing(visit, result), 'pass', actor)
  return reviewed.ok ? allowed : refused(reviewed.failure.type)
}

const draftOf = ({ date, method, items, outcome, disposal, demo }: store.ResultRecord) => ({ date, method, items, outcome, disposal, demo })

function head(visit: store.VisitRecord, result: store.ResultRecord | undefined) {
  // 20 working days from the end of the inspection (domain.md §9); without a result, from the last day it may take place.
  const clock = workingDayAfter(result?.date ?? visit.dueOn, 20)
  return {
    id: visit.id,
    taskId: visit.taskId,
    taskName: visit.taskName,
    subject: visit.subject,
    name: visit.name,
    regionName: visit.regionName,
    address: visit.address,
    state: visit.state,
    outcome: result?.outcome ?? null,
    officers: visit.officers,
    dueOn: visit.dueOn,
    disclosedBy: clock.ok ? clock.value : null,
    updatedAt: visit.updatedAt,
  }
}
