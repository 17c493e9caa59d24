/** What a register file says beyond registration: industry, labels, risk class, items; taken as sets, and never forgotten by a file that is silent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRows } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import * as work from '#bin/scenario/work.ts'
import { type Bureau, districts, openBureau, refusal } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let registrar: Person
let supervisor: Person
beforeAll(async () => {
  bureau = await openBureau({ firms: 10, officers: 3 })
  registrar = await bureau.house.as('registrar')
  supervisor = await bureau.house.as('supervisor')
})
afterAll(() => bureau.house.close())

const [item = '', second = ''] = journeyItems.map(({ code }) => code)
const firms = [...firmsCsv(30, districts.slice(0, 1), 1)].join('').trimEnd().split('\n')
const heading = firms[0] ?? ''
/** A row of the scenario with more cells behind it. */
const row = (i: number, ...more: string[]): string => [firms[i + 1], ...more.map((cell) => `"${cell}"`)].join(',')
const codeOf = (i: number): string => firms[i + 1]?.split(',')[1] ?? ''
const file = (more: readonly string[], ...rows: readonly string[]): Uint8Array =>
  Buffer.from([[heading, ...more].join(','), ...rows].join('\n'))
const bring = async (bytes: Uint8Array) => work.importRegister(bureau.staff, 'more.csv', bytes)
const find = (i: number, person = supervisor) => person.call.registers.getEntity({ subject: codeOf(i) })
const all = ['行业代码', '监管标签', '信用风险等级', '信用风险评定日期', '信用风险评定来源', '适用事项'] as const

test('industry, labels, class and items come in with the firm, and the same file again changes nothing', async () => {
  const bytes = file(
    all,
    row(20, '5112', '特种设备；食品生产', 'C级', '2026-01-31', '通用', `${item};${second}`),
    row(21, '', '', '', '', '', ''),
  )
  expect((await bring(bytes)).rows).toEqual({ read: 2, added: 2, changed: 0, unchanged: 0, leaving: 0, rejected: {} })
  expect(await find(20)).toMatchObject({
    industry: 'F5112',
    labels: ['特种设备', '食品生产'],
    risk: { riskClass: 'C', asOf: '2026-01-31', source: '通用' },
    items: [item, second].sort().map((code) => ({ code })),
  })
  expect(await find(21)).toMatchObject({ industry: null, labels: [], risk: null, items: [] })
  expect((await bring(bytes)).rows).toEqual({ read: 2, added: 0, changed: 0, unchanged: 2, leaving: 0, rejected: {} })
})

test('a file that lacks a column leaves what it would say as it is; one that has it empty clears labels and items, and never a class', async () => {
  expect((await bring(file([], row(20)))).rows).toMatchObject({ unchanged: 1 })
  expect(await find(20)).toMatchObject({
    industry: 'F5112',
    labels: ['特种设备', '食品生产'],
    risk: { riskClass: 'C' },
    items: [{ code: item }, { code: second }],
  })
  expect((await bring(file(all, row(20, '', '', '', '', '', '')))).rows).toMatchObject({ changed: 1 })
  expect(await find(20)).toMatchObject({ industry: null, labels: [], risk: { riskClass: 'C' }, items: [] })
})

test('a change of class or items alone is a change, counted once; an older assessment never replaces a newer one', async () => {
  const risk = ['信用风险等级', '信用风险评定日期'] as const
  const brought = async (...rows: string[]) => (await bring(file(risk, ...rows))).rows
  expect(await brought(row(20, 'D', '2026-03-01'))).toMatchObject({ changed: 1, unchanged: 0 })
  expect(await find(20)).toMatchObject({ risk: { riskClass: 'D', asOf: '2026-03-01' } })
  expect(await brought(row(20, 'A', '2026-02-28'))).toMatchObject({ changed: 0, unchanged: 1 })
  expect(await find(20)).toMatchObject({ risk: { riskClass: 'D', asOf: '2026-03-01' } })
  expect(await brought(row(20, 'D', ''))).toMatchObject({ changed: 0, unchanged: 1 })
  const both = await bring(file(['信用风险等级', '适用事项', '行业代码'], row(20, 'B', item, '5112'), row(21, 'A', second, '')))
  expect(both.rows).toMatchObject({ changed: 2, unchanged: 0 })
  expect(await find(20)).toMatchObject({ risk: { riskClass: 'B' }, items: [{ code: item }], importId: both.id })
  expect((await bring(file(['适用事项'], row(20, second)))).rows).toMatchObject({ changed: 1 })
  expect(await find(20)).toMatchObject({ items: [{ code: second }] })
})

test('bad cells refuse their row with field and reason, the others come in, and nothing of a refused row is kept', async () => {
  const batch = await bring(
    file(
      all,
      row(22, '批发业', '', 'A', '', '', ''),
      row(23, '', '长'.repeat(31), 'E', '', '', ''),
      row(24, '', '', '', '2026-01-01', '', 'ZZ-9'),
      row(25, 'F51', '特种设备', 'B', '', '', item),
      row(25, 'F52', '重复', 'D', '', '', second),
    ),
  )
  expect(batch.rows).toMatchObject({ read: 5, added: 1 })
  const told: string[] = []
  for await (const one of allRows((page) => registrar.call.imports.rejections({ importId: batch.id, limit: 50, ...page })))
    told.push(`${one.rowNo} ${one.field} ${one.reason}`)
  expect(told).toEqual([
    '2 industry industry_unknown',
    '3 labels label_invalid',
    '3 riskClass risk_class_unknown',
    '4 items item_unknown',
    '4 riskClass risk_without_class',
    '6 code duplicate_in_file',
  ])
  expect(await find(25)).toMatchObject({ industry: 'F51', risk: { riskClass: 'B' }, items: [{ code: item }] })
  const kept = await bureau.house.database.pools.migrator.query(`select subject from entity_risk union select subject from entity_item`)
  for (const i of [22, 23, 24]) expect(kept.rows.map(({ subject }: { subject: string }) => subject)).not.toContain(codeOf(i))
  expect(await refusal(find(22))).toBe('not_found')
})

test('the class is shown to whoever may see classes, and to nobody else who may read the register', async () => {
  for (const who of ['organiser', 'approver', 'supervisor'] as const)
    expect(await find(25, await bureau.house.as(who))).toMatchObject({
      risk: { riskClass: 'B' },
      abilities: { readRisk: { allowed: true } },
    })
  expect(await find(25, registrar)).toMatchObject({ risk: null, abilities: { readRisk: { allowed: false, reason: 'permission_missing' } } })
  const answer = await registrar.get(`/api/v1/register/entities?q=${codeOf(25)}`)
  expect(await answer.text()).not.toMatch(/"risk(Class)?":("|\{)/i)
  const publicly = await bureau.house.database.pools.portal
    .query('select * from public.entity_risk')
    .catch((error: { code: string }) => error.code)
  expect(publicly).toBe('42501')
})

test('a small file with every column beside a large register touches its own rows only', async () => {
  const others = async () =>
    (
      await bureau.house.database.pools.migrator.query(
        `select subject, updated_at::text, labels, industry from entity where subject <> $1 order by subject`,
        [codeOf(26)],
      )
    ).rows
  const before = await others()
  await bring(file(all, row(26, 'F', 'o\'neill;{a};""b"";\\', 'A', '', '', item)))
  expect(await find(26)).toMatchObject({ labels: ['"b"', '\\', "o'neill", '{a}'] })
  expect(await others()).toEqual(before)
})
