/** Settings of mails, webhook and text messages: part of the environment that bin/config.ts reads. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { SmtpSettings } from '#server/notices/adapters/email.ts'
import type { NoticeSettings } from '#server/notices/adapters/open.ts'

export const noticeEnvironment = {
  MINGJIAN_SMTP: z
    .string()
    .refine(
      (text) => smtpOf(text) !== null,
      'must be the mail server: smtps://mail.example.gov.cn:465 (TLS), smtp+starttls://mail.example.gov.cn:587, or smtp://10.1.2.3:25 for a relay inside the house',
    )
    .optional(),
  MINGJIAN_SMTP_USER: z.string().optional(),
  MINGJIAN_SMTP_PASSWORD: z.string().optional(),
  MINGJIAN_SMTP_CA: z.string().min(1).optional(),
  MINGJIAN_SMTP_FROM: z.email('must be the address mails come from: mingjian@example.gov.cn').optional(),
  MINGJIAN_WEBHOOK: z
    .string()
    .refine(
      (text) => /^https?:\/\/[^@]+$/.test(text) && URL.canParse(text),
      'must be an address without a password in it: https://im.example.gov.cn/mingjian',
    )
    .optional(),
  MINGJIAN_WEBHOOK_SECRET: z.string().optional(),
  MINGJIAN_SMS: z.enum(['log'], 'must be log (writes to the log, sends nothing); a gateway is an adapter of its own').optional(),
} as const

type Environment = z.output<z.ZodObject<typeof noticeEnvironment>>

/** The settings as the environment has them: a certificate is a file that is read at a start. */
export type NoticeConfig = Omit<NoticeSettings, 'smtp'> & {
  readonly smtp: (Omit<SmtpSettings, 'ca'> & { readonly caFile: string | null }) | null
}

/** Throws a message that says what to do when a certificate is not there or is none: better at a start than with the first letter. */
export async function readNoticeSettings({ smtp, ...others }: NoticeConfig): Promise<NoticeSettings> {
  if (smtp === null) return { ...others, smtp }
  const { caFile, ...server } = smtp
  return { ...others, smtp: { ...server, ca: caFile === null ? null : await readCertificates(caFile) } }
}

async function readCertificates(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8')
    const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
    if (found.length === 0) throw new Error('no line BEGIN CERTIFICATE in it')
    return found.map((one) => new X509Certificate(one).toString()).join('\n')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`MINGJIAN_SMTP_CA names ${file}, which holds no certificates in PEM: ${why}`)
  }
}

export function noticeSettings(e: Environment, resolve: (path: string) => string): NoticeConfig {
  const server = e.MINGJIAN_SMTP === undefined ? null : smtpOf(e.MINGJIAN_SMTP)
  const account =
    e.MINGJIAN_SMTP_USER === undefined || e.MINGJIAN_SMTP_PASSWORD === undefined
      ? null
      : { user: e.MINGJIAN_SMTP_USER, password: e.MINGJIAN_SMTP_PASSWORD }
  return {
    smtp:
      server === null || e.MINGJIAN_SMTP_FROM === undefined
        ? null
        : { ...server, account, from: e.MINGJIAN_SMTP_FROM, caFile: e.MINGJIAN_SMTP_CA === undefined ? null : resolve(e.MINGJIAN_SMTP_CA) },
    webhook:
      e.MINGJIAN_WEBHOOK === undefined || e.MINGJIAN_WEBHOOK_SECRET === undefined
        ? null
        : { url: e.MINGJIAN_WEBHOOK, secret: e.MINGJIAN_WEBHOOK_SECRET },
    sms: e.MINGJIAN_SMS ?? null,
  }
}

/** What belongs together is set together: half a setting would send nothing and say nothing. */
export const noticeConfigProblems = (e: Environment): readonly string[] => [
  ...((e.MINGJIAN_SMTP === undefined) === (e.MINGJIAN_SMTP_FROM === undefined)
    ? []
    : ['MINGJIAN_SMTP and MINGJIAN_SMTP_FROM are set together: the mail server, and the address mails come from']),
  ...((e.MINGJIAN_SMTP_USER === undefined) === (e.MINGJIAN_SMTP_PASSWORD === undefined)
    ? []
    : ['MINGJIAN_SMTP_USER and MINGJIAN_SMTP_PASSWORD are set together, or neither for a server without accounts']),
  ...(e.MINGJIAN_SMTP_PASSWORD !== undefined && e.MINGJIAN_SMTP !== undefined && smtpOf(e.MINGJIAN_SMTP)?.security === 'none'
    ? ['MINGJIAN_SMTP_PASSWORD would go over the network in the open: use smtps:// or smtp+starttls://']
    : []),
  ...(e.MINGJIAN_SMTP_CA !== undefined && (e.MINGJIAN_SMTP === undefined || smtpOf(e.MINGJIAN_SMTP)?.security === 'none')
    ? ['MINGJIAN_SMTP_CA is for a mail server with TLS: set MINGJIAN_SMTP to smtps:// or smtp+starttls://, or leave it out']
    : []),
  ...((e.MINGJIAN_WEBHOOK === undefined) === (e.MINGJIAN_WEBHOOK_SECRET === undefined)
    ? []
    : ['MINGJIAN_WEBHOOK and MINGJIAN_WEBHOOK_SECRET are set together: the address, and the key that signs what is sent there']),
  ...(e.MINGJIAN_WEBHOOK_SECRET !== undefined && e.MINGJIAN_WEBHOOK_SECRET.length < 32
    ? ['MINGJIAN_WEBHOOK_SECRET is too short: set 32 or more random characters, for example from: openssl rand -base64 32']
    : []),
]

const schemes = {
  'smtps:': { security: 'tls', port: 465 },
  'smtp+starttls:': { security: 'starttls', port: 587 },
  'smtp:': { security: 'none', port: 25 },
} as const

/** Null for what is no mail server, or carries an account: passwords have a setting of their own. */
function smtpOf(text: string): { readonly host: string; readonly port: number; readonly security: 'tls' | 'starttls' | 'none' } | null {
  const [, scheme = '', host = '', port] = /^([a-z+]+:)\/\/([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?\/?$/.exec(text) ?? []
  if (!Object.hasOwn(schemes, scheme) || host === '' || Number(port ?? 1) > 65_535) return null
  const { security, port: usual } = schemes[scheme as keyof typeof schemes] // tested above
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? usual : Number(port), security }
}
