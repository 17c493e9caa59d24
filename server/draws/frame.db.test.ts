/** The frame in SQL is the predicate of the protocol: `matches` of core is the definition, and a real PostgreSQL answers the same. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Condition, type Filter, matches } from '#core/draws/filter.ts'
import { withLiterals } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { countFrame, type FrameTask, poolQuery } from './frame.ts'

type Row = {
  readonly subject: string
  readonly region: string
  readonly kind: string
  readonly entityType: string | null
  readonly established: string | null
  readonly state: string
}

const here = '62.6201'
const regions = [here, `${here}.620102`, `${here}.620102.620102001`, `${here}.6201021`, `${here}.620103`]
const outside = ['62', '62.62011', '62.6202', '62.6202.620201']
const kinds = ['enterprise', 'individual', 'cooperative', 'other']
const states = ['active', 'deregistered', 'revoked', 'moved_out']
const types = ['有限责任公司', '有限', '有限责任公司(自然人独资)', '个体', "o'neill", '100%', 'a_b', 'a\\b', '𠮷野', '$1']
const dates = ['1999-12-31', '2000-01-01', '2012-02-29', '2020-06-15', '2026-01-01']

const row = fc.record({
  region: fc.constantFrom(...regions, ...outside),
  kind: fc.constantFrom(...kinds),
  entityType: fc.option(fc.constantFrom(...types)),
  established: fc.option(fc.constantFrom(...dates)),
  state: fc.constantFrom(...states),
})
const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const condition: fc.Arbitrary<Condition> = fc.oneof(
  some([...regions, ...outside, '6', '62.620']).map((values): Condition => ({ field: 'region', op: 'prefix', values })),
  fc.tuple(fc.constantFrom('in', 'notIn'), some([...kinds, 'nothing'])).map(([op, values]): Condition => ({ field: 'kind', op, values })),
  fc.tuple(fc.constantFrom('in', 'notIn'), some([...states, 'nothing'])).map(([op, values]): Condition => ({ field: 'state', op, values })),
  fc
    .tuple(fc.constantFrom('in', 'notIn', 'prefix'), some([...types, '有', '%', '_', '$2']))
    .map(([op, values]): Condition => ({ field: 'entityType', op, values })),
  fc
    .tuple(fc.constantFrom(...dates, '2011-11-11'), fc.constantFrom(...dates, '2011-11-11'))
    .map((values): Condition => ({ field: 'established', op: 'between', values })),
)
const filter: fc.Arbitrary<Filter> = fc.array(condition, { maxLength: 4 }).map((all): Filter => ({ version: 1, all }))

const task = (change: Partial<FrameTask>): FrameTask => ({
  orgPath: here,
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  strata: [{ name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' }],
  excludeOpenVisits: false,
  ...change,
})

/** Two hundred objects, every combination likely, the same in every run. */
const rows: readonly Row[] = fc
  .sample(row, { numRuns: 200, seed: 7 })
  .map((one, i) => ({ ...one, subject: `TEST:${String(i).padStart(4, '0')}` }))

async function insert(tx: Tx): Promise<void> {
  await tx
    .insertInto('entity')
    .values(
      rows.map(({ subject, region, kind, entityType, established, state }) => ({
        subject,
        name: subject,
        kind,
        entity_type: entityType,
        region_path: region,
        established,
        state,
      })),
    )
    .execute()
}

/** Members as the COPY of the freeze reads them: parameters written into the text. */
async function pool(tx: Tx, frame: FrameTask): Promise<ReadonlyMap<string, number>> {
  const text = withLiterals(poolQuery(frame).compile(tx))
  const found = await sql<{ subject: string; stratum: number }>`${sql.raw(text)}`.execute(tx)
  return new Map(found.rows.map(({ subject, stratum }) => [subject, stratum]))
}

const jurisdiction = rows.filter(({ region }) => region === here || region.startsWith(`${here}.`))

test('PostgreSQL and core agree on every filter: who is in, and how many are out for which reason', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await insert(tx)
    await fc.assert(
      fc.asyncProperty(filter, async (one) => {
        const reasons = jurisdiction.map((object) =>
          !matches(one, object) ? 'not_in_scope' : object.state === 'active' ? null : object.state,
        )
        const included = jurisdiction.filter((_, i) => reasons[i] === null).map(({ subject }) => subject)
        expect([...(await pool(tx, task({ filter: one }))).keys()].sort()).toEqual(included)
        const frame = await countFrame(tx, task({ filter: one }))
        const counted = Object.fromEntries(frame.excluded.map(({ reason, count }) => [reason, count]))
        const expected = Object.fromEntries(
          ['not_in_scope', 'deregistered', 'revoked', 'moved_out'].flatMap((reason) => {
            const n = reasons.filter((found) => found === reason).length
            return n === 0 ? [] : [[reason, n]]
          }),
        )
        expect({ counted, included: frame.included, register: frame.registerCount }).toEqual({
          counted: expected,
          included: included.length,
          register: jurisdiction.length,
        })
      }),
      { numRuns: 120 },
    )
  })
})

test('every object falls into the first stratum that takes it; who is in none is out of scope', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await insert(tx)
    const stratum = (...values: string[]) => ({ name: values.join(), values, ratePpm: 100_000, rounding: 'half-up' as const })
    const byPlace = task({ stratifyBy: 'region', strata: [stratum(`${here}.620102`), stratum(here, `${here}.620103`)] })
    const active = jurisdiction.filter(({ state }) => state === 'active')
    const expected = active.map(({ subject, region }): [string, number] => [subject, /\.620102(\.|$)/.test(region) ? 0 : 1])
    expect([...(await pool(tx, byPlace))].sort()).toEqual(expected)
    const byKind = task({ stratifyBy: 'kind', strata: [stratum('individual'), stratum()] })
    expect([...(await pool(tx, byKind))].sort()).toEqual(active.map(({ subject, kind }) => [subject, kind === 'individual' ? 0 : 1]))
    const oneKind = task({ stratifyBy: 'kind', strata: [stratum('individual', 'cooperative')] })
    const frame = await countFrame(tx, oneKind)
    expect(frame.included).toBe(active.filter(({ kind }) => kind === 'individual' || kind === 'cooperative').length)
    expect(frame.included + frame.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(jurisdiction.length)
  })
})
