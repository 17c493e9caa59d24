/**
 * 信用风险等级不公开 (国市监信发〔2022〕6号: 分类结果供内部监管使用，不作为对企业的信用评价): beside a public list of names, a text that says
 * of whom it is made tells the class of everybody on it. Refused is a class said of objects; the general words of the law stay possible.
 */

import { fail, ok, type Result } from '../result.ts'

export type NamesClass = { readonly type: 'text_names_risk_class'; readonly field: string; readonly words: string }

/** Texts that are or will be public, by their fields: none says a risk class. Refused is the first that does. */
export function namesNoClass(texts: Readonly<Record<string, string | readonly string[]>>): Result<true, NamesClass> {
  for (const [field, some] of Object.entries(texts))
    for (const text of typeof some === 'string' ? [some] : some) {
      const words = riskClassWords(text)
      if (words !== null) return fail({ type: 'text_names_risk_class', field, words })
    }
  return ok(true)
}

/** The first words of a text that say a risk class, or null. Width and case of letters, blanks and the spelling of a list make no difference. */
export function riskClassWords(text: string): string | null {
  const plain = text.normalize('NFKC').toUpperCase().replace(blanks, '')
  for (const sentence of plain.split(/[。；;！!？?]/)) {
    const general = generalRule.test(sentence) && !thisList.test(sentence)
    for (const clause of sentence.split(/，|,(?![A-E](?![A-Z]))/)) {
      const words = wordsOf(clause, general)
      if (words !== null) return words
    }
  }
  return null
}

function wordsOf(clause: string, general: boolean): string | null {
  const risky = clause.includes('风险')
  const lettered = risky ? firstOf(besideRisk, clause) : null
  const said = lettered ?? (risky && !general ? firstOf(degreeOfObjects, clause) : null)
  if (said !== null || otherGrades.test(clause)) return said
  return firstOf(letterOfObjects, clause) ?? firstOf(creditGrade, clause) ?? firstOf(inEnglish, clause)
}

const firstOf = (pattern: RegExp, clause: string): string | null => pattern.exec(clause)?.[0] ?? null

/** Blanks count only between words of letters. */
const blanks = /(?<![A-Z])\s+|\s+(?![A-Z])/g

/** D类, D级 or a list: A、B类, C类和D类; one province has a fifth class. A letter inside a word or a number (A4, GB, ABCD) is none. */
const letter = '(?<![A-Z0-9])[A-E](?![A-Z0-9])'
const letters = `${letter}(?:[类级档等])?(?:[、/,和及与或至到~—-]${letter}(?:[类级档等])?)*`
const subjects = '(?:市场主体|经营主体|经营者|主体|企业|对象|商户|个体|单位|公司|合作社|户|名单)'

/** Risk and a letter in one clause, near each other: 信用风险等级为D的企业, D类高风险企业. */
const besideRisk = new RegExp(`风险.{0,12}?${letters}|${letters}.{0,4}(?:信用)?风险`)

/** 均为D类企业: no word of risk is needed, for nothing else sorts firms by letter beside a list of them. */
const letterOfObjects = new RegExp(
  `${letter}(?:[、/,和及与或至到~—-]${letter})*[类级档等](?:的)?${subjects}|${subjects}.{0,4}(?:均|都|全部)?(?:为|属|是)于?${letter}[类级档等]`,
)

/** 信用等级为D. */
const creditGrade = new RegExp(`信用(?:分类|分级|等级|评级|评价|级别|类别).{0,6}?${letters}`)

/** Firms of risk class D. */
const inEnglish = /(?:RISK (?:CLASS|LEVEL|GRADE)|CLASS) [A-E](?![A-Z0-9])/

/** Letters that others give, and publish: of 特种设备, food safety, taxes, sights, qualifications. */
const otherGrades = /特种设备|锅炉|压力容器|电梯|食品安全|量化|纳税|景区|资质|许可|药品|医疗器械|危险品|道路|消防/

/** 高风险企业, 信用风险较高: how high the risk of the objects is. */
const degree = '(?:一般|(?:极|最|较|偏|很|中)?(?:高|低|中|大|小))'
const degreeOfObjects = new RegExp(
  `${degree}(?:等级)?(?:信用)?风险(?:等级)?(?:的)?${subjects}|信用风险(?:等级|级别|类别|状况|程度|水平)?(?:为|是|属|均|都|比较|相对)*${degree}|风险(?:等级|级别|程度|水平)?(?:为|是|属|均|都|比较|相对)*${degree}(?:的)?${subjects}|${subjects}(?:均|都|全部)?(?:为|是|属于)${degree}风险`,
)

/** 对高风险企业提高抽查比例和频次 (国市监信规〔2024〕5号): a rule for all of a class, which says of nobody that they are in it. */
const generalRule = /(?:对|根据|按照?|依据|结合|针对).*(?:提高|降低|增加|减少|加大|适当|合理|确定|原则上|差异化|不同)/

/** These, this time, all of them: then it is said of the list. */
const thisList = /以下|下列|下述|上述|本次|此次|这些|名单|所列|均|都|全部|抽中/
