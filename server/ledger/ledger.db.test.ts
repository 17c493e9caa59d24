/** The ledger and its guard on a real PostgreSQL: what counts, at which premises, for whom, and what comes before what. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { type Instant, instant, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { guard, guardVisit } from './guard.ts'
import { itemUseOf, usedUp } from './item-store.ts'
import { closeLedger, enterLedger, mergeLedger } from './ledger.ts'
import { countHighUsers, highUsers } from './line-store.ts'
import { partnerDays, usedOf } from './store.ts'

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

async function item(
  tx: Tx,
  one: { id: string; code: string; version?: number; frequency_cap?: number; org_path?: string },
): Promise<string> {
  await tx
    .insertInto('item')
    .values({
      ...{ org_path: county, dept: 'scjg', version: 1, valid_from: '2026-01-01', published_at: next() },
      ...{ category: 'x', name: one.code, item_class: 'general', basis: 'x', object_scope: 'x', methods: ['onsite'] },
      ...{ edited_by: randomUUID(), edited_by_name: 'x', ...one, state: one.version === undefined ? 'published' : 'superseded' },
    })
    .execute()
  return one.id
}

/** A visit of a task of its own, in the ledger: due in June 2026. */
async function visit(
  tx: Tx,
  options: {
    subject?: string
    place?: string
    address?: string
    planned?: boolean
    from?: string
    due?: string
    exception?: string
    proposal?: string
    item?: string
  } = {},
): Promise<{ subject: string; id: string }> {
  const {
    subject = firm,
    place = county,
    address = '人民路1号',
    planned = true,
    due = '2026-06-30',
    from = '2026-01-01',
    exception = null,
    proposal,
  } = options
  const [id, taskId, itemId] = [randomUUID(), randomUUID(), options.item ?? randomUUID()]
  const office = { org_path: place, dept: 'scjg' }
  const by = { created_by: randomUUID(), created_by_name: '某甲' }
  if (options.item === undefined) await item(tx, { id: itemId, code: `A${clock}`, ...office })
  await tx
    .insertInto('task')
    .values({
      ...{ decided_by: randomUUID(), decided_by_name: '某乙', object_scope: 'x' },
      ...{ ...office, ...by, id: taskId, task_no: taskId, name: 'x', state: 'executing', org_name: 'x', source: 'temporary', reason: 'x' },
      ...{ from_on: from, to_on: due, item_ids: [itemId], filter: '{}', stratify_by: 'none', strata: '[]', suite: 'sha256' },
      ...{
        exclude_open_visits: false,
        officers_per_object: 2,
        frequency_exception: exception,
        frequency_exception_note: exception && '某法第一条',
      },
    })
    .execute()
  await tx.insertInto('task_item').values({ task_id: taskId, item_id: itemId, dept: 'scjg', seq: 1 }).execute()
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
  await enterDay(tx, one, date, method)
  await closeLedger(tx, [one], 'done', next())
}

/** A result that nobody has reviewed yet. */
async function enterDay(tx: Tx, one: { subject: string; id: string }, date: string, method = 'onsite'): Promise<void> {
  await tx
    .insertInto('result')
    .values({
      ...{
        subject: one.subject,
        id: randomUUID(),
        visit_id: one.id,
        version: clock,
        date,
        method,
        items: '[]',
        outcome: '01',
        demo: false,
      },
      ...{ entered_by: randomUUID(), entered_by_name: 'x', entered_at: next() },
    })
    .execute()
}

/** The city publishes its own numbers. */
async function settle(tx: Tx, numbers: Readonly<Record<string, number>>): Promise<void> {
  const said = Object.entries(numbers).map(([name, value]) => [name, { value, source: { rule: '某市公示〔2026〕1号' } }])
  await sql`insert into policy_pack (id, code, path, place_name, version, valid_from, settings, reason, state, created_by, created_by_name, created_by_org, decided_by, decided_by_name)
    values (gen_random_uuid(), 'x', ${city}, 'x', 1, '2026-01-01', ${JSON.stringify(Object.fromEntries(said))}::jsonb, 'x', 'published', gen_random_uuid(), 'x', 'x', gen_random_uuid(), 'y')`.execute(
    tx,
  )
}

const used = async (tx: Tx, year = 2026) => (await usedOf(tx, [firm], year)).get(firm)
const framed = async (tx: Tx, ...years: [number, ...number[]] | []) =>
  (
    await sql<{ subject: string; used: number }>`select * from frame_planned(${years.length === 0 ? [2026] : years}::int[])`.execute(tx)
  ).rows.find(({ subject }) => subject === firm)?.used
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
    await settle(tx, { 'ledger.plannedCap': 2 })
    await visit(tx)
    expect((await ask(tx)).rows).toMatchObject([{ verdict: 'warned', number: 2 }, { verdict: 'ok' }])
    await visit(tx)
    expect((await ask(tx)).rows).toMatchObject([{ verdict: 'blocked', number: 3 }, { verdict: 'ok' }])
  })
})

test('AR18 one premises written with and without the places above it is one at every point: plan and scan, draw, notice, list', async () => {
  await inHouse(async (tx) => {
    const region = (path: string, name: string, level: string) =>
      sql`insert into region (path, code, name, label, level) values (${path}, ${path.split('.').at(-1)}, ${name}, ${name}, ${level})
        on conflict (path) do update set name = excluded.name`.execute(tx)
    await region('62', '甘肃省', 'province')
    await region(city, '兰州市', 'city')
    await region(county, '城关区', 'county')
    const ways = ['甘肃省兰州市城关区人民路1号', '兰州市城关区人民路１#', '城关区 人民路一号', '人民路1号']
    const visits = []
    for (const address of ways) visits.push(await visit(tx, { address }))
    expect(await used(tx)).toEqual({ planned: 4, elsewhere: 0, triggered: 0 })
    expect((await ask(tx)).rows[0]).toMatchObject({ verdict: 'blocked', number: 5 })
    expect(await framed(tx)).toBe(4)
    for (const [i, one] of visits.entries()) expect(await guardVisit(tx, one, next())).toMatchObject({ number: i + 1, elsewhere: 0 })
    expect(await highUsers(tx, { year: 2026, place: county, least: 4, after: '', limit: 10 })).toMatchObject([
      { subject: firm, planned: 4 },
    ])
    // The register writes it otherwise from today on; another number is another premises.
    await tx.updateTable('entity').set({ address: '甘肃省兰州市城关区人民路1#' }).where('subject', '=', firm).execute()
    expect([await used(tx), await framed(tx)]).toEqual([{ planned: 4, elsewhere: 0, triggered: 0 }, 4])
    await tx.updateTable('entity').set({ address: '甘肃省兰州市城关区人民路11号' }).where('subject', '=', firm).execute()
    expect([await used(tx), await framed(tx)]).toEqual([{ planned: 0, elsewhere: 4, triggered: 0 }, undefined])
    // Another firm at the same door is another firm.
    expect((await usedOf(tx, ['TEST:0002'], 2026)).size).toBe(0)
  })
})

test('an item that states a yearly cap is used up by its visits in any version, at any premises, and by planned ones only', async () => {
  await inHouse(async (tx) => {
    const [before, now] = [randomUUID(), randomUUID()]
    await item(tx, { id: before, code: 'F01', version: 2, frequency_cap: 9 })
    await item(tx, { id: now, code: 'F01', frequency_cap: 2 })
    await visit(tx, { item: now, planned: false })
    const first = await visit(tx, { item: before, address: '北门街9号' })
    const usedUpBy = async (cap: number) =>
      (await sql<{ subject: string }>`select subject from ${usedUp([{ itemId: now, cap }], [2026])} as x`.execute(tx)).rows
    expect([await usedUpBy(1), await usedUpBy(2)]).toEqual([[{ subject: firm }], []])
    // The cap of the place is not what holds these back.
    await settle(tx, { 'ledger.plannedCap': 9 })
    const [second, third] = [await visit(tx, { item: now }), await visit(tx, { item: now })]
    expect(await usedUpBy(2)).toEqual([{ subject: firm }])
    const use = (visitId: string) => guardVisit(tx, { subject: firm, id: visitId }, next())
    expect(await use(first.id)).toMatchObject({ item: null })
    expect(await use(second.id)).toMatchObject({ verdict: 'warned', item: null })
    expect(await use(third.id)).toMatchObject({ verdict: 'blocked', item: { code: 'F01', cap: 2, used: 2 } })
    expect(await use((await visit(tx, { item: now, exception: 'law' })).id)).toMatchObject({ verdict: 'excepted', item: { used: 3 } })
    expect((await use((await visit(tx, { item: now, planned: false })).id)).verdict).toBe('ok')
    const asked = { subject: firm, year: 2026, dept: 'scjg', place: county }
    expect(await itemUseOf(tx, asked)).toMatchObject([{ code: 'F01', cap: 2, used: 4 }])
    expect(await itemUseOf(tx, { ...asked, year: 2027 })).toEqual([])
    // Once two are replaced, there is room again.
    await closeLedger(tx, [first, second], 'replaced', next())
    expect((await use(third.id)).item).toBeNull()
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

test('a visit that is due counts in every year in which it may still be held, and one that was held in the year of its day', async () => {
  await inHouse(async (tx) => {
    const across = { from: '2026-12-25', due: '2027-03-01' }
    const [first, second] = [await visit(tx, across), await visit(tx, across)]
    expect([await used(tx, 2025), await used(tx, 2026), await used(tx, 2027), await used(tx, 2028)]).toMatchObject([
      ...[undefined, { planned: 2 }, { planned: 2 }, undefined],
    ])
    expect([await framed(tx), await framed(tx, 2027), await framed(tx, 2025, 2026), await framed(tx, 2025)]).toEqual([2, 2, 2, undefined])
    // The notice counts on the first day on which the visit can be, an entered result on its own.
    const judged = async (one: { subject: string; id: string }, on?: string) => (await guardVisit(tx, one, next(), on)).number
    expect([await judged(second), await judged(second, '2027-02-01'), await judged(first)]).toEqual([2, 2, 1])
    await finish(tx, first, '2026-12-28')
    expect([await used(tx), await used(tx, 2027)]).toMatchObject([{ planned: 2 }, { planned: 1 }])
    expect([await judged(second, '2026-12-29'), await judged(second, '2027-02-01')]).toEqual([2, 1])
    // What was entered last is due in the old year alone, behind both.
    expect(await judged(await visit(tx, { from: '2026-12-01', due: '2026-12-31' }))).toBe(3)
    expect(await highUsers(tx, { year: 2027, place: county, least: 1, after: '', limit: 10 })).toMatchObject([
      { subject: firm, planned: 1 },
    ])
  })
})

test('an item with a cap of its own is used up in every year in which its visit may still be held', async () => {
  await inHouse(async (tx) => {
    const id = randomUUID()
    await item(tx, { id, code: 'F01', frequency_cap: 1 })
    await settle(tx, { 'ledger.plannedCap': 9 })
    const across = { from: '2026-12-25', due: '2027-03-01', item: id }
    const [first, second] = [await visit(tx, across), await visit(tx, across)]
    const out = async (...years: number[]) =>
      (await sql`select subject from ${usedUp([{ itemId: id, cap: 1 }], years)} as x`.execute(tx)).rows.length
    expect([await out(2026), await out(2027), await out(2025, 2027), await out(2025)]).toEqual([1, 1, 1, 0])
    await finish(tx, first, '2026-12-28')
    expect((await guardVisit(tx, second, next(), '2026-12-29')).item).toMatchObject({ used: 1 })
    expect((await guardVisit(tx, second, next(), '2027-01-05')).item).toBeNull()
  })
})

test('visits that were made one are one only if they are held on one day, published or not', async () => {
  await inHouse(async (tx) => {
    const proposal = randomUUID()
    const [one, other] = [await visit(tx, { proposal }), await visit(tx, { place: '62', proposal })]
    const verdict = async (on: string) => (await guardVisit(tx, other, next(), on)).verdict
    expect([await used(tx), await verdict('2026-06-10')]).toMatchObject([{ planned: 1 }, 'ok'])
    await enterDay(tx, one, '2026-06-10')
    expect([await verdict('2026-06-10'), await verdict('2026-06-11'), await used(tx)]).toMatchObject(['ok', 'blocked', { planned: 1 }])
    expect(await partnerDays(tx, other.id, 'hold')).toEqual(['2026-06-10'])
    await finish(tx, one, '2026-06-10')
    expect([await verdict('2026-06-10'), await verdict('2026-06-11'), await used(tx)]).toMatchObject(['ok', 'blocked', { planned: 1 }])
    await finish(tx, other, '2026-06-11')
    expect([await used(tx), await framed(tx)]).toEqual([{ planned: 2, elsewhere: 0, triggered: 0 }, 2])
  })
})

test('an exception that lets a later visit through takes the turn of none that was entered before it', async () => {
  await inHouse(async (tx) => {
    const [first, lawful] = [await visit(tx), await visit(tx, { exception: 'law' })]
    await finish(tx, lawful, '2026-06-10')
    expect(await guardVisit(tx, first, next())).toMatchObject({ verdict: 'ok', number: 1 })
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
