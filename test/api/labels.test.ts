/** 监管标签: the dictionary, labels on objects, labels by query and back, and what ends by itself. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { withTransaction } from '#db/connect.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { expiryJob } from '#server/registers/library-job.ts'
import { refusal } from '#test/bureau.ts'
import { dayFrom, everything, id, type LibraryWorld, label, makeLabel, openLibraryWorld } from '#test/library-world.ts'
import type { Person } from '#test/people.ts'

let world: LibraryWorld
beforeAll(async () => {
  world = await openLibraryWorld()
})
afterAll(() => world.house.close())

const reason = '年度整治'
const carriedBy = async (subject: string, who = world.registrar) =>
  (await who.call.labels.ofObject({ subject })).labels.map(({ name }) => name)
const inRegister = async (name: string): Promise<string[]> =>
  (await world.sql<{ subject: string }>('select subject from entity where $1 = any(labels) order by subject', [name])).map(
    ({ subject }) => subject,
  )
const recorded = async (verb: string): Promise<number> => (await world.sql('select 1 from record where verb = $1', [verb])).length
const subject = (i: number): string => world.subjects[i] ?? ''

describe('the dictionary', () => {
  test('major and middle classes are made by the province, minor ones below, none wider than its office', async () => {
    const { province, registrar, county } = world
    const major = await makeLabel(province, { name: '食品安全', tier: 'major', reach: 'province' })
    const middle = await makeLabel(province, { name: '餐饮服务类', tier: 'middle', reach: 'province', parentId: major })
    expect(await refusal(registrar.call.labels.save(label({ name: '市级大类', tier: 'major' })))).toBe('label_tier_above')
    expect(await refusal(registrar.call.labels.save(label({ name: '全省小类', reach: 'province' })))).toBe('label_reach_too_wide')
    await makeLabel(county, { name: '城关区-夜市', reach: 'office', parentId: middle })
    expect(await refusal(county.call.labels.save(label({ name: '挂错', parentId: major })))).toBe('label_parent_wrong')
    expect(await refusal(registrar.call.labels.save(label({ name: '城关区-夜市' })))).toBe('label_name_taken')
    expect((await registrar.call.labels.list({})).choices).toEqual({ tiers: ['minor'], reaches: ['region', 'office'] })
    expect(await recorded('label.save')).toBe(3)
  })

  test('shows an office the labels above and below it, and of other departments none that are theirs alone', async () => {
    const { registrar, county, elsewhere, drugs } = world
    const names = async (who: Person) => (await who.call.labels.list({})).rows.map(({ name }) => name)
    expect(await names(registrar)).toEqual(expect.arrayContaining(['食品安全', '城关区-夜市']))
    expect(await names(county)).toContain('食品安全')
    expect(await names(elsewhere)).toEqual(['食品安全', '餐饮服务类'].sort())
    expect(await names(drugs)).not.toContain('城关区-夜市')
  })

  test('is changed by the office and those above it, and retired when nothing hangs on it', async () => {
    const { province, registrar, county, elsewhere } = world
    const own = await makeLabel(registrar, { name: '兰州-旧标签' })
    const changed = { ...label({ name: '兰州-旧标签', validTo: dayFrom(900), note: '说明' }), labelId: own }
    expect(await refusal(county.call.labels.save({ ...changed, ...id() }))).toBe('outside_jurisdiction')
    expect(await refusal(elsewhere.call.labels.save({ ...changed, ...id() }))).toBe('not_found')
    await registrar.call.labels.save(changed)
    const major = (await province.call.labels.list({})).rows.find(({ name }) => name === '食品安全')?.id ?? ''
    expect(await refusal(province.call.labels.retire({ ...id(), labelId: major, reason }))).toBe('label_has_children')
    expect(await registrar.call.labels.retire({ ...id(), labelId: own, reason })).toEqual({ state: 'retired' })
    expect(await refusal(registrar.call.labels.retire({ ...id(), labelId: own, reason }))).toBe('wrong_state')
    expect(await refusal(registrar.call.labels.attach({ ...id(), subject: subject(0), labelId: own, reason }))).toBe('label_retired')
  })
})

describe('a label on an object', () => {
  test('is put on and taken off by hand, stands in the register, and leaves its history', async () => {
    const { registrar } = world
    const labelId = await makeLabel(registrar, { name: '兰州-手工' })
    const first = { ...id(), subject: subject(0), labelId, validTo: dayFrom(30), reason }
    expect(await registrar.call.labels.attach(first)).toEqual({ labels: ['兰州-手工'] })
    expect(await registrar.call.labels.attach(first)).toEqual({ labels: ['兰州-手工'] })
    expect(await refusal(registrar.call.labels.attach({ ...first, ...id() }))).toBe('label_carried')
    expect(await inRegister('兰州-手工')).toEqual([subject(0)])
    const { labels, abilities } = await registrar.call.labels.ofObject({ subject: subject(0) })
    expect(labels).toMatchObject([
      { labelId, origin: 'hand', since: dayFrom(0), validTo: dayFrom(30), abilities: { detach: { allowed: true } } },
    ])
    expect(abilities.attach).toEqual({ allowed: true })
    expect(await refusal(registrar.call.labels.save({ ...label({ name: '兰州-改名' }), labelId }))).toBe('label_fixed')
    await registrar.call.labels.detach({ ...id(), subject: subject(0), labelId, reason })
    expect(await refusal(registrar.call.labels.detach({ ...id(), subject: subject(0), labelId, reason }))).toBe('label_not_carried')
    expect(await inRegister('兰州-手工')).toEqual([])
    expect((await registrar.call.labels.ofObject({ subject: subject(0) })).past).toMatchObject([{ name: '兰州-手工', origin: 'hand' }])
  })

  test('is given in the own jurisdiction only, within its reach, and an office label by its office alone', async () => {
    const { registrar, county, elsewhere, drugs, perPlace } = world
    const office = await makeLabel(county, { name: '城关区-本局', reach: 'office' })
    const region = await makeLabel(county, { name: '城关区-本地', reach: 'region' })
    const inOther = subject(perPlace)
    const attach = (who: Person, s: string, labelId: string) => refusal(who.call.labels.attach({ ...id(), subject: s, labelId, reason }))
    expect(await attach(county, inOther, region)).toBe('not_found')
    expect(await attach(elsewhere, subject(1), region)).toBe('not_found')
    expect(await attach(registrar, inOther, region)).toBe('label_out_of_reach')
    expect(await attach(registrar, subject(1), office)).toBe('label_other_office')
    expect(await attach(drugs, subject(1), office)).toBe('not_found')
    expect(await attach(drugs, subject(1), region)).toBe('accepted')
    expect(await attach(county, subject(1), office)).toBe('accepted')
    expect(await carriedBy(subject(1))).toEqual(['城关区-本地', '城关区-本局'].sort())
    expect(
      await refusal((await world.house.as('reviewer')).call.labels.attach({ ...id(), subject: subject(1), labelId: region, reason })),
    ).toBe('not_permitted')
  })
})

describe('labels by query', () => {
  const choice = (labelId: string, action: 'attach' | 'detach', all: readonly object[] = [], q: string | null = null) =>
    ({ labelId, action, query: { filter: { version: 1, all }, q, address: null } }) as Parameters<
      Person['call']['labels']['previewBatch']
    >[0] // a filter of the protocol
  const kinds = { field: 'kind', op: 'in', values: ['individual'] }
  const start = async (who: Person, chosen: ReturnType<typeof choice>) => {
    const { changing } = await who.call.labels.previewBatch(chosen)
    const { batchId } = await who.call.labels.startBatch({ ...id(), ...chosen, expected: changing, reason })
    return until(
      () => who.call.labels.getBatch({ batchId }),
      ({ state }) => state !== 'running',
      'the batch',
    )
  }

  test('are put on all objects of the query and no others, after the number was seen', async () => {
    const { registrar, perPlace } = world
    const labelId = await makeLabel(registrar, { name: '兰州-个体户' })
    const chosen = choice(labelId, 'attach', [kinds])
    const preview = await registrar.call.labels.previewBatch(chosen)
    expect(preview).toEqual({ matching: (perPlace * 2) / 4, changing: (perPlace * 2) / 4, kept: 0 })
    const wrong = { ...id(), ...chosen, expected: preview.changing + 1, reason }
    expect(await refusal(registrar.call.labels.startBatch(wrong))).toBe('batch_count_differs')
    expect(await inRegister('兰州-个体户')).toEqual([])
    const batch = await start(registrar, chosen)
    expect(batch).toMatchObject({ state: 'done', objects: perPlace / 2, labelName: '兰州-个体户', abilities: { undo: { allowed: true } } })
    const expected = await world.sql<{ subject: string }>(
      "select subject from entity where kind = 'individual' and region_path like '62.6201%' order by subject",
    )
    expect(await inRegister('兰州-个体户')).toEqual(expected.map((row) => row.subject))
    expect(await refusal(registrar.call.labels.startBatch({ ...id(), ...chosen, expected: 0, reason }))).toBe('batch_empty')
    expect((await registrar.call.labels.batches({ labelId })).rows.map((row) => row.id)).toEqual([batch.id])
    expect(await refusal(world.elsewhere.call.labels.getBatch({ batchId: batch.id }))).toBe('not_found')
  })

  test('are undone as one: exactly what the batch put on goes, what was there before stays', async () => {
    const { registrar } = world
    const labelId = await makeLabel(registrar, { name: '兰州-撤销' })
    await registrar.call.labels.attach({ ...id(), subject: subject(2), labelId, reason })
    const batch = await start(registrar, choice(labelId, 'attach', [], '餐饮'))
    expect((await inRegister('兰州-撤销')).length).toBe(batch.objects + 1)
    expect(await registrar.call.labels.undoBatch({ ...id(), batchId: batch.id, reason })).toEqual({ state: 'undone' })
    expect(await inRegister('兰州-撤销')).toEqual([subject(2)])
    expect(await refusal(registrar.call.labels.undoBatch({ ...id(), batchId: batch.id, reason }))).toBe('batch_not_undoable')

    const before = await world.sql('select * from entity_label where label_id = $1 order by subject', [labelId])
    const off = await start(registrar, choice(labelId, 'detach'))
    expect(off.objects).toBe(1)
    expect(await inRegister('兰州-撤销')).toEqual([])
    await registrar.call.labels.undoBatch({ ...id(), batchId: off.id, reason })
    expect(await world.sql('select * from entity_label where label_id = $1 order by subject', [labelId])).toEqual(before)
    expect(await inRegister('兰州-撤销')).toEqual([subject(2)])
  })

  test('are not undone when somebody changed one of them since', async () => {
    const { registrar } = world
    const labelId = await makeLabel(registrar, { name: '兰州-后改' })
    const batch = await start(registrar, choice(labelId, 'attach', [kinds]))
    const [one] = await inRegister('兰州-后改')
    await registrar.call.labels.detach({ ...id(), subject: one ?? '', labelId, reason })
    const undo = registrar.call.labels.undoBatch({ ...id(), batchId: batch.id, reason })
    await expect(undo).rejects.toMatchObject({ code: 'batch_changed_later', data: { facts: { objects: 1 } } })
    expect((await inRegister('兰州-后改')).length).toBe(batch.objects - 1)
  })

  test('two batches over the same objects at once end as one after the other would', async () => {
    const { registrar, perPlace } = world
    const [a, b] = [await makeLabel(registrar, { name: '并发甲' }), await makeLabel(registrar, { name: '并发乙' })]
    await Promise.all([
      start(registrar, choice(a, 'attach')),
      start(registrar, choice(b, 'attach', [kinds])),
      start(registrar, choice(b, 'attach', [{ ...kinds, op: 'notIn' }])),
    ])
    const all = world.subjects.slice(0, perPlace * 2)
    expect(await inRegister('并发甲')).toEqual([...all].sort())
    expect(await inRegister('并发乙')).toEqual([...all].sort())
    const rows = await world.sql<{ labels: string[] }>('select distinct labels from entity where $1 = any(labels)', ['并发甲'])
    for (const { labels } of rows) expect(labels).toEqual([...labels].sort())
  })

  test('of more than two thousand objects run in the background, set by set, and are undone there', async () => {
    const { registrar } = world
    await world.sql(`insert into entity (subject, name, kind, region_path, state, labels)
      select 'SITE:L' || i, '场所' || i, 'site', '62.6201.620102', 'active', '{}' from generate_series(1, 2500) as i`)
    const labelId = await makeLabel(registrar, { name: '兰州-场所' })
    const batch = await start(registrar, choice(labelId, 'attach', [{ field: 'kind', op: 'in', values: ['site'] }]))
    expect(batch).toMatchObject({ state: 'done', objects: 2500 })
    await registrar.call.labels.undoBatch({ ...id(), batchId: batch.id, reason })
    const undone = await until(
      () => registrar.call.labels.getBatch({ batchId: batch.id }),
      ({ state }) => state === 'undone' || state === 'done',
      'the undoing',
    )
    expect(undone.state).toBe('undone')
    expect(await inRegister('兰州-场所')).toEqual([])
    await world.sql("delete from entity where kind = 'site'")
  })

  test('never tell a class of risk to whoever may not see it, and reach no further than the office', async () => {
    const { registrar, county, perPlace } = world
    const labelId = await makeLabel(registrar, { name: '兰州-风险' })
    const byRisk = choice(labelId, 'attach', [{ field: 'riskClass', op: 'in', values: ['D'] }])
    expect(await refusal(registrar.call.labels.previewBatch(byRisk))).toBe('risk_not_readable')
    const organiser = await world.house.as('organiser')
    expect((await organiser.call.labels.previewBatch(byRisk)).matching).toBe(0)
    const notRisky = {
      ...byRisk,
      query: { ...byRisk.query, filter: { version: 1 as const, all: [{ field: 'riskClass' as const, op: 'in' as const, values: ['A'] }] } },
    }
    await world.sql(
      "insert into entity_risk (subject, risk_class, as_of, source) select subject, 'A', '2026-01-01', '测试' from entity order by subject limit 1",
    )
    const { batchId } = await organiser.call.labels.startBatch({ commandId: randomUUID(), ...notRisky, expected: 1, reason: '风险提示' })
    expect((await organiser.call.labels.getBatch({ batchId })).query.filter.all).toHaveLength(1)
    expect((await registrar.call.labels.getBatch({ batchId })).query.filter.all).toEqual([])
    expect((await county.call.labels.previewBatch(choice(labelId, 'attach'))).matching).toBe(perPlace)
    const broken = choice(labelId, 'attach', [{ field: 'kind', op: 'prefix', values: ['x'] }])
    expect(await refusal(registrar.call.labels.previewBatch(broken))).toBe('invalid_input')
    expect(everything.all).toEqual([])
  })
})

test('labels end with their last day, on objects and in the dictionary', async () => {
  const { registrar, house } = world
  const short = await makeLabel(registrar, { name: '兰州-短期', validTo: dayFrom(3) })
  const long = await makeLabel(registrar, { name: '兰州-长期' })
  await registrar.call.labels.attach({ ...id(), subject: subject(5), labelId: short, reason })
  await registrar.call.labels.attach({ ...id(), subject: subject(5), labelId: long, validTo: dayFrom(3), reason })
  await registrar.call.labels.attach({ ...id(), subject: subject(6), labelId: long, reason })
  house.passTime(4 * 86_400_000)
  await withTransaction(house.services.longDb, (tx) => jobsIn(tx).add(expiryJob, { day: randomUUID() }))
  await until(
    () => inRegister('兰州-短期'),
    (found) => found.length === 0,
    'the ending',
  )
  await until(
    async () => (await registrar.call.labels.list({ state: 'retired' })).rows.map(({ name }) => name),
    (names) => names.includes('兰州-短期'),
    'the dictionary',
  )
  expect(await inRegister('兰州-长期')).toEqual([subject(6)])
  const { past } = await registrar.call.labels.ofObject({ subject: subject(5) })
  expect(
    past
      .filter(({ endedBy }) => endedBy === 'expiry')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['兰州-短期', '兰州-长期'].sort())
})

test('objects that are older than the search by initials are found by them after the daily work', async () => {
  const { registrar, house } = world
  const byInitials = async () => (await registrar.call.registers.listEntities({ q: 'dx1cy' })).count.value
  await world.sql('update entity set initials = null')
  expect(await byInitials()).toBe(0)
  await withTransaction(house.services.longDb, (tx) => jobsIn(tx).add(expiryJob, { day: randomUUID() }))
  await until(byInitials, (found) => found > 0, 'the initials')
})
