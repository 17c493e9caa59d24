/** The feed that we ask for: a real authority on a real socket, asked after the last number that was taken, by the same code as what is pushed. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRegistration } from '#bin/registration.ts'
import { feedPullJob } from '#server/registers/feed-pull-job.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'

/** What the authority has: its lines with their numbers, and how many it sends before its line dies. */
const authority = {
  lines: readFileSync('exchange/registration/fixtures/bureau.ndjson', 'utf8').trimEnd().split('\n'),
  dies: Infinity,
  asked: [] as string[],
}

let house: TestHouse
let server: Server
beforeAll(async () => {
  house = await openTestHouse()
  server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://authority').searchParams.get('after'))
    authority.asked.push(`${after} ${request.headers.authorization}`)
    const lines = authority.lines.filter((line) => !(JSON.parse(line).序号 <= after))
    for (const [i, line] of lines.entries()) {
      if (i >= authority.dies) return void setTimeout(() => response.destroy(), 50)
      response.write(`${line}\n`)
    }
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await house.close()
})

async function pull(orgPath = '62.6201'): Promise<void> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes` // it listens on a port
  const registration = openRegistration({ registration: { url, token: 't0ken', orgPath, dept: 'scjg', form: 'bureau', minutes: 30 } })
  const services = { ...house.services, registration }
  await feedPullJob.run({
    payload: {},
    services,
    log: services.log,
    attempt: 1,
    now: services.now,
    signal: new AbortController().signal,
    progress: { at: () => undefined, flush: async () => undefined },
    transaction: () => Promise.reject(new Error('the pull has transactions of its own')),
  })
}

const sql = async (text: string): Promise<unknown[]> => (await house.database.pools.migrator.query(text)).rows

test('a pull that breaks off leaves no half of a transaction, and the next one begins where the last one ended', async () => {
  authority.dies = 2
  await expect(pull()).rejects.toThrow()
  expect(await sql(`select state, to_seq, via from feed_receipt`)).toEqual([])
  authority.dies = Infinity
  await pull()
  await pull()
  expect(authority.asked).toEqual(['0 Bearer t0ken', '0 Bearer t0ken', '4 Bearer t0ken'])
  expect(await sql(`select via, state, applied, repeated, sent_by_name from feed_receipt where to_seq is not null`)).toEqual([
    { via: 'pull', state: 'complete', applied: { entered: 2, changed: 1, revoked: 1 }, repeated: 0, sent_by_name: '系统' },
  ])
  expect(await sql(`select name, state, source from entity order by subject`)).toEqual([
    { name: '兰州示例甲贸易有限公司', state: 'active', source: 'feed:62.6201:scjg:pull' },
    { name: '兰州示例乙餐饮有限公司', state: 'revoked', source: 'feed:62.6201:scjg:pull' },
  ])
  expect(await sql(`select region_path, state, theirs, ours from feed_total order by state`)).toContainEqual({
    region_path: '62.6201.620103',
    state: 'active',
    theirs: 1,
    ours: 1,
  })
})

test('the next pull waits in the queue, once', async () => {
  await pull()
  expect(
    await sql(
      `select count(*)::int as n, min(run_at) > now() + interval '25 minutes' as later from graphile_worker._private_jobs where key = 'feed.pull'`,
    ),
  ).toEqual([{ n: 1, later: true }])
})

test('a pull for an organisation that does not exist is refused', async () => {
  await expect(pull('62.6203')).rejects.toMatchObject({ code: 'org_unknown' })
})
