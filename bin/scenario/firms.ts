/** Firms that do not exist, as many as wanted, the same for the same arguments: for the demo county and the benches. */
import { usccCheckDigit } from '#core/registers/uscc.ts'

export type Place = { readonly code: string; readonly province: string; readonly city: string; readonly address: string }

const header = [
  '企业名称',
  '统一社会信用代码',
  '注册日期',
  '企业类型',
  '法人代表',
  '注册资金',
  '经营范围',
  '所在省份',
  '地区',
  '注册地址',
  '登记状态',
]

/** What a bureau knows of a firm beyond its registration. */
const profileHeader = ['行业代码', '监管标签', '信用风险等级', '适用事项']

const brands =
  '安澜 百川 晨曦 楚润 大禾 东篱 丰泽 光屿 海棠 禾木 恒岳 虹桥 嘉泽 锦程 静水 九皋 康平 兰亭 乐山 凌云 明湖 南浦 宁远 平川 青禾 清源 瑞和 山水 盛达 松涛 天合 万象 文澜 西岭 新桥 星河 永宁 玉林 远山 云帆 正和 竹溪'.split(
    ' ',
  )
const trades = [
  ['餐饮', '餐饮服务', 'H6210'],
  ['食品', '食品生产;食品销售', 'F5220'],
  ['建材', '建筑材料销售', 'F5165'],
  ['商贸', '日用百货销售', 'F5211'],
  ['物流', '道路货物运输', 'G5430'],
  ['农业', '农产品的生产、销售、加工', 'A0111'],
  ['机电', '机械设备销售;特种设备使用', 'F5179'],
  ['医药', '药品零售', 'F5251'],
  ['广告', '广告设计、代理', 'L7251'],
  ['科技', '技术服务、技术开发', 'M7590'],
  ['装饰', '室内装饰装修', 'E5010'],
  ['检测', '检验检测服务', 'M7450'],
] as const

/** CSV text of `count` firms, a few thousand lines at a time, in UTF-8 with LF; `profiles` adds industry, labels, class of risk and items. */
export function* firmsCsv(count: number, places: readonly Place[], seed = 1, { profiles = false } = {}): Generator<string> {
  const lot = lots(seed)
  const more = lots(seed + 1)
  let text = `${[...header, ...(profiles ? profileHeader : [])].join(',')}\n`
  for (let i = 0; i < count; i++) {
    const { row, industry } = firm(i, places, lot)
    text += `${[...row, ...(profiles ? profile(industry, more) : [])].map(cell).join(',')}\n`
    if (text.length > 1 << 18) {
      yield text
      text = ''
    }
  }
  yield text
}

/** Most firms are of low risk, few are known for trouble. */
function profile(industry: string, lot: (n: number) => number): string[] {
  const risk = lot(100)
  const labels = [lot(20) === 0 ? '无事不扰' : '', /^[HF]/.test(industry) && lot(4) === 0 ? '重点监管' : ''].filter((label) => label !== '')
  return [
    industry,
    labels.join('；'),
    risk < 55 ? 'A' : risk < 85 ? 'B' : risk < 96 ? 'C' : 'D',
    lot(3) === 0 ? 'A01；A02；B01' : 'A01；B01',
  ]
}

function firm(i: number, places: readonly Place[], lot: (n: number) => number): { readonly row: string[]; readonly industry: string } {
  const place = places[lot(places.length)] ?? places[0]
  if (place === undefined) throw new RangeError('firms need places')
  const [trade, scope, industry] = trades[lot(trades.length)] ?? trades[0]
  const brand = `${brands[lot(brands.length)]}${brands[lot(brands.length)]}`
  const kind = lot(100)
  const [prefix, suffix, type] =
    kind < 55
      ? ['91', `${trade}有限公司`, '有限责任公司']
      : kind < 92
        ? ['92', `${trade}店`, '个体工商户']
        : ['93', `${trade}农民专业合作社`, '农民专业合作社']
  const year = 2000 + lot(25)
  const date = `${year}-${String(1 + lot(12)).padStart(2, '0')}-${String(1 + lot(28)).padStart(2, '0')}`
  const state = lot(1000)
  const row = [
    `${place.city.replace(/[市县区]$/, '')}${brand}${suffix}`,
    code(prefix, place.code, i),
    date,
    type,
    '',
    `${(1 + lot(200)) * 10}(万元人民币)`,
    scope,
    place.province,
    place.city,
    `${place.address}${1 + lot(300)}号`,
    state < 30 ? '注销' : state < 45 ? '吊销' : '存续',
  ]
  return { row, industry }
}

/** A code whose both check digits hold, different for every `i` below ten million. */
function code(prefix: string, region: string, i: number): string {
  const first17 = `${prefix}${region}${unique(i)}`
  return `${first17}${usccCheckDigit(first17)}`
}

// 主体标识码 (GB 11714): eight characters and a check character with weights 3, 7, 9, 10, 5, 8, 4, 2.
function unique(i: number): string {
  const body = `M${String(i).padStart(7, '0')}`.slice(0, 8)
  const values = [...body].map((char) => (char >= 'A' ? char.charCodeAt(0) - 55 : Number(char)))
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, at) => total + weight * (values[at] ?? 0), 0)
  const check = 11 - (sum % 11)
  return `${body}${check === 10 ? 'X' : check === 11 ? '0' : check}`
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A small generator with a fixed course (Numerical Recipes' constants): demo data must be the same everywhere, and prove nothing. */
function lots(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
