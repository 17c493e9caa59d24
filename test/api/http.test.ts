/** The life of a request: what is refused and how, and that a command happens once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problems } from '#contract/problems.ts'
import { accessHandlers } from '#server/access/handlers.ts'
import { allEndpoints } from '#server/http/access-rule.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { recordHandlers } from '#server/record/handlers.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

/** What the handler of `listOrgs` does in this file: whatever a test wants to happen inside a handler. */
let happening: () => unknown = () => undefined
const listOrgs = os.access.listOrgs.handler(
  query(async ({ tx }) => {
    await happening()
    await tx.selectFrom('org').select('id').execute()
    return { rows: [], next: null, count: { value: 0, capped: false } }
  }),
)

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ router: { access: { ...accessHandlers, listOrgs }, record: recordHandlers } })
  admin = await house.as('admin')
})
afterAll(() => house.close())

const newOrg = (more: object = {}): object => ({
  commandId: randomUUID(),
  path: '62.6201',
  dept: `d${randomUUID().slice(0, 8)}`,
  name: '某某局',
  shortName: '某局',
  ...more,
})
const someId = '00000000-0000-4000-8000-000000000000'
const orgsOf = async (dept: string): Promise<number> =>
  (await house.services.db.selectFrom('org').select('id').where('dept', '=', dept).execute()).length

describe('a refusal', () => {
  test('is RFC 9457 JSON with a code, a sentence in both languages, and the facts', async () => {
    const answer = await house.fetch('/api/v1/me')
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(await answer.json()).toEqual({
      type: '/api/v1/docs#problem-not_signed_in',
      title: 'not signed in',
      status: 401,
      code: 'not_signed_in',
      detail: problems.not_signed_in.zh,
      detailEn: problems.not_signed_in.en,
      facts: {},
    })
  })

  test('of a field names the field in Chinese and in English', async () => {
    const answer = await admin.post('/api/v1/orgs', newOrg({ name: '', path: 'nowhere' }))
    const body = (await answer.json()) as {
      detail: string
      detailEn: string
      facts: { fields: { field: string; zh: string; en: string }[] }
    }
    expect(answer.status).toBe(422)
    expect(body).toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining('提交的内容有误'),
      detailEn: expect.stringContaining('The input is not valid'),
    })
    expect(body.facts.fields.map(({ field }) => field).sort()).toEqual(['name', 'path'])
    for (const { zh, en } of body.facts.fields) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  test('over RPC carries the same code and facts as its data', async () => {
    const refused = admin.call.access.createOrg({ commandId: randomUUID(), path: '62.6201', dept: 'scjg', name: '重复', shortName: '重复' })
    await expect(refused).rejects.toMatchObject({
      code: 'org_exists',
      status: 409,
      data: { code: 'org_exists', detail: problems.org_exists.zh, facts: { constraint: 'org_once' } },
    })
  })

  test('of a message that is no JSON says so', async () => {
    for (const path of ['/api/v1/orgs', '/rpc/access/createOrg']) {
      const answer = await house.fetch(path, {
        method: 'POST',
        headers: { cookie: admin.cookie, 'content-type': 'application/json' },
        body: '{"half',
      })
      expect([path, answer.status]).toEqual([path, 400])
      expect(await answer.text()).toContain('malformed_request')
    }
  })

  test('of an endpoint that is not there is a problem too', async () => {
    for (const path of ['/api/v1/nothing', '/api/v2', '/rpc/access/nothing', '/rpc/__proto__/x']) {
      const answer = await house.fetch(path, { headers: { cookie: admin.cookie } })
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.json()).toMatchObject({ code: 'no_such_endpoint' })
    }
  })

  test('of a message that is too large comes before it is read', async () => {
    const answer = await admin.post('/api/v1/orgs', newOrg({ name: 'x'.repeat(9 * 1024 * 1024) }))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'body_too_large' })
  })

  test('of a change sent as GET over RPC is made before anything happens', async () => {
    const data = encodeURIComponent(JSON.stringify({ json: newOrg() }))
    const answer = await house.fetch(`/rpc/access/createOrg?data=${data}`, { headers: { cookie: admin.cookie } })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('a fault of ours', () => {
  test.each([
    ['an error', () => new Error('secret detail 张三')],
    ['a failing query', async () => house.database.pools.app.query('select no_such_column')],
    ['something that is no error', () => 'oops'],
  ])('answers 500 with a number to report and nothing else: %s', async (_, make) => {
    happening = async () => {
      const made = await make()
      throw made
    }
    for (const call of [() => admin.get('/api/v1/orgs'), () => admin.post('/rpc/access/listOrgs', { json: {} })]) {
      const answer = await call()
      const text = await answer.text()
      expect(answer.status).toBe(500)
      expect(text).toContain('"internal"')
      expect(text).toContain(answer.headers.get('x-request-id'))
      expect(text).not.toMatch(/secret|张三|no_such_column|node_modules|\.ts:/)
    }
  })

  test('a query that takes too long is stopped and says so', async () => {
    happening = async () => {
      const client = await house.database.pools.app.connect()
      try {
        await client.query(`set statement_timeout = '50ms'`)
        await client.query('select pg_sleep(2)')
      } finally {
        client.release(true)
      }
    }
    expect(await (await admin.get('/api/v1/orgs')).json()).toMatchObject({ status: 504, code: 'took_too_long' })
  })

  test('a query cannot write', async () => {
    happening = () => undefined
    const writer = os.access.listOrgs.handler(
      query(async ({ tx }) => {
        await tx.insertInto('number_counter').values({ scope: 'x', value: 1 }).execute()
        return { rows: [], next: null, count: { value: 0, capped: false } }
      }),
    )
    await using other = await openTestHouse({ router: { access: { listOrgs: writer } } })
    expect((await (await other.as('admin')).get('/api/v1/orgs')).status).toBe(500)
  })
})

describe('a command', () => {
  test('sent again gets the first answer again and happens once', async () => {
    const draft = newOrg() as { dept: string }
    const first = await admin.post('/api/v1/orgs', draft)
    const again = await admin.post('/api/v1/orgs', draft)
    expect([first.status, again.status]).toEqual([200, 200])
    expect(await again.json()).toEqual(await first.json())
    expect(await orgsOf(draft.dept)).toBe(1)
  })

  test('pressed by ten hands at the same moment happens once, and all ten get the same answer', async () => {
    const draft = newOrg() as { dept: string }
    const answers = await Promise.all(Array.from({ length: 10 }, () => admin.post('/api/v1/orgs', draft)))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(bodies.map((body) => JSON.parse(body).id)).size).toBe(1)
    expect(await orgsOf(draft.dept)).toBe(1)
  })

  test('two people making the same thing: one wins, the other is told', async () => {
    const dept = `d${randomUUID().slice(0, 8)}`
    const answers = await Promise.all([admin.post('/api/v1/orgs', newOrg({ dept })), admin.post('/api/v1/orgs', newOrg({ dept }))])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await orgsOf(dept)).toBe(1)
  })

  test('with the id of another command is refused: other input, other verb, other person', async () => {
    const draft = newOrg() as { commandId: string }
    await admin.post('/api/v1/orgs', draft)
    const { commandId } = draft
    const otherInput = await admin.post('/api/v1/orgs', newOrg({ commandId }))
    expect(await otherInput.json()).toMatchObject({ status: 409, code: 'command_id_reused' })
    const otherVerb = await admin.post(`/api/v1/accounts/${admin.id}/unlock`, { commandId })
    expect(await otherVerb.json()).toMatchObject({ code: 'command_id_reused' })
    const county = await house.as('admin@county')
    expect(await (await county.post('/api/v1/orgs', draft)).json()).toMatchObject({ code: 'command_id_reused' })
  })

  test('that runs into a deadlock is run again, and both hands succeed', async () => {
    let met = 0
    let meet = (): void => undefined
    const both = new Promise<void>((resolve) => {
      meet = resolve
    })
    const createOrg = os.access.createOrg.handler(
      command('test.deadlock', async ({ input, tx, record }) => {
        const order = input.dept === 'first' ? ['a', 'b'] : ['b', 'a']
        for (const scope of order) {
          await tx
            .updateTable('number_counter')
            .set((is) => ({ value: is('value', '+', 1) }))
            .where('scope', '=', scope)
            .execute()
          met++
          if (met === 2) meet()
          await both
        }
        record('test:deadlock')
        return { id: someId, path: '62', dept: input.dept, name: 'x', shortName: 'x', post: 'office' as const, cluster: null }
      }),
    )
    await using other = await openTestHouse({ router: { access: { createOrg } } })
    await other.services.db
      .insertInto('number_counter')
      .values([
        { scope: 'a', value: 0 },
        { scope: 'b', value: 0 },
      ])
      .execute()
    const hand = await other.as('admin')
    const answers = await Promise.all(['first', 'second'].map((dept) => hand.post('/api/v1/orgs', newOrg({ dept }))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const counted = await other.services.db.selectFrom('number_counter').select('value').where('scope', 'in', ['a', 'b']).execute()
    expect(counted).toEqual([{ value: 2 }, { value: 2 }])
  })

  test('that is refused leaves nothing, and its id can be used again', async () => {
    const draft = newOrg({ path: '62.6201.629999' }) as { commandId: string; dept: string }
    expect((await admin.post('/api/v1/orgs', draft)).status).toBe(422)
    expect(await orgsOf(draft.dept)).toBe(0)
    expect((await admin.post('/api/v1/orgs', { ...draft, path: '62.6201' })).status).toBe(200)
  })
})

describe('the pages of the API', () => {
  test('the OpenAPI document has every endpoint with who may call it', async () => {
    const answer = await house.fetch('/api/v1/openapi.json')
    const document = (await answer.json()) as {
      openapi: string
      paths: Record<string, Record<string, { 'x-access': string; responses: object }>>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    for (const { method, path, access } of allEndpoints()) {
      const operation = document.paths[path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect([path, operation?.['x-access']]).toEqual([path, access])
      expect(Object.keys(operation?.responses ?? {})).toContain('default')
    }
  })

  test('the page can be read without scripts and from this server alone', async () => {
    const answer = await house.fetch('/api/v1/docs')
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).not.toMatch(/<script|https?:\/\/(?!mingjian)/)
    expect(html).toContain('problem-not_signed_in')
    for (const { name } of allEndpoints()) expect(html).toContain(`id="${name}"`)
    expect((await house.fetch('/api/v1/docs.css')).headers.get('content-type')).toContain('text/css')
  })
})

test('every answer carries the headers that keep browsers safe, and a number of its own', async () => {
  for (const path of ['/healthz', '/api/v1/me', '/api/v1/docs', '/nowhere']) {
    const { headers } = await house.fetch(path)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  }
})
