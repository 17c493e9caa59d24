/** The packs of the demo: a city that has published a cap of its own, and a province with a floor for directed draws. Examples, no official rules. */
import { dateAt, instant } from '#core/time.ts'
import { newCommandId, type Person } from './client.ts'

type Pack = Omit<Parameters<Person['api']['policy']['create']>[0], 'commandId' | 'validFrom' | 'validTo'>

/** 如东 2025 has one visit a year; this city allows two and warns at the second, so that both can be seen. */
export const cityPack = (path: string): Pack => ({
  path,
  reason: '公示本市行政检查年度频次上限，第二次起提醒（演示）',
  settings: [
    { key: 'ledger.plannedCap', value: 2, source: { ownDefault: '演示数据：依国办发〔2024〕54号由本市自行公示，非官方数值' } },
    { key: 'merge.windowDays', value: 45, source: { ownDefault: '演示数据：本市各部门商定，非官方数值' } },
  ],
})

/** The number that 甘肃 sets, as an example: 甘肃省市场监督管理随机抽查办法, 省政府令第129号. */
export const provincePack = (path: string): Pack => ({
  path,
  reason: '参照甘肃省的做法，规定定向抽查比例下限（演示）',
  settings: [{ key: 'plan.directedFloorPpm', value: 100_000, source: { rule: '示例：甘肃省政府令第129号，定向抽查比例不低于 10%' } }],
})

/** Drafted and submitted by one, published by the other, in force from today. */
export async function publishPack(author: Person, approver: Person, pack: Pack): Promise<string> {
  // A minute before midnight today may be over when it is published.
  const validFrom = dateAt(instant(Date.now() + 60_000))
  const { packId } = await author.api.policy.create({ commandId: newCommandId(), ...pack, validFrom, validTo: null })
  const seen = async (who: Person) => ({ commandId: newCommandId(), packId, seen: (await who.api.policy.pack({ packId })).updatedAt })
  await author.api.policy.submit(await seen(author))
  await approver.api.policy.publish({ ...(await seen(approver)), opinion: '同意' })
  return packId
}
