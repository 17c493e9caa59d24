/** 提醒与通知: what an account is told, where else it wants to be told, and what became of mails and messages. */
import * as z from 'zod'
import { CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const Notice = z.object({
  id: z.uuid(),
  kind: z
    .string()
    .describe('assigned 抽中 | joined 补入 | released 调出 | refused 申请未获批准 (of an officer), or a kind of contract/notice-kinds.ts'),
  thing: z.string().describe('What it is about, `noun:id`: task:…, plan:…'),
  facts: z
    .record(z.string(), z.unknown())
    .describe('What the sentence names; of an officer: taskName, objects, from, to, names (at most five).'),
  dueOn: PlainDate.nullable(),
  stage: z.string().nullable().describe('d5 | d1 | today | overdue: how near the day is; null: no day, or a far one.'),
  at: Instant,
  readAt: Instant.nullable(),
})
export type Notice = z.infer<typeof Notice>

/** What else than the console tells a person: everything, what has a day, or only what is due within a day or overdue. */
export const NoticeLeast = z.enum(['all', 'deadlines', 'urgent'])
export type NoticeLeast = z.infer<typeof NoticeLeast>

export const noticeChannels = ['email', 'webhook', 'sms'] as const
export type NoticeChannel = (typeof noticeChannels)[number]

export const NoticeAddress = z.object({
  email: z.email().max(200).nullable().describe('Where mails go; null: none.'),
  mobile: z
    .string()
    .regex(/^1\d{10}$/)
    .nullable()
    .describe('A mobile number of the mainland, 11 digits; null: none.'),
  least: NoticeLeast,
})
export type NoticeAddress = z.infer<typeof NoticeAddress>

/** Why a message did not get through: what somebody has to mend. The words are in web/i18n/deadlines.ts. */
export const deliveryFailures = [
  'unreachable',
  'certificate_untrusted',
  'tls_missing',
  'sign_in_refused',
  'receiver_refused',
  'refused_for_now',
  'refused',
  'redirected',
] as const
export type DeliveryFailure = (typeof deliveryFailures)[number]

export const Delivery = z.object({
  id: z.uuid(),
  channel: z.enum(noticeChannels),
  kind: z.string(),
  thing: z.string(),
  account: z.string().describe('Who is told, by name.'),
  target: z.string().describe('The address with its middle left out.'),
  state: z.enum(['waiting', 'sent', 'logged', 'failed']).describe('logged: written to the log only, no message was sent.'),
  attempts: z.number().int(),
  detail: z.string().nullable().describe('What the other side answered last.'),
  code: z.enum(deliveryFailures).nullable().describe('Why the last try did not get through; null: it did, or there was none.'),
  nextAt: Instant.nullable(),
  updatedAt: Instant,
})
export type Delivery = z.infer<typeof Delivery>

export const notices = {
  /** The caller's own: what the officer is told and what the account is told, newest first. */
  list: endpoint('signedIn').route({ method: 'GET', path: '/notices', summary: '本人通知' }).input(PageInput).output(page(Notice)),
  unread: endpoint('signedIn')
    .route({ method: 'GET', path: '/notices/unread', summary: '未读通知数' })
    .output(z.object({ unread: z.number().int() })),
  read: endpoint('signedIn')
    .route({ method: 'POST', path: '/notices/read', summary: '标记已读' })
    .input(z.object({ commandId: CommandId, upTo: Instant.describe('Every notice up to this time.') }))
    .output(z.object({ read: z.number().int() })),
  address: endpoint('signedIn')
    .route({ method: 'GET', path: '/notices/address', summary: '本人提醒方式' })
    .output(
      NoticeAddress.extend({
        updatedAt: Instant.nullable(),
        channels: z
          .array(z.enum(noticeChannels))
          .describe('What this house can send by; an address for another channel waits until it can.'),
      }),
    ),
  saveAddress: endpoint('signedIn')
    .route({ method: 'POST', path: '/notices/address', summary: '修改本人提醒方式' })
    .input(NoticeAddress.extend({ commandId: CommandId, seen: Instant.nullable().describe('`updatedAt` as the page showed it.') }))
    .output(z.object({ updatedAt: Instant })),
  /** A message to oneself, by every channel that one has an address for. */
  test: endpoint('signedIn')
    .route({ method: 'POST', path: '/notices/test', summary: '给自己发一条测试消息' })
    .input(z.object({ commandId: CommandId }))
    .output(z.object({ sent: z.number().int() })),
  /** For administrators, of the accounts they manage. */
  deliveries: endpoint('account.manage')
    .route({ method: 'GET', path: '/notices/deliveries', summary: '消息发送记录' })
    .input(
      PageInput.extend({ channel: z.enum(noticeChannels).optional(), state: z.enum(['waiting', 'sent', 'logged', 'failed']).optional() }),
    )
    .output(page(Delivery)),
  channels: endpoint('account.manage')
    .route({ method: 'GET', path: '/notices/channels', summary: '消息通道' })
    .output(
      z.object({
        rows: z.array(
          z.object({
            channel: z.enum(noticeChannels),
            ready: z.boolean(),
            where: z.string().describe('The server, without account or secret; empty: not set.'),
            official: z.boolean().describe('false: writes to the log and sends nothing.'),
            waiting: z.number().int(),
            failed: z.number().int(),
          }),
        ),
      }),
    ),
  again: endpoint('account.manage')
    .route({ method: 'POST', path: '/notices/deliveries/{deliveryId}/again', summary: '重新发送' })
    .input(z.object({ commandId: CommandId, deliveryId: z.uuid() }))
    .output(z.object({ state: z.string() })),
}
