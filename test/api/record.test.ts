/** 业务留痕: what was done is there, as it was, and whoever changes it later is found out. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealRecord } from '#server/record/seal.ts'
import { verifyRecord } from '#server/record/verify.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const sealAll = async (db = house.services.db): Promise<void> => {
  while ((await sealRecord(db)) > 0);
}

async function makeOrg(of: TestHouse = house): Promise<{ id: string; commandId: string }> {
  const admin = await of.as('admin')
  const commandId = randomUUID()
  const { id } = await admin.call.access.createOrg({
    commandId,
    path: '62.6201',
    dept: `d${commandId.slice(0, 8)}`,
    name: '某某局',
    shortName: '某局',
  })
  return { id, commandId }
}

test('a command leaves one row with who, in which role, of which organisation, as they were', async () => {
  const { id, commandId } = await makeOrg()
  const row = await house.services.db.selectFrom('record').selectAll().where('command_id', '=', commandId).executeTakeFirstOrThrow()
  expect(row).toMatchObject({
    verb: 'org.create',
    thing: `org:${id}`,
    actor_name: '系统管理员',
    actor_roles: ['admin'],
    org_name: '兰州市市场监督管理局',
    org_path: '62.6201',
    answer: { id },
  })
})

test('the application may not change or remove a row, nor a seal', async () => {
  for (const statement of [
    `update record set verb = 'x'`,
    'delete from record',
    'truncate record',
    `update record_seal set hash = 'x'`,
    'delete from record_seal',
  ]) {
    await expect(house.database.pools.app.query(statement)).rejects.toMatchObject({ code: '42501' })
  }
})

test('the sealer chains settled rows in one order, and the chain holds', async () => {
  await Promise.all(Array.from({ length: 12 }, () => makeOrg()))
  await Promise.all([sealAll(), sealAll(), sealAll()])
  const rows = await house.services.db
    .selectFrom('record')
    .select((is) => is.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const checked = await verifyRecord(house.services.db)
  expect(checked).toMatchObject({ sealed: rows.n, fault: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) })
})

test('a row is sealed when it is committed, whatever else is still open; what is older and commits later is sealed after it', async () => {
  await sealAll()
  const before = (await verifyRecord(house.services.db)).sealed
  const open = await house.database.pools.migrator.connect()
  try {
    await open.query('begin')
    await open.query('select pg_current_xact_id()')
    await makeOrg()
    await sealAll()
    expect((await verifyRecord(house.services.db)).sealed).toBe(before + 1)
    await open.query(
      `with late as (insert into record select gen_random_uuid(), pg_current_xact_id(), at, null, actor_id, actor_name, actor_roles, org_path, dept, org_name, verb, 'org:late', facts, null, null
        from record limit 1 returning id) insert into record_pending select id from late`,
    )
    await sealAll()
    expect((await verifyRecord(house.services.db)).sealed).toBe(before + 1)
    await open.query('commit')
  } finally {
    open.release()
  }
  await sealAll()
  expect(await verifyRecord(house.services.db)).toMatchObject({ sealed: before + 2, fault: null })
})

test('a record restored into a new cluster, whose transactions count from the beginning, goes on being sealed', async () => {
  await using other = await openTestHouse()
  await makeOrg(other)
  await sealAll(other.services.db)
  // As after pg_restore: the rows have transaction ids that this cluster will not reach for years.
  await other.database.pools.migrator.query(`update record set txid = '900000000000'; delete from record_seal`)
  await other.database.pools.migrator.query('insert into record_pending select id from record')
  await sealAll(other.services.db)
  await makeOrg(other)
  await sealAll(other.services.db)
  expect(await verifyRecord(other.services.db)).toMatchObject({ sealed: 2, fault: null })
})

test.each([
  ['a changed fact', `update record set facts = '{"name":"假的"}' where command_id = $1`, 'row_altered'],
  ['a changed name', `update record set actor_name = '别人' where command_id = $1`, 'row_altered'],
  ['a changed time', `update record set at = at + interval '1 microsecond' where command_id = $1`, 'row_altered'],
  ['a changed answer', `update record set answer = null where command_id = $1`, 'row_altered'],
  ['a removed row', 'delete from record where command_id = $1', 'row_missing'],
  ['a removed seal', 'delete from record_seal where record_id = (select id from record where command_id = $1)', 'seal_missing'],
])('%s is named', async (_, statement, fault) => {
  await using other = await openTestHouse()
  await makeOrg(other)
  const { id, commandId } = await makeOrg(other)
  await makeOrg(other)
  await sealAll(other.services.db)
  expect((await verifyRecord(other.services.db)).fault).toBeNull()
  const { rowCount } = await other.database.pools.migrator.query(statement, [commandId])
  expect(rowCount).toBe(1)
  const found = await verifyRecord(other.services.db)
  expect(found).toMatchObject({ sealed: 1, fault: { type: fault, seq: 2 } })
  if (fault === 'row_altered') expect(found.fault).toMatchObject({ verb: 'org.create', thing: `org:${id}` })
})

test('a row put in later, below sealed ones, is named', async () => {
  await using other = await openTestHouse()
  await makeOrg(other)
  const { commandId } = await makeOrg(other)
  await sealAll(other.services.db)
  await other.database.pools.migrator.query(
    `insert into record select gen_random_uuid(), (select min(txid::text::bigint)::text::xid8 from record), at, null, actor_id, actor_name, actor_roles, org_path, dept, org_name,
      'account.create', 'account:forged', facts, null, null from record where command_id = $1`,
    [commandId],
  )
  await other.database.pools.migrator.query(`update record set txid = '3' where thing = 'account:forged'`)
  expect((await verifyRecord(other.services.db)).fault).toMatchObject({ type: 'row_unsealed', thing: 'account:forged' })
})

test('the supervisor reads the record of their own organisation and those below, newest first, with seals', async () => {
  await makeOrg()
  await sealAll()
  const supervisor = await house.as('supervisor')
  const first = await supervisor.call.record.list({ limit: 2 })
  expect(first.rows).toHaveLength(2)
  expect(first.rows[0]).toMatchObject({
    actor: '系统管理员',
    org: '兰州市市场监督管理局',
    verb: 'org.create',
    seal: { seq: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  const second = await supervisor.call.record.list({ limit: 2, cursor: first.next ?? '' })
  expect(second.rows[0]?.id).not.toBe(first.rows[1]?.id)
  expect((second.rows[0]?.at ?? '') <= (first.rows[1]?.at ?? '')).toBe(true)
  const elsewhere = await house.as('supervisor@elsewhere')
  expect((await elsewhere.call.record.list({})).rows).toEqual([])
})
