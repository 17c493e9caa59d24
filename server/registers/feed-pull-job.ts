/** The change feed as we ask for it: at its times, after the last number that was taken, by the same code as what is pushed. */
import * as z from 'zod'
import { later } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import type { Registration, Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { systemOf } from '#server/record/append.ts'
import { receiveFeed, sourceOf } from './feed-receive.ts'
import * as store from './feed-store.ts'

const Payload = z.object({})

/** One try each time: the next time is soon enough, and begins where this one ended. */
export const feedPullJob = defineJob({
  name: 'feed.pull',
  payload: Payload,
  thing: () => 'feed-pull:registration',
  maxAttempts: 1,
  run: async ({ services, signal, log, progress }) => {
    const { registration } = services
    if (registration === undefined || registration === null) return
    await schedulePull(services, registration.everyMs)
    const sender = await senderOf(services, registration)
    const after = await inScope(services.longDb, '*', 'read only', (tx) => store.lastSeqOf(tx, sourceOf(sender)))
    progress.at('pull', 0)
    const { receiptId, stopped } = await receiveFeed(services, sender, bytesOf(registration.pull(after, signal)))
    log.info({ receiptId, after, stopped }, 'registration events pulled')
    if (stopped !== null) throw new Problem('feed_gap', { ...stopped, receiptId })
  },
})

/** Asks for the next pull; one that waits already is replaced. */
export const schedulePull = (services: Services, inMs: number): Promise<void> =>
  inScope(services.longDb, '*', 'read write', (tx) =>
    jobsIn(tx).add(feedPullJob, {}, { key: 'feed.pull', queue: 'feed.pull', runAt: later(services.now(), inMs) }),
  )

async function senderOf(services: Services, { orgPath, dept, name }: Registration) {
  const orgName = await inScope(services.longDb, '*', 'read only', (tx) => store.orgNameOf(tx, orgPath, dept))
  if (orgName === null) throw new Problem('org_unknown')
  return { by: systemOf({ orgPath, dept, orgName }), name, via: 'pull', giveUp: false } as const
}

async function* bytesOf(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder()
  for await (const line of lines) yield encoder.encode(`${line}\n`)
}
