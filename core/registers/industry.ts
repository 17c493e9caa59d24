/** 行业: GB/T 4754-2017 as sections (letters) and divisions (two digits); the standard's own ranges. */

/** Section letter → its words and its first and last division. */
export const industrySections = {
  A: { zh: '农、林、牧、渔业', en: 'agriculture, forestry, animal husbandry and fishery', from: 1, to: 5 },
  B: { zh: '采矿业', en: 'mining', from: 6, to: 12 },
  C: { zh: '制造业', en: 'manufacturing', from: 13, to: 43 },
  D: { zh: '电力、热力、燃气及水生产和供应业', en: 'electricity, heat, gas and water', from: 44, to: 46 },
  E: { zh: '建筑业', en: 'construction', from: 47, to: 50 },
  F: { zh: '批发和零售业', en: 'wholesale and retail', from: 51, to: 52 },
  G: { zh: '交通运输、仓储和邮政业', en: 'transport, storage and post', from: 53, to: 60 },
  H: { zh: '住宿和餐饮业', en: 'accommodation and catering', from: 61, to: 62 },
  I: { zh: '信息传输、软件和信息技术服务业', en: 'information transmission and software', from: 63, to: 65 },
  J: { zh: '金融业', en: 'finance', from: 66, to: 69 },
  K: { zh: '房地产业', en: 'real estate', from: 70, to: 70 },
  L: { zh: '租赁和商务服务业', en: 'leasing and business services', from: 71, to: 72 },
  M: { zh: '科学研究和技术服务业', en: 'research and technical services', from: 73, to: 75 },
  N: { zh: '水利、环境和公共设施管理业', en: 'water, environment and public facilities', from: 76, to: 79 },
  O: { zh: '居民服务、修理和其他服务业', en: 'household services, repair and others', from: 80, to: 82 },
  P: { zh: '教育', en: 'education', from: 83, to: 83 },
  Q: { zh: '卫生和社会工作', en: 'health and social work', from: 84, to: 85 },
  R: { zh: '文化、体育和娱乐业', en: 'culture, sports and entertainment', from: 86, to: 90 },
  S: { zh: '公共管理、社会保障和社会组织', en: 'public administration and organisations', from: 91, to: 96 },
  T: { zh: '国际组织', en: 'international organisations', from: 97, to: 97 },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string; readonly from: number; readonly to: number }>>

export type IndustrySection = keyof typeof industrySections

const sections = Object.keys(industrySections) as readonly IndustrySection[] // the keys of the table above

/**
 * A code as files write it (F, F51, 51, 5112, F5112) with its section letter, so that a prefix means one thing; null when the letter does not
 * hold the division, or the text is no code. Whether a group or class exists below its division is not known here.
 */
export function parseIndustry(text: string): string | null {
  const parts = /^([A-T]?)(\d{2,4})?$/.exec(text.normalize('NFKC').replace(/\s/g, '').toUpperCase())
  if (parts === null || parts[0] === '') return null
  const [, letter = '', digits] = parts
  if (digits === undefined) return letter
  const division = Number(digits.slice(0, 2))
  const section = sections.find((one) => division >= industrySections[one].from && division <= industrySections[one].to)
  return section === undefined || (letter !== '' && letter !== section) ? null : `${section}${digits}`
}

/** The section of a code with its letter; null when there is none. */
export const industrySection = (code: string): IndustrySection | null => sections.find((one) => code.startsWith(one)) ?? null
