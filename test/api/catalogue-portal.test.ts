/** What the public sees of the lists: what is in force, how it came to be, and the same as open data. */
import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ItemText, publishItems, publishJointItems } from '#bin/scenario/work.ts'
import { addDays, dateAt } from '#core/time.ts'
import { staffOf } from '#test/bureau.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'
import { testPortal } from '#test/portal.ts'

let house: TestHouse
let portal: Hono
let ids: { readonly first: string; readonly second: string }
let from: string
const item: ItemText = {
  code: 'P01',
  name: '住所（经营场所）登记事项检查',
  category: '登记事项检查',
  itemClass: 'general',
  basis: '《市场主体登记管理条例》第三十八条',
  objectScope: '企业、个体工商户',
  methods: ['onsite'],
  ratioFloorPpm: 30_000,
  frequencyCap: 2,
  guide: '先查登记档案<script>',
  checklist: [{ content: '通过登记的住所能否取得联系', method: '电话联系，无人接听再到现场', materials: ['营业执照'] }],
}
beforeAll(async () => {
  house = await openTestHouse()
  const staff = await staffOf(house)
  const [first = ''] = await publishItems(staff, [item])
  await publishItems(staff, [
    { ...item, code: 'K01', name: '校园食品销售监督检查', listKind: 'key' },
    { ...item, code: 'W01', name: '=年度报告提醒', listKind: 'undisturbed' },
  ])
  await publishJointItems(staff, [
    {
      code: 'J01',
      field: '校外培训',
      name: '校外培训机构联合检查',
      items: [
        { department: '教育部门', name: '办学许可' },
        { department: '市场监管部门', name: '收费公示' },
      ],
      objectScope: '校外培训机构',
      initiator: '教育部门',
      participants: ['市场监管部门'],
      orgLevel: '市级',
      implLevel: '县级',
      contactOffice: '校外培训监管科',
      basis: '《民办教育促进法》第四十一条',
    },
  ])
  from = addDays(dateAt(house.services.now()), 10)
  const { ids: later } = await staff.organiser.api.catalogue.saveItems({ commandId: randomUUID(), items: [{ ...item, frequencyCap: 1 }] })
  await staff.approver.api.catalogue.publishItems({ commandId: randomUUID(), itemIds: later, validFrom: from })
  ids = { first, second: later[0] ?? '' }
  portal = testPortal(house.database, [], { now: () => new Date(house.services.now()) })
})
afterAll(() => house.close())

const get = async (path: string): Promise<string> => {
  const response = await portal.request(path)
  expect(response.status, path).toBe(200)
  return await response.text()
}

test('each list shows what is in force today, with the way to the others', async () => {
  const random = await get('/items')
  for (const word of [
    item.name,
    '第 1 版',
    '地方清单',
    '兰州市市场监督管理局',
    `至 ${addDays(dateAt(house.services.now()), 9)}`,
    'kind=key',
    '/joint-items',
  ])
    expect(random, word).toContain(word)
  for (const word of ['校园食品', '年度报告提醒', ids.second]) expect(random, word).not.toContain(word)
  expect(await get('/items?kind=key')).toContain('校园食品销售监督检查')
  expect(await get('/items?kind=undisturbed')).toContain('年度报告提醒')
  expect(await get('/en/items?kind=key')).toContain('Items under key supervision')
})

test('one item says what is checked and how, what may be drawn at most, and every version with its validity', async () => {
  const page = await get(`/items/${ids.first}`)
  for (const word of [
    '通过登记的住所能否取得联系',
    '电话联系，无人接听再到现场',
    '不低于 3%',
    '每户每年不超过 2 次',
    '先查登记档案&lt;script&gt;',
    '现行有效',
    '尚未生效',
    `${from} 至 长期`,
    ids.second,
  ])
    expect(page, word).toContain(word)
  expect(page).not.toContain('今天不在有效期内')
  expect(await get(`/items/${ids.second}`)).toContain('这个版本今天不在有效期内')
  expect((await portal.request(`/items/${randomUUID()}`)).status).toBe(404)
  expect((await portal.request('/items/A01')).status).toBe(404)
})

test('from its first day on the new version is the one that is listed', async () => {
  house.passTime(11 * 86_400_000)
  const page = await get('/items')
  house.passTime(-11 * 86_400_000)
  expect(page).toContain(ids.second)
  expect(page).not.toContain(ids.first)
})

test('joint items say who initiates and what each department inspects', async () => {
  const page = await get('/joint-items')
  for (const word of ['校外培训机构联合检查', '教育部门：办学许可', '市场监管部门：收费公示', '市级 / 县级'])
    expect(page, word).toContain(word)
  expect(await get('/en/joint-items')).toContain('Initiator')
})

test('the items in force are open data, and a name that looks like a formula stays text', async () => {
  const csv = await get('/open-data/items.csv')
  expect(csv.split('\r\n')[0]).toContain('事项编码,版本,清单类别')
  expect(csv).toContain(",'=年度报告提醒,")
  expect(csv.split('\r\n')).toHaveLength(5)
  const rows: { code: string; valid_to: string }[] = JSON.parse(await get('/open-data/items.json'))
  expect(rows.map(({ code }) => code)).toEqual(['K01', 'P01', 'W01'])
  expect(await get('/open-data')).toContain('/open-data/items.csv')
})
