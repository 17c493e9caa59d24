/** 检查实施与结果: who was drawn enters, somebody else reviews, passing publishes, and the last result ends the task. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRows } from '#bin/scenario/client.ts'
import { finishProblems } from '#bin/scenario/work.ts'
import { addDays, dateAt, instant } from '#core/time.ts'
import { insertAccount } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { type Bureau, giveRoles, type Inspector, openBureau, refusal } from '#test/bureau.ts'
import { type Person, password } from '#test/people.ts'

let bureau: Bureau
let reviewer: Person
let organiser: Person
let inspectors: readonly Inspector[]
let taskId: string
let visits: readonly Row[]
beforeAll(async () => {
  bureau = await openBureau({ firms: 160 })
  ;[reviewer, organiser] = await Promise.all([bureau.house.as('reviewer'), bureau.house.as('organiser')])
  inspectors = await bureau.inspectors()
  taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' }] })
  await bureau.drawn(taskId, 'O')
  await bureau.drawn(taskId, 'P')
  visits = await rowsOf(taskId)
})
afterAll(() => bureau.house.close())

type Visit = Awaited<ReturnType<Person['call']['inspections']['get']>>
type Row = Awaited<ReturnType<Person['call']['inspections']['list']>>['rows'][number]
type Draft = Omit<Parameters<Person['call']['inspections']['enter']>[0], 'commandId' | 'visitId'>
const today = dateAt(instant(Date.now()))

async function rowsOf(task: string): Promise<Row[]> {
  const rows: Row[] = []
  for await (const one of allRows((page) => reviewer.call.inspections.list({ taskId: task, limit: 7, ...page }))) rows.push(one)
  return rows
}

const get = (visitId: string, who = reviewer): Promise<Visit> => who.call.inspections.get({ visitId })
const officer = (officerId: string | undefined): Person =>
  (inspectors.find((one) => one.officerId === officerId) ?? inspectors[0] ?? missing()).person
const leadOf = (visit: Row): Person => officer(visit.officers.find(({ role }) => role === 'lead')?.id)
const strangerTo = (visit: Row): Person =>
  (inspectors.find(({ officerId }) => visit.officers.every(({ id }) => id !== officerId)) ?? missing()).person

const clean = (change: Partial<Draft> = {}): Draft => ({
  date: today,
  method: 'onsite',
  items: bureau.itemIds.map((itemId) => ({ itemId, checked: true, problem: null })),
  outcome: '01',
  disposal: null,
  demo: false,
  ...change,
})
const enter = (visit: Row, change: Partial<Draft> = {}, who = leadOf(visit)) =>
  who.call.inspections.enter({ commandId: randomUUID(), visitId: visit.id, ...clean(change) })
const review = (visitIds: string[], verdict: 'pass' | 'return' = 'pass', opinion = '', who = reviewer) =>
  who.call.inspections.review({ commandId: randomUUID(), visitIds, verdict, opinion })
const inPublic = async (visitId: string) =>
  (
    await bureau.house.database.pools.portal.query(
      'select outcome, problem, disposal, items, demo from published.result where visit_id = $1',
      [visitId],
    )
  ).rows

/** Visits are used up from the front; every test takes its own. */
let taken = 0
const take = (): Row => visits[taken++] ?? missing()

test('every drawn object has one visit with two officers, and each officer sees their own only', async () => {
  const task = await organiser.call.tasks.get({ taskId })
  expect(visits).toHaveLength(task.drawn ?? -1)
  expect(visits.every(({ state, officers, dueOn }) => state === 'assigned' && officers.length === 2 && dueOn === task.to)).toBe(true)
  for (const { person, officerId } of inspectors.slice(0, 3)) {
    const own = (await person.call.inspections.list({ limit: 200 })).rows
    const drawn = visits.filter(({ officers }) => officers.some(({ id }) => id === officerId))
    expect(own.map(({ id }) => id).sort()).toEqual(drawn.map(({ id }) => id).sort())
  }
  const visit = visits[0] ?? missing()
  expect(await refusal(get(visit.id, strangerTo(visit)))).toBe('not_found')
  expect(await refusal(get(visit.id, await bureau.house.as('reviewer@elsewhere')))).toBe('not_found')
  expect((await (await bureau.house.as('reviewer@elsewhere')).call.inspections.list({})).rows).toEqual([])
})

describe('entering a result', () => {
  test('only an officer drawn for the visit enters it: 谁检查、谁录入', async () => {
    const visit = take()
    expect(await refusal(enter(visit, {}, strangerTo(visit)))).toBe('not_found')
    expect(await refusal(enter(visit, {}, organiser))).toBe('not_permitted')
    const assist = officer(visit.officers.find(({ role }) => role === 'assist')?.id)
    expect((await get(visit.id, assist)).abilities).toMatchObject({ enter: { allowed: true }, review: { allowed: false } })
    expect(await enter(visit, {}, assist)).toEqual({ state: 'submitted' })
    expect(await refusal(enter(visit))).toBe('wrong_state')
    expect(await get(visit.id)).toMatchObject({
      state: 'submitted',
      outcome: '01',
      result: { outcome: '01', enteredBy: expect.any(String) },
    })
    expect(await inPublic(visit.id)).toEqual([])
  })

  const [first = '', second = '', third = ''] = ['0', '1', '2']
  const items = (...of: readonly { checked: boolean; problem: string | null }[]) =>
    of.map((one, i) => ({ itemId: bureau.itemIds[Number([first, second, third][i])] ?? '', ...one }))
  const ok = { checked: true, problem: null }
  const not = { checked: false, problem: null }
  const found = { checked: true, problem: '未亮照经营' }
  const wrong: readonly (readonly [what: string, change: () => Partial<Draft>, code: string])[] = [
    [
      'a problem without what follows from it',
      () => ({ outcome: '06', disposal: ' ', items: items(found, ok, ok) }),
      'problem_without_disposal',
    ],
    ['an outcome that names a problem, without what follows', () => ({ outcome: '03' }), 'problem_without_disposal'],
    ['a problem beside 未发现问题', () => ({ outcome: '01', items: items(ok, found, ok) }), 'outcome_contradicts_items'],
    [
      'a problem in an item that was not checked',
      () => ({ outcome: '06', disposal: '责令改正', items: items(ok, ok, { ...found, checked: false }) }),
      'outcome_contradicts_items',
    ],
    ['nothing checked', () => ({ items: items(not, not, not) }), 'nothing_checked'],
    ['an item left out', () => ({ items: items(ok, ok) }), 'items_differ'],
    ['an item of another task', () => ({ items: [...items(ok, ok, ok), { itemId: randomUUID(), ...ok }] }), 'items_differ'],
    ['an item twice', () => ({ items: [...items(ok, ok, ok), ...items(ok)] }), 'items_differ'],
    ['an outcome that is not on the list', () => ({ outcome: 'constructor' }), 'outcome_unknown'],
    ['tomorrow', () => ({ date: addDays(today, 1) }), 'date_in_future'],
  ]
  test.each(wrong)('%s: is refused, and the visit stays as it was', async (_, change, code) => {
    const visit = visits[taken] ?? missing()
    expect(await refusal(enter(visit, change()))).toBe(code)
    expect(await get(visit.id)).toMatchObject({ state: 'assigned', result: null })
  })

  test('of two officers who send at once one wins and the other is told', async () => {
    const visit = take()
    const [one, two] = visit.officers.map(({ id }) => officer(id))
    const answers = await Promise.all([refusal(enter(visit, {}, one)), refusal(enter(visit, { outcome: '05' }, two))])
    expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
  })
})

describe('the review', () => {
  test('passing publishes at once, with what was found and what follows', async () => {
    const visit = take()
    const [item] = bureau.itemIds
    const problem = {
      outcome: '06',
      disposal: '责令限期改正',
      items: clean().items.map((one) => ({ ...one, problem: one.itemId === item ? '未亮照' : null })),
    }
    await enter(visit, problem)
    expect(await review([visit.id])).toEqual({ reviewed: 1 })
    expect(await inPublic(visit.id)).toMatchObject([
      {
        outcome: '06',
        problem: true,
        disposal: '责令限期改正',
        demo: false,
        items: [{ checked: true, problem: '未亮照' }, { problem: null }, {}],
      },
    ])
    expect(await refusal(review([visit.id]))).toBe('wrong_state')
    expect(await refusal(enter(visit))).toBe('wrong_state')
    expect((await get(visit.id)).steps.map(({ verb }) => verb)).toEqual(['result.enter', 'result.review'])
    expect(await organiser.call.tasks.get({ taskId })).toMatchObject({ published: 1, state: 'executing' })
  })

  test('a returned result needs an opinion, is entered again as a new version, and then passes', async () => {
    const visit = take()
    await enter(visit)
    expect(await refusal(review([visit.id], 'return', ' '))).toBe('opinion_missing')
    await review([visit.id], 'return', '请补充照片')
    expect(await get(visit.id)).toMatchObject({ state: 'returned' })
    expect(await refusal(review([visit.id]))).toBe('wrong_state')
    expect(await inPublic(visit.id)).toEqual([])
    await enter(visit, { outcome: '05' })
    await review([visit.id])
    expect(await inPublic(visit.id)).toMatchObject([{ outcome: '05' }])
    const { rows } = await bureau.house.database.pools.migrator.query(
      'select version, outcome from result where visit_id = $1 order by version',
      [visit.id],
    )
    expect(rows).toEqual([
      { version: 1, outcome: '01' },
      { version: 2, outcome: '05' },
    ])
  })

  test('who entered the result or took part in the inspection does not review it, whatever duties they have', async () => {
    const visit = take()
    const [lead, assist] = ['lead', 'assist'].map((role) =>
      inspectors.find(({ officerId }) => visit.officers.some((one) => one.id === officerId && one.role === role)),
    )
    for (const one of [lead, assist]) await giveRoles(bureau.house, one?.person.username ?? '', ['inspector', 'reviewer'])
    await enter(visit, {}, lead?.person)
    expect(await refusal(review([visit.id], 'pass', '', lead?.person))).toBe('reviewer_entered_it')
    expect(await refusal(review([visit.id], 'pass', '', assist?.person))).toBe('reviewer_inspected_it')
    expect((await get(visit.id, assist?.person)).abilities.review).toEqual({ allowed: false, reason: 'reviewer_inspected_it' })
    expect(await refusal(review([visit.id], 'pass', '', organiser))).toBe('not_permitted')
    for (const one of [lead, assist]) await giveRoles(bureau.house, one?.person.username ?? '', ['inspector'])
    expect(await review([visit.id])).toEqual({ reviewed: 1 })
  })

  test('a batch with one visit that cannot be passed changes nothing', async () => {
    const [one, two, early] = [take(), take(), visits[taken] ?? missing()]
    await enter(one)
    await enter(two)
    expect(await refusal(review([one.id, two.id, randomUUID()]))).toBe('not_found')
    expect(await refusal(review([one.id, early.id]))).toBe('wrong_state')
    expect(await refusal(review([one.id, two.id], 'pass', '', await bureau.house.as('reviewer@elsewhere')))).toBe('not_found')
    expect([(await get(one.id)).state, (await get(two.id)).state]).toEqual(['submitted', 'submitted'])
    expect([...(await inPublic(one.id)), ...(await inPublic(two.id))]).toEqual([])
    expect(await review([one.id, two.id, one.id])).toEqual({ reviewed: 2 })
  })

  test('of two reviewers who pass one result at once, one wins and the other is told', async () => {
    const visit = take()
    await enter(visit)
    const answers = await Promise.all([refusal(review([visit.id])), refusal(review([visit.id], 'return', '再看看'))])
    expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
  })
})

test('the last published result ends the task, also when two reviewers pass the last two at the same moment', async () => {
  const open = (await rowsOf(taskId)).filter(({ state }) => state !== 'published')
  for (const visit of open) if (visit.state !== 'submitted') await enter(visit)
  const [one, two, ...others] = open
  await review(others.map(({ id }) => id))
  // What earlier tests found stays open until somebody finishes it, and keeps the task from being done.
  await finishProblems(bureau.staff.reviewer, dateAt(instant(Date.now())), taskId)
  expect(await organiser.call.tasks.get({ taskId })).toMatchObject({ state: 'executing' })
  await Promise.all([review([one?.id ?? '']), review([two?.id ?? ''])])
  expect(await organiser.call.tasks.get({ taskId })).toMatchObject({ state: 'done', published: visits.length, drawn: visits.length })
})

test('an officer whose account belongs to an office below enters the results of the city task they were drawn for', async () => {
  const passwordHash = await bureau.house.services.hashPassword(password)
  const again = await bureau.task()
  await bureau.drawn(again, 'O')
  await bureau.drawn(again, 'P')
  const visit = (await rowsOf(again))[0] ?? missing()
  const { id: officerId = '' } = visit.officers.find(({ role }) => role === 'lead') ?? {}
  await bureau.house.database.pools.migrator.query('update actor set officer_id = null where officer_id = $1', [officerId])
  await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
    insertAccount(tx, {
      username: 'below',
      name: '县局执法人员',
      passwordHash,
      mustChangePassword: false,
      roles: ['inspector'],
      orgId: bureau.house.orgs.county.id,
      officerId,
    }),
  )
  const below = await bureau.house.enter('below')
  expect((await below.call.inspections.list({})).rows.map(({ id }) => id)).toContain(visit.id)
  expect(await get(visit.id, below)).toMatchObject({ id: visit.id, abilities: { enter: { allowed: true } } })
  const { todos } = await below.call.record.workbench()
  expect(todos.map(({ verb }) => verb)).toContain('enter')
  expect(await enter(visit, {}, below)).toEqual({ state: 'submitted' })
})

function missing(): never {
  throw new Error('the test world is smaller than the tests')
}
