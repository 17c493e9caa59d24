/** Where a register entry belongs: the deepest region its address names, else its city, else the region digits of its code. */

export type Region = { readonly path: string; readonly code: string; readonly name: string }

export type RegionIndex = {
  readonly byPath: ReadonlyMap<string, Region>
  readonly byCode: ReadonlyMap<string, Region>
  /** Names and their short forms (兰州市, 兰州) by the path of the region above. */
  readonly below: ReadonlyMap<string, readonly { readonly names: readonly string[]; readonly region: Region }[]>
}

export type Clues = {
  readonly address: string | null
  readonly province: string | null
  readonly city: string | null
  readonly subject: string
}

export function indexRegions(regions: readonly Region[]): RegionIndex {
  const below = new Map<string, { names: readonly string[]; region: Region }[]>()
  for (const region of regions) {
    const parent = region.path.includes('.') ? region.path.slice(0, region.path.lastIndexOf('.')) : ''
    const siblings = below.get(parent) ?? []
    siblings.push({ names: namesOf(region.name), region })
    below.set(parent, siblings)
  }
  return {
    byPath: new Map(regions.map((region) => [region.path, region])),
    byCode: new Map(regions.map((region) => [region.code, region])),
    below,
  }
}

/** The region of an entry, as deep as its clues go; null when none of them names a known region. */
export function locate(index: RegionIndex, clues: Clues): Region | null {
  const address = clues.address ?? ''
  const province = named(index, '', address) ?? named(index, '', clues.province ?? '') ?? coded(index, clues.subject, 2)
  if (province === null) return null
  const city = named(index, province.path, address) ?? named(index, province.path, clues.city ?? '')
  const county = city === null ? countyOf(index, province, address) : named(index, city.path, address)
  return county ?? deepest(index, city ?? province, clues.subject)
}

/** A county named without its city (皋兰县什川镇…) still says where it is, when only one county of the province has that name. */
function countyOf(index: RegionIndex, province: Region, address: string): Region | null {
  const found = (index.below.get(province.path) ?? []).flatMap(({ region }) => named(index, region.path, address, 'full') ?? [])
  return found.length === 1 ? (found[0] ?? null) : null
}

/** The code's own region digits, when they lie below what the address said and so only make it more exact. */
function deepest(index: RegionIndex, region: Region, subject: string): Region {
  const county = coded(index, subject, 6)
  return county?.path.startsWith(`${region.path}.`) ? county : region
}

// Characters 3 to 8 of a 统一社会信用代码 and the first six of a 注册号 are the region of registration.
function coded(index: RegionIndex, subject: string, digits: number): Region | null {
  const code = subject.startsWith('REG:') ? subject.slice(4, 10) : subject.slice(2, 8)
  return index.byCode.get(code.slice(0, digits)) ?? null
}

function named(index: RegionIndex, parent: string, text: string, forms: 'any' | 'full' = 'any'): Region | null {
  if (text === '') return null
  let best: { at: number; length: number; region: Region } | null = null
  for (const { names, region } of index.below.get(parent) ?? []) {
    for (const name of forms === 'full' ? names.slice(0, 1) : names) {
      const at = text.indexOf(name)
      if (at < 0) continue
      // The earliest name wins, and of two at one place the longer: 城关区 of the city, not a 城关镇 further on.
      if (best === null || at < best.at || (at === best.at && name.length > best.length)) best = { at, length: name.length, region }
    }
  }
  return best?.region ?? null
}

const suffixes = [
  '维吾尔自治区',
  '壮族自治区',
  '回族自治区',
  '自治区',
  '特别行政区',
  '自治州',
  '自治县',
  '自治旗',
  '地区',
  '省',
  '市',
  '盟',
  '州',
  '县',
  '区',
  '旗',
]

/** The full name first, then forms people write: 甘南藏族自治州 is also 甘南州 and 甘南; a two-character county is only ever written in full. */
function namesOf(name: string): readonly string[] {
  const suffix = suffixes.find((ending) => name.endsWith(ending) && name.length > ending.length)
  if (suffix === undefined) return [name]
  const stem = name.slice(0, -suffix.length)
  const plain = stem.replace(peoples, '')
  const forms = [name, stem, plain, `${plain}${suffix.slice(-1)}`]
  return [...new Set(forms.filter((form) => form === name || form.length >= 2))]
}

const peoples = /(?:[\u4e00-\u9fff]族|维吾尔|哈萨克|柯尔克孜|蒙古|塔吉克|锡伯)+$/
