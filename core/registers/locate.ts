/** Where a register entry belongs: the deepest region its address names, else its city, else the region digits of its code. */

export type Region = { readonly path: string; readonly code: string; readonly name: string }

export type RegionIndex = {
  readonly byPath: ReadonlyMap<string, Region>
  readonly byCode: ReadonlyMap<string, Region>
  /** Names and their short forms (兰州市, 兰州) by the path of the region above. */
  readonly below: ReadonlyMap<string, readonly Named[]>
  /** The same by the path of the region above and the first two characters of a name: an address is asked for what it begins with. */
  readonly heads: ReadonlyMap<string, readonly Named[]>
  readonly names: ReadonlyMap<string, readonly string[]>
}

type Named = { readonly names: readonly string[]; readonly region: Region }

export type Clues = {
  readonly address: string | null
  readonly province: string | null
  readonly city: string | null
  readonly subject: string
}

export function indexRegions(regions: readonly Region[]): RegionIndex {
  const below = new Map<string, Named[]>()
  const heads = new Map<string, Named[]>()
  for (const region of regions) {
    const parent = region.path.includes('.') ? region.path.slice(0, region.path.lastIndexOf('.')) : ''
    const named = { names: namesOf(region.name), region }
    below.set(parent, [...(below.get(parent) ?? []), named])
    for (const head of new Set(named.names.map((name) => headKey(parent, name)))) heads.set(head, [...(heads.get(head) ?? []), named])
  }
  return {
    byPath: new Map(regions.map((region) => [region.path, region])),
    byCode: new Map(regions.map((region) => [region.code, region])),
    below,
    heads,
    names: new Map([...below.values()].flat().map(({ names, region }) => [region.path, names])),
  }
}

const headKey = (parent: string, text: string): string => `${parent} ${text.slice(0, 2)}`

/**
 * The region of an entry, as deep as its clues go; null when none of them names a known region. A name counts at the head of what is left of
 * the address, because streets are called after places: 城关区天水路 lies in 兰州, and 秦州区重庆路 is in no other province.
 */
export function locate(index: RegionIndex, clues: Clues): Region | null {
  const address = (clues.address ?? '').replace(/^中国/, '')
  const province =
    atHead(index, '', address, 'full') ?? inText(index, '', clues.province) ?? atHead(index, '', address) ?? coded(index, clues.subject, 2)
  if (province === null) return null
  const afterProvince = withoutHead(index, address, province)
  const city =
    atHead(index, province.path, afterProvince, 'full') ??
    inText(index, province.path, clues.city) ??
    atHead(index, province.path, afterProvince)
  if (city === null) return countyAlone(index, province, afterProvince) ?? deepest(index, province, clues.subject)
  const afterCity = withoutHead(index, afterProvince, city)
  const county = atHead(index, city.path, afterCity) ?? inText(index, city.path, afterCity)
  if (county === null) return deepest(index, city, clues.subject)
  // Towns are known only where a bureau entered them; elsewhere a county is as deep as it goes.
  return atHead(index, county.path, withoutHead(index, afterCity, county)) ?? county
}

/** A county named without its city (皋兰县什川镇…) still says where it is, when only one county of the province has that name. */
function countyAlone(index: RegionIndex, province: Region, address: string): Region | null {
  const found = (index.below.get(province.path) ?? []).flatMap(({ region }) => atHead(index, region.path, address, 'full') ?? [])
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

/** The region that the text begins with; of two, the longer name: 城关区, not a 城关. */
function atHead(index: RegionIndex, parent: string, text: string, forms: 'any' | 'full' = 'any'): Region | null {
  let best: { readonly length: number; readonly region: Region } | null = null
  for (const { names, region } of index.heads.get(headKey(parent, text)) ?? []) {
    for (const name of names) {
      if (text.startsWith(name) && name.length > (best?.length ?? 0)) best = { length: name.length, region }
      if (forms === 'full') break
    }
  }
  return best?.region ?? null
}

/** The region named earliest in a text that is meant to name one, or in full somewhere in an address. */
function inText(index: RegionIndex, parent: string, text: string | null): Region | null {
  let best: { readonly at: number; readonly region: Region } | null = null
  for (const { names, region } of index.below.get(parent) ?? []) {
    if (text !== null && text !== '' && names.includes(text)) return region
    const at = text?.indexOf(names[0] ?? '') ?? -1
    if (at >= 0 && (best === null || at < best.at)) best = { at, region }
  }
  return best?.region ?? null
}

function withoutHead(index: RegionIndex, text: string, region: Region): string {
  let longest = 0
  for (const name of index.names.get(region.path) ?? []) if (name.length > longest && text.startsWith(name)) longest = name.length
  return text.slice(longest)
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
