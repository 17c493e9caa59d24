/** A mail server on a socket of its own: speaks SMTP (RFC 5321) as far as a client needs it, keeps what it is given, and refuses what a test tells it to. */
import { createServer, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { Certificate } from './certificate.ts'

export type Letter = {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly login: string | null
  readonly encrypted: boolean
}

export type SmtpServer = {
  readonly port: number
  readonly letters: readonly Letter[]
  /** Every line a client sent, in order. */
  readonly heard: readonly string[]
  /** Those of them that anybody on the way could read. */
  readonly heardInTheOpen: readonly string[]
  /** What is answered to a command from now on instead of yes: `RCPT` → `550 no such user`. */
  readonly answer: (command: string, reply: string | null) => void
  readonly close: () => Promise<void>
}

type Options = {
  readonly offers?: readonly string[]
  /** tls: from the first byte, as on port 465. starttls: offered, as on port 587. */
  readonly tls?: { readonly how: 'tls' | 'starttls'; readonly certificate: Certificate }
}

export async function openSmtpServer({ offers = ['AUTH PLAIN'], tls }: Options = {}): Promise<SmtpServer> {
  const letters: Letter[] = []
  const heard: string[] = []
  const heardInTheOpen: string[] = []
  const context = tls === undefined ? null : createSecureContext(tls.certificate)
  const replies = new Map<string, string>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    const talk = { offers, replies, heard, heardInTheOpen, starttls: tls?.how === 'starttls' ? context : null }
    const keep = (letter: Letter) => letters.push(letter)
    converse(tls?.how === 'tls' && context !== null ? secured(socket, context) : socket, { ...talk, keep, greets: true })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    letters,
    heard,
    heardInTheOpen,
    answer: (command, reply) => {
      if (reply === null) replies.delete(command)
      else replies.set(command, reply)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** The lines of a letter's source that a reader sees: its text decoded, its subject too. */
export function readLetter(source: string): { readonly subject: string; readonly text: string } {
  const [head = '', ...body] = source.split('\r\n\r\n')
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, ' ')
  const subject = /^Subject: (.*)$/m.exec(unfolded)?.[1] ?? ''
  const bytes = body.join('\r\n\r\n')
  const encoding = /^Content-Transfer-Encoding: (.*)$/m.exec(unfolded)?.[1] ?? '7bit'
  return {
    subject: decodeWords(subject),
    text: encoding === 'base64' ? Buffer.from(bytes, 'base64').toString('utf8') : quotedPrintable(bytes),
  }
}

type Talk = {
  readonly offers: readonly string[]
  readonly replies: ReadonlyMap<string, string>
  readonly heard: string[]
  readonly heardInTheOpen: string[]
  readonly keep: (letter: Letter) => void
  /** What STARTTLS goes on with; null: not offered. */
  readonly starttls: SecureContext | null
  /** After STARTTLS nobody is greeted again. */
  readonly greets: boolean
}

function secured(socket: Socket, secureContext: SecureContext): TLSSocket {
  const encrypted = new TLSSocket(socket, { isServer: true, secureContext })
  // Whoever does not trust the certificate hangs up.
  encrypted.on('error', () => socket.destroy())
  return encrypted
}

function converse(socket: Socket, talk: Talk): void {
  const { offers, replies, heard, heardInTheOpen, keep, starttls, greets } = talk
  const encrypted = socket instanceof TLSSocket
  let from = ''
  let to: string[] = []
  let data: string[] | null = null
  let login: string | null = null
  const say = (line: string): void => {
    socket.write(`${line}\r\n`)
  }
  /** What is answered to a command; null: the goodbye is said already. */
  const replyTo = (command: string, line: string): string | null => {
    const refusal = replies.get(command)
    if (refusal !== undefined) return refusal
    if (command === 'EHLO') {
      const offered = starttls === null ? offers : [...offers, 'STARTTLS']
      return ['250-mail.test', ...offered.map((one) => `250-${one}`), '250 8BITMIME'].join('\r\n')
    }
    if (command === 'STAR') {
      if (starttls === null) return '502 not offered'
      socket.removeAllListeners('data')
      socket.write('220 go on\r\n')
      converse(secured(socket, starttls), { ...talk, starttls: null, greets: false })
      return null
    }
    if (command === 'AUTH') login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('utf8')
    if (command === 'AUTH') return '235 welcome'
    if (command === 'MAIL') from = addressIn(line)
    if (command === 'RCPT') to.push(addressIn(line))
    if (command === 'DATA') data = []
    if (command === 'QUIT') socket.end('221 bye\r\n')
    return command === 'QUIT' ? null : command === 'DATA' ? '354 go on' : '250 ok'
  }
  const take = (line: string): void => {
    if (data === null) {
      heard.push(line)
      if (!encrypted) heardInTheOpen.push(line)
      const reply = replyTo(line.slice(0, 4).toUpperCase(), line)
      if (reply !== null) say(reply)
    } else if (line === '.') {
      keep({ from, to, source: data.join('\r\n'), login, encrypted })
      data = null
      to = []
      say(`250 kept for ${from}`)
    } else data.push(line.startsWith('..') ? line.slice(1) : line)
  }
  let rest = ''
  const decoder = new StringDecoder('utf8')
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  if (greets) say('220 mail.test')
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? ''

/** RFC 2047 encoded words. */
const decodeWords = (text: string): string =>
  text
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : quotedPrintable(word.replaceAll('_', ' ')),
    )

function quotedPrintable(text: string): string {
  const joined = text.replaceAll(/=\r\n/g, '')
  return Buffer.from(
    joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    /=[0-9A-F]{2}/.test(joined) ? 'latin1' : 'utf8',
  ).toString('utf8')
}
