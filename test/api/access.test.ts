/** Signing in, accounts, organisations. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHouse, origin, password, type TestHouse } from '#test/people.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
const minute = 60_000

/** A fresh account, made by the administrator. */
async function newAccount(more: { keepPassword?: boolean; roles?: ['organiser'] } = {}): Promise<{ id: string; username: string }> {
  const admin = await house.as('admin')
  const username = `u${randomUUID().slice(0, 8)}`
  const { id } = await admin.call.access.createAccount({
    commandId: randomUUID(),
    username,
    name: '王小明',
    password,
    keepPassword: true,
    roles: ['organiser'],
    orgId: house.orgs.city.id,
    ...more,
  })
  return { id, username }
}

describe('signing in', () => {
  test('the cookie is for this site only and no script can read it', async () => {
    const answer = await house.signIn('organiser')
    expect(answer.status).toBe(200)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(await answer.text()).not.toContain('token')
  })

  test('me says who I am and what I may do', async () => {
    const { call } = await house.as('organiser')
    const me = await call.access.me()
    expect(me).toMatchObject({
      username: 'organiser',
      name: '组织岗',
      roles: ['organiser'],
      org: { path: '62.6201' },
      mustChangePassword: false,
    })
    expect(me.permissions).toContain('plan.edit')
    expect(me.permissions).not.toContain('plan.approve')
  })

  test('a wrong password and an unknown user name are refused in the same words', async () => {
    const wrong = await house.signIn('reviewer', 'Wrong-Horse-7')
    const unknown = await house.signIn('nobody-of-that-name', 'Wrong-Horse-7')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.json()).toEqual(await unknown.json())
  })

  test('five failures lock the account, the message says until when, and an administrator unlocks it', async () => {
    const { id, username } = await newAccount()
    const answers: number[] = []
    for (let i = 0; i < 5; i++) answers.push((await house.signIn(username, 'Wrong-Horse-7')).status)
    expect(answers).toEqual([401, 401, 401, 401, 423])
    const locked = await house.signIn(username)
    expect(await locked.json()).toMatchObject({
      status: 423,
      code: 'account_locked',
      detail: expect.stringMatching(/\d{4}-\d\d-\d\d \d\d:\d\d/),
    })
    const admin = await house.as('admin')
    const listed = await admin.call.access.listAccounts({ q: username })
    expect(listed.rows[0]?.lockedUntil).toMatch(/^\d{4}-/)
    expect(await admin.call.access.unlockAccount({ commandId: randomUUID(), accountId: id })).toEqual({ unlocked: true })
    expect((await house.signIn(username)).status).toBe(200)
  })

  test('a reset password opens the account once, for choosing another; the old one is dead and sessions are over', async () => {
    const { id, username } = await newAccount()
    const admin = await house.as('admin')
    const cookie = cookieOf(await house.signIn(username))
    await admin.call.access.resetPassword({ commandId: randomUUID(), accountId: id, password: 'Fresh-Horse-77' })
    expect((await house.signIn(username)).status).toBe(401)
    const again = await house.signIn(username, 'Fresh-Horse-77')
    expect(await again.json()).toMatchObject({ mustChangePassword: true })
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(401)
    const own = admin.call.access.resetPassword({ commandId: randomUUID(), accountId: admin.id, password: 'Fresh-Horse-77' })
    await expect(own).rejects.toMatchObject({ code: 'own_account' })
  })

  test('a hundred guesses sent at once are five guesses', async () => {
    const { username } = await newAccount()
    const answers = await Promise.all(Array.from({ length: 40 }, () => house.signIn(username, 'Wrong-Horse-7')))
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5)
    expect((await house.signIn(username)).status).toBe(423)
  })

  test('a lock ends by itself', async () => {
    const { username } = await newAccount()
    for (let i = 0; i < 5; i++) await house.signIn(username, 'Wrong-Horse-7')
    expect((await house.signIn(username)).status).toBe(423)
    house.passTime(31 * minute)
    try {
      expect((await house.signIn(username)).status).toBe(200)
    } finally {
      house.passTime(-31 * minute)
    }
  })

  test('signing out ends the session', async () => {
    const { username } = await newAccount()
    const cookie = cookieOf(await house.signIn(username))
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(200)
    await house.fetch('/api/auth/sign-out', { method: 'POST', headers: { cookie } })
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(401)
  })

  test('a cookie that this house has not signed as it stands is nobody, and so is one whose session has run out', async () => {
    const { username, id } = await newAccount()
    const [name = '', value = ''] = cookieOf(await house.signIn(username)).split('=')
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    const ask = async (text: string) =>
      (await house.fetch('/api/v1/me', { headers: { cookie: `${name}=${encodeURIComponent(text)}` } })).status
    expect(await ask(`${token}.${signature}`)).toBe(200)
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    for (const forged of [token, `${token}.`, `${token}.${other}`, `${token}x.${signature}`, `.${signature}`, '.', ''])
      expect(await ask(forged)).toBe(401)
    await sql`update auth.session set "expiresAt" = now() - interval '1 second'
      where "userId" = (select user_id from actor where id = ${id}::uuid)`.execute(house.services.db)
    expect(await ask(`${token}.${signature}`)).toBe(401)
  })

  test('an administrator who does nothing for a quarter of an hour is signed out', async () => {
    const cookie = cookieOf(await house.signIn('admin.county'))
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(200)
    house.passTime(16 * minute)
    try {
      expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(401)
    } finally {
      house.passTime(-16 * minute)
    }
  })

  test.each(['/sign-up/email', '/sign-in/email', '/update-user', '/delete-user', '/is-username-available', '/list-sessions', '/ok'])(
    'the sign-in library cannot be reached past the house: %s',
    async (path) => {
      const { cookie } = await house.as('organiser')
      const answer = await house.fetch(`/api/auth${path}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{}',
      })
      expect(answer.status).toBe(404)
      expect((await house.fetch(`/api/auth${path}`, { headers: { cookie } })).status).toBe(404)
    },
  )
})

describe('passwords', () => {
  test('an account made by somebody else changes its password before it does anything', async () => {
    const { username } = await newAccount({ keepPassword: false })
    const signedIn = await house.signIn(username)
    expect(await signedIn.json()).toMatchObject({ mustChangePassword: true })
    const cookie = cookieOf(signedIn)
    const plans = await house.fetch('/api/v1/orgs', { headers: { cookie } })
    expect(await plans.json()).toMatchObject({ status: 403, code: 'password_change_required' })
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(200)

    const change = (newPassword: string, currentPassword = password): Promise<Response> =>
      house.fetch('/api/auth/change-password', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ currentPassword, newPassword }),
      })
    expect(await (await change('short-1A')).json()).toMatchObject({ status: 422, code: 'password_too_weak' })
    expect(await (await change('onlylowercase')).json()).toMatchObject({ code: 'password_too_weak' })
    expect(await (await change(password)).json()).toMatchObject({ code: 'password_unchanged' })
    expect(await (await change('Better-Horse-8', 'Wrong-Horse-7')).json()).toMatchObject({ status: 422, code: 'password_wrong' })
    const done = await change('Better-Horse-8')
    expect(done.status).toBe(200)
    const after = await house.fetch('/api/v1/orgs', { headers: { cookie: cookieOf(done) } })
    expect(after.status).toBe(200)
    expect((await house.signIn(username, 'Better-Horse-8')).status).toBe(200)
  })

  test('a weak password makes no account', async () => {
    const admin = await house.as('admin')
    const answer = await admin.post('/api/v1/accounts', {
      commandId: randomUUID(),
      username: 'weak.one',
      name: '弱口令',
      password: 'aaaaaaaaaaaa',
      roles: ['organiser'],
      orgId: house.orgs.city.id,
    })
    expect(await answer.json()).toMatchObject({ status: 422, code: 'password_too_weak', facts: { minLength: 10, minClasses: 3 } })
  })

  test('no trace of a password is in the record', async () => {
    const { id } = await newAccount()
    const { rows } = await house.database.pools.migrator.query(
      `select facts::text || coalesce(answer::text, '') as said from record where thing = $1`,
      [`account:${id}`],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].said).not.toContain(password)
  })
})

describe('accounts', () => {
  test('disabling an account ends its sessions at once, and it cannot sign in', async () => {
    const { id, username } = await newAccount()
    const cookie = cookieOf(await house.signIn(username))
    const admin = await house.as('admin')
    await admin.call.access.setAccountDisabled({ commandId: randomUUID(), accountId: id, disabled: true })
    expect((await house.fetch('/api/v1/me', { headers: { cookie } })).status).toBe(401)
    expect(await (await house.signIn(username)).json()).toMatchObject({ status: 403, code: 'account_disabled' })
    await admin.call.access.setAccountDisabled({ commandId: randomUUID(), accountId: id, disabled: false })
    expect((await house.signIn(username)).status).toBe(200)
  })

  test('nobody disables themselves', async () => {
    const admin = await house.as('admin')
    await expect(
      admin.call.access.setAccountDisabled({ commandId: randomUUID(), accountId: admin.id, disabled: true }),
    ).rejects.toMatchObject({ code: 'own_account' })
  })

  test('a user name is taken once', async () => {
    const admin = await house.as('admin')
    const { username } = await newAccount()
    const again = admin.call.access.createAccount({
      commandId: randomUUID(),
      username,
      name: '另一人',
      password,
      roles: ['organiser'],
      orgId: house.orgs.city.id,
    })
    await expect(again).rejects.toMatchObject({ code: 'username_taken', status: 409 })
  })

  test('an administrator of a county sees and changes nothing of the city above it', async () => {
    const county = await house.as('admin@county')
    const seen = await county.call.access.listAccounts({ limit: 200 })
    expect(new Set(seen.rows.map(({ org }) => org.path))).toEqual(new Set(['62.6201.620102']))
    const { id } = await newAccount()
    await expect(county.call.access.unlockAccount({ commandId: randomUUID(), accountId: id })).rejects.toMatchObject({ code: 'not_found' })
    const made = county.call.access.createAccount({
      commandId: randomUUID(),
      username: 'climber',
      name: '越级',
      password,
      roles: ['admin'],
      orgId: house.orgs.city.id,
    })
    await expect(made).rejects.toMatchObject({ code: 'org_unknown' })
    // An account that belongs to an officer acts with their seats: those of the city are not the county's to give.
    const registrar = await house.as('registrar')
    const text = { staffNo: 'E9', name: '专家九', orgId: house.orgs.city.id, expertise: ['特种设备'] }
    const { officerId } = await registrar.call.officers.save({ commandId: randomUUID(), population: 'experts', ...text })
    const bind = (by: typeof county, orgId: string) =>
      by.call.access.createAccount({
        commandId: randomUUID(),
        username: 'expert-nine',
        name: '专家九',
        password,
        roles: ['expert'],
        orgId,
        officerId,
      })
    await expect(bind(county, house.orgs.county.id)).rejects.toMatchObject({ code: 'reference_unknown' })
    await bind(await house.as('admin'), house.orgs.city.id)
    const org = county.call.access.createOrg({
      commandId: randomUUID(),
      path: '62.6201',
      dept: 'sthj',
      name: '越级机构',
      shortName: '越级',
    })
    await expect(org).rejects.toMatchObject({ code: 'outside_jurisdiction' })
  })

  test('an organisation is made once for a department and a region that exists', async () => {
    const admin = await house.as('admin')
    const draft = { path: '62.6201.620103', dept: 'scjg', name: '七里河区市场监督管理局', shortName: '七里河区局' }
    const made = await admin.call.access.createOrg({ commandId: randomUUID(), ...draft })
    expect(made).toMatchObject(draft)
    await expect(admin.call.access.createOrg({ commandId: randomUUID(), ...draft })).rejects.toMatchObject({ code: 'org_exists' })
    await expect(admin.call.access.createOrg({ commandId: randomUUID(), ...draft, path: '62.6201.629999' })).rejects.toMatchObject({
      code: 'region_unknown',
    })
    const all = await admin.call.access.listOrgs({})
    expect(all.rows.map(({ path }) => path)).toEqual(['62.6201', '62.6201.620102', '62.6201.620103'])
  })

  test('what an organisation is called and where its stations serve may change, its place and department may not', async () => {
    const admin = await house.as('admin')
    const { rows } = await admin.call.access.listOrgs({})
    const org = rows.find(({ path }) => path === '62.6201.620103')
    const change = { orgId: org?.id ?? '', name: '七里河区市场监管所', shortName: '七里河所', post: 'station', cluster: '东片' } as const
    const county = await house.as('admin@county')
    await expect(county.call.access.saveOrg({ commandId: randomUUID(), ...change })).rejects.toMatchObject({ code: 'not_found' })
    const { orgId: _, ...changed } = change
    expect(await admin.call.access.saveOrg({ commandId: randomUUID(), ...change })).toMatchObject({
      ...changed,
      path: org?.path,
      dept: org?.dept,
    })
    expect((await admin.call.access.listOrgs({})).rows.find(({ id }) => id === org?.id)).toMatchObject(changed)
  })

  test('the list goes on where the page ended', async () => {
    const admin = await house.as('admin')
    const all = await admin.call.access.listAccounts({ limit: 200 })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page: Awaited<ReturnType<typeof admin.call.access.listAccounts>> = await admin.call.access.listAccounts({
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      })
      names.push(...page.rows.map(({ username }) => username))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(names).toEqual(all.rows.map(({ username }) => username))
    await expect(admin.call.access.listAccounts({ cursor: 'x' })).rejects.toMatchObject({ code: 'cursor_invalid' })
  })
})

test('a change sent from another site is refused before anything looks at it', async () => {
  const { cookie } = await house.as('admin')
  const send = (headers: Record<string, string>): Promise<Response> =>
    house.fetch('/api/v1/orgs', { method: 'POST', headers: { cookie, 'content-type': 'application/json', ...headers }, body: '{}' })
  expect(await (await send({ origin: 'https://evil.example' })).json()).toMatchObject({ status: 403, code: 'cross_site' })
  expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await send({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await send({ origin: 'null' })).status).toBe(403)
  expect((await send({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(422)
  const signIn = await house.fetch('/api/auth/sign-in/username', {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(signIn.status).toBe(403)
})
