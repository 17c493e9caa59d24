/** The change feed: every number once and in order, what is refused says why and holds nothing up, and nobody learns of objects that are not theirs. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Receipt } from '#contract/feeds.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let feed: Person
beforeAll(async () => {
  house = await openTestHouse()
  feed = await house.as('feed')
})
afterAll(() => house.close())

type Event = { seq: number; type: string; subject: string; effectiveOn: string; data?: Record<string, string | null> }

/** A code of 七里河区 or another county, with its check digit. */
const code = (n: number, county = '620103'): string => {
  const body = `91${county}${String(n).padStart(9, '0')}`
  return `${body}${usccCheckDigit(body)}`
}
const entered = (seq: number, n: number, data: Record<string, string | null> = {}, county = '620103'): Event => ({
  seq,
  type: 'entered',
  subject: code(n, county),
  effectiveOn: '2026-01-05',
  data: { name: `第${n}号商贸有限公司`, region: county, address: '甘肃省兰州市七里河区西津路1号', ...data },
})
const event = (seq: number, type: string, n: number, data: Record<string, string | null> = {}): Event => ({
  seq,
  type,
  subject: code(n),
  effectiveOn: '2026-02-01',
  data,
})
const ndjson = (lines: readonly (Event | object | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

const push = (body: BodyInit | null, { as = feed, query = '' } = {}): Promise<Response> =>
  house.fetch(`/api/v1/register/events${query}`, { method: 'POST', headers: { cookie: as.cookie }, body, duplex: 'half' } as RequestInit) // `duplex` is not in the types of fetch

async function taken(lines: readonly (Event | object | string)[], options: { as?: Person; query?: string } = {}): Promise<Receipt> {
  const answer = await push(ndjson(lines), options)
  const text = await answer.text()
  expect([answer.status, text.slice(0, 300)]).toEqual([200, expect.anything()])
  return JSON.parse(text) as Receipt // contract/feeds.ts
}

const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await house.database.pools.migrator.query<T>(text, values)).rows
const stateOf = async (n: number): Promise<string> =>
  (await sql<{ s: string }>(`select state || ' ' || event || ' ' || region_path as s from entity where subject = $1`, [code(n)]))[0]?.s ??
  'none'

describe('what a body brings', () => {
  test('events change the register in their order, and the receipt says what became of each', async () => {
    const lines = [
      entered(1, 1),
      entered(2, 2),
      event(3, 'changed', 1, { name: '改名商贸有限公司' }),
      event(4, 'revoked', 1),
      event(5, 'deregistered', 1),
    ]
    const receipt = await taken(lines, { query: '?source=a' })
    expect(receipt).toMatchObject({
      state: 'complete',
      fromSeq: 1,
      toSeq: 5,
      lines: 5,
      applied: { entered: 2, changed: 1, revoked: 1, deregistered: 1 },
      unchanged: 0,
      repeated: 0,
      refused: 0,
      sha256: createHash('sha256').update(ndjson(lines)).digest('hex'),
    })
    expect(await stateOf(1)).toBe('deregistered deregistered 62.6201.620103')
    const versions = await sql<{ v: string }>(
      `select name || ' ' || event || ' ' || ended_event || ' ' || ended_by as v from entity_version where subject = $1 order by since`,
      [code(1)],
    )
    expect(versions.map(({ v }) => v)).toEqual([
      '第1号商贸有限公司 entered changed feed:62.6201:scjg:a/3',
      '改名商贸有限公司 changed revoked feed:62.6201:scjg:a/4',
      '改名商贸有限公司 revoked deregistered feed:62.6201:scjg:a/5',
    ])
  })

  test('an object that comes back carries the labels that waited for it', async () => {
    await taken([entered(1, 5)], { query: '?source=labels' })
    await sql(
      `with l as (insert into label (id, name, tier, reach, org_path, dept, org_name, edited_by_name)
        values (gen_random_uuid(), '冷链', 'minor', 'province', '62', 'scjg', '省局', '省局') returning id)
      insert into entity_label (subject, label_id, since, origin, set_by_name, set_at) select $1, id, '2026-01-06', 'hand', '张岗', now() from l`,
      [code(5)],
    )
    await sql(`delete from entity where subject = $1`, [code(5)])
    await taken([entered(2, 5)], { query: '?source=labels' })
    expect(await sql(`select labels from entity where subject = $1`, [code(5)])).toEqual([{ labels: ['冷链'] }])
  })

  test('the same body again is repeated to the last line and changes nothing', async () => {
    const lines = [entered(1, 11), entered(2, 12, { name: null }), event(3, 'revoked', 11)]
    const first = await taken(lines, { query: '?source=b' })
    const before = await sql('select * from entity order by subject')
    const again = await taken(lines, { query: '?source=b' })
    expect([first.applied, first.refused]).toEqual([{ entered: 1, revoked: 1 }, 1])
    expect(again).toMatchObject({ applied: {}, unchanged: 0, repeated: 3, refused: 0, refusedFirst: first.refusedFirst })
    expect(await sql('select * from entity order by subject')).toEqual(before)
  })

  test('a number that was sent before with other content is refused, and the first one stands', async () => {
    await taken([entered(1, 21), event(2, 'changed', 21, { scope: '零售' })], { query: '?source=c' })
    const receipt = await taken([event(2, 'changed', 21, { scope: '批发' }), event(3, 'changed', 21, { address: '西津路2号' })], {
      query: '?source=c',
    })
    expect(receipt.refusedFirst).toEqual([{ line: 1, seq: 2, type: 'changed', subject: code(21), code: 'seq_reused', facts: { seq: 2 } }])
    expect(receipt.applied).toEqual({ changed: 1 })
    expect(await sql(`select scope, address from entity where subject = $1`, [code(21)])).toEqual([{ scope: '零售', address: '西津路2号' }])
  })

  test('an event that says what the register has already makes no version', async () => {
    await taken([entered(1, 31)], { query: '?source=d' })
    const receipt = await taken([entered(2, 31), event(3, 'changed', 31, { name: '第31号商贸有限公司' })], { query: '?source=d' })
    expect(receipt).toMatchObject({ applied: {}, unchanged: 2 })
    expect(await sql('select 1 from entity_version where subject = $1', [code(31)])).toEqual([])
  })
})

describe('what is wrong', () => {
  test('bad lines are refused one by one with code and facts; what does not rest on them goes on', async () => {
    const receipt = await taken(
      [
        entered(1, 41),
        '{"seq":2, not json',
        { ...entered(3, 42), subject: `${code(42).slice(0, 17)}X` },
        { ...entered(4, 43), effectiveOn: '2999-01-01' },
        { ...entered(5, 44), type: 'closed' },
        event(6, 'changed', 45),
        entered(7, 46, { region: '999999' }),
        entered(8, 47, { region: '620202' }),
        event(9, 'revoked', 41),
        event(10, 'moved_out', 41),
        event(11, 'changed', 41, { name: '迁出后改名' }),
      ],
      { query: '?source=e' },
    )
    expect(receipt.refusedFirst.map(({ line, seq, code: reason, facts }) => [line, seq, reason, facts])).toEqual([
      [2, 2, 'line_unreadable', {}],
      [3, 3, 'subject_invalid', { why: 'code_check_digit' }],
      [4, 4, 'date_in_future', { value: '2999-01-01' }],
      [5, 5, 'type_unknown', { value: 'closed' }],
      [6, 6, 'subject_unknown', {}],
      [7, 7, 'region_unknown', { value: '999999' }],
      [8, 8, 'region_unknown', { value: '620202' }],
      [11, 11, 'state_forbids', { state: 'moved_out', type: 'changed' }],
    ])
    expect(receipt).toMatchObject({ applied: { entered: 1, revoked: 1, moved_out: 1 }, refused: 8, lines: 11, toSeq: 11 })
  })

  test('a missing number stops the feed and says which is expected; what stood before it is in', async () => {
    const answer = await push(ndjson([entered(1, 51), entered(2, 52), entered(5, 53)]), { query: '?source=f' })
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({
        code: 'feed_gap',
        facts: expect.objectContaining({ expected: 3, seq: 5, line: 3 }),
        receipt: expect.objectContaining({ state: 'stopped', applied: { entered: 2 }, toSeq: 2 }),
      }),
    ])
    expect([await stateOf(52), await stateOf(53)]).toEqual(['active entered 62.6201.620103', 'none'])
    const resent = await taken([entered(3, 54), entered(4, 55), entered(5, 53)], { query: '?source=f' })
    expect(resent).toMatchObject({ state: 'complete', applied: { entered: 3 } })
  })

  test('missing numbers that the sender gives up are told in the receipt, and are not taken later', async () => {
    const receipt = await taken([entered(1, 61), entered(4, 62)], { query: '?source=g&gaps=accept' })
    expect(receipt).toMatchObject({ gaps: [{ from: 2, to: 3 }], applied: { entered: 2 }, state: 'complete' })
    const late = await taken([entered(2, 63), entered(5, 64)], { query: '?source=g' })
    expect(late.refusedFirst.map((row) => [row.seq, row.code])).toEqual([[2, 'seq_given_up']])
    expect(late.applied).toEqual({ entered: 1 })
  })

  test('an endless line, bytes that are no UTF-8 and an empty body are refused, each for itself', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(entered(1, 71))}\n`),
      Buffer.from(`{"seq":2,"x":"${'長'.repeat(100_000)}"}\n`),
      Buffer.from('{"seq":3,"name":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n${JSON.stringify(entered(4, 72))}`),
    ])
    const answer = await push(bytes, { query: '?source=h' })
    const receipt = (await answer.json()) as Receipt // contract/feeds.ts
    expect(receipt.refusedFirst.map((row) => [row.seq, row.code])).toEqual([
      [2, 'line_too_long'],
      [3, 'line_unreadable'],
    ])
    expect([receipt.applied, receipt.state]).toEqual([{ entered: 2 }, 'complete'])
    const empty = await push('\n\n', { query: '?source=h' })
    expect([empty.status, await empty.json()]).toEqual([422, expect.objectContaining({ code: 'feed_empty' })])
  })
})

describe('whose objects', () => {
  test('a feed changes its own jurisdiction only, and cannot tell what is elsewhere from what is nowhere', async () => {
    const elsewhere = await house.as('feed@elsewhere')
    await taken([entered(1, 81)], { query: '?source=j' })
    const other = await taken(
      [event(1, 'changed', 81, { name: '夺名' }), event(2, 'changed', 82, { name: '无' }), event(3, 'moved_out', 81)],
      {
        as: elsewhere,
        query: '?source=j',
      },
    )
    expect(other.refusedFirst.map((row) => [row.code, row.facts])).toEqual([
      ['subject_unknown', {}],
      ['subject_unknown', {}],
      ['subject_unknown', {}],
    ])
    const taking = await taken([event(4, 'moved_in', 81, { name: '迁来商贸', region: '620201' })], { as: elsewhere, query: '?source=j' })
    expect(taking.refusedFirst.map((row) => row.code)).toEqual(['subject_not_free'])
    expect(await stateOf(81)).toBe('active entered 62.6201.620103')
  })

  test('who has moved out of one jurisdiction moves into another, and says there who it is', async () => {
    const elsewhere = await house.as('feed@elsewhere')
    await taken([entered(1, 83), event(2, 'moved_out', 83, { region: '620201' })], { query: '?source=k' })
    expect(await stateOf(83)).toBe('moved_out moved_out 62.6201.620103')
    const nameless = await taken([event(1, 'moved_in', 83, { region: '620201' })], { as: elsewhere, query: '?source=k' })
    expect(nameless.refusedFirst.map((row) => row.code)).toEqual(['name_missing'])
    await taken([event(2, 'moved_in', 83, { region: '620201', name: '迁来商贸有限公司' })], { as: elsewhere, query: '?source=k' })
    expect(await stateOf(83)).toBe('active moved_in 62.6202.620201')
    expect(await sql(`select scope, name from entity where subject = $1`, [code(83)])).toEqual([{ scope: null, name: '迁来商贸有限公司' }])
  })

  test('a receipt is read by its senders and by whoever reads the register there, and by nobody else', async () => {
    const receipt = await taken([entered(1, 84)], { query: '?source=l' })
    const look = async (who: Parameters<TestHouse['as']>[0]): Promise<number> =>
      (await (await house.as(who)).get(`/api/v1/register/receipts/${receipt.id}`)).status
    expect(await Promise.all((['feed', 'registrar', 'registrar@county', 'feed@elsewhere', 'inspector'] as const).map(look))).toEqual([
      200, 200, 404, 404, 403,
    ])
    await expect((await house.as('registrar')).call.feeds.receipts({ limit: 1 })).resolves.toMatchObject({ count: { capped: false } })
    expect(await sql(`select verb, facts->>'from' as f from record where thing = $1`, [`receipt:${receipt.id}`])).toEqual([
      { verb: 'feed.receive', f: '1' },
    ])
  })
})

describe('what goes wrong on the way', () => {
  test('two senders at once with the same numbers: each number is taken once', async () => {
    const lines = Array.from({ length: 4500 }, (_, i) => entered(i + 1, 10_000 + i))
    const [a, b] = await Promise.all([taken(lines, { query: '?source=m' }), taken(lines, { query: '?source=m' })])
    expect([(a.applied.entered ?? 0) + (b.applied.entered ?? 0), a.repeated + b.repeated, a.refused + b.refused]).toEqual([4500, 4500, 0])
    expect(await sql(`select count(*)::int as n, count(distinct seq)::int as seqs from feed_event where source like '%:m'`)).toEqual([
      { n: 4500, seqs: 4500 },
    ])
    expect(await sql(`select count(*)::int as n from entity where subject = any($1)`, [lines.map(({ subject }) => subject)])).toEqual([
      { n: 4500 },
    ])
  })

  test('a body that breaks off keeps whole transactions, says so in its receipt, and goes on when it is sent again', async () => {
    const lines = Array.from({ length: 2600 }, (_, i) => entered(i + 1, 20_000 + i))
    const whole = Buffer.from(ndjson(lines))
    const breaking = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(whole.subarray(0, whole.length - 1000))
        setTimeout(() => controller.error(new Error('the line is dead')), 300)
      },
    })
    const answer = await push(breaking, { query: '?source=n' })
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'feed_broken' })])
    const [receipt] = await sql<{ state: string; to_seq: number; sha256: string | null }>(
      `select state, to_seq, sha256 from feed_receipt where source like '%:n'`,
    )
    expect(receipt).toEqual({ state: 'broken', to_seq: 2000, sha256: null })
    expect(await sql(`select count(*)::int as n from entity where source like 'feed:%:n'`)).toEqual([{ n: 2000 }])
    expect(await taken(lines, { query: '?source=n' })).toMatchObject({ repeated: 2000, applied: { entered: 600 }, refused: 0 })
  })
})

describe('reconciliation and the register as it stood', () => {
  test('totals stand beside ours as both were in that moment, and what their list does not name is told too', async () => {
    const elsewhere = await house.as('feed@elsewhere')
    const here = (seq: number, n: number): Event => entered(seq, n, { region: '620201' }, '620201')
    const totals = {
      type: 'totals',
      asOf: '2026-03-01',
      rows: [
        { region: '620201', state: 'active', count: 3 },
        { region: '620103', state: 'active', count: 9 },
      ],
    }
    const receipt = await taken(
      [here(1, 91), here(2, 92), { ...event(3, 'revoked', 91), subject: code(91, '620201') }, totals, here(4, 93)],
      {
        as: elsewhere,
        query: '?source=o',
      },
    )
    expect([receipt.totals, receipt.lines]).toEqual([true, 5])
    const found = await (await house.as('registrar@elsewhere')).call.feeds.reconciliation({ receiptId: receipt.id })
    const before =
      (await sql<{ n: number }>(`select count(*)::int as n from entity where region_path = '62.6202.620201' and state = 'active'`))[0]?.n ??
      0
    expect(found?.rows.map((row) => [row.regionPath, row.state, row.theirs, row.ours])).toEqual(
      [
        ['62.6202.620201', 'active', 3, before - 1],
        ['62.6202.620201', 'revoked', 0, 1],
      ].sort((a, b) => Math.abs(Number(b[2]) - Number(b[3])) - Math.abs(Number(a[2]) - Number(a[3]))),
    )
    expect(await (await house.as('registrar@county')).call.feeds.reconciliation({ receiptId: receipt.id })).toBeNull()
  })
})
