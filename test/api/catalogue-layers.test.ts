/** 国家 → 省 → 地方: a lower list adds by law and never weakens; asked when it is saved, and again when it is published. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertAccount, insertOrg } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, password, type TestHouse } from '#test/people.ts'

let house: TestHouse
let province: Pair
let city: Pair
let county: Pair
type Pair = { readonly organiser: Person; readonly approver: Person }
beforeAll(async () => {
  house = await openTestHouse()
  province = await openProvince()
  city = { organiser: await house.as('organiser'), approver: await house.as('approver') }
  county = { organiser: await house.as('organiser@county'), approver: await house.as('approver@county') }
})
afterAll(() => house.close())

async function openProvince(): Promise<Pair> {
  const passwordHash = await house.services.hashPassword(password)
  await inScope(house.services.db, '*', 'read write', async (tx) => {
    const { id: orgId } = await insertOrg(tx, { path: '62', dept: 'scjg', name: '甘肃省市场监督管理局', shortName: '省局' })
    for (const role of ['organiser', 'approver'] as const)
      await insertAccount(tx, {
        username: `${role}.province`,
        name: role,
        passwordHash,
        mustChangePassword: false,
        roles: [role],
        orgId,
        officerId: null,
      })
  })
  return { organiser: await house.enter('organiser.province'), approver: await house.enter('approver.province') }
}

type Draft = Parameters<Person['call']['catalogue']['saveItems']>[0]['items'][number]
const draft = (code: string, change: Partial<Draft> = {}): Draft => ({
  code,
  name: '明码标价情况检查',
  category: '价格行为检查',
  itemClass: 'general',
  basis: '《价格法》第十三条',
  objectScope: '经营者',
  methods: ['onsite', 'network'],
  checklist: ['是否标明价格', '是否另收费用'],
  ratioFloorPpm: 10_000,
  frequencyCap: 2,
  ...change,
})
const save = async (who: Pair, item: Draft): Promise<string> =>
  (await who.organiser.call.catalogue.saveItems({ commandId: randomUUID(), items: [item] })).ids[0] ?? ''
const publish = (who: Pair, id: string) => who.approver.call.catalogue.publishItems({ commandId: randomUUID(), itemIds: [id] })
const publishNew = async (who: Pair, item: Draft): Promise<string> => {
  const id = await save(who, item)
  await publish(who, id)
  return id
}
const basedOn = (parentCode: string, change: Partial<Draft> = {}): Partial<Draft> => ({
  parentCode,
  localBasis: '《甘肃省价格管理条例》第九条',
  ...change,
})

test('the province keeps the national and its own list, a city a local one that adds to it', async () => {
  const national = await publishNew(province, draft('A01', { layer: 'national' }))
  await publishNew(
    province,
    draft('S01', { ...basedOn('A01'), frequencyCap: 1, checklist: ['是否标明价格', '是否另收费用', '停车是否公示'] }),
  )
  const local = await publishNew(
    city,
    draft('L01', basedOn('S01', { frequencyCap: 1, checklist: ['是否标明价格', '是否另收费用', '停车是否公示', '景区是否公示'] })),
  )
  expect(await city.organiser.call.catalogue.getItem({ itemId: local })).toMatchObject({
    layer: 'local',
    parent: { code: 'S01', layer: 'provincial' },
    weakenings: [],
  })
  expect(await county.organiser.call.catalogue.getItem({ itemId: national })).toMatchObject({
    layer: 'national',
    children: [{ code: 'S01' }],
  })
  expect(await refusal(save(city, draft('L02', { layer: 'provincial' })))).toBe('item_layer_place')
})

test('what weakens the list above is refused by field, and so is what adds without a basis', async () => {
  await publishNew(province, draft('A02', { layer: 'national' }))
  const failed = await city.organiser.call.catalogue
    .saveItems({ commandId: randomUUID(), items: [draft('L03', basedOn('A02', { ratioFloorPpm: null, frequencyCap: 3, checklist: [] }))] })
    .catch((error: { data?: unknown }) => error.data)
  expect(failed).toMatchObject({
    code: 'item_weakens',
    facts: {
      fieldsZh: '抽查比例下限、年度频次上限、抽查记录表',
      weakenings: [{ rule: 'lowered' }, { rule: 'raised' }, { rule: 'removed', lost: ['是否标明价格', '是否另收费用'] }],
    },
  })
  expect(await refusal(save(city, draft('L03', { parentCode: 'A02', frequencyCap: 1 })))).toBe('item_local_basis_missing')
  expect(await refusal(save(city, draft('L03', basedOn('A99'))))).toBe('item_parent_unknown')
  // A code of the list above is that item, also where the draft does not say so.
  expect(await refusal(save(city, draft('A02', { parentCode: null, frequencyCap: 3 })))).toBe('item_weakens')
  expect(await refusal(save(city, draft('L03', basedOn('A02'))))).toBe('accepted')
})

test('a version is judged by the list above that holds on its own first day', async () => {
  const dayIn = (days: number): string => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)
  const publishFrom = (who: Pair, id: string, days: number) =>
    who.approver.call.catalogue.publishItems({ commandId: randomUUID(), itemIds: [id], validFrom: dayIn(days) })
  await publishNew(province, draft('A06', { layer: 'national' }))
  await publishFrom(province, await save(province, draft('A06', { layer: 'national', ratioFloorPpm: 50_000 })), 30)
  const waiting = await save(city, draft('L06', basedOn('A06')))
  expect(await refusal(publishFrom(city, waiting, 60))).toBe('item_weakens')
  expect(await refusal(publishFrom(city, waiting, 29))).toBe('accepted')
})

test('an item above is found by its code, of the nearest place that has it in force', async () => {
  await publishNew(province, draft('A05', { layer: 'national' }))
  const ask = async (who: Pair, code: string) => (await who.organiser.call.catalogue.findParent({ code })).parent
  expect(await ask(city, 'A05')).toMatchObject({ code: 'A05', layer: 'national' })
  expect(await ask(city, 'A98')).toBeNull()
  await publishNew(city, draft('A05', basedOn('A05')))
  expect(await ask(county, 'A05')).toMatchObject({ layer: 'local', orgPath: '62.6201' })
  expect(await ask(city, 'A05')).toMatchObject({ layer: 'national' })
})

test('the list above may have changed before publication: then the draft is refused, and what is published shows it', async () => {
  await publishNew(province, draft('A03', { layer: 'national' }))
  const published = await publishNew(city, draft('L04', basedOn('A03')))
  const waiting = await save(county, draft('L05', basedOn('A03')))
  await publishNew(province, draft('A03', { layer: 'national', ratioFloorPpm: 50_000 }))
  expect(await refusal(publish(county, waiting))).toBe('item_weakens')
  expect(await city.organiser.call.catalogue.getItem({ itemId: published })).toMatchObject({
    state: 'published',
    weakenings: [{ rule: 'lowered', field: 'ratioFloorPpm', parent: 50_000, child: 10_000 }],
  })
  await province.approver.call.catalogue.retireItems({
    commandId: randomUUID(),
    itemIds: [(await province.organiser.call.catalogue.findParent({ code: 'A03', layer: 'provincial' })).parent?.id ?? ''],
    reason: '并入其他事项',
  })
  house.passTime(2 * 86_400_000)
  expect(await refusal(publish(county, waiting))).toBe('item_parent_unknown')
  house.passTime(-2 * 86_400_000)
})
