import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { selfSigned } from '#test/certificate.ts'
import { openSmtpServer, readLetter, type SmtpServer } from '#test/smtp-server.ts'
import type { Message } from './adapter.ts'
import { emailAdapter, type SmtpSettings } from './email.ts'

let server: SmtpServer
beforeAll(async () => {
  server = await openSmtpServer()
})
afterAll(() => server.close())
beforeEach(() => {
  for (const command of ['MAIL', 'RCPT', 'DATA', 'AUTH']) server.answer(command, null)
})

const settings = (change: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port: server.port,
  security: 'none',
  account: null,
  from: 'mingjian@example.gov.cn',
  ca: null,
  ...change,
})
const message = (zh: string): Message => ({
  ...{ id: '7d3f', kind: 'change.requested', thing: 'change:1', zh, en: 'in English', at: '2026-11-20T01:00:00.000Z' },
  ...{ link: 'https://check.example.gov.cn/console/changes/1', dueOn: null, stage: null },
})
const receiver = { accountId: 'a1', name: '王敏', orgName: '城关区市场监督管理局', target: 'wang.min@example.gov.cn' }
const send = (messages: readonly Message[], change: Partial<SmtpSettings> = {}) => {
  const adapter = emailAdapter(settings(change), '明鉴')
  return adapter.send(receiver, messages).finally(adapter.close)
}
const lastLetter = () => {
  const letter = server.letters.at(-1)
  if (letter === undefined) throw new Error('no letter came')
  return { ...letter, ...readLetter(letter.source) }
}

test('a message arrives as a letter in Chinese, with the way to its page', async () => {
  expect(await send([message('组织岗申请变更“春季抽查”（取消任务），请审批')])).toEqual({
    outcome: 'sent',
    detail: expect.stringContaining('250 kept'),
  })
  const letter = lastLetter()
  expect(letter).toMatchObject({ from: 'mingjian@example.gov.cn', to: ['wang.min@example.gov.cn'], login: null })
  expect(letter.subject).toBe('【明鉴】组织岗申请变更“春季抽查”（取消任务），请审批')
  expect(letter.text).toContain('王敏（城关区市场监督管理局）：')
  expect(letter.text).toContain('https://check.example.gov.cn/console/changes/1')
  expect(letter.source).toContain('Auto-Submitted: auto-generated')
})

test('several messages to one person are one letter', async () => {
  await send(['一', '二', '三'].map((what) => message(`第${what}件`)))
  const { subject, text } = lastLetter()
  expect(subject).toBe('【明鉴】3 条提醒')
  expect(text).toMatch(/1\. 第一件[\s\S]*2\. 第二件[\s\S]*3\. 第三件/)
})

test('a line that looks like the end of the letter, or like another header, stays text', async () => {
  await send([message('标题\r\nBcc: everybody@example.org\r\n.\r\nQUIT')])
  const { to, source, text } = lastLetter()
  expect(to).toEqual(['wang.min@example.gov.cn'])
  expect(source.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m)
  expect(text).toContain('QUIT')
})

describe('what goes wrong is told, and whether to try again', () => {
  test('an address that does not exist is final, and the whole address is not in the log', async () => {
    server.answer('RCPT', '550 5.1.1 <wang.min@example.gov.cn> no such user')
    const sent = await send([message('一')])
    expect(sent).toMatchObject({ outcome: 'failed', again: false, code: 'receiver_refused', detail: expect.stringContaining('550') })
    expect(sent.detail).not.toContain('wang.min')
    expect(sent.detail).toContain('wa***@example.gov.cn')
  })

  test('a mailbox that is full for now is tried again', async () => {
    server.answer('RCPT', '452 4.2.2 mailbox full')
    expect(await send([message('一')])).toMatchObject({ outcome: 'failed', again: true, code: 'refused_for_now' })
  })

  test('a server that is not there is tried again', async () => {
    expect(await send([message('一')], { port: 1 })).toMatchObject({
      outcome: 'failed',
      again: true,
      code: 'unreachable',
      detail: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('a password that is refused is tried again after somebody mends it, and is in no answer', async () => {
    server.answer('AUTH', '535 5.7.8 wrong')
    const sent = await send([message('一')], { account: { user: 'mingjian', password: 'Correct-Horse-9' } })
    expect(sent).toMatchObject({ outcome: 'failed', again: true, code: 'sign_in_refused' })
    expect(JSON.stringify(sent)).not.toContain('Correct-Horse-9')
  })

  test('where TLS is demanded and not offered, neither password nor letter leaves', async () => {
    const before = { letters: server.letters.length, heard: server.heard.length }
    const sent = await send([message('一')], { security: 'starttls', account: { user: 'mingjian', password: 'Correct-Horse-9' } })
    expect(sent).toMatchObject({ outcome: 'failed', again: true, code: 'tls_missing' })
    expect(server.letters).toHaveLength(before.letters)
    expect(server.heard.slice(before.heard).filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([])
  })
})

test('an account signs in before it sends', async () => {
  await send([message('一')], { account: { user: 'mingjian', password: 'Correct-Horse-9' } })
  expect(lastLetter().login).toBe('\0mingjian\0Correct-Horse-9')
})

describe.each(['tls', 'starttls'] as const)('over TLS (%s)', (how) => {
  const [certificate, stranger] = [selfSigned('mail.test'), selfSigned('mail.test')]
  const account = { user: 'mingjian', password: 'Correct-Horse-9' }
  let secure: SmtpServer
  beforeAll(async () => {
    secure = await openSmtpServer({ tls: { how, certificate } })
  })
  afterAll(() => secure.close())
  const sendThere = (change: Partial<SmtpSettings>) => send([message('夏季抽查')], { port: secure.port, security: how, account, ...change })

  test('account and letter arrive, and nobody on the way reads more than the wish to encrypt', async () => {
    expect(await sendThere({ ca: certificate.cert })).toMatchObject({ outcome: 'sent' })
    const letter = secure.letters.at(-1)
    expect(letter).toMatchObject({ encrypted: true, login: '\0mingjian\0Correct-Horse-9' })
    expect(readLetter(letter?.source ?? '').text).toContain('夏季抽查')
    expect(secure.heardInTheOpen.map((line) => line.split(' ')[0])).toEqual(how === 'tls' ? [] : ['EHLO', 'STARTTLS'])
  })

  test('a certificate that nobody trusts gets neither password nor letter', async () => {
    const before = { letters: secure.letters.length, heard: secure.heard.length }
    for (const ca of [null, stranger.cert]) {
      const sent = await sendThere({ ca })
      expect(sent).toMatchObject({ outcome: 'failed', again: true, code: 'certificate_untrusted' })
    }
    expect(secure.letters).toHaveLength(before.letters)
    expect(secure.heard.slice(before.heard).filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([])
  })

  test('a password that is refused is told as that, and is in no answer', async () => {
    secure.answer('AUTH', '535 5.7.8 wrong')
    const sent = await sendThere({ ca: certificate.cert })
    secure.answer('AUTH', null)
    expect(sent).toMatchObject({ outcome: 'failed', again: true, code: 'sign_in_refused' })
    expect(JSON.stringify(sent)).not.toContain(account.password)
  })
})
