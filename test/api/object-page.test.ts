/** 一企一档: what the house knows of one object, as far as the reader may know it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'
import { codeOf, county, elsewhere, putObjects } from './register-world.ts'

let bureau: Bureau
let organiser: Person

beforeAll(async () => {
  bureau = await openBureau({ firms: 12 })
  const { house } = bureau
  await putObjects(house, [
    { subject: codeOf(1), name: '新名公司', legalRep: '王某' },
    { subject: 'SITE:一号仓', name: '一号仓', kind: 'site', owner: codeOf(1) },
    { subject: 'SITE:外地仓', name: '外地仓', kind: 'site', owner: codeOf(1), region: elsewhere },
  ])
  const version = `insert into entity_version (subject, since, until, event, event_on, source, ended_event, ended_by, name, kind, region_path, state, labels, legal_rep)
    values ($1, $2, $3, 'entered', '2026-01-02', 'feed:registry', $4, 'x', $5, 'enterprise', $6, 'active', '{}', $7)`
  const owner = house.database.pools.migrator
  await owner.query(version, [codeOf(1), '2026-01-03T00:00:00Z', '2026-03-01T00:00:00Z', 'changed', '旧名公司', county, '李某'])
  await owner.query(`update entity set since = '2026-03-01T00:00:00Z', event = 'changed', entity_type = null where subject = $1`, [
    codeOf(1),
  ])
  await owner.query(version, [codeOf(2), '2026-01-03T00:00:00Z', '2026-04-01T00:00:00Z', 'left', '已离开的公司', county, null])
  organiser = await house.as('organiser')
})
afterAll(() => bureau.house.close())

test('shows what each version changed, without the names of persons', async () => {
  const { versions, name, left } = await organiser.call.registers.getEntity({ subject: codeOf(1) })
  expect([name, left]).toEqual(['新名公司', null])
  expect(versions.map(({ event, eventOn, source, changes }) => ({ event, eventOn, source, changes }))).toEqual([
    {
      event: 'changed',
      eventOn: null,
      source: 'import',
      changes: [
        { field: 'legalRep', before: null, after: null },
        { field: 'name', before: '旧名公司', after: '新名公司' },
      ],
    },
    { event: 'entered', eventOn: '2026-01-02', source: 'feed:registry', changes: [] },
  ])
})

test('of an object that left the register shows what it was, and since when it is gone', async () => {
  const page = await organiser.call.registers.getEntity({ subject: codeOf(2) })
  expect([page.name, page.left]).toEqual(['已离开的公司', { at: '2026-04-01T00:00:00.000Z', event: 'left' }])
  expect(page.versions).toHaveLength(1)
})

test('leads from an object to its sites and back, within the place of the reader', async () => {
  const page = await organiser.call.registers.getEntity({ subject: codeOf(1) })
  expect(page.owned).toEqual({
    rows: [{ subject: 'SITE:一号仓', name: '一号仓', kind: 'site', state: 'active' }],
    count: { value: 1, capped: false },
  })
  expect((await organiser.call.registers.getEntity({ subject: 'SITE:一号仓' })).owner).toEqual({ subject: codeOf(1), name: '新名公司' })
})

test('is not there for those of another place, and for what never was', async () => {
  const abroad = await bureau.house.as('organiser@elsewhere')
  expect(await refusal(abroad.call.registers.getEntity({ subject: codeOf(1) }))).toBe('not_found')
  expect(await refusal(abroad.call.registers.getEntity({ subject: codeOf(2) }))).toBe('not_found')
  expect(await refusal(organiser.call.registers.getEntity({ subject: codeOf(9999) }))).toBe('not_found')
})

test('counts the inspections of every authority, and names only those that the reader may see', async () => {
  const { house } = bureau
  const taskId = await bureau.task()
  const task = (
    await house.database.pools.migrator.query<{ org_path: string; dept: string }>('select org_path, dept from task where id = $1', [taskId])
  ).rows[0]
  const year = new Date().getFullYear()
  const put = async (n: number, state: string, date: string | null) => {
    const id = `00000000-0000-4000-8000-00000000000${n}`
    await house.database.pools.migrator.query(
      `insert into visit (subject, id, task_id, org_path, dept, name, region_name, state, due_on) values ($1, $2, $3, $4, $5, 'x', 'x', $6, '2026-12-31')`,
      [codeOf(1), id, n === 1 ? taskId : `00000000-0000-4000-8000-0000000000f${n}`, n === 1 ? task?.org_path : '62', task?.dept, state],
    )
    if (date !== null)
      await house.database.pools.migrator.query(
        `insert into result (subject, id, visit_id, version, date, method, items, outcome, demo, entered_by, entered_by_name, entered_at)
         values ($1, gen_random_uuid(), $2, 1, $3, 'onsite', '[]', (select code from result_type order by seq limit 1), true, $2, 'x', now())`,
        [codeOf(1), id, date],
      )
  }
  await put(1, 'published', `${year}-02-01`)
  await put(2, 'published', `${year}-05-01`)
  await put(3, 'assigned', null)
  await put(4, 'published', `${year - 1}-05-01`)
  const page = await organiser.call.registers.getEntity({ subject: codeOf(1) })
  expect(page.yearly).toEqual({ done: 2, inHand: 1, cap: 1, lastOn: `${year}-05-01` })
  expect(page.visits.map(({ date }) => date)).toEqual([`${year}-02-01`])
  const row = (await organiser.call.registers.listEntities({ q: '新名' })).rows[0]
  expect([row?.visitsThisYear, row?.lastInspected]).toEqual([2, `${year}-05-01`])
})
