/** The ways out of the house, as the settings say. */
import type { Log } from '#server/http/log.ts'
import type { Adapter } from './adapter.ts'
import { emailAdapter, type SmtpSettings } from './email.ts'
import { logSms } from './sms.ts'
import { type WebhookSettings, webhookAdapter } from './webhook.ts'

export type NoticeSettings = { readonly smtp: SmtpSettings | null; readonly webhook: WebhookSettings | null; readonly sms: 'log' | null }

export const openAdapters = (
  { smtp, webhook, sms }: NoticeSettings,
  { siteName, log, now }: { readonly siteName: string; readonly log: Log; readonly now: () => number },
): readonly Adapter[] => [
  ...(smtp === null ? [] : [emailAdapter(smtp, siteName)]),
  ...(webhook === null ? [] : [webhookAdapter(webhook, now)]),
  ...(sms === null ? [] : [logSms(log)]),
]
