/** Why a visit may go above the cap: the closed list that 如东 published in 2025 under 国办发〔2024〕54号; a policy may take less of it, never more. */
export const ledgerExceptions = {
  law: { zh: '法律法规另有规定', en: 'a law asks for it' },
  complaint: { zh: '投诉举报', en: 'complaint or report' },
  transfer: { zh: '转办交办', en: 'transferred or ordered by another authority' },
  monitoring: { zh: '数据监测发现问题线索', en: 'a lead from data monitoring' },
  request: { zh: '企业申请', en: 'the enterprise asks for it' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type LedgerException = keyof typeof ledgerExceptions

export const isLedgerException = (text: string): text is LedgerException => Object.hasOwn(ledgerExceptions, text)

/** What somebody stated: the reason of the list, and in words what it rests on. */
export type StatedException = { readonly code: LedgerException; readonly note: string }
