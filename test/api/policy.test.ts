/** Policy packs as named people: drafted by one, published by another, in force from a day on; the page, the history, the public cap. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dateAt } from '#core/time.ts'
import { insertAccount, insertOrg } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { policyAt } from '#server/policy/at.ts'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, password, type TestHouse } from '#test/people.ts'
import { setPolicy } from '#test/policy-packs.ts'
import { testPortal } from '#test/portal.ts'

let house: TestHouse
let clerk: Person
let chief: Person
let county: Person
let province: Person
const [here, below] = ['62.6201', '62.6201.620102']
const rule = { rule: '兰州市检查频次公示〔2026〕1号' }
const cap = (value: number) => ({ key: 'ledger.plannedCap', value, source: rule })
const id = () => ({ commandId: randomUUID() })
const today = () => dateAt(house.services.now())

beforeAll(async () => {
  house = await openTestHouse()
  ;[clerk, chief, county] = await Promise.all([house.as('coordinator'), house.as('approver'), house.as('coordinator@county')])
  province = await provincial()
})
afterAll(() => house.close())

async function provincial(): Promise<Person> {
  const passwordHash = await house.services.hashPassword(password)
  await inScope(house.services.db, '*', 'read write', async (tx) => {
    const { id: orgId } = await insertOrg(tx, { path: '62', dept: 'scjg', name: '甘肃省市场监督管理局', shortName: '省局' })
    const account = { name: '省局审批', passwordHash, mustChangePassword: false, orgId, officerId: null }
    await insertAccount(tx, { ...account, username: 'chief.province', roles: ['approver', 'coordinator'] })
  })
  return await house.enter('chief.province')
}

type Draft = Omit<Parameters<Person['call']['policy']['create']>[0], 'commandId'>
const draft = (change: Partial<Draft> = {}): Draft => ({
  path: here,
  validFrom: today(),
  validTo: null,
  reason: '按省里要求公示本市频次上限',
  settings: [cap(2)],
  ...change,
})
const create = (who: Person, change: Partial<Draft> = {}) => who.call.policy.create({ ...id(), ...draft(change) })
const seen = async (who: Person, packId: string) => ({ ...id(), packId, seen: (await who.call.policy.pack({ packId })).updatedAt })
async function publish(change: Partial<Draft> = {}): Promise<string> {
  const { packId } = await create(clerk, change)
  await clerk.call.policy.submit(await seen(clerk, packId))
  await chief.call.policy.publish({ ...(await seen(chief, packId)), opinion: '同意' })
  return packId
}
const capAt = (place: string, day = today()) =>
  inScope(house.services.db, '*', 'read only', async (tx) => (await policyAt(tx, place, day)).ledger.plannedCap.value)

test('one drafts and submits, another publishes; then it holds at the place and below, and nowhere else', async () => {
  expect(await capAt(below)).toBe(1)
  const { packId, version } = await create(clerk)
  expect(version).toBe(1)
  expect(await refusal(create(clerk))).toBe('policy_open_already')
  expect(await refusal(seen(chief, packId).then((one) => chief.call.policy.publish({ ...one, opinion: '' })))).toBe('wrong_state')
  await clerk.call.policy.submit(await seen(clerk, packId))
  expect(await refusal(seen(clerk, packId).then((one) => clerk.call.policy.publish({ ...one, opinion: '' })))).toBe('not_permitted')
  expect(await capAt(below)).toBe(1)
  await chief.call.policy.publish({ ...(await seen(chief, packId)), opinion: '同意' })
  expect(await capAt(below)).toBe(2)
  expect(await capAt(here)).toBe(2)
  expect(await capAt('62.6202')).toBe(1)
  expect(await capAt(here, addDays(today(), -1))).toBe(1)
  const page = await clerk.call.policy.pack({ packId })
  expect(page).toMatchObject({
    state: 'published',
    inForce: true,
    decidedByName: expect.any(String),
    abilities: { edit: { allowed: false, reason: 'wrong_state' } },
  })
  expect(page.steps.map(({ verb }) => verb)).toEqual(['policy.create', 'policy.submit', 'policy.publish'])
  expect(page.changes).toMatchObject([{ key: 'ledger.plannedCap', before: null, after: 2 }])
})

test('who drafted a pack does not publish it, though they may publish those of others', async () => {
  const { packId } = await create(province, { path: '62.6202', settings: [] })
  await province.call.policy.submit(await seen(province, packId))
  const one = await seen(province, packId)
  expect(await refusal(province.call.policy.publish({ ...one, opinion: '' }))).toBe('policy_own_work')
})

test('the page says what holds, whose it is, and what the nation says', async () => {
  const { settings, placeName } = await county.call.policy.current({})
  const one = settings.find(({ key }) => key === 'ledger.plannedCap')
  expect(placeName).toContain('城关')
  expect(one).toMatchObject({ value: 2, nationalValue: 1, source: rule, origin: { path: here, version: 1 }, ofPlaces: true })
  expect(settings.find(({ key }) => key === 'password.minLength')).toMatchObject({ origin: null, ofPlaces: false })
  const past = await county.call.policy.current({ day: addDays(today(), -1) })
  expect(past.settings.find(({ key }) => key === 'ledger.plannedCap')).toMatchObject({ value: 1, origin: null })
  expect(await refusal(county.call.policy.current({ place: '62.6202' }))).toBe('not_found')
  expect((await county.call.policy.current({ place: '62' })).settings.find(({ key }) => key === 'ledger.plannedCap')?.value).toBe(1)
})

test('a new version replaces the whole of the one before, from its day on, and the history keeps both', async () => {
  const from = addDays(today(), 10)
  const packId = await publish({ validFrom: from, validTo: addDays(from, 9), settings: [cap(3)] })
  expect(await capAt(here)).toBe(2)
  expect(await capAt(here, from)).toBe(3)
  expect(await capAt(here, addDays(from, 10))).toBe(2)
  expect(await clerk.call.policy.pack({ packId })).toMatchObject({ version: 2, inForce: false, changes: [{ before: 2, after: 3 }] })
  const { rows } = await clerk.call.policy.history({ key: 'ledger.plannedCap' })
  expect(rows.map(({ value }) => value)).toEqual([3, 2, 1])
  expect(await refusal(clerk.call.policy.history({ key: 'no.such' }))).toBe('policy_key_unknown')
})

test('the public reads the cap of a place, its exceptions, its source and its days, on a page and as open data, in both languages', async () => {
  const portal = testPortal(house.database, [], { now: () => new Date(house.services.now()) })
  const page = await (await portal.request('/frequency-caps')).text()
  for (const words of ['年度检查频次上限', '兰州市', '每年 2 次', '投诉举报', rule.rule, `${today()} 至 长期`, '即将生效', '每年 3 次'])
    expect(page).toContain(words)
  expect(await (await portal.request('/en/frequency-caps')).text()).toContain('2 a year')
  const json: unknown = await (await portal.request('/open-data/frequency-caps.json')).json()
  expect(json).toMatchObject([
    { path: here, version: 2, cap: 3, in_force: false },
    { path: here, version: 1, cap: 2, in_force: true, exceptions: 'law|complaint|transfer|monitoring|request' },
  ])
  expect(await (await portal.request('/open-data/frequency-caps.csv')).text()).toContain('年度上限（次）')
})

test('the cap of a place is shown to the public when its pack is published', async () => {
  const { rows } = await house.database.pools.portal.query('select path, version, cap, basis from published.frequency_cap order by version')
  expect(rows).toEqual([
    { path: here, version: 1, cap: 2, basis: rule.rule },
    { path: here, version: 2, cap: 3, basis: rule.rule },
  ])
})

test('unknown settings, wrong values, missing sources, settings of the installation and past days are refused beside their field', async () => {
  const refused = (change: Partial<Draft>) => refusal(create(clerk, change))
  expect(await refused({ settings: [{ ...cap(1), key: 'ledger.cap' }] })).toBe('policy_key_unknown')
  expect(await refused({ settings: [cap(0)] })).toBe('policy_value_wrong')
  expect(await refused({ settings: [{ ...cap(1), value: true }] })).toBe('policy_value_wrong')
  expect(await refused({ settings: [{ ...cap(1), source: { rule: ' ' } }] })).toBe('policy_source_missing')
  expect(await refused({ settings: [{ key: 'password.minLength', value: 4, source: rule }] })).toBe('policy_key_national')
  expect(await refused({ settings: [cap(1), cap(2)] })).toBe('invalid_input')
  expect(await refused({ validFrom: addDays(today(), -1) })).toBe('policy_starts_past')
  expect(await refused({ validTo: addDays(today(), -1) })).toBe('policy_window_reversed')
  expect(await refused({ path: '62' })).toBe('policy_place_outside')
  const floor = { key: 'plan.undirectedFloorPpm', value: 10_000, source: rule }
  const low = await create(clerk, { settings: [floor] }).catch((error: { data: { facts: unknown } }) => error.data.facts)
  expect(low).toMatchObject({ field: floor.key, key: '不定向抽查比例下限', expectedZh: '3%～100%' })
  const facts = await create(clerk, { settings: [cap(0)] }).catch((error: { data: { facts: unknown } }) => error.data.facts)
  expect(facts).toMatchObject({ field: 'ledger.plannedCap', expectedZh: expect.stringContaining('1～366') })
})

test('an edit from a page that somebody changed since is refused; a return says why, and the draft can be edited or discarded', async () => {
  const { packId } = await create(clerk, { settings: [cap(4)] })
  const old = await seen(clerk, packId)
  const text = { validFrom: today(), validTo: null, reason: '改为每年五次', settings: [cap(5)] }
  await clerk.call.policy.edit({ ...old, ...text })
  expect(await refusal(clerk.call.policy.edit({ ...old, ...id(), ...text }))).toBe('page_stale')
  expect(await refusal(clerk.call.policy.submit({ ...old, ...id() }))).toBe('page_stale')
  await clerk.call.policy.submit(await seen(clerk, packId))
  const one = await seen(chief, packId)
  expect(await refusal(chief.call.policy.return({ ...one, opinion: ' ' }))).toBe('policy_opinion_missing')
  await chief.call.policy.return({ ...one, opinion: '请附文号' })
  expect(await clerk.call.policy.pack({ packId })).toMatchObject({ state: 'draft', opinion: '请附文号' })
  await clerk.call.policy.discard(await seen(clerk, packId))
  expect(await refusal(seen(clerk, packId).then((again) => clerk.call.policy.submit(again)))).toBe('wrong_state')
})

test('a draft is out of sight below its place and elsewhere; what is published is seen where it binds', async () => {
  const { packId } = await create(clerk, { settings: [cap(6)] })
  expect(await refusal(county.call.policy.pack({ packId }))).toBe('not_found')
  expect((await county.call.policy.packs({})).rows.map(({ id: one }) => one)).not.toContain(packId)
  expect((await county.call.policy.packs({})).rows.map(({ version }) => version)).toEqual([2, 1])
  const elsewhere = await house.as('coordinator@elsewhere')
  expect((await elsewhere.call.policy.packs({})).rows.map(({ path }) => path)).not.toContain(here)
  await clerk.call.policy.discard(await seen(clerk, packId))
})

test('a county is never looser than its city, in the form, when it is handed in, when it is published, nor after the city has become stricter', async () => {
  const floor = (value: number) => ({ key: 'plan.directedFloorPpm', value, source: rule })
  const drafted = async (who: Person, change: Partial<Draft>) => {
    const { packId } = await create(who, change)
    await who.call.policy.submit(await seen(who, packId))
    return packId
  }
  const publishAs = async (who: Person, packId: string) => who.call.policy.publish({ ...(await seen(who, packId)), opinion: '' })
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => 'taken',
      (error: { code: string; data: { facts: Readonly<Record<string, unknown>> } }) => [error.code, error.data.facts],
    )
  await setPolicy(house, '62', { 'plan.directedFloorPpm': 100_000 })
  const asked = { path: below, settings: [floor(0)] }
  expect(await refused(create(county, asked))).toEqual([
    'policy_weakens_above',
    expect.objectContaining({
      field: 'plan.directedFloorPpm',
      value: 0,
      above: 100_000,
      placeZh: '62',
      aboveZh: ' 10%',
      day: today(),
    }),
  ])
  expect(await refused(create(county, { path: below, settings: [cap(366)] }))).toEqual([
    'policy_weakens_above',
    expect.objectContaining({ field: 'ledger.plannedCap', above: 2, placeZh: expect.stringContaining('兰州'), aboveZh: ' 2' }),
  ])
  // Not weaker: the county may, until the city asks for more.
  const text = { path: below, settings: [cap(2), floor(120_000)] }
  const old = await drafted(county, text)
  await publishAs(chief, old)
  expect(await capAt(below)).toBe(2)
  const packId = await drafted(county, text)
  await publish({ settings: [cap(1)] })
  expect(await refused(publishAs(chief, packId))).toMatchObject(['policy_weakens_above', { above: 1 }])
  expect((await chief.call.policy.pack({ packId })).own).toMatchObject([{ above: null }, { above: { value: 1, day: today() } }])
  // What was published before is weaker now: it does not rule, and both pages say so.
  expect(await capAt(below)).toBe(1)
  const { settings } = await county.call.policy.current({})
  expect(settings.find(({ key }) => key === 'ledger.plannedCap')).toMatchObject({
    value: 1,
    origin: { path: here },
    overruled: [{ packId: old, value: 2 }],
  })
  expect(settings.find(({ key }) => key === 'plan.directedFloorPpm')).toMatchObject({
    value: 120_000,
    origin: { path: below },
    overruled: [],
  })
  const portal = testPortal(house.database, [], { now: () => new Date(house.services.now()) })
  expect(await (await portal.request('/frequency-caps')).text()).toContain('本地区公布的是每年 2 次；上级规定更严，以上级为准。')
  const caps: unknown = await (await portal.request('/open-data/frequency-caps.json')).json()
  expect(caps).toContainEqual(expect.objectContaining({ path: below, cap: 2, in_force: true, cap_today: 1 }))
})
