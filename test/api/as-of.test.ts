/** The register in time: whatever feeds and imports did in whatever order, at every moment it stood as a plain list kept beside it says. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile, undoImport } from '#bin/scenario/work.ts'
import type { AccountId } from '#core/ids.ts'
import { type FeedEventType, feedEventTypes } from '#core/registers/feed.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import { addDays, dateAt, type Instant } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import { registerAsOf } from '#server/registers/as-of-store.ts'
import { receiveFeed } from '#server/registers/feed-receive.ts'
import { jobs } from '#server/router.ts'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

type Row = { readonly name: string; readonly state: string; readonly region: string }
/** The list beside the register: subject → what is known of it. Nothing in it is shared with the code under test. */
type Model = Map<string, Row>

const places = { '620102': '62.6201.620102', '620103': '62.6201.620103' } as const
const addresses = { '620102': '甘肃省兰州市城关区天水路1号', '620103': '甘肃省兰州市七里河区西津路1号' } as const
type Place = keyof typeof places
const subjects = Array.from({ length: 12 }, (_, n) => `91620103${String(n + 500).padStart(9, '0')}`).map(
  (body) => `${body}${usccCheckDigit(body)}`,
)

type Event = { readonly type: FeedEventType; readonly n: number; readonly name: string; readonly place: Place }
type Step =
  | { readonly do: 'feed'; readonly events: readonly Event[] }
  | { readonly do: 'import'; readonly rows: readonly Event[]; readonly undo: boolean }

const event = fc.record({
  type: fc.constantFrom(...feedEventTypes),
  n: fc.nat(subjects.length - 1),
  name: fc.constantFrom('甲商行', '乙商行', '丙商行'),
  place: fc.constantFrom<Place>('620102', '620103'),
})
/** Nineteen bodies of a feed with four imports between them, one of which is taken back. */
function history(seed: number): Step[] {
  const bodies = fc.sample(fc.array(event, { minLength: 1, maxLength: 30 }), { numRuns: 19, seed })
  const files = fc.sample(fc.uniqueArray(event, { minLength: 2, maxLength: 8, selector: ({ n }) => n }), { numRuns: 4, seed })
  return bodies.flatMap((events, i): Step[] => {
    const rows = i % 5 === 3 ? files[(i - 3) / 5] : undefined
    return [{ do: 'feed', events }, ...(rows === undefined ? [] : [{ do: 'import' as const, rows, undo: i === 8 }])]
  })
}

/** What an event means, said once more in the plainest way. */
function happen(model: Model, { type, n, name, place }: Event): void {
  const subject = subjects[n] ?? ''
  const now = model.get(subject)
  const region = places[place]
  const put = (state: string, where: string = region): void => void model.set(subject, { name, state, region: where })
  const alive = now?.state === 'active'
  const gone = now?.state === 'moved_out'
  if (type === 'entered' && (now === undefined || alive)) put('active')
  if (type === 'moved_in' && (now === undefined || alive || gone)) put('active')
  if (now === undefined) return
  if (type === 'changed' && (alive || now.state === 'revoked')) put(now.state)
  if (type === 'revoked' && (alive || now.state === 'revoked')) put('revoked')
  if (type === 'deregistered' && !gone) put('deregistered')
  if (type === 'moved_out' && now.state !== 'deregistered') put('moved_out', now.region)
  if (type === 'restored') put('active')
}

let seq = 0

async function carryOut(one: Step, model: Model): Promise<void> {
  if (one.do === 'feed') {
    const lines = one.events.map(({ type, n, name, place }) =>
      JSON.stringify({ seq: ++seq, type, subject: subjects[n], effectiveOn: '2026-01-05', data: { name, region: place } }),
    )
    const by = { id: null as AccountId | null, name: 'feed', roles: [], orgPath: '62.6201', dept: 'scjg', orgName: '' }
    await receiveFeed(
      house.services,
      { by, name: 'as-of', via: 'push', giveUp: false },
      (async function* () {
        yield Buffer.from(lines.join('\n'))
      })(),
    )
    for (const each of one.events) happen(model, each)
    return
  }
  const clerk = {
    username: '',
    api: registrar.call,
    upload: registrar.upload,
    download: registrar.get,
    post: async () => undefined,
  } as unknown as Parameters<typeof importFile>[0] // the calls importFile makes are these
  const csv = [
    '企业名称,统一社会信用代码,注册地址,登记状态',
    ...one.rows.map(({ n, name, place }) => `${name},${subjects[n]},${addresses[place]},存续`),
  ].join('\n')
  const batch = await importFile(clerk, 'rows.csv', Buffer.from(csv))
  if (one.undo) await undoImport(clerk, batch.id)
  else for (const { n, name, place } of one.rows) model.set(subjects[n] ?? '', { name, state: 'active', region: places[place] })
}

async function standingAt(at: Instant): Promise<Model> {
  const { rows } = await inScope(house.services.longDb, '*', 'read only', (tx) =>
    sql<
      Row & { subject: string }
    >`select subject, name, state, region_path as region from ${registerAsOf(at, '62.6201')} as e order by subject`.execute(tx),
  )
  expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length)
  return new Map(rows.map(({ subject, name, state, region }) => [subject, { name, state, region }]))
}

const sorted = (model: Model): [string, Row][] => [...model].sort(([a], [b]) => (a < b ? -1 : 1))

test('at every moment the register stands as it stood, whatever happened since', async () => {
  const model: Model = new Map()
  const moments: { readonly at: Instant; readonly stood: [string, Row][] }[] = []
  const steps = history(20_261_121)
  expect(steps.filter((one) => one.do === 'import')).toHaveLength(4)
  for (const one of steps) {
    await carryOut(one, model)
    house.passTime(1000)
    moments.push({ at: house.services.now(), stood: sorted(model) })
    house.passTime(1000)
  }
  for (const { at, stood } of moments) expect(sorted(await standingAt(at))).toEqual(stood)
  expect(new Set(moments.map(({ stood }) => JSON.stringify(stood))).size).toBeGreaterThan(15)
})

test('counts of a day stand beside those of today, within the jurisdiction', async () => {
  const today = dateAt(house.services.now())
  house.passTime(48 * 3_600_000)
  const before = (await registrar.call.feeds.asOf({ date: today })).rows
  const sum = (rows: typeof before, key: 'onDay' | 'today'): number => rows.reduce((all, row) => all + row[key], 0)
  expect(sum(before, 'onDay')).toBe(sum(before, 'today'))
  expect(new Set(before.map(({ regionPath }) => regionPath))).toEqual(new Set(Object.values(places)))
  await carryOut(
    {
      do: 'feed',
      events: [
        { type: 'restored', n: 0, name: '丁商行', place: '620102' },
        { type: 'revoked', n: 0, name: '丁商行', place: '620102' },
      ],
    },
    new Map(),
  )
  const after = (await registrar.call.feeds.asOf({ date: today })).rows
  expect(after.map((row) => [row.regionPath, row.state, row.kind, row.onDay]).filter(([, , , n]) => n !== 0)).toEqual(
    before.map((row) => [row.regionPath, row.state, row.kind, row.onDay]).filter(([, , , n]) => n !== 0),
  )
  expect(after.find(({ regionPath, state }) => regionPath === places['620102'] && state === 'revoked')?.today).toBeGreaterThan(0)
  expect(await refusal(registrar.call.feeds.asOf({ date: addDays(dateAt(house.services.now()), 1) }))).toBe('as_of_in_future')
  expect(await refusal((await house.as('registrar@county')).call.feeds.asOf({ date: today, place: '62.6201' }))).toBe('not_found')
})
