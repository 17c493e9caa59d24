/** The closed lists of reasons that a draw may name: why a registered object is not in the pool, why a drawn one is replaced, why an officer is, and why a draw is void (draw protocol §2, §3, §6). */

export type ExclusionReason = keyof typeof exclusionReasons
export type VoidReason = keyof typeof voidReasons
export type ReplacementReason = keyof typeof replacementReasons
export type SeatReason = keyof typeof seatReasons

/** Every row of the register that is not in the pool is counted under exactly one of these. `of`: which kind of draw uses it. */
export const exclusionReasons = {
  not_in_scope: { of: 'OP', zh: '不在本次抽取范围', en: 'outside the scope of this draw' },
  deregistered: { of: 'O', zh: '已注销', en: 'deregistered' },
  revoked: { of: 'O', zh: '已吊销或被撤销', en: 'licence revoked or registration cancelled' },
  moved_out: { of: 'O', zh: '已迁出', en: 'moved out of the jurisdiction' },
  suspended: { of: 'O', zh: '歇业', en: 'business suspended' },
  drawn_this_year_low_risk: { of: 'O', zh: '低风险且本年度已抽查', en: 'low risk and already drawn this year' },
  drawn_this_year: { of: 'O', zh: '本年度已抽查', en: 'already drawn this year' },
  frequency_cap: { of: 'O', zh: '已达年度检查频次上限', en: 'yearly cap on inspections reached' },
  item_cap: { of: 'O', zh: '已达抽查事项年度频次上限', en: 'yearly cap of an inspection item reached' },
  whitelist: { of: 'O', zh: '无事不扰清单', en: 'on the do-not-disturb list' },
  in_open_task: { of: 'O', zh: '在其他未完成任务中', en: 'in another open task' },
  identity_unusable: { of: 'O', zh: '主体标识无效', en: 'no usable identity' },
  officer_inactive: { of: 'P', zh: '执法人员已失效', en: 'officer not active' },
  officer_other_department: { of: 'P', zh: '不属于本部门', en: 'officer of another department' },
  officer_certificate_expired: { of: 'P', zh: '执法证不在有效期', en: 'certificate not valid' },
  officer_on_leave: { of: 'P', zh: '检查期间请假', en: 'on leave during the inspection' },
} as const satisfies Readonly<Record<string, { readonly of: 'O' | 'P' | 'OP'; readonly zh: string; readonly en: string }>>

/** `afterDeadline`: may be given only when `revealBy` has passed; otherwise the reason would be a free choice. */
export const voidReasons = {
  reveal_overdue: { afterDeadline: true, zh: '逾期未公开随机数', en: 'a party did not reveal its number in time' },
  beacon_missing: { afterDeadline: false, zh: '公开信标未按时公布', en: 'the public random value did not appear' },
  nonce_lost: { afterDeadline: false, zh: '一方遗失随机数', en: 'a party lost its number' },
  pool_wrong: { afterDeadline: false, zh: '名单范围设置有误', en: 'the pool was set up wrongly' },
  task_cancelled: { afterDeadline: false, zh: '抽查任务取消', en: 'the task was cancelled' },
  system_fault: { afterDeadline: false, zh: '系统故障', en: 'system fault' },
  matching_infeasible: { afterDeadline: false, zh: '人员不足，无法匹配', en: 'not enough eligible officers' },
  ordered_by_law: { afterDeadline: false, zh: '依法应当作废', en: 'void by order of law' },
} as const satisfies Readonly<Record<string, { readonly afterDeadline: boolean; readonly zh: string; readonly en: string }>>

/** A code of the list above, and of no other. */
export const isVoidReason = (text: string): text is VoidReason => Object.hasOwn(voidReasons, text)

/** Why a drawn object is replaced. `evidence`: a file must prove it, whose hash the COMMIT of the replacement binds. */
export const replacementReasons = {
  deregistered: { evidence: false, zh: '已注销', en: 'deregistered' },
  moved_out: { evidence: false, zh: '已迁出', en: 'moved out of the jurisdiction' },
  revoked_or_closed: { evidence: false, zh: '已吊销、撤销或停业', en: 'licence revoked, registration cancelled, or closed down' },
  cannot_contact: { evidence: true, zh: '通过登记的住所或者经营场所无法联系', en: 'cannot be reached at the registered address' },
  in_judicial_case: { evidence: true, zh: '涉及司法案件', en: 'subject of a judicial case' },
  force_majeure: { evidence: true, zh: '不可抗力', en: 'force majeure' },
  registered_wrongly: { evidence: true, zh: '名录登记有误', en: 'registered wrongly' },
} as const satisfies Readonly<Record<string, { readonly evidence: boolean; readonly zh: string; readonly en: string }>>

export const isReplacementReason = (text: string): text is ReplacementReason => Object.hasOwn(replacementReasons, text)

/**
 * Why officers are replaced (回避: 行政处罚法第四十三条). `of`: who asks for it, `task` being no request but a change of the task; `evidence`: a file must prove it, whose hash the COMMIT of the
 * replacement binds. An officer who declares a conflict is believed without proof, one whom the enterprise refuses is not.
 */
export const seatReasons = {
  recusal_declared: { of: 'officer', evidence: false, zh: '主动回避', en: 'the officer declares a conflict of interest' },
  recusal_requested: { of: 'enterprise', evidence: true, zh: '当事人申请回避', en: 'the enterprise asks for another officer' },
  on_leave: { of: 'unit', evidence: false, zh: '请假', en: 'on leave' },
  certificate_expired: { of: 'unit', evidence: false, zh: '执法证到期', en: 'certificate expired' },
  transferred: { of: 'unit', evidence: false, zh: '调离', en: 'transferred' },
  illness: { of: 'unit', evidence: false, zh: '病假', en: 'ill' },
  duty_conflict: { of: 'unit', evidence: false, zh: '公务冲突', en: 'needed for another duty' },
  unqualified: { of: 'unit', evidence: false, zh: '资质不符', en: 'lacks a qualification' },
  redispatched: { of: 'task', evidence: false, zh: '改派实施单位', en: 'the object was given to another organisation' },
} as const satisfies Readonly<
  Record<
    string,
    { readonly of: 'officer' | 'enterprise' | 'unit' | 'task'; readonly evidence: boolean; readonly zh: string; readonly en: string }
  >
>

/** What is published beside an officer's stable number: that somebody is ill is nobody's business, that they are away is enough. */
export const publicSeatReason = (reason: SeatReason): SeatReason => (reason === 'illness' ? 'on_leave' : reason)

export const isSeatReason = (text: string): text is SeatReason => Object.hasOwn(seatReasons, text)
