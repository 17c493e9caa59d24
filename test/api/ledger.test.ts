/** The frequency ledger as named people: what a draw enters, what the guard says of the next visit, who may state an exception, who sees what. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dateAt } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import { found } from '#server/http/problem.ts'
import { guard, guardVisit } from '#server/ledger/guard.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import { openDepartment } from '#test/other-department.ts'
import type { Person } from '#test/people.ts'
import { setPolicy } from '#test/policy-packs.ts'

let bureau: Bureau
let organiser: Person
let chief: Person
let drawn: string[]
const place = '62.6201'
const stratum = { name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' as const }
const everybody = { strata: [stratum] }
const whole = { strata: [{ ...stratum, ratePpm: 1_000_000 }] }
const first = (): string => drawn[0] ?? ''
const all = <T>(work: Parameters<typeof inScope<T>>[3]) => inScope(bureau.house.services.db, '*', 'read write', work)
const now = () => bureau.house.services.now()
const inspectorOf = async (visitId: string): Promise<Person> => {
  const { officers } = await chief.call.inspections.get({ visitId })
  const lead = officers.find(({ role }) => role === 'lead')
  return found((await bureau.inspectors()).find(({ officerId }) => officerId === lead?.id)).person
}
const enter = async (visitId: string, date: string = dateAt(now())) => {
  const inspector = await inspectorOf(visitId)
  const items = (await inspector.call.inspections.get({ visitId })).items.map(({ id }) => ({ itemId: id, checked: true, problem: null }))
  const result = { date, method: 'onsite' as const, items, outcome: '01', disposal: null }
  return await inspector.call.inspections.enter({ commandId: randomUUID(), visitId, ...result })
}

beforeAll(async () => {
  bureau = await openBureau({ firms: 60 })
  organiser = await bureau.house.as('organiser')
  chief = await bureau.house.as('approver')
  const taskId = await bureau.task(everybody)
  const drawId = await bureau.drawn(taskId, 'O')
  drawn = (await organiser.call.draws.selected({ drawId, limit: 200 })).rows.map(({ subject }) => subject)
  // Before anybody knows who will come, the visit is due already.
  expect(await organiser.call.ledger.check({ subject: first() })).toMatchObject({ planned: 1, verdict: 'blocked' })
  await bureau.drawn(taskId, 'P')
})
afterAll(() => bureau.house.close())

test('AR18 every drawn object has its line, and one more planned visit would be above the cap', async () => {
  expect(drawn.length).toBeGreaterThan(2)
  expect(await organiser.call.ledger.check({ subject: first() })).toMatchObject({ planned: 1, triggered: 0, cap: 1, verdict: 'blocked' })
  const { lines, hidden, exceptions } = await organiser.call.ledger.object({ subject: first() })
  expect(lines).toMatchObject([
    { planned: true, state: 'due', number: 1, verdict: 'ok', exception: null, abilities: { except: { allowed: false } } },
  ])
  expect([hidden, exceptions]).toEqual([0, ['law', 'complaint', 'transfer', 'monitoring', 'request']])
  const { rows, count, cap } = await organiser.call.ledger.list({})
  expect(rows.map(({ subject }) => subject).sort()).toEqual([...drawn].sort())
  expect([count.value, cap, rows.some(({ over }) => over)]).toEqual([drawn.length, 1, false])
})

test('AR18 at the draw whoever has reached the cap is left out, unless the task states a lawful exception', async () => {
  const left = async (change: object) =>
    (await organiser.call.tasks.frame({ taskId: await bureau.task({ ...everybody, excludeOpenVisits: false, ...change }) })).excluded
  expect(await left({})).toContainEqual({ reason: 'frequency_cap', count: drawn.length })
  expect(await left({ frequencyException: { code: 'complaint', note: '投诉〔2026〕第12号' } })).not.toContainEqual(
    expect.objectContaining({ reason: 'frequency_cap' }),
  )
  expect(await refusal(bureau.task({ ...everybody, frequencyCap: 3 }))).toBe('cap_above_policy')
  expect(await refusal(bureau.task({ ...everybody, frequencyException: { code: 'law', note: '依法' } }))).toBe('invalid_input')
})

test('a draw for a window that touches two years leaves out whoever has a visit that may be in either', async () => {
  const left = async (from: string, to: string) =>
    (
      await organiser.call.tasks.tryFrame({
        filter: { version: 1, all: [] },
        ...everybody,
        excludeOpenVisits: false,
        frequencyCap: 1,
        from,
        to,
      })
    ).excluded
  const out = { reason: 'frequency_cap', count: drawn.length }
  expect(await left('2026-12-25', '2027-03-01')).toContainEqual(out)
  expect(await left('2027-01-01', '2027-03-01')).not.toContainEqual(out)
  // As a change of the last day does it: the visits may still be next year.
  const until = (day: string) => all((tx) => tx.updateTable('task').set({ to_on: day }).where('state', '=', 'executing').execute())
  await until('2027-03-01')
  expect(await left('2027-01-01', '2027-03-01')).toContainEqual(out)
  await until('2026-12-31')
})

test('the guard at the plan counts what the next round would do', async () => {
  const asked = { subjects: [...drawn, 'TEST:nobody'], planned: true, year: Number(now().slice(0, 4)), place }
  const answer = await all((tx) => guard(tx, { ...asked, day: '2026-06-01' as never }, 'plan'))
  expect(answer).toMatchObject({ point: 'plan', ok: 1, warned: 0, blocked: drawn.length, excepted: 0 })
})

test('AR18 at the notice a visit above the cap is blocked, until another person states a lawful exception', async () => {
  const taskId = await bureau.task({ ...whole, excludeOpenVisits: false, frequencyException: { code: 'law', note: '某法第十条' } })
  await bureau.drawn(taskId, 'O')
  await bureau.drawn(taskId, 'P')
  const again = (await chief.call.ledger.list({ least: 2 })).rows[0]?.subject ?? ''
  const second = (await chief.call.ledger.object({ subject: again })).lines.find((line) => line.taskId === taskId)
  expect(second).toMatchObject({
    number: 2,
    verdict: 'excepted',
    exception: { code: 'law' },
    exceptedBy: (await chief.call.access.me()).name,
  })
  const visit = { subject: again, id: second?.visitId ?? '' }
  // As if the exception had not been there: a visit of another body came in between.
  await all((tx) =>
    tx
      .updateTable('visit_ledger')
      .set({ exception: null, exception_note: null, excepted_by: null, excepted_by_name: null })
      .where('visit_id', '=', visit.id)
      .execute(),
  )
  expect((await all((tx) => guardVisit(tx, visit, now()))).verdict).toBe('blocked')
  // Nor is its result taken, where nobody asked for a notice.
  const inspector = await inspectorOf(visit.id)
  expect((await inspector.call.inspections.get({ visitId: visit.id })).frequency).toMatchObject({ verdict: 'blocked', number: 2, cap: 1 })
  expect(await refusal(enter(visit.id))).toBe('visit_above_cap')
  const state = (who: Person, code: string, note: string) =>
    who.call.ledger.except({ commandId: randomUUID(), visitId: visit.id, code, note })
  expect(await refusal(state(organiser, 'law', '某法第十条'))).toBe('not_permitted')
  expect(await refusal(state(chief, 'because', '某法第十条'))).toBe('exception_not_lawful')
  expect(await refusal(state(chief, 'law', '依法'))).toBe('exception_without_note')
  expect(await refusal(bureau.house.as('approver@elsewhere').then((who) => state(who, 'law', '某法第十条')))).toBe('not_found')
  expect(await state(chief, 'law', '某法第十条')).toEqual({ code: 'law' })
  expect((await all((tx) => guardVisit(tx, visit, now()))).verdict).toBe('excepted')
  expect(await refusal(enter(visit.id))).toBe('accepted')
  const { lines } = await chief.call.ledger.object({ subject: again })
  expect(lines.find((line) => line.visitId === visit.id)).toMatchObject({ exception: { code: 'law', note: '某法第十条' } })
})

test('a joint visit is one only on one day: on another it is held to the cap as any other, and the inspector is told', async () => {
  const subject = (await chief.call.ledger.list({ least: 2 })).rows[1]?.subject ?? ''
  const parts = (await chief.call.ledger.object({ subject })).lines.map(({ visitId }) => visitId)
  const [one = '', other = ''] = parts
  const joint = { merge_id: randomUUID(), exception: null, exception_note: null, excepted_by: null, excepted_by_name: null }
  await all((tx) => tx.updateTable('visit_ledger').set(joint).where('visit_id', 'in', parts).execute())
  expect(await chief.call.ledger.check({ subject })).toMatchObject({ planned: 1 })
  const yesterday = addDays(dateAt(now()), -1)
  expect(await refusal(enter(one, yesterday))).toBe('accepted')
  const asked = await (await inspectorOf(other)).call.inspections.get({ visitId: other })
  expect(asked.frequency).toMatchObject({ partnerDays: [yesterday] })
  expect(await refusal(enter(other))).toBe('visit_apart_above_cap')
  expect(await refusal(enter(other, yesterday))).toBe('accepted')
  expect(await chief.call.ledger.object({ subject })).toMatchObject({ planned: 1, hidden: 0 })
})

test('AR18 where the city takes two, the second planned visit warns and goes', async () => {
  await setPolicy(bureau.house, place, { 'ledger.plannedCap': 2 })
  expect(await organiser.call.ledger.check({ subject: first() })).toMatchObject({ cap: 2, source: '某地规定〔2026〕1号' })
  const once = (await organiser.call.ledger.list({ least: 1 })).rows.find(({ planned }) => planned === 1)?.subject ?? ''
  expect(await organiser.call.ledger.check({ subject: once })).toMatchObject({ planned: 1, verdict: 'warned' })
})

test('an item that states its own yearly cap leaves out whom it has used up, though the city takes more, and the look-up names it', async () => {
  const item = async (cap: number | null) =>
    all((tx) => tx.updateTable('item').set({ frequency_cap: cap }).where('code', '=', code).execute())
  const { code } = await all((tx) => tx.selectFrom('item').select('code').orderBy('code').executeTakeFirstOrThrow())
  const once = (await organiser.call.ledger.list({ least: 1 })).rows.find(({ planned }) => planned === 1)?.subject ?? ''
  await item(1)
  const left = async (change: object) =>
    (await organiser.call.tasks.frame({ taskId: await bureau.task({ ...everybody, excludeOpenVisits: false, ...change }) })).excluded
  // Every firm has its visit by now: within the cap of the city, and above that of the item.
  expect(await refusal(left({}))).toBe('frame_empty')
  expect(await left({ frequencyException: { code: 'law', note: '某法第十条' } })).toEqual([{ reason: 'deregistered', count: 2 }])
  expect((await organiser.call.ledger.check({ subject: once })).items).toMatchObject([{ code, used: 1, cap: 1 }])
  await item(null)
  expect((await organiser.call.ledger.check({ subject: once })).items).toEqual([])
})

test('an object of another place does not exist for the reader, and whoever may not read the ledger does not', async () => {
  expect(await refusal((await bureau.house.as('organiser@elsewhere')).call.ledger.check({ subject: first() }))).toBe('not_found')
  expect(await refusal(organiser.call.ledger.object({ subject: '91620000000000000X' }))).toBe('not_found')
  expect(await refusal((await bureau.house.as('registrar')).call.ledger.list({}))).toBe('not_permitted')
  expect((await (await bureau.house.as('organiser@elsewhere')).call.ledger.list({})).rows).toEqual([])
})

test('a body at the same place learns that there was a visit, and not whose', async () => {
  const { people } = await openDepartment(bureau.house, { dept: 'xfjy', name: '兰州市消防救援支队' }, ['organiser', 'approver'])
  const theirs = await people.organiser.call.ledger.object({ subject: first() })
  const own = await organiser.call.ledger.object({ subject: first() })
  expect(own.lines.length).toBeGreaterThan(0)
  expect(theirs.lines).toEqual([])
  expect(theirs.hidden).toBe(own.planned + own.elsewhere + own.triggered)
  const except = { commandId: randomUUID(), visitId: own.lines[0]?.visitId ?? '', code: 'law', note: '某法第十条' }
  expect(await refusal(people.approver.call.ledger.except(except))).toBe('not_found')
})
