/**
 * A province's register that does not exist, as large as wanted and the same for the same arguments. What a search meets is as in a real one: names of
 * place, brand, trade and legal form, whose characters are as unequally frequent as in company names, some at home in one county only, some hardly anywhere.
 */
import { initialsOf } from '#core/registers/initials.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'

/** A county of the region table, with the names of its city. */
export type County = { readonly path: string; readonly name: string; readonly cityName: string }

/** The columns of `entity` that a generated row fills, in order. */
export const entityColumns = [
  'subject',
  'name',
  'initials',
  'kind',
  'entity_type',
  'region_path',
  'established',
  'capital_yuan',
  'capital_text',
  'scope',
  'address',
  'state',
  'industry',
  'labels',
  'updated_at',
  'since',
  'event',
  'source',
] as const

/** Twenty labels, each half as frequent as the one before it: the first on every fortieth object, the last on hardly any. */
export const labelNames: readonly string[] = [
  '餐饮服务',
  '食品销售',
  '小作坊',
  '特种设备使用',
  '药品零售',
  '危化品经营',
  '加油站',
  '校外培训',
  '燃气经营',
  '养老机构',
  '电梯维保',
  '计量器具',
  '认证机构',
  '检验检测',
  '直销企业',
  '农资经营',
  '医疗器械',
  '化妆品',
  '烟花爆竹',
  '冷库',
]

/** COPY text of `count` objects, some thousand lines at a time. */
export function* entityLines(count: number, counties: readonly County[]): Generator<string> {
  const lot = lots(20_261_121)
  const place = skewed(
    counties.map((_, i) => 1 / (i + 4)),
    lot,
  )
  const homes = counties.map((county, i) => homeOf(county, i))
  let text = ''
  for (let i = 0; i < count; i++) {
    const at = place()
    const home = homes[at]
    if (home === undefined) throw new RangeError('objects need counties')
    text += line(i, home, lot)
    if (text.length > 1 << 18) {
      yield text
      text = ''
    }
  }
  yield text
}

type Lot = (n: number) => number

type Home = {
  readonly path: string
  readonly code: string
  /** What stands before a name: 榆中县, 榆中, 兰州, 兰州市榆中县. */
  readonly prefixes: readonly string[]
  readonly address: string
  /** Characters at home here: mountains, rivers and old names that hardly another county uses. */
  readonly own: readonly string[]
}

function homeOf({ path, name, cityName }: County, place: number): Home {
  const city = cityName.replace(/(市|地区|[回藏族]+自治州|州)$/, '')
  const short = name.length > 2 ? name.replace(/([回藏族东乡保安撒拉裕固蒙古哈萨克]+自治县|市|县|区)$/, '') : name
  return {
    path,
    code: path.slice(-6),
    prefixes: [name, name, short, short, city, city, `${cityName}${name}`, '甘肃'],
    address: `甘肃省${cityName}${name}`,
    own: Array.from({ length: 14 }, (_, i) => localCharacters[(place * 14 + i) % localCharacters.length] ?? '陇'),
  }
}

function line(i: number, home: Home, lot: Lot): string {
  const of1000 = lot(1000)
  const kind: Kind =
    of1000 < 310 ? 'enterprise' : of1000 < 980 ? 'individual' : of1000 < 993 ? 'cooperative' : of1000 < 994 ? 'rep_office' : 'other'
  const trade = pick(trades, Math.min(lot(trades.length), lot(trades.length)))
  const name = nameOf(kind, trade, home, lot)
  const year = 2026 - Math.min(lot(40), lot(40), lot(40))
  const capital = kind === 'enterprise' || kind === 'cooperative' ? (1 + lot(50)) * (lot(10) === 0 ? 1000 : 10) : null
  const of = lot(1000)
  const state = of < 60 ? 'deregistered' : of < 80 ? 'revoked' : of < 83 ? 'moved_out' : 'active'
  const seen = new Date(start + Math.floor((i * 31) / 10) * 1000).toISOString()
  return `${codeOf(kind, home.code, i)}\t${name}\t${lettersOf(name)}\t${kind}\t${entityTypes[kind]}\t${home.path}\t${year}-${two(1 + lot(12))}-${two(1 + lot(28))}\t${
    capital === null ? '\\N\t\\N' : `${capital * 10_000}\t${capital}万元人民币`
  }\t${trade.scope}；${pick(trades, lot(trades.length)).scope}；${pick(trades, lot(trades.length)).scope}\t${home.address}${streetOf(lot)}\t${state}\t${
    trade.industry
  }\t${labelsOf(lot)}\t${seen}\t${seen}\tentered\timport\n`
}

type Kind = 'enterprise' | 'individual' | 'cooperative' | 'rep_office' | 'other'
const entityTypes: Readonly<Record<Kind, string>> = {
  enterprise: '有限责任公司',
  individual: '个体工商户',
  cooperative: '农民专业合作社',
  rep_office: '外国企业常驻代表机构',
  other: '其他',
}
const prefixOf: Readonly<Record<Kind, string>> = { enterprise: '91', individual: '92', cooperative: '93', rep_office: '91', other: '91' }

function nameOf(kind: Kind, trade: Trade, home: Home, lot: Lot): string {
  const brand = brandOf(home, lot)
  if (kind === 'individual') {
    const shop = pick(shops, Math.min(lot(shops.length), lot(shops.length)))
    return lot(3) === 0
      ? `${pick(home.prefixes, lot(4))}${pick(surnames, lot(surnames.length))}${pick(familiar, lot(familiar.length))}${trade.word}${shop}`
      : `${pick(home.prefixes, lot(5))}${brand}${trade.word}${shop}`
  }
  if (kind === 'cooperative') return `${pick(home.prefixes, lot(3))}${brand}${pick(farming, lot(farming.length))}农民专业合作社`
  if (kind === 'rep_office') return `${brand}国际贸易公司${pick(home.prefixes, 4)}代表处`
  const form = lot(100)
  const suffix = form < 70 ? '有限公司' : form < 92 ? '有限责任公司' : form < 97 ? `有限公司${pick(home.prefixes, 2)}分公司` : '厂'
  return `${pick(home.prefixes, lot(home.prefixes.length))}${brand}${trade.word}${suffix}`
}

/** Two or three characters, the frequent ones far more often; one brand of eight is of the county, one of two thousand has a character that few can read. */
function brandOf(home: Home, lot: Lot): string {
  const often = (): string => brandCharacters[Math.floor(brandCharacters.length * (lot(65_536) / 65_536) ** 2.2)] ?? '鑫'
  const way = lot(2000)
  if (way === 0) return `${often()}${String.fromCodePoint(0x4e00 + lot(20_000))}`
  if (way < 250) return `${pick(home.own, lot(home.own.length))}${pick(home.own, lot(home.own.length))}`
  return way < 600 ? `${often()}${often()}${often()}` : `${often()}${often()}`
}

function streetOf(lot: Lot): string {
  const road = `${brandCharacters[lot(180)] ?? '东'}${brandCharacters[lot(60)] ?? '风'}${pick(roads, lot(roads.length))}`
  const number = `${1 + lot(400)}号`
  return lot(3) === 0 ? `${road}${number}${1 + lot(30)}幢${101 + lot(2000)}室` : `${road}${number}`
}

/** 5 % of all carry one label, a tenth of these a second. */
function labelsOf(lot: Lot): string {
  if (lot(20) !== 0) return '{}'
  const one = labelOf(lot)
  const other = lot(10) === 0 ? labelOf(lot) : one
  return one === other ? `{${one}}` : `{${[one, other].sort().join(',')}}`
}

const labelOf = (lot: Lot): string =>
  labelNames[Math.min(labelNames.length - 1, Math.floor(-Math.log2(1 - lot(1 << 20) / (1 << 20))))] ?? '冷库'

/** A code whose both check digits hold (GB 32100, GB 11714), another one for each `i` below ten million. */
function codeOf(kind: Kind, county: string, i: number): string {
  const body = `N${String(i).padStart(7, '0')}`
  let sum = 3 * 23
  for (let at = 1; at < 8; at++) sum += (bodyWeights[at] ?? 0) * (body.charCodeAt(at) - 48)
  const check = 11 - (sum % 11)
  const first17 = `${prefixOf[kind]}${county}${body}${check === 10 ? 'X' : check === 11 ? '0' : check}`
  return `${first17}${usccCheckDigit(first17)}`
}

const bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2]

const letters = new Map<string, string>()
/** Initials character by character: as good for a search, and faster than with their neighbours. */
function lettersOf(name: string): string {
  let text = ''
  for (const character of name) {
    let letter = letters.get(character)
    if (letter === undefined) {
      letter = initialsOf(character)
      letters.set(character, letter)
    }
    text += letter
  }
  return text
}

const start = Date.UTC(2025, 0, 1)
const two = (n: number): string => String(n).padStart(2, '0')
const pick = <T>(of: readonly T[], at: number): T => of[at] as T // at is drawn below the length

/** A small generator with a fixed course (xorshift32): the same register everywhere, and no proof of anything. */
function lots(seed: number): Lot {
  let state = seed >>> 0
  return (n) => {
    state ^= state << 13
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Places in proportion to their weights: the largest of 86 counties has a tenth of all objects, the smallest one of three hundred. */
function skewed(weights: readonly number[], lot: Lot): () => number {
  const total = weights.reduce((sum, one) => sum + one, 0)
  const table = weights.flatMap((weight, at) => Array.from({ length: Math.round((weight / total) * 65_536) }, () => at))
  return () => table[lot(table.length)] ?? 0
}

type Trade = { readonly word: string; readonly scope: string; readonly industry: string }
const trades: readonly Trade[] = (
  '商贸 日用百货销售 F5211,餐饮 餐饮服务 H6210,建筑工程 建筑工程施工 E4790,百货 日用品零售 F5211,养殖 牲畜饲养 A0311,食品 食品销售 F5220,' +
  '科技 技术服务、技术开发 M7590,烟酒 烟草制品零售 F5227,建材 建筑材料销售 F5165,服装 服装服饰零售 F5232,物流 道路货物运输 G5430,牛肉面 小吃服务 H6291,' +
  '美容美发 美发服务 O8040,汽车维修 机动车修理和维护 O8111,农业 农产品的生产、销售、加工 A0111,文化传媒 广告设计、代理 L7251,五金 五金产品零售 F5281,' +
  '农资 化肥销售 F5167,药 药品零售 F5251,装饰 室内装饰装修 E5013,机械设备 机械设备销售 F5179,运输 道路货物运输 G5431,电子商务 互联网销售 F5292,' +
  '种植 蔬菜种植 A0141,房地产开发 房地产开发经营 K7010,物业管理 物业管理 K7020,劳务 劳务派遣服务 L7263,信息技术 信息系统集成服务 I6531,水果 新鲜水果零售 F5223,' +
  '酒店 住宿服务 H6110,家具 家具销售 F5283,手机 通讯设备销售 F5274,粮油 粮油仓储服务 G5951,环保 环境保护监测 N7721,旅游 旅游业务 L7291,教育咨询 教育咨询服务 P8399,' +
  '医疗器械 第二类医疗器械销售 F5154,新能源 太阳能发电技术服务 D4416,矿业 非金属矿产资源开采 B1019,广告 广告制作 L7251,石化 成品油零售 F5265,苗木 树木种植经营 A0212,' +
  '印务 包装装潢印刷品印刷 C2319,工贸 金属制品销售 F5164,健身 健身休闲活动 R8930,中药材 中草药种植 A0171,幕墙 门窗制造加工 C3312,检测 检验检测服务 M7452'
)
  .split(',')
  .map((one) => {
    const [word = '', scope = '', industry = ''] = one.split(' ')
    return { word, scope, industry }
  })

const shops = '店 商行 超市 经营部 门市部 商店 服务部 馆 便利店 中心 批发部 工作室 坊 总汇 维修部 小卖部 专卖店 农家乐 诊所 养殖场'.split(
  ' ',
)
const farming = ['种植', '养殖', '种养殖', '林果', '中药材种植', '蔬菜', '农机服务', '马铃薯']
const roads = ['路', '街', '巷', '大道', '村', '新村', '东路', '西路', '南街', '北街', '社区', '工业园']
const surnames = [
  ...'王李张马刘陈杨赵周吴徐孙朱高林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
]
const familiar = ['氏', '记', '家', '二', '老三', '嫂', '师傅', '妈妈', '小妹', '大哥', '姐', '爷']

/** From the most frequent on, as characters follow one another in the names of companies. */
const brandCharacters = [
  ...('鑫源兴达盛华丰泰安恒瑞宏祥福金天民农商中国大新通信成永康和海龙林利美德诚润百富正联隆众佳高牧绿靖展煌登玉泽鸿峰荣北明人宇络马蔬一实榆险菜光宝渭木然移牛凯锁流清计辉丹' +
    '旅星元长二瓜秦旺艺世财方劳勤惠息创庄台羊育综翔藏餐态徽特造积伟卓小祝麦鼎原花智交潭腾裕益储心回尼寿鹏欣钢十谷五苗飞立森纪胜岷收土塑四印田薯修街强九媒桥铃太塔春维亚亭江云泾' +
    '洋都学里邦蓄吉友草玛静七固聚际茂尔仁晟粮航青游雅彩锦堂皋基双健池培宕旭滩奥再亿灵风弘昊坝件上同杰处日屋色沟肉舟当仪黄盐八辰圣空训包堡具浩京礼道超升禾疗全热图宾消快口湾精振良事洁猪拉' +
    '时禽出多香英克军炭苑之递六居悦晨普客得两洲典奇控阿赛爱亨忠窗真来峡伊视王格手冶棉喜捷节珠蓝丽越慧坪驰怡暖巨缘树锐尚院刷监铭诺柳千思圆介君寨进唐神影汉研豪轩肥义煜境速温'),
]

/** For places of their own: every county has fourteen that few others use. */
const localCharacters = [
  ...('崆峒祁迭岷宕皋曲漳洮泾夏藏碌舟陇麦积武威凉敦煌瓜嘉峪酒肃玉临广积石康礼徽两当成县文西和清水秦安甘谷张家川庄浪静宁华亭崇信灵台镇原环合正民乐山丹高肃南古浪天祝永登' +
    '榆靖会景白银平红安阿克塞渭源通河政东撒保洛合碧峨嵋莲苜蓿骊靬焉支弱嶓冢鸟鼠羲娲轩辕崦嵫仇池麟趾萧关鹑觚驩兜盩厔鄜鄠筰旄汧涪潏灞浐滻泷沔堇塬墚峁岘坬坳垭峙崾崄岍嵋岱嵩嶂嶙巅廒庠鄣邛' +
    '郿酂郫鄯鄢郯邳邽邠隗隃陉隰隩阆阌闿闽闾霸霁霆雩雯霏靳鞠韬韶颍颢飒飏驷骅骐骢骧骁骥鲲鲸鹄鹤鹭鹰鸾麓黛黔黎齐羿翊翎翮翯翰耒耕耘耜聿肇胤膺臻舸舫艾芃芊芑芗芙芝芩芮苇苒苓苕苣茗茜茭荀荃荇荟荻莘莞莺菁菀菖萃萱葆葳蒂蒗蒲蓉蓓蓟蔚蔺蕊蕙薇薛藜藩蘅'),
]
