/** E-mail over SMTP (RFC 5321): several messages to one person are one letter, in plain text. */
import { getCACertificates } from 'node:tls'
import { createTransport } from 'nodemailer'
import type { DeliveryFailure } from '#contract/notices.ts'
import { type Adapter, type Message, masked, type Receiver, type Sent } from './adapter.ts'

export type SmtpSettings = {
  readonly host: string
  readonly port: number
  /** tls: from the first byte (465). starttls: demanded before anything is said (587). none: a relay inside the house. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly account: { readonly user: string; readonly password: string } | null
  readonly from: string
  /** Certificates (PEM) that are trusted beside those of the machine: of a government's own authority, or of a server that signed its own. Null: none. */
  readonly ca: string | null
}

/** Milliseconds that a mail server may take for each of its answers. */
const patience = 15_000

export function emailAdapter({ host, port, security, account, from, ca }: SmtpSettings, siteName: string): Adapter {
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(account === null ? {} : { auth: { user: account.user, pass: account.password } }),
    ...(ca === null ? {} : { tls: { ca: [...getCACertificates('default'), ca] } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    channel: 'email',
    where: `${host}:${port}`,
    official: true,
    most: 50,
    send: async (to, messages) => {
      try {
        const answer = await transport.sendMail({
          from: { name: siteName, address: from },
          to: { name: to.name, address: to.target },
          subject: subjectOf(messages, siteName),
          text: textOf(to, messages, siteName),
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { outcome: 'sent', detail: withoutAddress(answer.response, to.target) }
      } catch (error) {
        return failure(error, to.target)
      }
    },
    close: () => transport.close(),
  }
}

const subjectOf = (messages: readonly Message[], siteName: string): string => {
  const [first] = messages
  return messages.length === 1 && first !== undefined ? `【${siteName}】${first.zh}` : `【${siteName}】${messages.length} 条提醒`
}

function textOf({ name, orgName }: Receiver, messages: readonly Message[], siteName: string): string {
  const lines = messages.map(({ zh, link }, i) => `${messages.length === 1 ? '' : `${i + 1}. `}${zh}${link === null ? '' : `\n   ${link}`}`)
  return [
    `${name}（${orgName}）：`,
    '',
    ...lines,
    '',
    `本邮件由${siteName}自动发送，请勿回复。不想再收到，请在系统“通知”页的“提醒方式”中修改。`,
    '',
  ].join('\n')
}

/** 5yz is final (RFC 5321 §4.2.1), all else may pass: a full mailbox, a server that is down, a wrong certificate that somebody mends. */
function failure(error: unknown, target: string): Sent {
  const { message, code, responseCode } = error instanceof Error ? (error as Error & { code?: string; responseCode?: number }) : noWords // nodemailer adds both to its errors
  const refusesReceiver = code === 'EENVELOPE' || code === 'EMESSAGE'
  const final = refusesReceiver && responseCode !== undefined && responseCode >= 500
  return { outcome: 'failed', again: !final, code: codeOf(message, code, responseCode), detail: withoutAddress(message, target) }
}

/** Node names a dozen reasons not to trust a certificate, and nodemailer puts its own code over them: what all have in common is the word. */
function codeOf(message: string, code: string | undefined, responseCode: number | undefined): DeliveryFailure {
  if (/certificate/i.test(message)) return 'certificate_untrusted'
  if (code === 'ETLS') return 'tls_missing'
  if (code === 'EAUTH') return 'sign_in_refused'
  if (responseCode === undefined) return 'unreachable'
  if (responseCode < 500) return 'refused_for_now'
  return code === 'EENVELOPE' ? 'receiver_refused' : 'refused'
}

const noWords = { message: 'no answer that can be read', code: undefined, responseCode: undefined }

/** Servers repeat the address in their answers, and the log page shows no whole address. */
const withoutAddress = (text: string, target: string): string => text.replaceAll(target, masked(target)).slice(0, 300)
