/** An import of objects against a model of it in plain code: what it counts, what stands afterwards, what stood at any time, and what undoing brings back. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type EntityEvent, entityEvents, eventOf } from '#core/registers/entity-event.ts'
import { type Instant, instant } from '#core/time.ts'
import { createDb, type Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { mergeEntities } from './entity-merge-store.ts'
import { entityDependencies, undoEntities } from './entity-undo-store.ts'
import { compare } from './import-compare.ts'
import type { ImportWork } from './import-kind.ts'
import type { ImportRecord } from './import-store.ts'
import { eventSql } from './version-store.ts'

const here = '62.6201'
const places = [`${here}.620102`, `${here}.620103`, '62.6202.620200'] as const
const states = ['active', 'active', 'revoked', 'moved_out'] as const
const kinds = ['enterprise', 'site'] as const

type Body = {
  readonly name: string
  readonly kind: string
  readonly region: string
  readonly state: string
  readonly labels: readonly string[]
  readonly risk: string | null
}
type Row = Body & { readonly subject: string }
/** The register, and what waits for whoever left it: labels and classes. */
type World = { readonly rows: ReadonlyMap<string, Body>; readonly waiting: ReadonlyMap<string, Pick<Body, 'labels' | 'risk'>> }
type File = { readonly rows: readonly Row[]; readonly complete: boolean; readonly without: readonly ('state' | 'labels' | 'riskClass')[] }

const row = (regions: readonly string[]): fc.Arbitrary<Row> =>
  fc
    .record({
      at: fc.integer({ min: 0, max: 6 }),
      name: fc.constantFrom('甲', '乙', '丙'),
      region: fc.constantFrom(...regions),
      state: fc.constantFrom(...states),
      labels: fc.subarray(['特种设备', '食品']),
      risk: fc.constantFrom(null, 'A', 'B'),
    })
    .map(({ at, ...body }) => ({ ...body, subject: `S${at}`, kind: kinds[at % 2] ?? 'site' }))

const file: fc.Arbitrary<File> = fc.record({
  rows: fc.array(row(places.slice(0, 2)), { minLength: 1, maxLength: 8 }),
  complete: fc.boolean(),
  without: fc.subarray(['state', 'labels', 'riskClass'] as const),
})
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: file }, { weight: 1, arbitrary: fc.constant('undo' as const) }), {
  minLength: 1,
  maxLength: 6,
})
const strangers = fc.array(row(places.slice(2)), { maxLength: 3 })

test('any files, one after the other and taken back, do what a model of the register says, and its history tells every day of it', async () => {
  const db = createDb((await testDatabase()).pools.jobs)
  await fc.assert(
    fc.asyncProperty(strangers, steps, async (others, asked) => {
      await rolledBack(db, async (tx) => {
        await sql`select set_config('mingjian.scope', '*', true)`.execute(tx)
        let world: World = {
          rows: new Map(others.map(({ subject, ...body }) => [subject, { ...body, labels: [], risk: null }])),
          waiting: new Map(),
        }
        await insertWorld(tx, world)
        const past: { readonly at: Instant; readonly world: World }[] = [{ at: at(0), world }]
        const done: { readonly work: ImportWork; readonly before: World }[] = []
        for (const [i, step] of asked.entries()) {
          const now = at(i + 1)
          if (step !== 'undo') {
            const work = workOf(step, now)
            const model = modelOf(world, step)
            await stage(tx, work, step)
            expect((await compare(tx, work, step.rows.length)).sums).toEqual(model.sums)
            await mergeEntities(tx, work)
            done.push({ work, before: world })
            world = model.world
          } else {
            const last = done.pop()
            if (last === undefined) continue
            expect((await entityDependencies(tx, last.work.batch)).filter(({ rows }) => rows > 0)).toEqual([])
            await undoEntities(tx, { ...last.work, now })
            world = last.before
          }
          past.push({ at: now, world })
          expect(await standing(tx)).toEqual(plain(world))
        }
        for (const moment of past) expect(await asOf(tx, moment.at)).toEqual(rowsOnly(moment.world))
      })
    }),
    { numRuns: 50 },
  )
}, 60_000)

test('what a change of a row is called is the same in SQL as in core, and every code is in the table', async () => {
  const db = createDb((await testDatabase()).pools.jobs)
  await rolledBack(db, async (tx) => {
    const all = ['active', 'revoked', 'deregistered', 'moved_out'].flatMap((state) =>
      [here, ...places].map((regionPath) => ({ state, regionPath })),
    )
    const pairs = all.flatMap((before) => all.map((after) => ({ before, after })))
    const json = JSON.stringify(pairs.map(({ before, after }) => [before.state, before.regionPath, after.state, after.regionPath]))
    const { rows } = await sql<{ event: EntityEvent }>`
      select ${eventSql('b', 'a')} as event from jsonb_array_elements(${json}::jsonb) with ordinality as p (v, n)
        cross join lateral (select 'x' as subject, v ->> 0 as state, v ->> 1 as region_path) as b cross join lateral (select v ->> 2 as state, v ->> 3 as region_path) as a
      order by n`.execute(tx)
    expect(rows.map(({ event }) => event)).toEqual(pairs.map(({ before, after }) => eventOf(before, after)))
    const known = await sql<{ code: string; zh: string; en: string }>`select code, zh, en from entity_event`.execute(tx)
    expect(Object.fromEntries(known.rows.map(({ code, ...words }) => [code, words]))).toEqual(entityEvents)
  })
})

const at = (step: number): Instant => instant(Date.UTC(2026, 10, 21, 3, step))

/** The model: rows of one code count once, those of others stay theirs, an empty class says nothing. */
function modelOf(world: World, { rows, complete, without }: File): { readonly world: World; readonly sums: ImportRecord['rows'] } {
  const [next, waiting] = [new Map(world.rows), new Map(world.waiting)]
  const [seen, rejected] = [new Set<string>(), { duplicate_in_file: 0, registered_elsewhere: 0 }]
  const [sums, staged] = [{ added: 0, changed: 0, unchanged: 0, leaving: 0 }, new Set<string>()]
  const inside = ({ region }: Body): boolean => region.startsWith(`${here}.`)
  for (const { subject, ...body } of rows) {
    const before = world.rows.get(subject)
    const hung = before ?? world.waiting.get(subject) ?? { labels: [], risk: null }
    if (seen.has(subject)) rejected.duplicate_in_file++
    else if (before !== undefined && before.state !== 'moved_out' && !inside(before)) rejected.registered_elsewhere++
    else {
      staged.add(body.kind)
      const after: Body = {
        ...body,
        state: without.includes('state') ? (before?.state ?? 'active') : body.state,
        labels: without.includes('labels') ? hung.labels : body.labels,
        risk: (without.includes('riskClass') ? null : body.risk) ?? hung.risk,
      }
      sums[before === undefined ? 'added' : same(before, after) ? 'unchanged' : 'changed']++
      next.set(subject, after)
      waiting.delete(subject)
    }
    seen.add(subject)
  }
  for (const [subject, body] of world.rows)
    if (complete && inside(body) && body.state === 'active' && staged.has(body.kind) && !seen.has(subject)) {
      next.delete(subject)
      waiting.set(subject, body)
      sums.leaving++
    }
  const refused = Object.fromEntries(Object.entries(rejected).filter(([, n]) => n > 0))
  return { world: { rows: next, waiting }, sums: { read: rows.length, ...sums, rejected: refused } }
}

const told = ({ name, kind, region, state, labels, risk }: Body): string =>
  JSON.stringify([name, kind, region, state, [...labels].sort(), risk])
const same = (one: Body, other: Body): boolean => told(one) === told(other)
const plain = ({ rows }: World): string[] => [...rows].map(([subject, body]) => `${subject} ${told(body)}`).sort()
const rowsOnly = ({ rows }: World): string[] =>
  [...rows].map(([subject, body]) => `${subject} ${told({ ...body, labels: [], risk: null })}`).sort()

type Found = Body & { readonly subject: string }
const lines = (found: readonly Found[]): string[] => found.map(({ subject, ...body }) => `${subject} ${told(body)}`).sort()

async function standing(tx: Tx): Promise<string[]> {
  const { rows } = await sql<Found>`select e.subject, e.name, e.kind, e.region_path as region, e.state, e.labels, k.risk_class as risk
    from entity e left join entity_risk k on k.subject = e.subject`.execute(tx)
  return lines(rows)
}

async function asOf(tx: Tx, moment: Instant): Promise<string[]> {
  const { rows } = await sql<Found>`
    select subject, name, kind, region_path as region, state, '{}'::text[] as labels, null as risk from entity where since <= ${moment}::timestamptz
    union all select subject, name, kind, region_path, state, '{}', null from entity_version where since <= ${moment}::timestamptz and until > ${moment}::timestamptz`.execute(
    tx,
  )
  return lines(rows)
}

async function insertWorld(tx: Tx, world: World): Promise<void> {
  for (const [subject, { name, kind, region, state }] of world.rows)
    await sql`insert into entity (subject, name, kind, region_path, state, since) values (${subject}, ${name}, ${kind}, ${region}, ${state}, ${at(0)}::timestamptz)`.execute(
      tx,
    )
}

function workOf({ complete, without }: File, now: Instant): ImportWork {
  const all = { name: 0, code: 1, objectKind: 2, address: 3, state: 4, labels: 5, riskClass: 6 }
  const columns = Object.fromEntries(Object.entries(all).filter(([column]) => !without.some((one) => one === column)))
  const batch = {
    id: randomUUID(),
    kind: 'entity',
    orgPath: here,
    dept: 'scjg',
    orgName: '市局',
    complete,
    startedAt: now,
    finishedAt: now,
  }
  return { batch: batch as ImportRecord, columns, now, by: { id: null, name: '登记岗' } } // the members that the SQL of objects reads
}

async function stage(tx: Tx, { batch }: ImportWork, { rows, without }: File): Promise<void> {
  for (const [i, { subject, name, kind, region, state, labels, risk }] of rows.entries()) {
    const [put, rated] = [without.includes('labels') ? null : [...labels], without.includes('riskClass') ? null : risk]
    await sql`insert into import_row (import_id, row_no, subject, name, kind, region_path, state, labels, risk_class)
      values (${batch.id}::uuid, ${i + 2}, ${subject}, ${name}, ${kind}, ${region}, ${without.includes('state') ? 'active' : state}, ${put}::text[], ${rated})`.execute(
      tx,
    )
  }
}
