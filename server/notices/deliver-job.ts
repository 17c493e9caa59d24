/**
 * Mails and messages: put up what was told, then send what is due. A message that does not get through is tried again for a day and a half, then given
 * up, and an administrator sees it. After a crash between sending and noting it a message may come twice, and never not at all.
 */
import * as z from 'zod'
import { isNoticeKind, noticeSentence } from '#contract/notice-kinds.ts'
import { thingPath } from '#contract/thing-path.ts'
import type { DeadlineStage } from '#core/deadlines/deadline.ts'
import { type Instant, later } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import type { Adapter, Message, Sent } from './adapters/adapter.ts'
import * as store from './delivery-store.ts'

const Payload = z.object({})

/** Lines and letters of one round. */
const most = 500
/** News older than this is in the inbox only: hours. */
const freshHours = 24
/** Pauses between tries in minutes; after the last one nobody tries any more. */
const pauses = [1, 5, 15, 60, 240, 720, 1080] as const

export const deliverJob = defineJob({
  name: 'notice.deliver',
  payload: Payload,
  thing: () => 'notices:deliver',
  maxAttempts: 3,
  run: async (run) => {
    const adapters = run.services.adapters ?? []
    if (adapters.length === 0) return
    const channels = adapters.map(({ channel }) => channel)
    for (let looked = most; looked === most && !run.signal.aborted; ) {
      const now = run.now()
      looked = await run.transaction((tx) => store.postInbox(tx, { channels, now, since: later(now, -freshHours * 3_600_000), most }))
    }
    let sent = 0
    for (let letters = most; letters === most && !run.signal.aborted; ) {
      const due = await run.transaction((tx) => store.dueDeliveries(tx, channels, run.now(), most))
      letters = due.length
      sent += due.length
      for (const adapter of adapters) await sendAll(run, adapter, due)
    }
    if (sent > 0) run.log.info({ sent }, 'messages sent or tried')
  },
})

export type Post = { readonly stop: () => void }

/** Looks for messages to send every few seconds, and asks for the job when there are some. Several servers ask for one and the same job. */
export function startPost(services: Services, every = 5_000): Post {
  if ((services.adapters ?? []).length === 0) return { stop: () => undefined }
  const look = async (): Promise<void> => {
    const now = services.now()
    const work = await inScope(services.longDb, '*', 'read only', (tx) => store.hasWork(tx, now))
    if (work) await inScope(services.longDb, '*', 'read write', (tx) => jobsIn(tx).add(deliverJob, {}, oneAtATime))
  }
  const safely = (): void =>
    void look().catch((err: unknown) => services.log.error({ err }, 'messages could not be looked for; tried again'))
  const timer = setInterval(safely, every)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      for (const adapter of services.adapters ?? []) adapter.close()
    },
  }
}

const oneAtATime = { key: 'notice.deliver', queue: 'notice.deliver' } as const

async function sendAll(run: JobRun<unknown>, adapter: Adapter, due: readonly store.DueDelivery[]): Promise<void> {
  for (const letter of lettersOf(adapter, due)) {
    if (run.signal.aborted) return
    const [first] = letter
    if (first === undefined) continue
    const { accountId, name, orgName, target } = first
    const sent = await adapter.send(
      { accountId, name, orgName, target },
      letter.map((one) => messageOf(one, run.services)),
    )
    const now = run.now()
    const ids = letter.map(({ id }) => id)
    const code = sent.outcome === 'failed' ? sent.code : null
    const attempts = Math.max(...letter.map((one) => one.attempts))
    await run.transaction((tx) =>
      store.saveOutcome(tx, { ids, outcome: sent.outcome, detail: sent.detail, code, nextAt: nextTry(sent, attempts, now) }, now),
    )
    if (code !== null)
      run.log.warn({ channel: adapter.channel, deliveries: ids, code, detail: sent.detail }, 'a message did not get through')
  }
}

/** What goes to one receiver together, in the order of time. */
function lettersOf({ channel, most }: Adapter, due: readonly store.DueDelivery[]): readonly (readonly store.DueDelivery[])[] {
  const mine = due.filter((one) => one.channel === channel)
  const byReceiver = [...Map.groupBy(mine, ({ accountId, target }) => `${accountId} ${target}`).values()]
  return byReceiver.flatMap((all) => Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most)))
}

/** `attempts` are those before this one. */
function nextTry(sent: Sent, attempts: number, now: Instant): Instant | null {
  const pause = pauses[attempts]
  return sent.outcome === 'failed' && sent.again && pause !== undefined ? later(now, pause * 60_000) : null
}

function messageOf(
  { inboxId, kind, thing, facts, dueOn, stage, at }: store.DueDelivery,
  { publicUrl }: Pick<Services, 'publicUrl'>,
): Message {
  const said = isNoticeKind(kind) ? { kind, facts, dueOn, stage: stage as DeadlineStage | null } : null // inbox_stage_known
  const path = thingPath(thing)
  return {
    ...{ id: inboxId, kind, thing, dueOn, stage, at },
    zh: said === null ? kind : noticeSentence(said, 'zh'),
    en: said === null ? kind : noticeSentence(said, 'en'),
    link: path === null ? null : `${publicUrl}/console${path}`,
  }
}
