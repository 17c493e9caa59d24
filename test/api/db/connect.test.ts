import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { constraintOf, createDb, createPools, withTransaction } from '#db/connect.ts'
import { prepared, withNext } from '#db/sending.ts'
import { cloneDatabase, rolledBack, testDatabase } from '#test/database.ts'

const { pools, db, url } = await testDatabase()

const selected = async (expression: string) => (await pools.app.query(`select ${expression} as value`)).rows[0].value

describe('values come as plain data', () => {
  test.each([
    ['42::bigint', 42],
    ['array[1, null]::bigint[]', [1, null]],
    [`date '2026-03-31'`, '2026-03-31'],
    [`array[date '2026-03-31']`, ['2026-03-31']],
    [`timestamptz '2026-03-31 08:00:00+08'`, '2026-03-31T00:00:00.000Z'],
    [`timestamptz '2026-03-31 08:00:00.12+08'`, '2026-03-31T00:00:00.120Z'],
    [`timestamptz '2026-03-31 08:00:00.123456+08'`, '2026-03-31T00:00:00.123456Z'],
    ['0.1::numeric', '0.1'],
    [`'{"a": [1]}'::jsonb`, { a: [1] }],
  ])('%s is %o', async (expression, value) => {
    expect(await selected(expression)).toEqual(value)
  })

  test('a bigint that a number cannot hold is refused, not rounded', async () => {
    await expect(selected('9007199254740993::bigint')).rejects.toThrow(/select it as text/)
  })

  test('an instant comes back letter for letter', async () => {
    const now = new Date().toISOString()
    expect((await pools.app.query('select $1::timestamptz as at', [now])).rows).toEqual([{ at: now }])
  })
})

describe('a transaction', () => {
  const write = (name: string) => sql`insert into number_counter (scope, value) values (${name}, 1)`
  const count = async (name: string) =>
    (
      await db
        .selectFrom('number_counter')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('scope', '=', name)
        .executeTakeFirstOrThrow()
    ).n

  test('is kept when its work ends and undone when it throws', async () => {
    await withTransaction(db, (tx) => write('kept').execute(tx))
    await expect(
      withTransaction(db, async (tx) => {
        await write('undone').execute(tx)
        throw new Error('enough')
      }),
    ).rejects.toThrow('enough')
    expect([await count('kept'), await count('undone')]).toEqual([1, 0])
  })

  test('inside another is undone alone', async () => {
    await rolledBack(db, async (tx) => {
      await write('outer').execute(tx)
      await expect(
        withTransaction(tx, async (inner) => {
          await write('outer').execute(inner)
        }),
      ).rejects.toMatchObject({ code: '23505' })
      const { rows } = await sql<{ n: number }>`select count(*) as n from number_counter where scope = 'outer'`.execute(tx)
      expect(rows).toEqual([{ n: 1 }])
    })
    expect(await count('outer')).toBe(0)
  })

  test.each(['app', 'jobs'] as const)(
    'of the pool %s runs what nobody waits for with the next statement, and the last with the commit',
    async (pool) => {
      const over = createDb(pools[pool])
      await withTransaction(over, async (tx) => {
        await withNext(tx, write(`first ${pool}`))
        expect(await prepared(tx, sql`select value from number_counter where scope = ${`first ${pool}`}`)).toEqual([{ value: 1 }])
        await withNext(tx, write(`second ${pool}`))
      })
      expect([await count(`first ${pool}`), await count(`second ${pool}`)]).toEqual([1, 1])
    },
  )

  test.each(['app', 'jobs'] as const)('of the pool %s is not kept when what went with its commit fails', async (pool) => {
    const over = createDb(pools[pool])
    await withTransaction(over, (tx) => withNext(tx, write(`there ${pool}`)))
    const again = withTransaction(over, async (tx) => {
      await withNext(tx, write(`beside ${pool}`))
      await withNext(tx, write(`there ${pool}`))
      await withNext(tx, write(`behind ${pool}`))
    })
    await expect(again).rejects.toMatchObject({ code: '23505' })
    expect([await count(`beside ${pool}`), await count(`behind ${pool}`)]).toEqual([0, 0])
    await withTransaction(over, (tx) => withNext(tx, write(`behind ${pool}`)))
    expect(await count(`behind ${pool}`)).toBe(1)
  })

  test('that throws says why, also where a statement that would have failed was still to go', async () => {
    const stopped = withTransaction(db, async (tx) => {
      await withNext(tx, write('twice'))
      await withNext(tx, write('twice'))
      throw new Error('enough')
    })
    await expect(stopped).rejects.toThrow('enough')
    expect(await count('twice')).toBe(0)
  })

  test('keeps a prepared statement by its name for the next one on the connection', async () => {
    await withTransaction(db, async (tx) => {
      for (let i = 0; i < 3; i++) await prepared(tx, sql`select ${i}::integer as once_prepared`)
      const { rows } = await sql<{
        n: number
      }>`select (generic_plans + custom_plans)::int as n from pg_prepared_statements where statement like '%once_prepared'`.execute(tx)
      expect(rows).toEqual([{ n: 3 }])
    })
  })

  test('that is the victim of a deadlock runs again', async () => {
    await using own = await cloneDatabase()
    await sql`insert into number_counter values ('x', 0), ('y', 0)`.execute(own.db)
    const both = Promise.withResolvers<void>()
    let arrived = 0
    const add = (firstScope: string, secondScope: string) =>
      withTransaction(own.db, async (tx) => {
        await sql`update number_counter set value = value + 1 where scope = ${firstScope}`.execute(tx)
        if (++arrived === 2) both.resolve()
        await both.promise
        await sql`update number_counter set value = value + 1 where scope = ${secondScope}`.execute(tx)
      })
    await Promise.all([add('x', 'y'), add('y', 'x')])
    const { rows } = await sql`select value from number_counter where scope in ('x', 'y')`.execute(own.db)
    expect(rows).toEqual([{ value: 2 }, { value: 2 }])
  })
})

test('a broken constraint is told by its name', async () => {
  const failed = async (statement: string) => constraintOf(await pools.migrator.query(statement).catch((error: unknown) => error))
  await pools.migrator.query(
    `create table probe (id int constraint probe_once unique, n int not null constraint probe_positive check (n > 0), r int constraint probe_known references probe (id))`,
  )
  await pools.migrator.query('insert into probe values (1, 1)')
  expect(await failed('insert into probe values (1, 1)')).toEqual({ kind: 'unique', constraint: 'probe_once', table: 'probe' })
  expect(await failed('insert into probe values (2, 0)')).toEqual({ kind: 'check', constraint: 'probe_positive', table: 'probe' })
  expect(await failed('insert into probe values (2, 1, 9)')).toEqual({ kind: 'foreign_key', constraint: 'probe_known', table: 'probe' })
  expect(await failed('insert into probe values (2)')).toEqual({ kind: 'not_null', constraint: 'probe.n', table: 'probe' })
  expect(await failed('select 1 / 0')).toBeNull()
})

test('a pool outlives the loss of its connections', async () => {
  const own = createPools({ url })
  const ownDb = createDb(own.app)
  await sql`select 1`.execute(ownDb)
  await pools.migrator.query('select 1')
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mingjian app' and pid <> pg_backend_pid()`
    .execute(ownDb)
    .catch(() => {})
  const { rows } = await sql`select 1 as one`.execute(ownDb)
  expect(rows).toEqual([{ one: 1 }])
  await own.close()
})
