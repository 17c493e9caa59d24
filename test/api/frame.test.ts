/** The frame while a task is being made: live counts, lists to choose from, and the rule that whatever uses a risk class is sealed. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import * as work from '#bin/scenario/work.ts'
import { type Bureau, districts, openBureau, refusal, taskText } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let organiser: Person
const [item = ''] = journeyItems.map(({ code }) => code)
const classes = ['A', 'A', 'A', 'B', 'B', 'C', 'D', ''] as const

beforeAll(async () => {
  bureau = await openBureau({ firms: 10 })
  organiser = await bureau.house.as('organiser')
  const lines = [...firmsCsv(240, districts)].join('').trimEnd().split('\n')
  const more = lines.map((line, i) =>
    i === 0
      ? `${line},行业代码,监管标签,信用风险等级,适用事项`
      : `${line},${i % 3 === 0 ? 'F5112' : 'C1311'},${i % 5 === 0 ? '特种设备;无事不扰' : ''},${classes[i % 8]},${i % 2 === 0 ? item : ''}`,
  )
  await work.importRegister(bureau.staff, 'all.csv', Buffer.from(more.join('\n')))
})
afterAll(() => bureau.house.close())

type Try = Omit<Parameters<Person['call']['tasks']['tryFrame']>[0], 'from' | 'to'>
type Clause = Try['filter']['all'][number]
const whole = { name: '全部', values: [], ratePpm: 50_000, rounding: 'half-up' as const }
const draft = (change: Partial<Try> = {}): Try => ({ filter: { version: 1, all: [] }, strata: [whole], ...change })
const tried = (change: Partial<Try> = {}, who = organiser) => who.call.tasks.tryFrame(draft(change))
const where = (...all: Clause[]): Partial<Try> => ({ filter: { version: 1, all } })
const create = (change: Partial<Try>, who = organiser) =>
  who.call.tasks.create({ commandId: randomUUID(), ...taskText(bureau.planRowId), ...change })
const byClass = ['A', 'B', 'C', 'D'].map((value) => ({
  name: `${value} 类`,
  values: [value],
  ratePpm: 100_000,
  rounding: 'max1' as const,
  allowZero: true,
}))
const rest = { ...whole, name: '未评定' }

describe('live counts', () => {
  test('tell the same as the task that is then made from them', async () => {
    for (const change of [
      where(),
      where({ field: 'industry', op: 'prefix', values: ['F'] }, { field: 'label', op: 'noneOf', values: ['特种设备'] }),
      where({ field: 'item', op: 'anyOf', values: [item] }, { field: 'capital', op: 'between', values: ['1000000', '*'] }),
      { ...where(), excludeWhitelist: true, frequencyCap: 1, excludeDrawn: 'all' as const },
      { mode: 'sealed' as const, stratifyBy: 'riskClass' as const, strata: [...byClass, rest] },
    ]) {
      const { sealedRequired, warnings, ...frame } = await tried(change)
      expect({ sealedRequired, warnings }).toEqual({ sealedRequired: [], warnings: [] })
      expect(frame.included + frame.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(frame.registerCount)
      expect(frame.target).toBe(frame.strata.reduce((sum, { target }) => sum + target, 0))
      const { taskId } = await create(change)
      expect(await organiser.call.tasks.frame({ taskId })).toEqual(frame)
    }
  })

  test('say where a class comes in, which strata could not be drawn, and that label strata are published', async () => {
    const risky = await tried({
      stratifyBy: 'riskClass',
      strata: [...byClass, rest],
      excludeDrawn: 'lowRisk',
      ...where({ field: 'riskClass', op: 'in', values: ['A'] }),
    })
    expect(risky.sealedRequired).toEqual(['filter', 'strata', 'exclusion'])
    expect(risky.strata.map(({ count }) => count > 0)).toEqual([true, false, false, false, false])
    const labelled = await tried({
      stratifyBy: 'label',
      strata: [
        { name: '特种设备', values: ['特种设备'], count: 1000 },
        { ...whole, name: '其余', ratePpm: 1 },
      ],
    })
    expect(labelled.warnings).toEqual(['label_strata_public'])
    expect(labelled.strata.map(({ refused, target }) => [refused, target])).toEqual([
      ['more_than_n', 1000],
      ['zero', 0],
    ])
  })

  test('count nothing beyond the place of the actor, and refuse a filter that is not finished with its place', async () => {
    const county = await tried({}, await bureau.house.as('organiser@county'))
    const city = await tried({})
    expect(county.registerCount).toBeGreaterThan(0)
    expect(county.registerCount).toBeLessThan(city.registerCount)
    expect((await tried({}, await bureau.house.as('organiser@elsewhere'))).registerCount).toBe(0)
    await expect(tried(where({ field: 'capital', op: 'between', values: ['*', '*'] }))).rejects.toMatchObject({
      code: 'invalid_input',
      data: { facts: { fields: [{ field: 'filter/all/0' }] } },
    })
    expect(await refusal(tried({ strata: [whole, whole] }))).toBe('strata_need_a_field')
    const both = { ...whole, count: 3 } as unknown as typeof whole // what a caller without our types may send
    expect(await refusal(tried({ strata: [both] }))).toBe('invalid_input')
  })
})

test('a filter builder is offered what the register has, with counts, so that nothing has to be typed', async () => {
  const fields = await organiser.call.tasks.frameFields({})
  const { registerCount } = await tried()
  const countOf = (field: 'kind' | 'state' | 'industry' | 'label' | 'item' | 'riskClass' | 'region' | 'entityType', value: string) =>
    fields[field].find((one) => one.value === value)?.count
  expect(fields.kind.map(({ value, zh }) => [value, zh])).toContainEqual(['individual', '个体工商户'])
  expect(fields.kind.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(registerCount)
  expect(fields.state.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(registerCount)
  expect(countOf('industry', 'F')).toBe(countOf('industry', 'F5112'))
  expect((countOf('industry', 'F') ?? 0) + (countOf('industry', 'C') ?? 0)).toBe(240)
  expect(fields.label.map(({ value }) => value).sort()).toEqual(['无事不扰', '特种设备'])
  expect(countOf('item', item)).toBe(120)
  expect(fields.riskClass.map(({ count }) => count)).toEqual([90, 60, 30, 30])
  expect(countOf('region', '62.6201')).toBe(registerCount)
  expect(fields.region.find(({ value }) => value === '62.6201.620102')).toMatchObject({ zh: '城关区', level: 'county' })
  expect(fields.entityType.length).toBe(3)
  expect(fields.suggested).toEqual({ frequencyCap: 1, whitelistLabel: '无事不扰', lowRiskClasses: ['A'] })
  const elsewhere = await (await bureau.house.as('organiser@elsewhere')).call.tasks.frameFields({})
  expect([elsewhere.label, elsewhere.entityType, elsewhere.region.some(({ value }) => value.startsWith('62.6201'))]).toEqual([
    [],
    [],
    false,
  ])
})

describe('whatever uses a risk class', () => {
  test('is refused in an open draw where the task is made, and taken in a sealed one', async () => {
    const uses: Partial<Try>[] = [
      where({ field: 'riskClass', op: 'notIn', values: ['A'] }),
      { stratifyBy: 'riskClass', strata: [...byClass, rest] },
      { excludeDrawn: 'lowRisk' },
    ]
    for (const change of uses) {
      expect(await refusal(create(change))).toBe('sealed_required')
      const { taskId } = await create({ ...change, mode: 'sealed' })
      expect(await organiser.call.tasks.get({ taskId })).toMatchObject({
        mode: 'sealed',
        stratifyBy: change.stratifyBy ?? 'none',
        excludeDrawn: change.excludeDrawn ?? 'none',
      })
      expect(await refusal(organiser.call.tasks.confirm({ commandId: randomUUID(), taskId }))).toBe('accepted')
    }
    expect(await refusal(create({ mode: 'sealed', stratifyBy: 'riskClass', strata: [{ ...whole, values: ['E'] }] }))).toBe(
      'stratum_value_unknown',
    )
  })

  test('is checked again at the confirmation, whatever became of the draft in between', async () => {
    const { taskId } = await create({ mode: 'sealed', stratifyBy: 'riskClass', strata: [...byClass, rest] })
    await bureau.house.database.pools.migrator.query(`update task set mode = 'open' where id = $1`, [taskId])
    expect(await refusal(organiser.call.tasks.confirm({ commandId: randomUUID(), taskId }))).toBe('sealed_required')
  })
})

test('counts by class are for those who may see classes: a reviewer reads the frame of other tasks, and not of this one', async () => {
  const reviewer = await bureau.house.as('reviewer')
  const [sealed, open] = await Promise.all([create({ mode: 'sealed', stratifyBy: 'riskClass', strata: [...byClass, rest] }), create({})])
  expect(await refusal(reviewer.call.tasks.frame({ taskId: sealed.taskId }))).toBe('permission_missing')
  expect(await refusal(reviewer.call.tasks.frame({ taskId: open.taskId }))).toBe('accepted')
})

test('settings of a task are kept and shown: strata by number, exclusions, the warning of label strata', async () => {
  const strata = [
    { name: '特种设备', values: ['特种设备'], count: 5 },
    { ...rest, name: '其余', allowZero: true },
  ]
  const { taskId } = await create({
    stratifyBy: 'label',
    strata,
    excludeDrawn: 'all',
    frequencyCap: 1,
    excludeWhitelist: true,
    excludeOpenVisits: false,
  })
  expect(await organiser.call.tasks.get({ taskId })).toMatchObject({
    mode: 'open',
    stratifyBy: 'label',
    strata,
    excludeDrawn: 'all',
    frequencyCap: 1,
    excludeWhitelist: true,
    excludeOpenVisits: false,
    warnings: ['label_strata_public'],
  })
})

test('a sealed stratum that is empty may stay, and a number beyond the members is refused before it can be confirmed', async () => {
  const { taskId } = await create({
    stratifyBy: 'kind',
    strata: [
      { name: '企业', values: ['enterprise'], count: 100_000 },
      { ...rest, name: '其余' },
    ],
  })
  const refused = organiser.call.tasks.confirm({ commandId: randomUUID(), taskId })
  await expect(refused).rejects.toMatchObject({
    code: 'strata_refused',
    data: { facts: { strataZh: [expect.stringMatching(/^“企业”共 \d+ 户，应抽 100000 户$/)] } },
  })
  const empty = await create({
    stratifyBy: 'kind',
    strata: [
      { name: '代表机构', values: ['rep_office'], ratePpm: 500_000, rounding: 'max1', allowZero: true },
      { ...rest, name: '其余' },
    ],
  })
  expect(await refusal(organiser.call.tasks.confirm({ commandId: randomUUID(), taskId: empty.taskId }))).toBe('accepted')
})
