/**
 * 经营场所 as a key: one premises that several people wrote down in several ways (甘肃省兰州市城关区某路1号, 城关区某路1#) is one. What is taken out is only what
 * cannot be mistaken; where it could be, two ways of writing stay two, and the guard warns instead of blocking. PostgreSQL says the same (`premises_heads`,
 * `premises_key`), and a test holds the two together.
 */

/** Of a place: the names of its province, city and county, which every key begins with, and what an address of it may begin with. */
export type PlaceHeads = { readonly stem: string; readonly heads: string | null }

/** `names`: the place and those above it as the place tree has them, the province first. */
export function placeHeads(names: readonly string[]): PlaceHeads {
  const plain = names.map(plainText)
  const sure = [...new Set(plain.flatMap(sureForms))]
  const short = [...new Set(['中国', ...plain.flatMap(shortForms)])]
  return {
    // Deeper than a county places are streets and stations, which are drawn anew without anybody moving.
    stem: plain
      .slice(0, countyLevel)
      .filter((name) => !shelf.test(name))
      .join(''),
    // A short form counts only before a full one: 兰州 is the city in 兰州城关区, and a road in 兰州路.
    heads:
      sure.length === 0
        ? null
        : `^${apart}(?:(?:(?:${short.map(escaped).join('|')})${apart})*(?:${sure.map(alone).join('|')})${noRoad}${apart})+(?=.)`,
  }
}

/** Empty only where the address is. Applied to a key it answers the same key. */
export function premisesKey(address: string | null, { stem, heads }: PlaceHeads): string {
  const text = plainText(address ?? '')
  if (text === '') return ''
  const inside = stem !== '' && text.startsWith(stem) && text.length > stem.length ? text.slice(stem.length) : text
  const rest = heads === null ? inside : inside.replace(new RegExp(heads, 'u'), '')
  const trimmed = rest.replace(new RegExp(`^${apart}`, 'u'), '').replace(/[,、。;:·|/]+$/u, '')
  return stem + inNumerals(houseNumbers(trimmed === '' ? rest : trimmed))
}

const countyLevel = 3

/** As search_text() of the database folds a text, with one sign for a dash and for 号. */
const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ \t\n\r]/g, '')
    .replaceAll(/[—–―~〜]/g, '-')
    .replaceAll('號', '号')

/** What the statistics call 市辖区 is a shelf and no place that an address names. */
const shelf = /^(?:市辖区|县|.*直辖县级行政区划)$/u

const peoples =
  '(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各)族|维吾尔|蒙古|哈萨克|柯尔克孜'
const suffixed = /^.+(?:[省市盟州县区旗镇乡]|街道|苏木)$/u
const middle = new RegExp(`^(.{2,}?)(?:${peoples})+自治([州县旗])$`, 'u')
const ended = new RegExp(`^(.{2,}?)(?:${peoples})*(?:特别行政区|自治[区州县旗]|地区|[省市盟州县区旗])$`, 'u')

/** Forms that stand for the place by themselves: 甘南藏族自治州, 甘南州. */
const sureForms = (name: string): readonly string[] => (suffixed.test(name) ? [name, name.replace(middle, '$1$2')] : [])

/** Forms that may be a road or a firm as well: 甘南; and what has no suffix that says that it is a place. */
const shortForms = (name: string): readonly string[] => {
  const short = name.replace(ended, '$1')
  return short.length >= 2 && (short !== name || !suffixed.test(name)) ? [short] : []
}

const escaped = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]/gu, (sign) => `\\${sign}`)
/** 兰州市场 is a market. */
const alone = (name: string): string => escaped(name) + (name.endsWith('市') ? '(?!场)' : '')
/** 矿区路1号 is a road. */
const noRoad = '(?![路街巷道弄][0-9一二三四五六七八九十#])'
const apart = '(?:[,、。;:·|/]|-(?![0-9]))*'

/** 1#, #1 and No.1 are 1号, and so is the number that ends a road. */
const houseNumbers = (text: string): string =>
  text
    .replaceAll(/(^|[^a-z])(?:no\.?)+(?=[0-9#])/g, '$1#')
    .replaceAll(/#+/g, '#')
    .replaceAll(/([0-9])#号?/g, '$1号')
    .replaceAll(/#([0-9]+)号?/g, '$1号')
    .replace(/([路街巷弄道])([0-9]+)$/u, '$1$2号')

/** 十二号 is 12号, where what stands before it ends a name: of 幸福一三号 nobody knows where the number begins. */
function inNumerals(text: string): string {
  let [done, rest] = ['', text]
  for (;;) {
    const found = numeral.exec(`号${rest}`)
    if (found === null) return done + rest
    const [, before = '', number = '', after = ''] = found
    done += `${before.slice(1)}${arabic(number)}号`
    rest = after.slice(1)
  }
}

const numeral = /^(.*?[路街道巷弄里村组社区县市省州盟旗镇乡院厂园场楼栋幢座号])([〇零一二三四五六七八九十百]+)(号.*)$/u

/** Up to 999 as it is said, or figure by figure; anything else stays as it was written. */
function arabic(number: string): string {
  const figures = [...number]
    .map((sign) => (sign === '零' ? '0' : String('〇一二三四五六七八九'.indexOf(sign)).replace('-1', sign)))
    .join('')
  const [hundreds, rest] = figures.includes('百') ? figures.split('百', 2) : ['0', figures]
  if (/^[0-9]+$/.test(figures)) return figures
  if (!/^(?:[1-9]百(?:0[1-9])?|(?:[1-9]百)?[1-9]?十[1-9]?)$/.test(figures)) return number
  const [tens = '', ones = ''] = rest?.includes('十') ? rest.split('十') : ['0', rest]
  return String(Number(hundreds) * 100 + Number(tens === '' ? 1 : tens) * 10 + Number(ones))
}
