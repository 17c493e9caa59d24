/** The quality desk: each rule finds what it is about and nothing else, a batch deals with it once and can be taken back, and places stay apart. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { type QualityAction, type QualityRule, qualityRuleCodes } from '#core/registers/quality-rules.ts'
import { parseCode, usccCheckDigit } from '#core/registers/uscc.ts'
import { jobs } from '#server/router.ts'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
  await fill()
})
afterAll(() => house.close())

const code = (n: number): string => {
  const body = `91620103${String(n).padStart(9, '0')}`
  return `${body}${usccCheckDigit(body)}`
}
const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await house.database.pools.migrator.query<T>(text, values)).rows

type Cells = Partial<
  Record<'subject' | 'name' | 'kind' | 'region_path' | 'established' | 'address' | 'state' | 'industry' | 'owner_subject', string | null>
>
const good = (n: number, cells: Cells = {}): Cells => ({
  subject: code(n),
  name: `第${n}号商贸有限公司`,
  kind: 'enterprise',
  region_path: '62.6201.620103',
  established: '2019-05-05',
  address: `甘肃省兰州市七里河区西津路${n}号`,
  state: 'active',
  industry: 'F5112',
  owner_subject: null,
  ...cells,
})

async function fill(): Promise<void> {
  const rows: Cells[] = [
    good(1),
    good(2, { subject: '91620103000000002A' }),
    good(3, { subject: 'REG:620103600000017' }),
    good(4, { region_path: '62.6201' }),
    good(5, { established: '1066-10-14' }),
    good(6, { established: '2999-01-01' }),
    good(7, { industry: null }),
    good(8, { address: null }),
    good(9, { address: '西津路' }),
    good(10, { name: '测试企业' }),
    good(11, { name: '同名商行', address: '甘肃省兰州市七里河区同址路1号' }),
    good(12, { name: '同名商行', address: '甘肃省兰州市七里河区同址路1号' }),
    good(13, { name: '新旧代码商行', address: '甘肃省兰州市七里河区同址路2号' }),
    good(14, { name: '新旧代码商行', address: '甘肃省兰州市七里河区同址路2号', state: 'deregistered' }),
    good(15, { subject: 'site:A-1', kind: 'site' }),
    good(16, { subject: 'site:A-2', kind: 'site', owner_subject: code(1) }),
    good(17, { state: 'revoked' }),
    good(18),
    good(19),
    good(20, { region_path: '62.6202', address: null }),
    good(21, { region_path: '62.6201.620102', address: null }),
  ]
  await sql(
    `insert into entity (subject, name, kind, region_path, established, address, state, industry, owner_subject)
     select subject, name, kind, region_path, established, address, state, industry, owner_subject from jsonb_populate_recordset(null::entity, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
  const label = async (name: string, more: string): Promise<string> => {
    const id = randomUUID()
    await sql(
      `insert into label (id, name, tier, reach, org_path, dept, org_name, edited_by_name, state, valid_to) values ($1, $2, 'minor', 'province', '62', 'scjg', '', '系统', ${more})`,
      [id, name],
    )
    return id
  }
  const live = await label('食品经营', `'active', '9999-12-31'`)
  const retired = await label('旧标签', `'retired', '9999-12-31'`)
  const library = randomUUID()
  await sql(
    `insert into library (id, name, org_path, dept, org_name, edited_by, edited_by_name, updated_at) values ($1, '食品库', '62.6201', 'scjg', '', $1, '系统', now())`,
    [library],
  )
  const entry = (subject: string, validTo: string): Promise<object[]> =>
    sql(
      `insert into library_entry (subject, id, library_id, label_id, licence_no, valid_to, state, set_by_name, set_at, updated_at) values ($1, gen_random_uuid(), $2, $3, 'JY1', $4, 'valid', '系统', now(), now())`,
      [subject, library, live, validTo],
    )
  const carry = (subject: string, id: string, origin: string): Promise<object[]> =>
    sql(
      `insert into entity_label (subject, label_id, since, origin, set_by_name, set_at) values ($1, $2, '2020-01-01', $3, '系统', now())`,
      [subject, id, origin],
    )
  await entry(code(17), '9999-12-31')
  await carry(code(17), live, 'library')
  await entry(code(18), '2024-01-01')
  await carry(code(19), retired, 'hand')
  await sql(`update entity set labels = array['食品经营'] where subject = $1`, [code(17)])
  await sql(`update entity set labels = array['不存在的标签', '旧标签'] where subject = $1`, [code(19)])
}

async function check(person = registrar): Promise<void> {
  const { runId } = await person.call.quality.start({ commandId: randomUUID() })
  for await (const run of await person.call.quality.watch({ runId })) if (run.state !== 'running') expect(run.state).toBe('done')
}

const found = async (rule: QualityRule, person = registrar): Promise<string[]> =>
  (await person.call.quality.findings({ rule, limit: 200 })).rows.map(({ subject }) => subject)
const all = async (person = registrar): Promise<Record<string, string[]>> =>
  Object.fromEntries(await Promise.all(qualityRuleCodes.map(async (rule) => [rule, await found(rule, person)] as const)))

async function fix(
  rule: QualityRule,
  action: QualityAction,
  more: { regionPath?: string; subjects?: string[] } = {},
): Promise<{ id: string; objects: number; skipped: number }> {
  const { objects } = await registrar.call.quality.countFix({ rule, action })
  const { fixId } = await registrar.call.quality.startFix({
    commandId: randomUUID(),
    rule,
    action,
    expected: more.subjects?.length ?? objects,
    reason: '核对后处理',
    ...more,
  })
  return ended(fixId)
}

async function ended(fixId: string): Promise<{ id: string; objects: number; skipped: number; kept: number; state: string }> {
  const page = await until(
    () => registrar.call.quality.fixes({ limit: 200 }),
    ({ rows }) => rows.some(({ id, state }) => id === fixId && !/ing$/.test(state)),
    'the batch',
    20,
  )
  const [row] = page.rows.filter(({ id }) => id === fixId)
  if (row === undefined) throw new Error('the batch is gone')
  expect(row.state).not.toBe('failed')
  return row
}

async function undo(fixId: string): Promise<{ kept: number }> {
  await registrar.call.quality.undoFix({ commandId: randomUUID(), fixId })
  return ended(fixId)
}

const entityOf = async (subject: string) => (await sql<Record<string, unknown>>('select * from entity where subject = $1', [subject]))[0]

describe('what the rules find', () => {
  test('each rule finds its own and nothing else, within the jurisdiction', async () => {
    await check()
    const ours = [code(11), code(12)]
    expect(await all()).toEqual({
      dead_but_valid: [code(17)],
      duplicate: ours,
      states_disagree: [code(14)],
      code_invalid: ['91620103000000002A', 'REG:620103600000017'].filter((one) => !parseCode(one.replace('REG:', '')).ok),
      old_number: ['REG:620103600000017'],
      no_county: [code(4)],
      date_absurd: [code(5), code(6)],
      label_dead: [code(19)],
      licence_expired: [code(18)],
      owner_missing: ['site:A-1'],
      industry_missing: [code(7)],
      address_short: [code(21), code(8), code(9)],
      name_odd: [code(10)],
    })
  })

  test('check digits in SQL are those of core', async () => {
    const codes = Array.from({ length: 300 }, (_, n) => {
      const one = code(n * 7919)
      return n % 3 === 0 ? `${one.slice(0, 9)}${(Number(one[9]) + 1) % 10}${one.slice(10)}` : one
    })
    const numbers = Array.from({ length: 200 }, (_, n) => `6201036000${String(n * 37).padStart(5, '0')}`)
    const fits = await sql<{ code: string; fits: boolean }>(
      'select c as code, case when length(c) = 15 then reg_fits(c) else uscc_fits(c) end as fits from unnest($1::text[]) as c',
      [[...codes, ...numbers]],
    )
    expect(fits.filter((one) => one.fits).length).toBeGreaterThan(190)
    expect(fits.filter((one) => parseCode(one.code).ok !== one.fits)).toEqual([])
  })

  test('a county sees its own, and twins elsewhere are not told', async () => {
    const county = await house.as('registrar@county')
    expect((await all(county)).address_short).toEqual([code(21)])
    expect((await all(county)).duplicate).toEqual([])
    const elsewhere = await house.as('registrar@elsewhere')
    expect((await all(elsewhere)).address_short).toEqual([])
    expect(await refusal(elsewhere.call.quality.findings({ rule: 'duplicate', place: '62.6201' }))).toBe('not_found')
    const { rows } = await registrar.call.quality.findings({ rule: 'duplicate' })
    expect(rows[0]?.twins.map(({ subject }) => subject)).toEqual([code(12)])
  })

  test('the dashboard counts what was found, what is open and what the run before found', async () => {
    await check()
    const board = await registrar.call.quality.dashboard({})
    expect(board.rules.find(({ rule }) => rule === 'date_absurd')).toEqual({
      rule: 'date_absurd',
      findings: 2,
      before: 2,
      open: { value: 2, capped: false },
    })
    expect([board.run?.objects, board.trend.length, board.abilities.fix.allowed]).toEqual([20, 2, true])
    const places = await registrar.call.quality.places({ rule: 'address_short' })
    expect(places.map(({ regionPath, open }) => [regionPath, open])).toEqual([
      ['62.6201.620103', 2],
      ['62.6201.620102', 1],
    ])
  })
})

describe('what is done about it', () => {
  test('a place is set with a version, and taken back unless the object changed since', async () => {
    const before = await entityOf(code(4))
    const done = await fix('no_county', 'set_region', { regionPath: '62.6201.620103' })
    expect([done.objects, await found('no_county'), (await entityOf(code(4)))?.region_path]).toEqual([1, [], '62.6201.620103'])
    expect(await sql('select region_path, ended_event, ended_by from entity_version where subject = $1', [code(4)])).toEqual([
      { region_path: '62.6201', ended_event: 'changed', ended_by: `quality:${done.id}` },
    ])
    expect((await undo(done.id)).kept).toBe(0)
    expect(await entityOf(code(4))).toMatchObject({ region_path: before?.region_path, event: 'undone', source: 'undo' })
    expect(await found('no_county')).toEqual([code(4)])
    const again = await fix('no_county', 'set_region', { regionPath: '62.6201.620103' })
    await sql(`update entity set since = since + interval '1 second', source = 'feed:x' where subject = $1`, [code(4)])
    expect((await undo(again.id)).kept).toBe(1)
    expect((await entityOf(code(4)))?.region_path).toBe('62.6201.620103')
  })

  test('of twins one stays; the other leaves with its history and comes back', async () => {
    const done = await fix('duplicate', 'keep_one')
    expect([done.objects, done.skipped, await found('duplicate')]).toEqual([1, 1, []])
    const left = await sql<{ subject: string }>(`select subject from entity_version where ended_by = $1 and ended_event = 'left'`, [
      `quality:${done.id}`,
    ])
    const [gone = { subject: '' }] = left
    expect([left.length, await entityOf(gone.subject)]).toEqual([1, undefined])
    await undo(done.id)
    expect(await entityOf(gone.subject)).toMatchObject({ name: '同名商行', event: 'undone' })
    expect(await found('duplicate')).toEqual([code(11), code(12)])
  })

  test('dead labels go, and those that the dictionary knows come back', async () => {
    const done = await fix('label_dead', 'take_labels')
    expect([done.objects, (await entityOf(code(19)))?.labels, await found('label_dead')]).toEqual([1, [], []])
    await undo(done.id)
    expect((await entityOf(code(19)))?.labels).toEqual(['旧标签'])
  })

  test('entries of the dead are closed with the labels they gave, and opened again by the undo', async () => {
    const done = await fix('dead_but_valid', 'close_entries')
    expect([done.objects, (await entityOf(code(17)))?.labels, await found('dead_but_valid')]).toEqual([1, [], []])
    await undo(done.id)
    expect([(await entityOf(code(17)))?.labels, await found('dead_but_valid')]).toEqual([['食品经营'], [code(17)]])
    expect((await fix('licence_expired', 'close_entries')).objects).toBe(1)
    expect(await sql(`select state, state_reason from library_entry where subject = $1`, [code(18)])).toEqual([
      { state: 'invalid', state_reason: '核对后处理' },
    ])
  })

  test('what is right as it is does not show again, until that is taken back', async () => {
    const done = await fix('address_short', 'except', { subjects: [code(8)] })
    await check()
    expect(await found('address_short')).toEqual([code(21), code(9)])
    await undo(done.id)
    await check()
    expect(await found('address_short')).toEqual([code(21), code(8), code(9)])
  })

  test('who was inspected does not leave, who was not leaves and comes back', async () => {
    await sql(
      `insert into visit (subject, id, task_id, org_path, dept, name, region_name, state, due_on) values ($1, $2, $2, '62.6201', 'scjg', '', '', 'published', '2026-06-01')`,
      [code(10), randomUUID()],
    )
    expect(await fix('name_odd', 'leave')).toMatchObject({ objects: 0, skipped: 1 })
    expect([await found('name_odd'), (await entityOf(code(10)))?.state]).toEqual([[code(10)], 'active'])
    const done = await fix('states_disagree', 'leave')
    expect([done.objects, await entityOf(code(14))]).toEqual([1, undefined])
    await undo(done.id)
    expect(await entityOf(code(14))).toMatchObject({ state: 'deregistered', event: 'undone' })
  })

  test('a batch is refused when the list changed, the action is not of the rule, or nobody may', async () => {
    const ask = (person: Person, more: object) =>
      refusal(
        person.call.quality.startFix({
          commandId: randomUUID(),
          rule: 'date_absurd',
          action: 'clear_date',
          expected: 2,
          reason: '核对后处理',
          ...more,
        }),
      )
    expect(await ask(registrar, { expected: 7 })).toBe('quality_count_differs')
    expect(await ask(registrar, { action: 'leave' })).toBe('quality_action_not_of_rule')
    expect(await ask(registrar, { rule: 'no_county', action: 'set_region' })).toBe('quality_region_needed')
    expect(await ask(registrar, { rule: 'nothing' })).toBe('not_found')
    expect(await ask(await house.as('organiser'), {})).toBe('not_permitted')
    expect(await ask(await house.as('registrar@elsewhere'), {})).toBe('quality_nothing_to_do')
    const { rows } = await registrar.call.quality.fixes({})
    expect(
      await refusal((await house.as('registrar@county')).call.quality.undoFix({ commandId: randomUUID(), fixId: rows[0]?.id ?? '' })),
    ).toBe('not_found')
  })
})
