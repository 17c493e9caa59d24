/** The house test of who may call what: every endpoint of the contract, as nobody and as somebody without the permission. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPermission } from '#contract/base.ts'
import { type Role, roleCodes, roles } from '#core/access/roles.ts'
import { allEndpoints, type Endpoint } from '#server/http/access-rule.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const someId = '00000000-0000-4000-8000-000000000000'
const pathOf = ({ path }: Endpoint): string => path.replaceAll(/\{\w+\}|:\w+/g, someId)
const request = ({ method }: Endpoint, cookie = ''): RequestInit =>
  method === 'GET' ? { method, headers: { cookie } } : { method, headers: { cookie, 'content-type': 'application/json' }, body: '{}' }

describe.each(allEndpoints().map((endpoint) => [endpoint.name, endpoint] as const))('%s', (name, endpoint) => {
  const { access } = endpoint

  test('is refused to nobody with 401', async () => {
    const answers = [await house.fetch(pathOf(endpoint), request(endpoint))]
    if (!name.startsWith('files.')) {
      answers.push(
        await house.fetch(`/rpc/${name.replaceAll('.', '/')}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"json":{}}',
        }),
      )
    }
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => (access === 'public' ? 200 : 401)))
    if (access !== 'public') expect(await answers[0]?.json()).toMatchObject({ code: 'not_signed_in', status: 401 })
  })

  test.runIf(isPermission(access))('is refused with 403 to every role without the permission, whatever the input', async () => {
    const without = roleCodes.filter((role: Role) => !(roles[role].can as readonly string[]).includes(access))
    expect(without.length).toBeGreaterThan(0)
    for (const role of without) {
      const { cookie } = await house.as(role)
      const answer = await house.fetch(pathOf(endpoint), request(endpoint, cookie))
      expect([role, answer.status]).toEqual([role, 403])
      expect(await answer.json()).toMatchObject({ code: 'not_permitted', facts: { permission: access } })
    }
  })
})
