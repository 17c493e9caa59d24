/** 人员匹配: handlers. They show what a draw did and could have done; none of them draws. */
import { type Actor, isPathWithin, spansDepartments } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { matchesOfficers } from '#server/draws/draw-run.ts'
import { type DrawEvent, eventOf } from '#server/draws/events.ts'
import { getDraw } from '#server/draws/life.ts'
import { type DrawRecord, eventsOf } from '#server/draws/store.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { policyOf } from '#server/policy/at.ts'
import { getTask } from '#server/tasks/sight.ts'
import { explainPair } from './explain.ts'
import { departmentFor, factsOfTask } from './facts.ts'
import { loadsOf } from './loads.ts'
import { pairsPage, propensitiesPage } from './pairs.ts'
import { presentPreview } from './preview.ts'
import { yearOf } from './year-store.ts'

export const matchingHandlers = {
  preview: os.matching.preview.handler(
    query(async ({ input, tx, actor, now }) => {
      const task = await getTask(tx, actor, input.taskId)
      const department = found(await departmentFor(tx, task, actor))
      const facts = await factsOfTask(tx, { task, department, policy: await policyOf(tx, department, now), now })
      return await presentPreview(tx, facts)
    }),
  ),

  pairs: os.matching.pairs.handler(
    query(async ({ input, tx, actor, services }) => {
      const { draw, events } = await matchedDraw(tx, actor, input.drawId)
      return await pairsPage(tx, services.files, draw, events, input)
    }),
  ),

  explain: os.matching.explain.handler(
    query(async ({ input, tx, actor, services }) => {
      const { draw, events } = await matchedDraw(tx, actor, input.drawId)
      return found(await explainPair(tx, services.files, draw, events, input.subject))
    }),
  ),

  loads: os.matching.loads.handler(
    query(async ({ input, tx, actor, services }) => {
      const { draw, events } = await matchedDraw(tx, actor, input.drawId)
      return await loadsOf(tx, services.files, draw, events)
    }),
  ),

  yearLoads: os.matching.yearLoads.handler(
    query(async ({ input, tx, actor }) => {
      const orgPath = input.orgPath !== undefined && isPathWithin(actor.orgPath, input.orgPath) ? input.orgPath : actor.orgPath
      return await yearOf(tx, { year: input.year, orgPath, dept: spansDepartments(actor) ? null : actor.dept })
    }),
  ),

  propensities: os.matching.propensities.handler(
    query(async ({ input, tx, actor, services }) => {
      const { draw, events } = await matchedDraw(tx, actor, input.drawId)
      return await propensitiesPage(tx, services.files, draw, events, input)
    }),
  ),
}

/** A draw of officers that has frozen its matching; any other kind has no pairs. */
async function matchedDraw(tx: Tx, actor: Actor, drawId: string): Promise<{ draw: DrawRecord; events: DrawEvent[] }> {
  const draw = await getDraw(tx, actor, drawId)
  const events = await eventsOf(tx, draw.id)
  if (!matchesOfficers(draw, events)) throw new Problem('not_found')
  // Before the result a probability is nobody's business: it would tell whom to wait for.
  if (eventOf(events, 'result') === null) throw new Problem('matching_not_drawn', { drawId: draw.id, state: draw.state })
  return { draw, events }
}
