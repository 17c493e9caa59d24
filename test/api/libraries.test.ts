/** 专项库: libraries and their entries, the labels they give, who sees which, and files of entries and of labels. */

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import type { Staff } from '#bin/scenario/people.ts'
import { checkFile, importFile, undoImport } from '#bin/scenario/work.ts'
import { inScope } from '#server/http/call.ts'
import { refusal } from '#test/bureau.ts'
import { dayFrom, id, type LibraryWorld, makeLabel, openLibraryWorld } from '#test/library-world.ts'
import type { Person } from '#test/people.ts'

let world: LibraryWorld
let catering: string
let cold: string
let library: string
beforeAll(async () => {
  world = await openLibraryWorld()
  catering = await makeLabel(world.registrar, { name: '餐饮服务' })
  cold = await makeLabel(world.registrar, { name: '冷链' })
  library = await make(world.registrar, { name: '餐饮服务库', labelIds: [catering, cold] })
})
afterAll(() => world.house.close())

const reason = '许可证注销'
type Draft = Parameters<Person['call']['libraries']['save']>[0]
type EntryDraft = Parameters<Person['call']['libraries']['saveEntry']>[0]
const make = async (who: Person, more: Partial<Draft> & { name: string }): Promise<string> =>
  (await who.call.libraries.save({ ...id(), labelIds: [catering], ...more })).libraryId
const subject = (i: number): string => world.subjects[i] ?? ''
const entry = (more: Partial<EntryDraft> = {}): EntryDraft => ({
  ...id(),
  libraryId: library,
  subject: subject(0),
  labelId: catering,
  ...more,
})
const enter = async (more: Partial<EntryDraft> = {}): Promise<string> =>
  (await world.registrar.call.libraries.saveEntry(entry(more))).entryId
const labelsOf = async (s: string): Promise<string[]> =>
  (await world.sql<{ labels: string[] }>('select labels from entity where subject = $1', [s]))[0]?.labels ?? []
const setState = (entryId: string, state: 'valid' | 'invalid') =>
  world.registrar.call.libraries.setEntryState({ ...id(), libraryId: library, entryId, state, reason })

describe('an entry', () => {
  test('gives its label to the object, and the last valid one takes it along', async () => {
    const licence = { licenceName: '食品经营许可证', approvedOn: '2025-01-01', validTo: dayFrom(100) }
    const first = await enter({ ...licence, licenceNo: 'JY1' })
    const second = await enter({ ...licence, licenceNo: 'JY2', validTo: '9999-09-09' })
    expect(await labelsOf(subject(0))).toEqual(['餐饮服务'])
    const [carried] = (await world.registrar.call.labels.ofObject({ subject: subject(0) })).labels
    expect(carried).toMatchObject({
      origin: 'library',
      validTo: '9999-12-31',
      abilities: { detach: { allowed: false, reason: 'label_from_library' } },
    })
    expect(await refusal(world.registrar.call.labels.detach({ ...id(), subject: subject(0), labelId: catering, reason }))).toBe(
      'label_from_library',
    )
    await setState(second, 'invalid')
    expect((await world.registrar.call.labels.ofObject({ subject: subject(0) })).labels).toMatchObject([{ validTo: dayFrom(100) }])
    await setState(first, 'invalid')
    expect(await labelsOf(subject(0))).toEqual([])
    await setState(first, 'valid')
    expect(await labelsOf(subject(0))).toEqual(['餐饮服务'])
    expect(await refusal(setState(first, 'valid'))).toBe('wrong_state')
  })

  test('stands once for an object, a label and a licence number', async () => {
    await enter({ subject: subject(1), licenceName: '许可证', licenceNo: 'A' })
    expect(await refusal(enter({ subject: subject(1), licenceName: '许可证', licenceNo: 'A' }))).toBe('entry_once')
    expect(await refusal(enter({ subject: subject(1), licenceName: '许可证', licenceNo: 'B' }))).toBe('accepted')
  })

  test('keeps what somebody gave by hand', async () => {
    await world.registrar.call.labels.attach({ ...id(), subject: subject(2), labelId: catering, reason })
    const entryId = await enter({ subject: subject(2) })
    await setState(entryId, 'invalid')
    expect(await labelsOf(subject(2))).toEqual(['餐饮服务'])
  })

  test('is refused for an object, a label or a licence that does not fit', async () => {
    const { registrar, county, perPlace } = world
    const narrow = await make(registrar, { name: '个体库', objectKinds: ['individual'] })
    const inCounty = await make(county, { name: '城关区库', labelIds: [await makeLabel(county, { name: '城关区-标签' })] })
    const save = (more: Partial<EntryDraft>) => refusal(registrar.call.libraries.saveEntry(entry(more)))
    expect(await save({ subject: subject(perPlace * 2) })).toBe('not_found')
    expect(await save({ libraryId: narrow })).toBe('library_kind_differs')
    expect(await save({ libraryId: narrow, subject: subject(3) })).toBe('accepted')
    expect(await save({ libraryId: inCounty, subject: subject(perPlace) })).toBe('not_found')
    expect(await save({ libraryId: inCounty })).toBe('library_label_unknown')
    expect(await save({ licenceNo: 'X' })).toBe('entry_licence_incomplete')
    expect(await save({ validTo: dayFrom(-1) })).toBe('entry_expired')
    expect(await save({ approvedOn: dayFrom(5), validTo: dayFrom(4) })).toBe('entry_window_reversed')
    expect(await refusal(county.call.libraries.saveEntry(entry()))).toBe('not_found')
  })
})

describe('a library', () => {
  test('is changed by its office, keeps labels that are used, and gives only labels the office may give', async () => {
    const { registrar, county } = world
    const change = (more: Partial<Draft>) =>
      refusal(registrar.call.libraries.save({ ...id(), libraryId: library, name: '餐饮服务库', labelIds: [catering, cold], ...more }))
    expect(await change({ labelIds: [cold] })).toBe('library_label_used')
    expect(await change({ labelIds: [catering] })).toBe('accepted')
    expect(await change({ labelIds: [catering, cold], joint: true })).toBe('accepted')
    expect(await change({ objectKinds: ['nobody'] })).toBe('coverage_target_unknown')
    expect(await refusal(make(registrar, { name: '餐饮服务库' }))).toBe('library_name_taken')
    expect(await refusal(county.call.libraries.save({ ...id(), libraryId: library, name: '改名', labelIds: [catering] }))).toBe('not_found')
    const office = await makeLabel(county, { name: '城关区-本局用', reach: 'office' })
    expect(await refusal(make(registrar, { name: '别人的标签', labelIds: [office] }))).toBe('label_other_office')
  })

  test('is seen by its department in its place and below, and where it is joint by the others of the place', async () => {
    const { house, registrar, county, elsewhere, drugs, province } = world
    const own = await make(drugs, { name: '药品经营库' })
    const joint = await make(drugs, { name: '联合库', joint: true })
    const people: [Person, string, string][] = [
      [registrar, '62.6201', 'scjg'],
      [county, '62.6201.620102', 'scjg'],
      [elsewhere, '62.6202', 'scjg'],
      [province, '62', 'scjg'],
      [drugs, '62.6201', 'yjj'],
    ]
    for (const [who, orgPath, dept] of people) {
      const seen = (await who.call.libraries.list({ limit: 200 })).rows.map((row) => row.id)
      const secured = await inScope(house.services.db, { orgPath, officerId: null }, 'read only', async (tx) =>
        (await sql<{ id: string }>`select id from library where dept = ${dept} or joint`.execute(tx)).rows.map((row) => row.id),
      )
      expect([...seen].sort()).toEqual(secured.sort())
      expect(seen.includes(own)).toBe(who === drugs)
      expect(seen.includes(joint)).toBe(who === drugs || who === registrar || who === province)
    }
    expect(await refusal(registrar.call.libraries.get({ libraryId: own }))).toBe('not_found')
    expect((await registrar.call.libraries.get({ libraryId: joint })).abilities.edit).toEqual({
      allowed: false,
      reason: 'outside_jurisdiction',
    })
    expect(await refusal(registrar.call.libraries.retire({ ...id(), libraryId: joint, reason }))).toBe('outside_jurisdiction')
    const { id: fileId } = await registrar.upload('entries.csv', new TextEncoder().encode('监管标签,统一社会信用代码'))
    const filling = { ...id(), fileId, kind: 'library', libraryId: joint } as const
    expect(await refusal(registrar.call.imports.start(filling))).toBe('outside_jurisdiction')
  })

  test('lists its entries in pages, by what was typed, by label, by state and by the end of the licence', async () => {
    const { registrar } = world
    const big = await make(registrar, { name: '分页库', labelIds: [catering, cold] })
    for (let i = 4; i < 9; i++)
      await enter({
        libraryId: big,
        subject: subject(i),
        labelId: i % 2 === 0 ? catering : cold,
        validTo: dayFrom(i),
        licenceName: '证',
        licenceNo: `NO-${i}`,
      })
    const list = (more: Partial<Parameters<Person['call']['libraries']['entries']>[0]> = {}) =>
      registrar.call.libraries.entries({ libraryId: big, ...more })
    const first = await list({ limit: 3 })
    const rest = await list({ limit: 3, cursor: first.next ?? '' })
    expect([...first.rows, ...rest.rows].map((row) => row.subject)).toEqual([4, 5, 6, 7, 8].map(subject).sort())
    expect(rest.next).toBe(null)
    expect((await list({ q: 'NO-7' })).rows.map((row) => row.licenceNo)).toEqual(['NO-7'])
    expect((await list({ labelId: cold })).count).toEqual({ value: 2, capped: false })
    expect((await list({ endingBy: dayFrom(5) })).count.value).toBe(2)
    expect((await registrar.call.libraries.entriesOfObject({ subject: subject(4) })).map((row) => row.libraryName)).toEqual(['分页库'])
    await registrar.call.libraries.retire({ ...id(), libraryId: big, reason })
    await until(
      () => list({ state: 'valid' }),
      ({ count }) => count.value === 0,
      'the end of the entries',
    )
    expect(await labelsOf(subject(5))).toEqual([])
    expect(await refusal(enter({ libraryId: big, subject: subject(9) }))).toBe('library_retired')
  })
})

describe('files', () => {
  const staff = (who: Person): Staff['registrar'] => ({
    username: who.username,
    api: who.call,
    upload: (name, bytes) => who.upload(name, bytes as BodyInit), // DOM and Node name one stream
    download: who.get,
    post: async (path, body) => void (await who.post(path, body)),
  })
  const csv = (...lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`)
  const snapshot = async () => ({
    entries: await world.sql('select * from library_entry order by subject, id'),
    labels: await world.sql('select subject, label_id, valid_to, origin from entity_label order by subject, label_id'),
    names: await world.sql('select subject, labels from entity order by subject'),
  })

  test('of entries are seen as a difference, written whole, and taken back letter for letter', async () => {
    const registrar = staff(world.registrar)
    const heading =
      '专项库名称,监管标签,统一社会信用代码,名称,许可证名称,许可证编号,批准日期,有效期至,发证机关,检查机关,专业资质资格,配备专家'
    const file = await make(world.registrar, { name: '导入库', labelIds: [catering, cold] })
    await enter({
      libraryId: file,
      subject: subject(20),
      licenceName: '证',
      licenceNo: 'K1',
      licenceIssuer: '旧机关',
      validTo: dayFrom(50),
    })
    await enter({ libraryId: file, subject: subject(21), licenceName: '证', licenceNo: 'K2' })
    const before = await snapshot()
    const row = (s: string, no: string, more = '', label = '餐饮服务') =>
      `导入库,${label},${s},,证,${no},2025-03-05,${more || '长期'},新机关,,,药品GSP`
    const bytes = csv(
      heading,
      row(subject(20), 'K1', dayFrom(80)),
      row(subject(22), 'K3'),
      row(subject(22), 'K3'),
      row(subject(23), 'K4', '', '冷链'),
      row(subject(24), 'K5', dayFrom(-2)),
      row(subject(world.perPlace * 2), 'K6'),
      row(subject(25), 'K7', '', '不存在的标签'),
    )
    const options = { kind: 'library', libraryId: file } as const
    const checked = await checkFile(registrar, 'entries.csv', bytes, options)
    expect(checked.rows).toMatchObject({
      read: 7,
      added: 3,
      changed: 1,
      unchanged: 0,
      rejected: { duplicate_in_file: 1, object_unknown: 1, label_not_of_library: 1 },
    })
    expect(await snapshot()).toEqual(before)
    const changes = await registrar.api.imports.changes({ importId: checked.id, change: 'changed' })
    expect(changes.rows[0]?.fields).toEqual(expect.arrayContaining([{ field: 'licenceIssuer', before: '旧机关', after: '新机关' }]))
    await registrar.api.imports.discard({ ...id(), importId: checked.id })

    const done = await importFile(registrar, 'entries.csv', bytes, options)
    expect(await labelsOf(subject(23))).toEqual(['冷链'])
    expect(await labelsOf(subject(24))).toEqual([])
    const again = await checkFile(registrar, 'entries.csv', bytes, options)
    expect(again.rows).toMatchObject({ added: 0, changed: 0, unchanged: 4 })
    await registrar.api.imports.discard({ ...id(), importId: again.id })
    await undoImport(registrar, done.id)
    expect(await snapshot()).toEqual(before)
  })

  test('of entries are not taken back when one was changed by hand since', async () => {
    const registrar = staff(world.registrar)
    const file = await make(world.registrar, { name: '后改库' })
    const done = await importFile(registrar, 'entries.csv', csv('监管标签,统一社会信用代码', `餐饮服务,${subject(26)}`), {
      kind: 'library',
      libraryId: file,
    })
    const [one] = (await world.registrar.call.libraries.entries({ libraryId: file })).rows
    await world.registrar.call.libraries.setEntryState({ ...id(), libraryId: file, entryId: one?.id ?? '', state: 'invalid', reason })
    expect((await registrar.api.imports.dependencies({ importId: done.id })).blocking).toEqual([{ code: 'changed_later', rows: 1 }])
  })

  test('of labels put on what they name, make what nobody knew, renew last days, and are taken back', async () => {
    const registrar = staff(world.registrar)
    const other = await makeLabel(world.county, { name: '城关区-别局', reach: 'office' })
    await world.county.call.labels.attach({ ...id(), subject: subject(34), labelId: other, reason })
    await world.registrar.call.labels.attach({ ...id(), subject: subject(35), labelId: cold, validTo: dayFrom(10), reason })
    const before = await snapshot()
    const bytes = csv(
      '代码,标签,有效期至',
      `${subject(34)},全新标签；冷链,`,
      `${subject(35)},冷链,${dayFrom(90)}`,
      `${subject(36)},城关区-别局,`,
      `${subject(36)},冷链,${dayFrom(-1)}`,
    )
    const done = await importFile(registrar, 'labels.csv', bytes, { kind: 'label' })
    expect(done.rows).toMatchObject({ read: 4, added: 1, changed: 1, rejected: { label_unusable: 1, validity_past: 1 } })
    expect(done.notes.newLabels).toEqual(['全新标签'])
    expect(await labelsOf(subject(34))).toEqual(['全新标签', '冷链', '城关区-别局'].sort())
    expect((await world.registrar.call.labels.ofObject({ subject: subject(35) })).labels).toMatchObject([
      { name: '冷链', validTo: dayFrom(90), origin: 'import' },
    ])
    expect((await world.registrar.call.labels.list({})).rows.find(({ name }) => name === '全新标签')).toMatchObject({
      tier: 'minor',
      reach: 'office',
    })
    await undoImport(registrar, done.id)
    expect(await snapshot()).toEqual(before)
  })
})
