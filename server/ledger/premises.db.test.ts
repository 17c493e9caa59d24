/** The key of a premises in SQL is the rule of core: a real PostgreSQL answers the same for whatever people write. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { placeHeads, premisesKey } from '#core/ledger/premises.ts'
import { rolledBack, testDatabase } from '#test/database.ts'

const places: Readonly<Record<string, readonly string[]>> = {
  '98': ['甘肃省'],
  '98.9801.980102': ['甘肃省', '兰州市', '城关区'],
  '98.9801.980102.980102001': ['甘肃省', '兰州市', '城关区', '张掖路街道'],
  '98.9801.980102.980102002': ['甘肃省', '兰州市', '城关区', '雁滩'],
  '98.9829.982927': ['甘肃省', '临夏回族自治州', '积石山保安族东乡族撒拉族自治县'],
  '97.9701.970101': ['北京市', '市辖区', '东城区'],
}
const names = [
  '甘肃省',
  '甘肃',
  '兰州市',
  '兰州',
  '城关区',
  '城关',
  '张掖路街道',
  '张掖路',
  '雁滩',
  '临夏州',
  '积石山县',
  '北京市',
  '东城区',
  '中国',
]
const numbers = ['1', '２', '十二', '一百零五', '二三', '百', '一', '3', '号', '#', '＃', 'No.', 'no', '號', '号楼']
const signs = ['场', '路', '人民路', '街', '村', '-', '—', '～', '，', '、', '。', ' ', 'B座', '(', ')', 'a', '.']
const anyAddress = fc.array(fc.constantFrom(...names, ...numbers, ...signs), { maxLength: 9 }).map((all) => all.join(''))

test('PostgreSQL and core find the same key of every address at every place', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    const level = ['province', 'city', 'county', 'station'] as const
    for (const [path, all] of Object.entries(places))
      for (const [i, name] of all.entries()) {
        const above = path.split('.').slice(0, i + 1)
        await sql`insert into region (path, code, name, label, level) values (${above.join('.')}, ${above.at(-1)}, ${name}, ${name}, ${level[i]})
          on conflict (path) do nothing`.execute(tx)
      }
    const addresses = fc.sample(anyAddress, { numRuns: 1500, seed: 3 })
    for (const [path, all] of Object.entries(places)) {
      const { rows } = await sql<{ address: string; key: string }>`
        select a.address, premises_key(a.address, h.stem, h.heads) as key from unnest(${addresses}::text[]) as a (address), premises_heads(${path}) as h`.execute(
        tx,
      )
      const heads = placeHeads(all)
      expect(Object.fromEntries(rows.map(({ address, key }) => [address, key]))).toEqual(
        Object.fromEntries(addresses.map((address) => [address, premisesKey(address, heads)])),
      )
    }
    const unknown = await sql<{
      key: string
    }>`select premises_key('某路1#', coalesce(h.stem, ''), h.heads) as key from premises_heads('96') as h`.execute(tx)
    expect(unknown.rows).toEqual([{ key: '某路1号' }])
  })
})
