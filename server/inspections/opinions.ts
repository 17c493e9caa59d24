/** 专家意见: what an expert of a team says of a visit. */
import type { Opinion } from '#contract/inspections.ts'
import { type Ability, type Actor, allowed, refused } from '#core/access/can.ts'
import { giveOpinion, readsOpinions } from '#core/inspections/opinion.ts'
import type { Tx } from '#db/connect.ts'
import { command } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { isLeaving } from '#server/matching/seat-store.ts'
import { notify } from '#server/notices/notify.ts'
import { insertOpinion, opinionsOf } from './opinion-store.ts'
import { visible } from './sight.ts'
import { standing } from './standing.ts'
import { findVisits, type VisitRecord } from './store.ts'

export const opinionHandlers = {
  advise: os.inspections.advise.handler(
    command('opinion.give', async ({ input, tx, actor, now, record }) => {
      const [visit] = await findVisits(tx, [input.visitId], 'lock')
      if (visit === undefined || !visible(actor, visit)) throw new Problem('not_found')
      if (await isLeaving(tx, visit, actor.officerId)) throw new Problem('officer_leaving')
      const officerId = actor.officerId ?? ''
      const before = (await opinionsOf(tx, visit)).find((opinion) => opinion.officerId === officerId)
      const { version } = unwrap(giveOpinion(standing(visit, undefined), { version: before?.version ?? 0 }, input.seen, actor))
      await insertOpinion(tx, visit, { officerId, by: actor.name, text: input.text, version, at: now })
      for (const officer of visit.officers.filter(({ id }) => id !== officerId))
        await notify(tx, {
          to: { officerId: officer.id },
          kind: 'visit.advised',
          thing: `visit:${visit.id}`,
          facts: { name: visit.name },
          at: now,
        })
      record(`visit:${visit.id}`, { version })
      return { version }
    }),
  ),
}

/** Opinions for the team and its reviewer; null for everybody else who sees the visit. */
export async function shownOpinions(tx: Tx, visit: VisitRecord, actor: Actor): Promise<Opinion[] | null> {
  if (!readsOpinions(standing(visit, undefined), actor)) return null
  const opinions = await opinionsOf(tx, visit)
  return opinions.map(({ officerId, ...opinion }) => ({ ...opinion, mine: officerId === actor.officerId }))
}

/** Whether the form of an opinion is open to the actor. */
export function adviseAbility(visit: VisitRecord, actor: Actor): Ability {
  const given = giveOpinion(standing(visit, undefined), { version: 0 }, 0, actor)
  return given.ok ? allowed : refused(given.failure.type)
}
