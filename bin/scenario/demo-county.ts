/** 临澜县, a county that does not exist, in a province whose code 47 is not given to any: demo data never mix with real places. */
import type { RegionRow } from '#server/registers/regions.ts'
import type { Place } from './firms.ts'

const towns = ['城关镇', '桐木镇', '望川镇', '石津镇', '白渡镇', '云岫乡', '平渚乡', '青屏乡']

const region = (path: string, name: string, label: string, level: string): RegionRow => ({
  path,
  code: path.split('.').at(-1) ?? path,
  name,
  label,
  level,
  demo: true,
})

export const demoProvince = '47'
export const demoCity = `${demoProvince}.4701`
export const demoCounty = `${demoCity}.470121`

export const demoRegions: readonly RegionRow[] = [
  region('47', '岚江省', '岚江省', 'province'),
  region(demoCity, '云澜市', '云澜市', 'city'),
  region(demoCounty, '临澜县', '云澜市临澜县', 'county'),
  ...towns.map((town, i) => region(`${demoCounty}.${470121100 + i}`, town, `临澜县${town}`, 'station')),
]

/** The stations of the county, in three clusters that serve each other. */
export const demoStations = towns.map((town, i) => ({
  path: `${demoCounty}.${470121100 + i}`,
  name: `${town}市场监督管理所`,
  shortName: town,
  cluster: ['东片', '中片', '西片'][i % 3] ?? '东片',
}))

const streets = ['人民路', '滨河路', '学府街', '北门街', '工业路', '集贸巷']

export const demoPlaces: readonly Place[] = towns.flatMap((town) =>
  streets.map((street) => ({ code: '470121', province: '岚江省', city: '云澜市', address: `岚江省云澜市临澜县${town}${street}` })),
)
