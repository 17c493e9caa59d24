/** 信用风险等级与标记: brought by files, kept in time, seen by whoever may, taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Staff } from '#bin/scenario/people.ts'
import { checkFile, importFile, undoImport } from '#bin/scenario/work.ts'
import { giveRoles, refusal } from '#test/bureau.ts'
import { dayFrom, id, type LibraryWorld, makeLabel, openLibraryWorld } from '#test/library-world.ts'
import type { Person } from '#test/people.ts'

let world: LibraryWorld
let registrar: Staff['registrar']
let organiser: Person
beforeAll(async () => {
  world = await openLibraryWorld(8)
  const who = world.registrar
  registrar = {
    username: who.username,
    api: who.call,
    upload: (name, bytes) => who.upload(name, bytes as BodyInit), // DOM and Node name one stream
    download: who.get,
    post: async (path, body) => void (await who.post(path, body)),
  }
  organiser = await world.house.as('organiser')
})
afterAll(() => world.house.close())

const subject = (i: number): string => world.subjects[i] ?? ''
const file = (...lines: readonly string[]) => Buffer.from(`${['代码,信用风险等级,评定日期,来源,标记', ...lines].join('\n')}\n`)
const standing = async () => ({
  risk: await world.sql('select subject, risk_class, as_of, source from entity_risk order by subject'),
  flags: await world.sql('select subject, flag, since, until, source from entity_flag order by subject, flag, since'),
})

test('a file gives classes and flags, keeps what was before, and never lets an older assessment win', async () => {
  const first = file(
    `${subject(0)},B,2026-01-31,省系统,经营异常名录；未按期年报`,
    `${subject(1)},高风险,2026-01-31,省系统,`,
    `${subject(2)},,2026-01-31,省系统,无`,
  )
  const one = await importFile(registrar, 'risk.csv', first, { kind: 'risk' })
  expect(one.rows).toMatchObject({ read: 3, added: 2, changed: 0, unchanged: 1 })
  const before = await standing()
  const second = file(
    `${subject(0)},C,2026-02-28,省系统,未按期年报；投诉举报集中`,
    `${subject(1)},A,2025-12-31,省系统,`,
    `${subject(16)},A,,,`,
  )
  const checked = await checkFile(registrar, 'risk2.csv', second, { kind: 'risk' })
  expect(checked.rows).toMatchObject({ read: 3, added: 0, changed: 1, unchanged: 1, rejected: { object_unknown: 1 } })
  expect(checked.notes.counts).toEqual({ older_class: 1 })
  expect(await standing()).toEqual(before)
  // A code with a slip may be another firm's: only the name beside it shows that.
  const { name } = await registrar.api.registers.getEntity({ subject: subject(3) })
  const named = `统一社会信用代码,名称,信用风险等级\n${subject(3)},${name},B\n${subject(4)},别家商行,B\n`
  const slipped = await checkFile(registrar, 'risk-names.csv', new TextEncoder().encode(named), { kind: 'risk' })
  expect(slipped).toMatchObject({ rows: { added: 2 }, notes: { counts: { name_differs: 1 } } })
  await registrar.api.imports.discard({ ...id(), importId: slipped.id })
  await registrar.api.imports.commit({ ...id(), importId: checked.id })
  const done = await importFile(registrar, 'risk3.csv', file(`${subject(3)},D,,,`), { kind: 'risk' })
  const seen = await organiser.call.libraries.risk({ subject: subject(0) })
  expect(seen.current).toEqual({ riskClass: 'C', asOf: '2026-02-28', source: '省系统' })
  expect(seen.history.map(({ riskClass }) => riskClass)).toEqual(['C', 'B'])
  expect(seen.flags.map(({ flag, until }) => [flag, until === null])).toEqual([
    ['complaints', true],
    ['report_missing', true],
    ['abnormal', false],
  ])
  expect((await organiser.call.libraries.risk({ subject: subject(1) })).current?.riskClass).toBe('D')

  expect(await refusal(registrar.api.imports.undo({ ...id(), importId: one.id, reason: '导错了' }))).toBe('import_depended_on')
  await undoImport(registrar, done.id)
  expect((await organiser.call.libraries.risk({ subject: subject(3) })).current).toBe(null)
  await undoImport(registrar, checked.id)
  expect(await standing()).toEqual(before)
  expect((await organiser.call.libraries.risk({ subject: subject(0) })).history.map(({ riskClass }) => riskClass)).toEqual(['B', 'C', 'B'])
})

test('classes and flags are for those who may see them, in their own place, and in nothing else', async () => {
  const { county, elsewhere } = world
  for (const who of [world.registrar, county, elsewhere])
    expect(await refusal(who.call.libraries.risk({ subject: subject(0) }))).toBe('not_permitted')
  expect(await refusal((await world.house.as('organiser@elsewhere')).call.libraries.risk({ subject: subject(0) }))).toBe('not_found')
  const changing = await checkFile(registrar, 'risk4.csv', file(`${subject(0)},D,${dayFrom(0)},某秘密来源,严重违法失信名单`), {
    kind: 'risk',
  })
  const { rows } = await registrar.api.imports.changes({ importId: changing.id, change: 'changed' })
  expect(rows).toMatchObject([{ key: subject(0), fields: [] }])
  const object = JSON.stringify([
    await world.registrar.call.registers.getEntity({ subject: subject(0) }),
    await world.registrar.call.registers.listEntities({}),
    await world.registrar.call.labels.ofObject({ subject: subject(0) }),
  ])
  for (const secret of ['省系统', '经营异常', 'abnormal']) expect(object).not.toContain(secret)
})

test('flags become one label in one act: seen by whoever may see risk, counted before, undone as one', async () => {
  const signal = { kind: 'flags' as const, flags: ['dormant'], place: null }
  await world.sql(
    "insert into entity_flag (subject, flag, since, source, recorded_at) select s, 'dormant', '2026-03-01', '测试', now() from unnest($1::text[]) as s",
    [[subject(4), subject(5), subject(12), subject(17)]],
  )
  // Of the own jurisdiction, and below a place of it.
  expect((await organiser.call.signals.list({ signal })).rows.map((row) => row.subject).sort()).toEqual(
    [subject(4), subject(5), subject(12)].sort(),
  )
  expect((await organiser.call.signals.list({ signal: { ...signal, place: '62.6201.620103' } })).total).toBe(1)
  expect((await organiser.call.signals.list({ signal })).rows[0]?.flags).toMatchObject([{ since: '2026-03-01', source: '测试' }])
  expect(await refusal(world.registrar.call.signals.list({ signal }))).toBe('risk_not_readable')
  const labelId = await makeLabel(world.registrar, { name: '兰州-歇业核查' })
  const known = { labelId }
  await world.registrar.call.labels.attach({ ...id(), subject: subject(4), labelId, reason: '先前已打' })
  expect(await refusal(world.registrar.call.signals.preview({ signal, label: known }))).toBe('risk_not_readable')
  expect(await organiser.call.signals.preview({ signal, label: known })).toEqual({ found: 3, matching: 3, changing: 2 })
  const act = { signal, label: known, validTo: dayFrom(30), reason: '歇业户核查', expected: 2 }
  expect(await refusal(organiser.call.signals.label({ ...id(), ...act, expected: 3 }))).toBe('batch_count_differs')
  expect(await refusal(organiser.call.signals.label({ ...id(), ...act, validTo: dayFrom(-1) }))).toBe('label_ends_in_past')
  const fresh = { name: '兰州-新标签', reach: 'office' as const }
  expect(await refusal(organiser.call.signals.label({ ...id(), ...act, label: fresh }))).toBe('label_made_by_registrar')
  const once = { ...id(), ...act }
  const { batchId } = await organiser.call.signals.label(once)
  expect((await organiser.call.signals.label(once)).batchId).toBe(batchId)
  expect(await organiser.call.labels.getBatch({ batchId })).toMatchObject({ state: 'done', objects: 2, signal, validTo: dayFrom(30) })
  // Whoever may not see flags learns none from the record of labels.
  expect((await world.registrar.call.labels.getBatch({ batchId })).signal).toBeNull()
  const carried = await world.sql<{ valid_to: string }>('select valid_to from entity_label where batch_id = $1', [batchId])
  expect(carried.map((row) => row.valid_to)).toEqual([dayFrom(30), dayFrom(30)])
  expect(await world.sql("select 1 from record where verb = 'label.signal'")).toHaveLength(1)
  expect(await refusal(organiser.call.signals.label({ ...id(), ...act, expected: 0 }))).toBe('batch_empty')
  await organiser.call.labels.undoBatch({ ...id(), batchId, reason: '标错' })
  expect(await world.sql('select subject from entity_label where label_id = $1', [labelId])).toEqual([{ subject: subject(4) }])
  // Origin is of what stands: an undone batch is none.
  expect(await world.sql("select * from label_origins(array['兰州-歇业核查'], now())")).toEqual([])
})

test('whoever keeps the dictionary makes the label in the same act, with reach and end', async () => {
  const both = await inBothDuties()
  const signal = { kind: 'flags' as const, flags: ['dormant'], place: null }
  const label = { name: '兰州-当场新增', reach: 'office' as const }
  expect(await both.call.signals.preview({ signal, label: { reach: 'office' } })).toEqual({ found: 3, matching: 3, changing: 3 })
  const act = { signal, label, validTo: dayFrom(60), reason: '歇业户核查', expected: 3 }
  expect(await refusal(both.call.signals.label({ ...id(), ...act, expected: 2 }))).toBe('batch_count_differs')
  // Refused as a whole: the label did not come to be.
  expect((await both.call.labels.list({})).rows.map(({ name }) => name)).not.toContain('兰州-当场新增')
  const { labelId } = await both.call.signals.label({ ...id(), ...act })
  const made = (await both.call.labels.list({})).rows.find((row) => row.id === labelId)
  expect(made).toMatchObject({ name: '兰州-当场新增', tier: 'minor', reach: 'office', validTo: dayFrom(60), carriers: { value: 3 } })
  expect(await refusal(both.call.signals.label({ ...id(), ...act }))).toBe('label_name_taken')
})

async function inBothDuties(): Promise<Person> {
  await giveRoles(world.house, 'coordinator', ['organiser', 'registrar'])
  return world.house.as('coordinator')
}

test('the public site cannot read classes, their history, flags, or the labels and entries behind them', async () => {
  for (const table of [
    'entity_risk',
    'entity_risk_history',
    'entity_flag',
    'entity_label',
    'entity_label_past',
    'library_entry',
    'library',
    'item_coverage',
    'item_object',
  ])
    await expect(world.house.database.pools.portal.query(`select 1 from public.${table} limit 1`)).rejects.toThrow(/permission denied/)
})
