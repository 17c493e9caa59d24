/** What can be asked for, of what noun, and why: the words of the form. What a kind does is server/changes/kinds.ts. */
export const changeKinds = {
  'task.cancel': { noun: 'task', zh: '取消任务', en: 'cancel the task' },
  'task.window': { noun: 'task', zh: '延长检查时间', en: 'extend the window' },
  'task.announcement': { noun: 'task', zh: '更正任务公告', en: 'correct the announcement' },
  'task.participants': { noun: 'task', zh: '配合部门退出', en: 'let a department leave the task' },
  'task.join': { noun: 'task', zh: '增加配合部门', en: 'let a department join the task' },
  'task.items': { noun: 'task', zh: '更换检查事项', en: 'replace the items of a department' },
  'visit.department': { noun: 'task', zh: '改派检查部门', en: 'appoint another department' },
} as const satisfies Readonly<Record<string, { readonly noun: 'task'; readonly zh: string; readonly en: string }>>

export type ChangeKind = keyof typeof changeKinds

export const isChangeKind = (text: string): text is ChangeKind => Object.hasOwn(changeKinds, text)

/** Why; where a paper exists, it is asked for. */
export const changeReasons = {
  clerical: { zh: '填写错误', en: 'a mistake of writing', evidence: false },
  law: { zh: '法律法规或者上级部署变化', en: 'law or an order from above', evidence: true },
  organisation: { zh: '机构、职责或者人员调整', en: 'offices, duties or people changed', evidence: false },
  objects: { zh: '检查对象情况变化', en: 'the objects changed', evidence: false },
  force_majeure: { zh: '自然灾害等不可抗力', en: 'force majeure', evidence: true },
  other: { zh: '其他', en: 'another reason', evidence: false },
} as const

export type ChangeReason = keyof typeof changeReasons

export const isChangeReason = (text: string): text is ChangeReason => Object.hasOwn(changeReasons, text)
