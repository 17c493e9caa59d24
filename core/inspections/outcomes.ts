/**
 * 抽查检查结果: the nine results of 国市监信规〔2024〕5号 二(七), with the eighth split into its two values.
 * Codes are ours; the words are the opinion's. `problem` follows domain.md §12: 2, 3, 4, 6, 7 and 不合格; 其他情况 by its text.
 */
export const outcomes = {
  '01': { zh: '未发现问题', en: 'no problem found', problem: false },
  '02': { zh: '未按规定公示应当公示的信息', en: 'information due was not disclosed', problem: true },
  '03': { zh: '通过登记的住所（经营场所）无法联系', en: 'cannot be reached at the registered premises', problem: true },
  '04': { zh: '不配合检查情节严重', en: 'seriously uncooperative', problem: true },
  '05': { zh: '未发现开展本次抽查涉及的经营活动', en: 'no business of the inspected kind found', problem: false },
  '06': { zh: '发现问题，依法责令立即改正或者限期改正', en: 'problem found, correction ordered', problem: true },
  '07': { zh: '发现问题，待后续调查处理', en: 'problem found, investigation follows', problem: true },
  '08a': { zh: '合格', en: 'qualified', problem: false },
  '08b': { zh: '不合格', en: 'not qualified', problem: true },
  '09': { zh: '其他情况', en: 'other', problem: false },
} as const satisfies Record<string, { readonly zh: string; readonly en: string; readonly problem: boolean }>

export type OutcomeCode = keyof typeof outcomes

export const outcomeCodes = Object.keys(outcomes).sort() as readonly OutcomeCode[]

export const isOutcome = (text: string): text is OutcomeCode => Object.hasOwn(outcomes, text)

export const methods = {
  onsite: { zh: '实地核查', en: 'on site' },
  written: { zh: '书面检查', en: 'in writing' },
  network: { zh: '网络监测', en: 'by network' },
  entrusted: { zh: '委托专业机构', en: 'entrusted to a professional body' },
} as const

export type Method = keyof typeof methods

/** Nobody goes to the premises for a check in writing or by network: it is no visit of the frequency ledger (检查频次). */
export const countsAsVisit = (method: Method): boolean => method !== 'written' && method !== 'network'
