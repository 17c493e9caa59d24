/** Exports: what is asked for is what is in the file, for whoever asked, safe to open, and gone after a week. */
import { randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobs } from '#server/router.ts'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'
import { codeOf, elsewhere, putObjects } from './register-world.ts'

let house: TestHouse
let registrar: Person
const formulas = ['=HYPERLINK("http://x","y")', '+1', '-1+1', '@SUM(1)', '\t=1', '＝1', "'=1"]

beforeAll(async () => {
  house = await openTestHouse({ jobs })
  await putObjects(house, [
    ...formulas.map((name, i) => ({ subject: codeOf(i), name, legalRep: `张${i}`, labels: ['食品', '重点'], scope: '一,"二"\n三' })),
    ...Array.from({ length: 30 }, (_, i) => ({ subject: codeOf(100 + i), name: `兰州第${i}商行`, kind: 'individual' })),
    { subject: codeOf(900), name: '嘉峪关别家', region: elsewhere },
  ])
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

type Ask = Partial<Parameters<Person['call']['lists']['startExport']>[0]>
const ask = (person: Person, change: Ask = {}) =>
  person.call.lists.startExport({
    commandId: randomUUID(),
    format: 'csv',
    columns: ['subject', 'name', 'kind', 'labels', 'scope'],
    ...change,
  })
async function exported(change: Ask = {}, person = registrar) {
  const { exportId } = await ask(person, change)
  for await (const state of await person.call.lists.watchExport({ exportId })) if (state.state !== 'working') return state
  throw new Error('the export never ended')
}
const fileOf = (id: string, person = registrar, headers: Record<string, string> = {}) =>
  house.fetch(`/api/v1/exports/${id}/file`, { headers: { cookie: person.cookie, ...headers } })
const bytesOf = async (id: string) => Buffer.from(await (await fileOf(id)).arrayBuffer())

describe('a CSV', () => {
  test('holds every object of the jurisdiction, with its mark, its headings, and no cell that a spreadsheet would compute', async () => {
    const done = await exported()
    expect(done).toMatchObject({ state: 'done', rows: formulas.length + 30, personal: false })
    const bytes = await bytesOf(done.id)
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = bytes.subarray(3).toString('utf8')
    expect(text.split('\n')[0]).toBe('"统一社会信用代码","名称","主体类型","监管标签","经营范围"')
    for (const name of formulas.slice(0, 6)) expect(text).toContain(`"'${name.replaceAll('"', '""')}"`)
    expect(text).toContain(`"${formulas[6]}"`)
    expect(text).toContain('"食品；重点","一,""二""\n三"')
    expect(text).not.toContain('嘉峪关')
  })

  test('holds what the list shows under the same conditions', async () => {
    const query = {
      q: '第1',
      address: null,
      filter: { version: 1 as const, all: [{ field: 'kind' as const, op: 'in' as const, values: ['individual'] }] },
    }
    const done = await exported({ query })
    const listed = await registrar.call.registers.listEntities({ q: '第1', kind: 'individual', limit: 200 })
    expect(done.rows).toBe(listed.rows.length)
    expect(listed.rows.length).toBe(11)
    expect((await registrar.call.registers.countEntities({ q: '第1', kind: 'individual' })).objects).toBe(11)
  })

  test('can be had in GB18030', async () => {
    const done = await exported({ format: 'csv_gb18030' })
    expect(new TextDecoder('gb18030').decode(await bytesOf(done.id))).toContain('"兰州第0商行","个体工商户"')
  })
})

test('a workbook holds the same rows as text', async () => {
  const done = await exported({ format: 'xlsx' })
  expect(done.state).toBe('done')
  const { sheets } = await readXlsx(await bytesOf(done.id))
  expect(sheets[0]?.rows).toHaveLength(formulas.length + 31)
  expect(sheets[0]?.rows[1]).toEqual([codeOf(0), formulas[0], '企业', '食品；重点', '一,"二"\n三'])
})

describe('personal data', () => {
  test('goes only to those who may have it, and says on each line who took it when', async () => {
    expect(await refusal(ask(await house.as('organiser'), { columns: ['name', 'legalRep'] }))).toBe('export_personal')
    const done = await exported({ columns: ['name', 'legalRep'] })
    expect(done.personal).toBe(true)
    const lines = (await bytesOf(done.id)).toString('utf8').trimEnd().split('\n')
    expect(lines[0]).toContain('"导出人与时间"')
    expect(lines[1]).toMatch(/"张0","'?[^"]+（[^"]+）20\d\d-\d\d-\d\d/)
    expect(lines.slice(1).every((line) => /（[^"]+）20\d\d-/.test(line))).toBe(true)
  })

  test('of risk goes only to those who may see it, as a column and as a condition', async () => {
    expect(await refusal(ask(registrar, { columns: ['name', 'riskClass'] }))).toBe('risk_not_readable')
    const byClass = {
      q: null,
      address: null,
      filter: { version: 1 as const, all: [{ field: 'riskClass' as const, op: 'in' as const, values: ['D'] }] },
    }
    expect(await refusal(ask(registrar, { query: byClass }))).toBe('risk_not_readable')
    expect((await exported({ columns: ['name', 'riskClass'] }, await house.as('organiser'))).state).toBe('done')
  })
})

describe('the file', () => {
  test('is only for whoever asked for it', async () => {
    const done = await exported()
    const colleague = await house.as('organiser')
    expect((await fileOf(done.id, colleague)).status).toBe(404)
    expect(await refusal(colleague.call.lists.getExport({ exportId: done.id }))).toBe('not_found')
    expect((await colleague.call.lists.exports({})).rows.map(({ id }) => id)).not.toContain(done.id)
    expect((await house.fetch(`/api/v1/exports/${done.id}/file`)).status).toBe(401)
    expect((await fileOf(randomUUID())).status).toBe(404)
  })

  test('goes on from where a download broke off', async () => {
    const done = await exported()
    const whole = await bytesOf(done.id)
    const part = await fileOf(done.id, registrar, { range: 'bytes=100-' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-${whole.length - 1}/${whole.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100))
    expect((await fileOf(done.id, registrar, { range: `bytes=${whole.length}-` })).status).toBe(416)
    expect((await fileOf(done.id, registrar, { range: 'bytes=5-', 'if-range': '"other"' })).status).toBe(200)
  })

  test('is gone after a week, and says so', async () => {
    const done = await exported()
    house.passTime(8 * 24 * 3600_000)
    expect((await fileOf(done.id)).status).toBe(410)
    expect((await registrar.call.lists.getExport({ exportId: done.id })).state).toBe('expired')
    house.passTime(-8 * 24 * 3600_000)
  })
})

test('an export without columns is refused, and the record says who exported what and how many rows', async () => {
  expect(await refusal(ask(registrar, { columns: ['nothing'] }))).toBe('export_columns')
  const done = await exported({ query: { q: '商行', address: null, filter: { version: 1, all: [] } } })
  const rows = await house.database.pools.migrator.query<{ verb: string; facts: Record<string, unknown> }>(
    'select verb, facts from record where thing = $1 order by at',
    [`export:${done.id}`],
  )
  expect(rows.rows.map(({ verb }) => verb)).toEqual(['list.export', 'list.exported'])
  expect(rows.rows[0]?.facts).toMatchObject({ columns: 'subject,name,kind,labels,scope', query: expect.stringContaining('商行') })
  expect(rows.rows[1]?.facts).toMatchObject({ rows: 30 })
})
