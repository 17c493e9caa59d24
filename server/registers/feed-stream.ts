/** POST /api/v1/register/events: the change feed as its sender pushes it. A retry needs no `commandId`: the numbers of the events are one each. */
import * as z from 'zod'
import type { Receipt } from '#contract/feeds.ts'
import { inScope } from '#server/http/call.ts'
import { Problem, problemBody } from '#server/http/problem.ts'
import type { StreamHandler } from '#server/http/streams.ts'
import { readReceipt } from './feed-handlers.ts'
import { receiveFeed } from './feed-receive.ts'

const Query = z.object({
  source: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('main'),
  gaps: z.enum(['accept', 'refuse']).default('refuse'),
})

export const registerEvents: StreamHandler = async ({ request, query, actor, services }) => {
  const asked = Query.safeParse(Object.fromEntries(query))
  if (!asked.success) {
    const text = asked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
    throw new Problem('invalid_input', { fields: [], fieldsZh: text, fieldsEn: text })
  }
  const sender = { by: actor, name: asked.data.source, via: 'push', giveUp: asked.data.gaps === 'accept' } as const
  const broken = { error: null as unknown }
  const received = await receiveFeed(services, sender, bodyOf(request.body, broken)).catch((error: unknown) => {
    if (error !== broken.error) throw error
    throw new Problem('feed_broken', {}, { cause: error })
  })
  if (received.receiptId === null) throw new Problem('feed_empty')
  const { receiptId, stopped } = received
  const receipt: Receipt = await inScope(services.db, actor, 'read only', (tx) => readReceipt(tx, actor, receiptId, services.now()))
  if (stopped === null) return Response.json(receipt)
  const body = { ...problemBody(new Problem('feed_gap', { ...stopped, receiptId })), receipt }
  return new Response(JSON.stringify(body), {
    status: 409,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** A body that breaks off is the sender's trouble, not a fault of the server: `broken` remembers the error, to be told apart. */
async function* bodyOf(body: ReadableStream<Uint8Array> | null, broken: { error: unknown }): AsyncGenerator<Uint8Array, void, void> {
  if (body === null) return
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        broken.error = error
        throw error
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
