/** 企业信用风险分类: four classes (国市监信发〔2022〕6号). A class is no penalty and is never public; some provinces write other words for the same four. */

export type RiskClass = keyof typeof riskClasses

export const riskClasses = {
  A: { zh: '低风险', en: 'low' },
  B: { zh: '一般风险', en: 'general' },
  C: { zh: '较高风险', en: 'raised' },
  D: { zh: '高风险', en: 'high' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export const isRiskClass = (text: string): text is RiskClass => Object.hasOwn(riskClasses, text)

/** A class as files write it: A, a类, Ａ级, 低风险, 信用风险较高, A类风险; null when it is none. A fifth class (E) exists in one province and is refused. */
export function parseRiskClass(text: string): RiskClass | null {
  const found =
    /^(?:信用)?(?:风险)?([A-D低高]|一般|较高)(?:类|级|等)?(?:风险)?$/.exec(text.normalize('NFKC').replace(/\s/g, '').toUpperCase())?.[1] ??
    ''
  const words: Readonly<Record<string, RiskClass>> = { 低: 'A', 一般: 'B', 较高: 'C', 高: 'D' }
  return isRiskClass(found) ? found : (words[found] ?? null)
}
