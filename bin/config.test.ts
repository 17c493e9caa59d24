import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createConfig } from '#bin/config.ts'
import { readNoticeSettings } from '#bin/notice-config.ts'
import { formatKey, noteKey } from '#core/log/note.ts'
import { selfSigned } from '#test/certificate.ts'

const secret = 'k9Qm2Vx7Lr4Zt8Wb3Ny6Hc1Jf5Pd0Ga+'
const production = { MINGJIAN_MODE: 'production', MINGJIAN_SECRET: secret, PUBLIC_URL: 'https://check.example.gov.cn' }

const configOf = (env: Record<string, string | undefined>) => {
  const config = createConfig(env, '/srv/mingjian')
  if (!config.ok) throw new Error(config.failure.problems.join('; '))
  return config.value
}

const problemsOf = (env: Record<string, string | undefined>) => {
  const config = createConfig(env, '/srv/mingjian')
  return config.ok ? [] : config.failure.problems
}

test('without any setting it is a demo with its own database, on this machine only', () => {
  expect(configOf({})).toMatchObject({
    mode: 'demo',
    database: { kind: 'embedded', dir: '/srv/mingjian/.data/postgres' },
    dataDir: '/srv/mingjian/.data',
    host: '127.0.0.1',
    port: 8080,
    publicUrl: null,
    secret: null,
    logLevel: 'warn',
    chromePath: null,
  })
})

test('an empty variable is not set', () => {
  expect(configOf({ DATABASE_URL: '', PORT: ' ' })).toEqual(configOf({}))
})

test('port 0 is any free port', () => {
  expect(configOf({ PORT: '0' }).port).toBe(0)
})

test('the slash at the end of the public address is left out', () => {
  expect(configOf({ PUBLIC_URL: 'https://check.example.gov.cn/' }).publicUrl).toBe('https://check.example.gov.cn')
})

test('a registration authority is asked for the register it is said to keep, and not without saying whose', () => {
  const url = 'https://reg.example/changes'
  expect(configOf({}).registration).toBeNull()
  expect(
    configOf({ MINGJIAN_REGISTRATION_URL: url, MINGJIAN_REGISTRATION_ORG: '62.6201:scjg', MINGJIAN_REGISTRATION_MINUTES: '15' })
      .registration,
  ).toEqual({
    url,
    token: null,
    orgPath: '62.6201',
    dept: 'scjg',
    form: 'events',
    minutes: 15,
  })
  expect(problemsOf({ MINGJIAN_REGISTRATION_URL: url })).toEqual([
    expect.stringMatching(/^MINGJIAN_REGISTRATION_URL and MINGJIAN_REGISTRATION_ORG/),
  ])
  expect(problemsOf({ MINGJIAN_REGISTRATION_URL: url, MINGJIAN_REGISTRATION_ORG: '兰州' })).toEqual([
    expect.stringMatching(/^MINGJIAN_REGISTRATION_ORG: must be/),
  ])
})

test('witnesses and witnessed logs are known by their keys', () => {
  const log = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
  const witness = formatKey(noteKey('b.example/witness', 'cosignature', new Uint8Array(32)))
  const config = configOf({ MINGJIAN_WITNESSES: `https://b.example/log/witness ${witness}`, MINGJIAN_WITNESS_FOR: `${log}, ${log}` })
  expect(config.witnesses).toEqual([{ url: 'https://b.example/log/witness', vkey: witness }])
  expect(config.witnessFor.map(({ name }) => name)).toEqual(['sum.golang.org', 'sum.golang.org'])
  expect(problemsOf({ MINGJIAN_WITNESSES: `https://b.example/log/witness ${log}` })).toEqual([
    expect.stringMatching(/^MINGJIAN_WITNESSES: must be/),
  ])
  expect(problemsOf({ MINGJIAN_WITNESS_FOR: witness })).toEqual([expect.stringMatching(/^MINGJIAN_WITNESS_FOR: must be/)])
  expect(problemsOf({ MINGJIAN_LOG_ORIGIN: 'our log' })).toEqual([expect.stringMatching(/^MINGJIAN_LOG_ORIGIN: must be/)])
})

test('mails, webhook and text messages are off until they are set, and half a setting is refused', () => {
  expect(configOf({}).notices).toEqual({ smtp: null, webhook: null, sms: null })
  const mail = { MINGJIAN_SMTP: 'smtps://mail.example.gov.cn', MINGJIAN_SMTP_FROM: 'mingjian@example.gov.cn' }
  const account = { MINGJIAN_SMTP_USER: 'mingjian', MINGJIAN_SMTP_PASSWORD: 'Correct-Horse-9' }
  expect(configOf({ ...mail, ...account }).notices.smtp).toEqual({
    host: 'mail.example.gov.cn',
    port: 465,
    security: 'tls',
    account: { user: 'mingjian', password: 'Correct-Horse-9' },
    from: 'mingjian@example.gov.cn',
    caFile: null,
  })
  expect(configOf({ ...mail, MINGJIAN_SMTP_CA: '/etc/ssl/gov-ca.pem' }).notices.smtp).toMatchObject({ caFile: '/etc/ssl/gov-ca.pem' })
  expect(problemsOf({ ...mail, MINGJIAN_SMTP: 'smtp://10.1.2.3', MINGJIAN_SMTP_CA: '/etc/ssl/gov-ca.pem' })).toEqual([
    expect.stringMatching(/^MINGJIAN_SMTP_CA is for/),
  ])
  expect(configOf({ ...mail, MINGJIAN_SMTP: 'smtp+starttls://10.1.2.3:2525' }).notices.smtp).toMatchObject({
    port: 2525,
    security: 'starttls',
    account: null,
  })
  expect(configOf({ MINGJIAN_WEBHOOK: 'https://im.example/hook', MINGJIAN_WEBHOOK_SECRET: secret, MINGJIAN_SMS: 'log' }).notices).toEqual({
    smtp: null,
    webhook: { url: 'https://im.example/hook', secret },
    sms: 'log',
  })
  expect(problemsOf({ MINGJIAN_SMTP: mail.MINGJIAN_SMTP })).toEqual([expect.stringMatching(/^MINGJIAN_SMTP and MINGJIAN_SMTP_FROM/)])
  expect(problemsOf({ ...mail, MINGJIAN_SMTP_USER: 'mingjian' })).toEqual([expect.stringMatching(/^MINGJIAN_SMTP_USER and/)])
  expect(problemsOf({ ...mail, ...account, MINGJIAN_SMTP: 'smtp://10.1.2.3' })).toEqual([expect.stringMatching(/in the open/)])
  expect(problemsOf({ ...mail, MINGJIAN_SMTP: 'smtps://user:pass@mail.example.gov.cn' })).toEqual([
    expect.stringMatching(/^MINGJIAN_SMTP: must be/),
  ])
  expect(problemsOf({ MINGJIAN_WEBHOOK: 'https://im.example/hook', MINGJIAN_WEBHOOK_SECRET: 'short' })).toEqual([
    expect.stringMatching(/too short/),
  ])
  expect(problemsOf({ MINGJIAN_SMS: 'yes' })).toEqual([expect.stringMatching(/^MINGJIAN_SMS: must be log/)])
})

test('an external database means production unless said otherwise', () => {
  const url = 'postgres://owner:Vx7Lr4Zt8@db/mingjian'
  expect(configOf({ ...production, MINGJIAN_MODE: undefined, DATABASE_URL: url }).mode).toBe('production')
  expect(configOf({ MINGJIAN_MODE: 'demo', DATABASE_URL: url, DATABASE_URL_PORTAL: 'postgresql://p:x@db/m' }).database).toEqual({
    kind: 'external',
    url,
    urls: { app: undefined, portal: 'postgresql://p:x@db/m', exchange: undefined },
  })
})

describe('production refuses', () => {
  test('to start without secrets, and lists all that is missing at once', () => {
    expect(problemsOf({ MINGJIAN_MODE: 'production' })).toEqual([
      expect.stringMatching(/^MINGJIAN_SECRET is missing: set it to/),
      expect.stringMatching(/^PUBLIC_URL is missing: set/),
    ])
  })

  test.each(['short', 'change-me-change-me-change-me-change-me', 'a'.repeat(64), 'mingjian-mingjian-mingjian-0123456789'])(
    'the secret %s',
    (value) => {
      expect(problemsOf({ ...production, MINGJIAN_SECRET: value })).toEqual([expect.stringMatching(/^MINGJIAN_SECRET/)])
    },
  )

  test('a database password that everybody knows', () => {
    expect(problemsOf({ ...production, DATABASE_URL: 'postgres://postgres:postgres@db/mingjian' })).toEqual([
      expect.stringMatching(/^DATABASE_URL carries a default password/),
    ])
  })

  test('nothing, when all is set', () => {
    expect(problemsOf(production)).toEqual([])
  })
})

test.each([
  [{ PORT: 'eighty' }, /^PORT: must be a port/],
  [{ PORT: '70000' }, /^PORT: must be a port/],
  [{ DATABASE_URL: 'mysql://db' }, /^DATABASE_URL: must look like postgres:/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: /],
  [{ MINGJIAN_MODE: 'prod' }, /^MINGJIAN_MODE: must be demo or production/],
  [{ PUBLIC_URL: 'check.example.gov.cn' }, /^PUBLIC_URL: must look like https:/],
  [{ DATABASE_URL_APP: 'postgres://a:b@db/m' }, /^DATABASE_URL_APP is set without DATABASE_URL/],
  [{ MINGJIAN_DTAA: '/data' }, /^MINGJIAN_DTAA is not a setting/],
])('a wrong setting is named: %o', (env, sentence) => {
  expect(problemsOf(env)).toEqual([expect.stringMatching(sentence)])
})

test('a certificate of the mail server is read at a start, and what is none is told with its name', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mingjian-ca-'))
  const [good, bad] = [join(dir, 'ca.pem'), join(dir, 'empty.pem')]
  const { cert } = selfSigned('mail.test')
  writeFileSync(good, `# our own authority\n${cert}`)
  writeFileSync(bad, 'nothing')
  const smtp = { host: 'mail', port: 587, security: 'starttls', account: null, from: 'a@example.gov.cn' } as const
  const read = (caFile: string) => readNoticeSettings({ smtp: { ...smtp, caFile }, webhook: null, sms: null })
  expect((await read(good)).smtp?.ca).toContain('BEGIN CERTIFICATE')
  await expect(read(bad)).rejects.toThrow(/MINGJIAN_SMTP_CA names .*empty\.pem/)
  await expect(read(join(dir, 'gone.pem'))).rejects.toThrow(/MINGJIAN_SMTP_CA names .*gone\.pem/)
  rmSync(dir, { recursive: true })
})
