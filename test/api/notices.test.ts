/** 提醒与通知: everybody is told once, in the console and by mail, webhook and text message, whatever breaks on the way. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { remindJob } from '#server/deadlines/remind-job.ts'
import { inScope } from '#server/http/call.ts'
import { createLog } from '#server/http/log.ts'
import { progressOf } from '#server/jobs/progress.ts'
import { openAdapters } from '#server/notices/adapters/open.ts'
import { signatureOf } from '#server/notices/adapters/webhook.ts'
import { deliverJob } from '#server/notices/deliver-job.ts'
import { notify } from '#server/notices/notify.ts'
import { refusal } from '#test/bureau.ts'
import { selfSigned } from '#test/certificate.ts'
import { openTestHouse, type Person, type TestHouse, type Who } from '#test/people.ts'
import { openSmtpServer, readLetter, type SmtpServer } from '#test/smtp-server.ts'

const secret = 'k9Qm2Vx7Lr4Zt8Wb3Ny6Hc1Jf5Pd0Ga+'
let house: TestHouse
let mail: SmtpServer
let hook: Server
let hookStatus = 204
const hooked: { readonly body: string; readonly signature: string; readonly timestamp: number }[] = []
beforeAll(async () => {
  mail = await openSmtpServer()
  hook = createServer((incoming, outgoing) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    incoming.on('end', () => {
      const { 'x-mingjian-signature': signature, 'x-mingjian-timestamp': timestamp } = incoming.headers
      if (hookStatus === 204) hooked.push({ body, signature: String(signature), timestamp: Number(timestamp) })
      outgoing.writeHead(hookStatus).end()
    })
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  const address = hook.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const settings = {
    smtp: { host: '127.0.0.1', port: mail.port, security: 'none', account: null, from: 'mingjian@example.gov.cn', ca: null },
    webhook: { url: `http://127.0.0.1:${port}/hook`, secret },
    sms: 'log',
  } as const
  house = await openTestHouse({ adapters: openAdapters(settings, { siteName: '明鉴', log: createLog('silent'), now: Date.now }) })
})
afterAll(async () => {
  await house.close()
  await mail.close()
  hook.closeAllConnections()
  hook.close()
})

const as = (who: Who): Promise<Person> => house.as(who)
const id = () => ({ commandId: randomUUID() })
const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inScope(house.services.longDb, '*', 'read write', work)
const toldOf = async (who: Who, thing: string) => (await (await as(who)).call.notices.list({})).rows.filter((row) => row.thing === thing)

/** Runs a job in this process, as a worker would. */
async function work<P>(job: { readonly run: (run: never) => Promise<void> }, payload: P): Promise<void> {
  const { services } = house
  const run = {
    ...{ payload, services, log: services.log, attempt: 1, now: services.now, signal: new AbortController().signal },
    ...{ progress: progressOf(services.longDb, 'test:run'), transaction: write },
  }
  await job.run(run as never) // what server/jobs/worker.ts hands to a job
}
const post = () => work(deliverJob, {})
const remind = (day = dateAt(house.services.now())) => work(remindJob, { day })

describe('who is told', () => {
  test('everybody at the place who carries the permission, but not the one who acts; the nearest place above where nobody there does', async () => {
    const thing = `change:${randomUUID()}`
    const facts = { name: '春季抽查', by: '组织岗', changeZh: '取消任务', changeEn: 'cancel' }
    const to = { orgPath: '62.6201.620102', dept: 'scjg', permission: 'change.approve' } as const
    expect(await write((tx) => notify(tx, { to, kind: 'change.requested', thing, facts }))).toBe(1)
    expect(await toldOf('approver@county', thing)).toMatchObject([{ kind: 'change.requested', facts, readAt: null, stage: null }])
    expect(await toldOf('approver', thing)).toEqual([])
    const station = `change:${randomUUID()}`
    await write((tx) => notify(tx, { to: { ...to, orgPath: '62.6201.620102.620102001' }, kind: 'change.requested', thing: station, facts }))
    expect(await toldOf('approver@county', station)).toHaveLength(1)
    const own = `change:${randomUUID()}`
    const { id: me } = await (await as('approver@county')).call.access.me()
    expect(await write((tx) => notify(tx, { to: { ...to, but: me }, kind: 'change.requested', thing: own, facts }))).toBe(0)
  })

  test('what has a key is told once, and read notices count no more', async () => {
    const { call } = await as('reviewer')
    const { id: accountId } = await call.access.me()
    const before = (await call.notices.unread()).unread
    const say = () =>
      write((tx) => notify(tx, { to: { accountId }, kind: 'task.approved', thing: 'task:1', facts: { name: '一' }, key: 'once' }))
    expect([await say(), await say()]).toEqual([1, 0])
    expect((await call.notices.unread()).unread).toBe(before + 1)
    await call.notices.read({ ...id(), upTo: house.services.now() })
    expect((await call.notices.unread()).unread).toBe(0)
  })

  test('whoever rolls back told nobody', async () => {
    const thing = `task:${randomUUID()}`
    const { id: accountId } = await (await as('reviewer')).call.access.me()
    await write(async (tx) => {
      await notify(tx, { to: { accountId }, kind: 'task.approved', thing, facts: { name: '一' } })
      throw new Error('no')
    }).catch(() => undefined)
    expect(await toldOf('reviewer', thing)).toEqual([])
  })
})

describe('mail, webhook, text message', () => {
  const address = { email: 'shenpi@example.gov.cn', mobile: '13812345678', least: 'all' } as const
  const deliveries = async (thing: string) =>
    (await (await as('admin')).call.notices.deliveries({ limit: 200 })).rows
      .filter((row) => row.thing === thing)
      .map(({ channel, state, attempts }) => `${channel} ${state} ${attempts}`)
      .sort()
  const tell = async (thing: string) => {
    const { id: accountId } = await (await as('approver')).call.access.me()
    await write((tx) => notify(tx, { to: { accountId }, kind: 'task.submitted', thing, facts: { name: '夏季抽查' } }))
  }

  test('an address is one’s own, and a page that is behind does not overwrite it', async () => {
    const { call } = await as('approver')
    expect(await call.notices.address()).toEqual({
      email: null,
      mobile: null,
      least: 'all',
      updatedAt: null,
      channels: ['email', 'webhook', 'sms'],
    })
    expect(await refusal(call.notices.saveAddress({ ...id(), ...address, email: 'not an address', seen: null }))).toBe('invalid_input')
    await call.notices.saveAddress({ ...id(), ...address, seen: null })
    expect(await refusal(call.notices.saveAddress({ ...id(), ...address, seen: null }))).toBe('page_stale')
    expect(await call.notices.address()).toMatchObject(address)
    // The record tells that an address was set, and not which.
    const { rows } = await (await as('supervisor')).call.record.list({ verb: 'notice.address' })
    expect(JSON.stringify(rows)).not.toContain('shenpi@')
  })

  test('one message goes out by every channel, signed where it is signed, and a text message nobody sent is not called sent', async () => {
    const thing = `task:${randomUUID()}`
    await tell(thing)
    await post()
    const letter = mail.letters.at(-1)
    expect(letter?.to).toEqual(['shenpi@example.gov.cn'])
    expect(readLetter(letter?.source ?? '').text).toContain('任务“夏季抽查”已提交，请审批')
    const call = hooked.find(({ body }) => body.includes(thing))
    expect(call?.signature).toBe(signatureOf(secret, call?.timestamp ?? 0, call?.body ?? ''))
    expect(JSON.parse(call?.body ?? '{}')).toMatchObject({ kind: 'task.submitted', thing, to: { name: '审批岗' } })
    expect(await deliveries(thing)).toEqual(['email sent 1', 'sms logged 1', 'webhook sent 1'])
    // Sent is sent: the next round sends nothing again.
    const letters = mail.letters.length
    await post()
    expect(mail.letters).toHaveLength(letters)
    const { rows } = await (await as('admin')).call.notices.deliveries({ limit: 200 })
    expect(rows.filter(({ channel }) => channel === 'email').map(({ target }) => target)).toEqual(['sh***@example.gov.cn'])
  })

  test('what does not get through is tried again later, and given up after a day and a half', async () => {
    const thing = `task:${randomUUID()}`
    hookStatus = 503
    await tell(thing)
    await post()
    expect(await deliveries(thing)).toEqual(['email sent 1', 'sms logged 1', 'webhook waiting 1'])
    await post()
    expect(await deliveries(thing)).toContain('webhook waiting 1')
    for (let tries = 2; tries <= 8; tries++) {
      await write((tx) => sql`update notice_delivery set next_at = next_at - interval '2 days' where state = 'waiting'`.execute(tx))
      await post()
    }
    expect(await deliveries(thing)).toContain('webhook failed 8')
    hookStatus = 204
    const { call } = await as('admin')
    const failed = (await call.notices.deliveries({ state: 'failed', channel: 'webhook' })).rows.find((row) => row.thing === thing)
    expect(failed).toMatchObject({ code: 'refused_for_now', detail: 'HTTP 503' })
    await call.notices.again({ ...id(), deliveryId: failed?.id ?? '' })
    await post()
    expect(await deliveries(thing)).toContain('webhook sent 9')
    expect(await refusal(call.notices.again({ ...id(), deliveryId: failed?.id ?? '' }))).toBe('delivery_not_failed')
  })

  test('a mail server whose certificate nobody trusts gets nothing; its letters wait, with the reason, and go out when it is trusted', async () => {
    const certificate = selfSigned('mail.test')
    const secure = await openSmtpServer({ tls: { how: 'starttls', certificate } })
    const [before, thing] = [house.services.adapters, `task:${randomUUID()}`]
    const through = async (ca: string | null): Promise<void> => {
      const account = { user: 'mingjian', password: 'Correct-Horse-9' }
      const smtp = { host: '127.0.0.1', port: secure.port, security: 'starttls', account, from: 'mingjian@example.gov.cn', ca } as const
      const settings = { smtp, webhook: null, sms: null }
      Object.assign(house.services, { adapters: openAdapters(settings, { siteName: '明鉴', log: createLog('silent'), now: Date.now }) })
      await post()
    }
    const row = async () =>
      (await (await as('admin')).call.notices.deliveries({ channel: 'email' })).rows.find((one) => one.thing === thing)
    try {
      await tell(thing)
      await through(null)
      expect(await row()).toMatchObject({ state: 'waiting', attempts: 1, code: 'certificate_untrusted' })
      expect(JSON.stringify(await row())).not.toContain('Correct-Horse-9')
      expect(secure.letters).toEqual([])
      await write((tx) => sql`update notice_delivery set next_at = next_at - interval '2 days' where state = 'waiting'`.execute(tx))
      await through(certificate.cert)
      expect(await row()).toMatchObject({ state: 'sent', attempts: 2, code: null })
      expect(secure.letters).toMatchObject([{ to: ['shenpi@example.gov.cn'], encrypted: true }])
    } finally {
      Object.assign(house.services, { adapters: before })
      await secure.close()
    }
  })

  test('the news of long ago is in the console only', async () => {
    const thing = `task:${randomUUID()}`
    await tell(thing)
    await write((tx) => sql`update inbox set at = at - interval '3 days' where thing = ${thing}`.execute(tx))
    await post()
    expect(await deliveries(thing)).toEqual([])
  })

  test('whoever wants only what presses gets only that', async () => {
    const { call } = await as('approver')
    const { updatedAt } = await call.notices.address()
    await call.notices.saveAddress({ ...id(), ...address, least: 'urgent', seen: updatedAt })
    const thing = `task:${randomUUID()}`
    await tell(thing)
    const { id: accountId } = await call.access.me()
    const pressing = { dueOn: '2026-01-01', stage: 'overdue', at: house.services.now() } as const
    await write((tx) =>
      notify(tx, { to: { accountId }, kind: 'deadline.task_window', thing: `${thing}-late`, facts: { name: '一' }, ...pressing }),
    )
    await post()
    expect(await deliveries(thing)).toEqual(['webhook sent 1'])
    expect(await deliveries(`${thing}-late`)).toEqual(['email sent 1', 'sms logged 1', 'webhook sent 1'])
  })

  test('the log of what was sent is for administrators, of their own place', async () => {
    expect(await refusal((await as('organiser')).call.notices.deliveries({}))).toBe('not_permitted')
    expect((await (await as('admin@elsewhere')).call.notices.deliveries({})).rows).toEqual([])
    const { rows } = await (await as('admin')).call.notices.channels()
    expect(rows.map(({ channel, ready, official }) => ({ channel, ready, official }))).toEqual([
      { channel: 'email', ready: true, official: true },
      { channel: 'webhook', ready: true, official: true },
      { channel: 'sms', ready: true, official: false },
    ])
    expect(JSON.stringify(rows)).not.toContain(secret)
  })
})

describe('deadlines', () => {
  const task = async (name: string, to: string): Promise<string> => {
    const taskId = randomUUID()
    await write((tx) =>
      sql`insert into change_request (id, change_no, kind, thing, thing_name, org_path, dept, org_name, reason, note, wanted, wish, state, due_on,
          requested_by, requested_by_name, requested_at, updated_at)
        values (${taskId}::uuid, ${taskId}, 'task.cancel', ${`task:${taskId}`}, ${name}, '62.6201', 'scjg', '兰州市市场监督管理局', 'other', '—', '{}', '{}', 'requested', ${to}::date,
          ${randomUUID()}::uuid, '某人', now(), now())`.execute(tx),
    )
    return `change:${taskId}`
  }
  const stages = async (who: Who, thing: string) => (await toldOf(who, thing)).map(({ stage }) => stage).reverse()

  test('each stage is told once; overdue, those above are told too', async () => {
    const thing = await task('将到期的变更', '2026-11-20')
    for (const day of [
      '2026-11-05',
      '2026-11-13',
      '2026-11-13',
      '2026-11-16',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-23',
      '2026-12-01',
    ])
      await remind(dateAt(`${day}T02:00:00.000Z` as never)) // an instant of this very form
    expect(await stages('approver', thing)).toEqual(['d5', 'd1', 'today', 'overdue'])
    expect(await stages('supervisor', thing)).toEqual(['overdue'])
    expect(await stages('organiser', thing)).toEqual([])
  })

  test('two servers that remind at once tell everybody once', async () => {
    const thing = await task('两台服务器的变更', '2026-11-20')
    await Promise.all([remind('2026-11-23' as never), remind('2026-11-23' as never)]) // a day of this very form
    expect([await stages('approver', thing), await stages('supervisor', thing)]).toEqual([['overdue'], ['overdue']])
  })

  test('a year without a calendar is told to an administrator, with what to install, and stops no other deadline', async () => {
    const unknown = await task('三九年的变更', '2039-03-10')
    const known = await task('今天到期的变更', '2039-03-01')
    await remind('2039-03-01' as never) // a day of this very form
    await remind('2039-03-01' as never) // and told once
    expect(await stages('approver', unknown)).toEqual([])
    expect(await stages('approver', known)).toEqual(['today'])
    expect((await toldOf('admin', 'calendar:2039')).map(({ kind, facts }) => [kind, facts.year])).toEqual([
      ['house.calendar_unknown', 2039],
    ])
  })
})
