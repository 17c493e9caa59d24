/**
 * Text messages. An operator's gateway is an adapter of this channel with `official: true`; none is part of this house, because each has a contract, a
 * signature and templates that are registered for one office. What is here writes to the log, says so, and is never shown as sent.
 */
import type { Log } from '#server/http/log.ts'
import { type Adapter, masked } from './adapter.ts'

export function logSms(log: Pick<Log, 'info'>): Adapter {
  return {
    channel: 'sms',
    where: 'log',
    official: false,
    most: 1,
    send: async ({ target }, messages) => {
      for (const { kind, thing } of messages) log.info({ to: masked(target), kind, thing }, 'a text message that nobody sent')
      return { outcome: 'logged', detail: '' }
    },
    close: () => undefined,
  }
}
