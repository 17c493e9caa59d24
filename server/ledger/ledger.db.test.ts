/** The ledger and its guard on a real PostgreSQL: what counts, at which premises, for whom, and what comes before what. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { type Instant, instant, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { guard, guardVisit } from './guard.ts'
import { closeLedger, enterLedger, mergeLedger } from './ledger.ts'
import { countHighUsers, highUsers } from './line-store.ts'
import { usedOf } from './store.ts'

const [county, city] = ['62.6201.620102', '62.6201']
const firm = 'TEST:0001'
const day = '2026-06-01' as PlainDate // a literal of this file
let clock = 0
const next = (): Instant => instant(Date.UTC(2026, 5, 1) + ++clock)
beforeEach(() => {
  clock = 0
})

const inHouse = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await scope(tx, '*')
    await tx
      .insertInto('entity')
      .values([entity(firm, '人民路１号'), entity('TEST:0002', '人民路2号')])
      .execute()
    await work(tx)
  })
}
const scope = (tx: Tx, path: string) => sql`select set_config('mingjian.scope', ${path}, true)`.execute(tx)
const entity = (subject: string, address: string) => ({
  ...{ subject, name: subject, kind: 'enterprise', region_path: county, state: 'active', address },
})

/** A visit of a task of its own, in the ledger: due in June 2026. */
async function visit(
  tx: Tx,
  options: {
    subject?: string
    place?: string
    address?: string
    planned?: boolean
    due?: string
    exception?: string
    proposal?: string
  } = {},
): Promise<{ subject: string; id: string }> {
  const { subject = firm, place = county, address = '人民路1号', planned = true, due = '2026-06-30', exception = null, proposal } = options
  const [id, taskId, itemId] = [randomUUID(), randomUUID(), randomUUID()]
  const office = { org_path: place, dept: 'scjg' }
  const by = { created_by: randomUUID(), created_by_name: '某甲' }
  await tx
    .insertInto('item')
    .values({
      ...{ ...office, id: itemId, code: `A${clock}`, version: 1, state: 'published', valid_from: '2026-01-01', published_at: next() },
      ...{ category: 'x', name: 'x', item_class: 'general', basis: 'x', object_scope: 'x', methods: ['onsite'] },
      ...{ edited_by: by.created_by, edited_by_name: 'x' },
    })
    .execute()
  await tx
    .insertInto('task')
    .values({
      ...{ decided_by: randomUUID(), decided_by_name: '某乙', object_scope: 'x' },
      ...{ ...office, ...by, id: taskId, task_no: taskId, name: 'x', state: 'executing', org_name: 'x', source: 'temporary', reason: 'x' },
      ...{ from_on: '2026-01-01', to_on: due, item_ids: [itemId], filter: '{}', stratify_by: 'none', strata: '[]', suite: 'sha256' },
      ...{
        exclude_open_visits: false,
        officers_per_object: 2,
        frequency_exception: exception,
        frequency_exception_note: exception && '某法第一条',
      },
    })
    .execute()
  await tx
    .insertInto('visit')
    .values({ ...office, subject, id, task_id: taskId, name: 'x', region_name: 'x', address, state: 'assigned', due_on: due })
    .execute()
  if (proposal !== undefined)
    await tx
      .insertInto('visit_merge')
      .values({ subject, task_id: taskId, proposal_id: proposal, leads: false, merged_at: next() })
      .execute()
  await enterLedger(tx, { taskId, planned, now: next() })
  return { subject, id }
}

async function finish(tx: Tx, one: { subject: string; id: string }, date: string, method = 'onsite'): Promise<void> {
  await tx
    .insertInto('result')
    .values({
      ...{ subject: one.subject, id: randomUUID(), visit_id: one.id, version: 1, date, method, items: '[]', outcome: '01', demo: false },
      ...{ entered_by: randomUUID(), entered_by_name: 'x', entered_at: next() },
    })
    .execute()
  await closeLedger(tx, [one], 'done', next())
}

const used = async (tx: Tx, year = 2026) => (await usedOf(tx, [firm], year)).get(firm)
const framed = async (tx: Tx) =>
  (await sql<{ subject: string; used: number }>`select * from frame_planned(2026)`.execute(tx)).rows.find(({ subject }) => subject === firm)
    ?.used
const ask = (tx: Tx, planned = true) => guard(tx, { subjects: [firm, 'TEST:0002'], planned, year: 2026, place: county, day }, 'draw')

test('AR18 the second planned visit of a year to the same object and premises is blocked above the cap, whoever made the first', async () => {
  await inHouse(async (tx) => {
    expect(await ask(tx)).toMatchObject({ ok: 2, blocked: 0, cap: 1 })
    await visit(tx, { place: '62' })
    await scope(tx, county)
    expect(await ask(tx)).toMatchObject({
      ok: 1,
      blocked: 1,
      rows: [{ subject: firm, planned: 1, verdict: 'blocked', number: 2 }, { verdict: 'ok' }],
    })
  })
})

test('AR18 where a place takes two, the second warns and the third is blocked', async () => {
  await inHouse(async (tx) => {
    const settings = JSON.stringify({ 'ledger.plannedCap': { value: 2, source: { rule: '某市公示〔2026〕1号' } } })
    await sql`insert into policy_pack (id, code, path, place_name, version, valid_from, settings, reason, state, created_by, created_by_name, created_by_org, decided_by, decided_by_name)
      values (gen_random_uuid(), 'x', ${city}, 'x', 1, '2026-01-01', ${settings}::jsonb, 'x', 'published', gen_random_uuid(), 'x', 'x', gen_random_uuid(), 'y')`.execute(
      tx,
    )
    await visit(tx)
    expect((await ask(tx)).rows).toMatchObject([{ verdict: 'warned', number: 2 }, { verdict: 'ok' }])
    await visit(tx)
    expect((await ask(tx)).rows).toMatchObject([{ verdict: 'blocked', number: 3 }, { verdict: 'ok' }])
  })
})

test('AR18 triggered visits are counted apart', async () => {
  await inHouse(async (tx) => {
    const complaint = await visit(tx, { planned: false })
    expect(await used(tx)).toEqual({ planned: 0, elsewhere: 0, triggered: 1 })
    expect(await framed(tx)).toBeUndefined()
    expect((await guardVisit(tx, complaint, next())).verdict).toBe('ok')
    expect((await ask(tx)).blocked).toBe(0)
    await visit(tx)
    expect(await ask(tx, false)).toMatchObject({ ok: 2, blocked: 0 })
  })
})

test('AR18 of two planned visits the one that was entered first goes, and the other is blocked at the notice unless an exception is stated', async () => {
  await inHouse(async (tx) => {
    const [first, second] = [await visit(tx), await visit(tx)]
    expect((await guardVisit(tx, first, next())).verdict).toBe('ok')
    expect(await guardVisit(tx, second, next())).toMatchObject({ verdict: 'blocked', number: 2, rules: { cap: 1 } })
    // Once the second was held all the same, the first one is what is above the cap.
    await finish(tx, second, '2026-06-10')
    expect((await guardVisit(tx, first, next())).verdict).toBe('blocked')
    const lawful = await visit(tx, { exception: 'law' })
    expect(await guardVisit(tx, lawful, next())).toMatchObject({ verdict: 'excepted', exception: 'law' })
  })
})

test('one premises written in two ways is one; a planned visit at another address warns and does not block', async () => {
  await inHouse(async (tx) => {
    await visit(tx, { address: '人民路 １ 号' })
    expect(await used(tx)).toEqual({ planned: 1, elsewhere: 0, triggered: 0 })
    const other = await visit(tx, { address: '建设路9号' })
    expect(await used(tx)).toEqual({ planned: 1, elsewhere: 1, triggered: 0 })
    expect(await framed(tx)).toBe(1)
    expect((await guardVisit(tx, other, next())).verdict).toBe('warned')
  })
})

test('what was replaced or cancelled counts no more, nor does what was checked on paper; a year counts its own visits', async () => {
  await inHouse(async (tx) => {
    await closeLedger(tx, [await visit(tx)], 'replaced', next())
    await closeLedger(tx, [await visit(tx)], 'cancelled', next())
    expect(await used(tx)).toBeUndefined()
    await finish(tx, await visit(tx), '2026-06-02', 'written')
    expect(await used(tx)).toBeUndefined()
    // Due in 2026, done in 2027: it is a visit of 2027.
    await finish(tx, await visit(tx, { due: '2026-12-31' }), '2027-01-04')
    expect(await used(tx)).toBeUndefined()
    expect(await used(tx, 2027)).toMatchObject({ planned: 1 })
  })
})

test('visits of several bodies that are done as one joint visit count once, also one that is entered later, and none is before the other', async () => {
  await inHouse(async (tx) => {
    const proposal = randomUUID()
    const [one, other] = [await visit(tx), await visit(tx, { place: '62' })]
    expect(await used(tx)).toMatchObject({ planned: 2 })
    for (const { id } of [one, other])
      await sql`insert into visit_merge select subject, task_id, ${proposal}, false, ${next()}::timestamptz from visit where id = ${id}`.execute(
        tx,
      )
    await scope(tx, county)
    // The last body that accepts does not see the lines of the others.
    await mergeLedger(tx, proposal)
    await scope(tx, '*')
    expect(await used(tx)).toMatchObject({ planned: 1 })
    expect(await framed(tx)).toBe(1)
    for (const part of [one, other]) expect((await guardVisit(tx, part, next())).verdict).toBe('ok')
    const late = await visit(tx, { place: city, proposal })
    expect(await used(tx)).toMatchObject({ planned: 1 })
    expect((await guardVisit(tx, late, next())).verdict).toBe('ok')
    await visit(tx, { place: city })
    expect(await used(tx)).toMatchObject({ planned: 2 })
  })
})

test('a visit enters the ledger once, however often its task is entered', async () => {
  await inHouse(async (tx) => {
    const one = await visit(tx)
    const { task_id } = await tx.selectFrom('visit').select('task_id').where('id', '=', one.id).executeTakeFirstOrThrow()
    await finish(tx, one, '2026-06-03')
    await enterLedger(tx, { taskId: task_id, planned: true, now: next() })
    const lines = await tx.selectFrom('visit_ledger').select(['state', 'on_date']).execute()
    expect(lines).toEqual([{ state: 'done', on_date: '2026-06-03' }])
  })
})

test('the list of a place has the objects with so many planned visits, by any authority, and nobody of another place', async () => {
  await inHouse(async (tx) => {
    await visit(tx, { place: '62' })
    await visit(tx, { place: '62' })
    await visit(tx, { subject: 'TEST:0002', address: '人民路2号' })
    await scope(tx, county)
    const asked = { year: 2026, place: county, least: 2, after: '', limit: 10 }
    expect(await highUsers(tx, asked)).toEqual([{ subject: firm, planned: 2, elsewhere: 0, triggered: 0 }])
    expect((await highUsers(tx, { ...asked, least: 1 })).map(({ subject }) => subject)).toEqual([firm, 'TEST:0002'])
    expect((await highUsers(tx, { ...asked, least: 1, after: firm })).map(({ subject }) => subject)).toEqual(['TEST:0002'])
    expect(await countHighUsers(tx, { ...asked, least: 1 })).toEqual({ value: 2, capped: false })
    expect(await highUsers(tx, { ...asked, place: '62.6202' })).toEqual([])
  })
})

test('nothing but counts leaves the guard: a line of another authority is out of sight, and the function behind the counts may not be called', async () => {
  await inHouse(async (tx) => {
    await visit(tx, { place: '62' })
    await scope(tx, county)
    expect(await tx.selectFrom('visit_ledger').select('visit_id').execute()).toEqual([])
    expect(await used(tx)).toMatchObject({ planned: 1 })
    await expect(sql`select * from frequency_lines(2026)`.execute(tx)).rejects.toThrow(/permission denied/)
  })
})
