/** 指定: somebody is put on teams by hand. It needs a second person, every rule that the law makes, and it is public (certificate, portal, indicators). */
import { officerSubject } from '#core/draws/subject.ts'
import { brokenRules, groundOf, type RuleCode, unmetFacts } from '#core/matching/rules.ts'
import { Problem } from '#server/http/problem.ts'
import type { Seat } from './assignment.ts'
import { factsOf } from './facts.ts'
import { objectsOf } from './facts-store.ts'
import { exchange } from './fill-seats.ts'
import type { SeatChange } from './open-seat-draw.ts'
import { seatsOf } from './propensity-store.ts'
import * as store from './seat-store.ts'

/** What an approval may set aside: rules of ours that spread the work. What the law demands of an officer, nobody can. */
const dispensable: readonly RuleCode[] = ['in_area', 'not_last_time', 'rotation']

export async function appoint(change: SeatChange): Promise<void> {
  const { tx, asked, draw, request } = change
  const held = new Map((await store.seatsHeld(tx, draw, request.officerId)).map(({ subject, role }) => [subject, role]))
  const gone = request.subjects.filter((subject) => !held.has(subject))
  if (gone.length > 0) throw new Problem('seat_not_held', { subjects: gone.slice(0, 5) })
  const officerId = request.appoint?.officerId ?? ''
  await refuseUnfit(change, officerId)
  const newcomers = request.subjects.map((subject): Seat => ({ subject, officerId, role: held.get(subject) ?? 'assist', dept: draw.dept }))
  const by = `appointment:${request.id}`
  await exchange(tx, asked.task, {
    leavers: [{ officerId: request.officerId, subjects: request.subjects }],
    by,
    reason: request.reason,
    newcomers,
    now: asked.now,
  })
  await store.publishAppointment(tx, request, asked.now)
}

/** Refuses whoever breaks a rule that is not ours to set aside, for any of the objects. */
async function refuseUnfit({ tx, asked, draw, request }: SeatChange, officerId: string): Promise<void> {
  const objects = await objectsOf(tx, draw.taskId, { subjects: request.subjects })
  const ever = await seatsOf(tx, draw, request.subjects)
  const expert = ever.some((seat) => seat.officerId === request.officerId && seat.role === 'expert')
  // By hand somebody may come from farther away than the lot would have sent anyone.
  const anywhere = { ...asked, task: { ...asked.task, officerReach: 'cross_region' as const } }
  const facts = await factsOf(tx, anywhere, objects, {
    need: () => ({ officers: expert ? 0 : 1, experts: expert ? 1 : 0 }),
    barred: (leaf) => {
      const subject = objects.find((object) => object.leaf === leaf)?.subject
      return ever
        .filter((seat) => seat.subject === subject)
        .map((seat) => officerSubject(seat.officerId, seat.role === 'expert' ? 'experts' : 'officers'))
    },
  })
  const wanted = officerSubject(officerId, expert ? 'experts' : 'officers')
  const officer = facts.officers.find(({ subject }) => subject === wanted)
  const ground = groundOf(facts, facts.settings.reach)
  for (const object of facts.objects) {
    const broken = officer ? brokenRules(officer, object, ground).filter((rule) => !dispensable.includes(rule)) : (['authority'] as const)
    if (broken.length > 0) throw new Problem('appointed_unfit', { officerId, subject: object.subject, ...unmetFacts(broken) })
  }
}
