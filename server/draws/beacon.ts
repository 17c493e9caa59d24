/** 公开信标: the public value that nobody knew at COMMIT (draw protocol §4): choosing it, waiting for it, taking it in. */
import * as z from 'zod'
import type { BeaconChoice } from '#contract/draws.ts'
import { type Beacon, type BeaconValue, chainOf, drandRoundAt, parseAnnounced } from '#core/draws/beacon.ts'
import { type DrawLife, proposeBeacon, takeBeacon } from '#core/draws/state.ts'
import { type Instant, later, parseInstant } from '#core/time.ts'
import { command } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { type Jobs, jobsIn } from '#server/jobs/queue.ts'
import { type Due, dueOf } from './beacon-due.ts'
import { lifeOf } from './events.ts'
import { act, appendStep, by, lockLife, system } from './life.ts'
import { republish } from './publish.ts'
import { resultJob } from './result-job.ts'
import * as store from './store.ts'

/** The beacon of a COMMIT from what the organiser chose. It lies in the future, or somebody could know it already. */
export function beaconOf(services: Services, choice: BeaconChoice | null, now: Instant): Beacon | null {
  if (choice === null) return null
  const announced = choice.kind === 'drand' ? [] : choice.later.map(({ what, at }): [string, Instant] => [what, timeOf(at)])
  const at = timeOf(choice.at)
  const times = [at, ...announced.map(([, time]) => time)]
  if (times.some((time, i) => time <= (times[i - 1] ?? now))) throw new Problem('beacon_not_in_future', { now })
  if (choice.kind === 'announced') return { kind: 'announced', what: choice.what, at, later: announced }
  const { chain } = services.beacons
  return { kind: 'drand', chain: chain.hash, round: drandRoundAt(chain, at) }
}

export const beaconHandlers = {
  giveBeacon: os.draws.giveBeacon.handler(
    command('draw.beacon', async ({ input, tx, actor, now, jobs, record, services }) => {
      const { draw, events, life } = await lockLife(tx, actor, input.drawId)
      const typed = input.value
      const second = life.proposed !== null && life.proposed.by !== actor.id
      record(`draw:${draw.id}`, { kind: typed.kind })
      if (typed.kind === 'announced' && !second) {
        const next = unwrap(proposeBeacon(life, { value: typed.value }, act(actor, now)))
        await appendStep(tx, draw, events, { type: 'beacon_proposed', document: { value: typed.value } }, by(actor), now, next)
        return { state: next.state }
      }
      const due = dueOf(services, life)
      if (due === null) throw new Problem('wrong_state', { state: life.state, verb: 'beacon' })
      const value = typedValue(due, typed, now)
      const taken = takeBeacon(life, value, act(actor, now), services.beacons.chains)
      // What the first one typed stays unseen, or the second would only copy it.
      if (!taken.ok && taken.failure.type === 'beacon_values_differ') throw new Problem('beacon_values_differ')
      const next = unwrap(taken)
      const chain = due.kind === 'drand' ? chainOf(due.chain, services.beacons.chains) : null
      await appendStep(tx, draw, events, { type: 'beacon', document: { value, chain } }, by(actor), now, next)
      await jobs.add(resultJob, { drawId: draw.id })
      await republish(tx, services, draw.id, now)
      return { state: next.state }
    }),
  ),
}

type Typed = { readonly kind: 'drand'; readonly signature: string } | { readonly kind: 'announced'; readonly value: string }

/** What somebody typed, as the value of the round or announcement that is due; typed too early it could only be a guess. */
function typedValue(due: Due, typed: Typed, now: Instant): BeaconValue {
  const { revealedAt, at } = due
  if (at > now) throw new Problem('beacon_not_yet', { at })
  if (due.kind === 'drand' && typed.kind === 'drand') return { kind: 'drand', round: due.round, signature: typed.signature, revealedAt }
  if (due.kind === 'announced' && typed.kind === 'announced')
    return { kind: 'announced', what: due.what, at, value: parseAnnounced(typed.value) ?? typed.value, revealedAt }
  throw new Problem('beacon_of_other_kind')
}

function timeOf(text: string): Instant {
  const at = parseInstant(text)
  if (at === null) throw new Problem('instant_unreadable', { text })
  return at
}

/** When every number is revealed: draw at once, or wait for the beacon. */
export async function drawOrWait(jobs: Jobs, services: Services, drawId: string, life: DrawLife): Promise<void> {
  if (life.state === 'drawing') return jobs.add(resultJob, { drawId })
  const due = dueOf(services, life)
  if (due?.kind === 'drand' && services.beacons.fetch !== null) await jobs.add(beaconJob, { drawId }, { runAt: due.at })
}

const Payload = z.object({ drawId: z.string() })
/** A round that is not there yet is asked for again after this long, in milliseconds. */
const askAgainMs = 3000
/** And after this long where no mirror answers, or one answers wrongly. */
const askLaterMs = 30_000

/** Fetches the round that is due. A mirror that is down delays a draw and never decides it; the round can always be typed in as well. */
export const beaconJob = defineJob({
  name: 'draw.beacon',
  payload: Payload,
  thing: ({ drawId }) => `draw-beacon:${drawId}`,
  run: async (run) => {
    const { beacons } = run.services
    const due = await run.transaction(async (tx) => {
      const draw = await store.findDraw(tx, run.payload.drawId)
      return draw?.state === 'awaiting_beacon' ? dueOf(run.services, lifeOf(draw, await store.eventsOf(tx, draw.id))) : null
    })
    if (due?.kind !== 'drand' || beacons.fetch === null) return
    const chain = chainOf(due.chain, beacons.chains)
    let [signature, wait]: [string | null, number] = [null, askAgainMs]
    try {
      if (chain !== null) signature = await beacons.fetch(chain, due.round)
    } catch (err) {
      run.log.warn({ err, round: due.round }, 'no mirror answers; asked again')
      wait = askLaterMs
    }
    await run.transaction(async (tx) => {
      const draw = await store.lockDraw(tx, run.payload.drawId)
      if (draw?.state !== 'awaiting_beacon') return
      const events = await store.eventsOf(tx, draw.id)
      const at = run.now()
      const value = { kind: 'drand', round: due.round, signature: signature ?? '', revealedAt: due.revealedAt } as const
      const taken = signature === null ? null : takeBeacon(lifeOf(draw, events), value, { by: 'system', at }, beacons.chains)
      if (taken?.ok !== true) {
        // A mirror that lies is asked again as one that is down: giving up would be its decision.
        if (taken !== null) {
          run.log.warn({ code: taken.failure.type, round: due.round }, 'what a mirror gave is not the round; asked again')
          wait = askLaterMs
        }
        await jobsIn(tx).add(beaconJob, run.payload, { runAt: later(at, wait) })
        return
      }
      const next = taken.value
      await appendStep(tx, draw, events, { type: 'beacon', document: { value, chain } }, system, at, next)
      await jobsIn(tx).add(resultJob, { drawId: draw.id })
      await republish(tx, run.services, draw.id, at)
    })
  },
})
