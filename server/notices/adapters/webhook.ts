/**
 * A signed POST for each message, for whoever passes them on to an office's own messenger. Signature: HMAC-SHA256 over `<timestamp>.<body>`, in hex; the
 * receiver compares it and refuses what is older than five minutes, so that a copied request is worth nothing.
 */
import { createHmac } from 'node:crypto'
import type { DeliveryFailure } from '#contract/notices.ts'
import type { Adapter, Message, Receiver, Sent } from './adapter.ts'

export type WebhookSettings = { readonly url: string; readonly secret: string }

const patience = 10_000

export function webhookAdapter({ url, secret }: WebhookSettings, now: () => number): Adapter {
  return {
    channel: 'webhook',
    where: new URL(url).origin,
    official: true,
    most: 1,
    send: async (to, messages) => {
      for (const message of messages) {
        const sent = await post(url, bodyOf(to, message), { secret, id: message.id, timestamp: Math.floor(now() / 1000) })
        if (sent.outcome !== 'sent') return sent
      }
      return { outcome: 'sent', detail: 'HTTP 2xx' }
    },
    close: () => undefined,
  }
}

/** The signature of a body: `sha256=<hex>`, in the header `x-mingjian-signature`. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

const bodyOf = ({ accountId, name, orgName }: Receiver, message: Message): string =>
  JSON.stringify({ version: 1, ...message, to: { accountId, name, orgName } })

async function post(
  url: string,
  body: string,
  { secret, id, timestamp }: { readonly secret: string; readonly id: string; readonly timestamp: number },
): Promise<Sent> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      // A redirect would carry the message to somebody whom nobody set.
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-mingjian-delivery': id,
        'x-mingjian-timestamp': String(timestamp),
        'x-mingjian-signature': signatureOf(secret, timestamp, body),
      },
      body,
    })
    await answer.body?.cancel()
    const detail = `HTTP ${answer.status}`
    if (answer.ok) return { outcome: 'sent', detail }
    return { outcome: 'failed', ...failureOf(answer.status), detail }
  } catch (error) {
    const detail = reasonOf(error)
    return { outcome: 'failed', again: true, code: /certificate/i.test(detail) ? 'certificate_untrusted' : 'unreachable', detail }
  }
}

/** 401 and 403: the secret is not what the other side has. */
function failureOf(status: number): { readonly again: boolean; readonly code: DeliveryFailure } {
  if (status >= 500 || status === 429 || status === 408) return { again: true, code: 'refused_for_now' }
  if (status < 400) return { again: true, code: 'redirected' }
  return { again: false, code: status === 401 || status === 403 ? 'sign_in_refused' : 'refused' }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return `${error.message}${cause === '' ? '' : `: ${cause}`}`.slice(0, 300)
}
