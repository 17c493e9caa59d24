/** The cells of a simulation are the objects of the register: what the rows reach there is what the predicate of the protocol says of each object. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Condition, type Filter, type FilterField, type FilterOp, filterFields, matches } from '#core/draws/filter.ts'
import { frameMaker, type SimulatedRow } from '#core/plans/simulation.ts'
import { stratumIndex } from '#core/plans/simulation-cover.ts'
import { facetsOf } from '#core/plans/simulation-facets.ts'
import type { StratifyBy, StratumDraft } from '#core/tasks/sampling.ts'
import { withLiterals } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { dates, factsOf, here, insertWorld, labels, places, regions, types, world } from '#test/frame-world.ts'
import { type CellScope, cellOf, cellQuery, plannedQuery } from './simulate-cells-store.ts'

const values: Readonly<Record<FilterField, readonly string[]>> = {
  region: [...regions, '6'],
  kind: ['enterprise', 'individual', 'cooperative', 'nothing'],
  entityType: [...types, '有'],
  established: [...dates, '2011-11-11'],
  state: ['active', 'revoked'],
  industry: ['F', 'F5', 'F51', 'F5112', 'C13'],
  capital: ['0', '1', '100000', '100001', '999999999999999'],
  label: [...labels, '没有的'],
  item: ['A01', 'A01-1', 'B02', 'Z9'],
  riskClass: ['A', 'B', 'C', 'D'],
  lastInspected: ['2025-12-31', '2026-01-01', '2026-04-01', '2026-12-31'],
  frequencyUsed: ['0', '1', '2', '3'],
}
const pairs = Object.entries(filterFields).flatMap(([field, { ops }]) =>
  ops.map((op): [FilterField, FilterOp] => [field as FilterField, op]),
) // its own keys
const anyCondition = fc.constantFrom(...pairs).chain(([field, op]) => {
  const value = fc.constantFrom(...values[field])
  const some: fc.Arbitrary<string[]> =
    op === 'between'
      ? fc.tuple(value, fc.option(value, { nil: '*' })).map(([from, to]) => [from, to])
      : fc.uniqueArray(value, { minLength: 1, maxLength: op === 'notSince' ? 1 : 3 })
  return some.map((found): Condition => ({ field, op, values: found }))
})
const strataOf: Readonly<Record<'none' | 'kind' | 'riskClass' | 'label' | 'region', readonly StratumDraft[]>> = {
  none: [{ name: 'x', values: [], count: 1 }],
  kind: [
    { name: 'x', values: ['enterprise'], count: 1 },
    { name: 'y', values: [], count: 1 },
  ],
  riskClass: [{ name: 'x', values: ['C', 'D'], count: 1 }],
  label: [
    { name: 'x', values: ['食品生产', 'a\\b'], count: 1 },
    { name: 'y', values: [], count: 1 },
  ],
  region: [{ name: 'x', values: [places.county], count: 1 }],
}
const anyRow = fc
  .tuple(fc.array(anyCondition, { maxLength: 3 }), fc.constantFrom<StratifyBy>('none', 'kind', 'riskClass', 'label', 'region'))
  .map(([all, stratifyBy]): SimulatedRow => {
    const filter: Filter = { version: 1, all }
    const where = { planNo: 'p', planName: 'p', orgPath: here, orgName: 'o', dept: 'scjg', from: '2026-01-01', to: '2026-12-31' }
    return {
      id: 'r',
      own: true,
      seq: 1,
      name: 'r',
      directed: false,
      level: 'self',
      itemIds: [],
      filter,
      stratifyBy,
      strata: strataOf[stratifyBy],
      ...where,
    }
  })

async function frameOf(tx: Tx, rows: readonly SimulatedRow[]) {
  const scope: CellScope = { place: here, placeDepth: 3, year: 2026, thisYear: 2026, facets: facetsOf(rows, 3) }
  const maker = frameMaker(rows, scope.facets)
  const read = async (query: ReturnType<typeof cellQuery>): Promise<ReturnType<typeof cellOf>[]> => {
    const text = withLiterals(query.compile(tx))
    const found = await sql<Record<string, string | number>>`${sql.raw(text)}`.execute(tx)
    // The lines of COPY, as PostgreSQL escapes them.
    return found.rows.map((row) =>
      cellOf(
        Object.values(row)
          .map((field) => String(field).replaceAll('\\', '\\\\').replaceAll('\t', '\\t'))
          .join('\t'),
        scope,
      ),
    )
  }
  for (const cell of await read(cellQuery(scope))) maker.take(cell)
  for (const cell of await read(plannedQuery(scope))) {
    maker.take({ ...cell, used: 0, n: -cell.n })
    maker.take(cell)
  }
  return maker.frame()
}

const sealed = world.filter(({ region, state }) => state === 'active' && (region === here || region.startsWith(`${here}.`)))

test('every row reaches in the cells exactly the objects that match its filter, stratum by stratum, with the visits they have already', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await insertWorld(tx)
    await sql`select set_config('mingjian.scope', '*', true)`.execute(tx)
    const property = fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 5 }), async (rows) => {
      const frame = await frameOf(tx, rows)
      expect([...frame.objects.values()].reduce((sum, n) => sum + n, 0)).toBe(sealed.length)
      for (const [i, row] of rows.entries()) {
        const mine = sealed.filter((one) => matches(row.filter, one))
        const expected = row.strata.map((_, k) => mine.filter((one) => stratumIndex(row.stratifyBy, row.strata, one) === k).length)
        expect({ row: row.filter, members: frame.strata[i]?.map(({ n }) => n) }).toEqual({ row: row.filter, members: expected })
      }
      const reached = sealed.filter((one) =>
        rows.some((row) => matches(row.filter, one) && stratumIndex(row.stratifyBy, row.strata, one) >= 0),
      )
      for (const used of [0, 1, 2]) {
        const counted = frame.signatures.filter((one) => one.used === used).reduce((sum, one) => sum + one.n, 0)
        expect(counted).toBe(reached.filter((one) => Math.min(2, factsOf(one).frequencyUsed) === used).length)
      }
    })
    await fc.assert(property, { numRuns: 40 })
  })
})
