/** Who may do what: permissions and the roles that carry them, as data (domain.md §15 roles, reduced to what this house already does). */
export const permissions = {
  'account.manage': { zh: '管理机构与账号', en: 'manage organisations and accounts' },
  'record.read': { zh: '查看业务留痕', en: 'read the business record' },
  'file.upload': { zh: '上传文件', en: 'upload files' },
  'register.read': { zh: '查看检查对象名录', en: 'read the register' },
  'risk.read': { zh: '查看信用风险等级', en: 'see credit risk classes' },
  'register.import': { zh: '导入检查对象名录', en: 'import the register' },
  'officer.read': { zh: '查看执法检查人员名录', en: 'read the officer register' },
  'officer.import': { zh: '维护执法检查人员名录', en: 'maintain the officer register' },
  'officer.file': { zh: '报送人员名录备案', en: 'file the officer register with the level above' },
  'officer.accept': { zh: '接收下级人员名录备案', en: 'accept a filed officer register' },
  'load.read': { zh: '查看人员负荷与搭档', en: 'see loads and pairings of officers' },
  'matching.review': { zh: '查看配对概率档案', en: 'see the stored probabilities of all pairs' },
  'item.read': { zh: '查看抽查事项', en: 'read inspection items' },
  'item.edit': { zh: '编制抽查事项', en: 'edit inspection items' },
  'item.publish': { zh: '批准公布抽查事项', en: 'approve and publish inspection items' },
  'plan.read': { zh: '查看抽查计划', en: 'read plans' },
  'plan.edit': { zh: '编制抽查计划', en: 'draft plans' },
  'plan.approve': { zh: '审批并公布抽查计划', en: 'approve and publish plans' },
  'task.read': { zh: '查看抽查任务', en: 'read tasks' },
  'task.edit': { zh: '编制抽查任务', en: 'make tasks' },
  'draw.read': { zh: '查看摇号抽取', en: 'read draws' },
  'draw.run': { zh: '组织摇号抽取', en: 'run draws' },
  'draw.party': { zh: '封存并揭示本方随机数', en: 'pledge and reveal a nonce' },
  'draw.close': { zh: '复核归档、批准作废、审批更换', en: 'close draws, approve voids and replacements' },
  'draw.sign': { zh: '签署抽取情况确认书', en: 'sign the confirmation of a draw' },
  'draw.explain': { zh: '查询一户的抽取情况、出具本户凭证', en: 'explain a draw to one subject' },
  'draw.audit': { zh: '下载审计核验包', en: "download the auditor's copy of a draw" },
  'inspection.read': { zh: '查看检查实施', en: 'read inspections' },
  'inspection.enter': { zh: '录入检查结果', en: 'enter results' },
  'inspection.review': { zh: '审核检查结果', en: 'review results' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type Permission = keyof typeof permissions

type RoleRow = { readonly zh: string; readonly en: string; readonly can: readonly Permission[]; readonly allDepartments?: true }

const reads = ['register.read', 'officer.read', 'item.read', 'plan.read', 'task.read', 'draw.read', 'inspection.read'] as const

export const roles = {
  admin: { zh: '系统管理员', en: 'administrator', can: ['account.manage', 'officer.read'], allDepartments: true },
  registrar: {
    zh: '名录管理岗',
    en: 'registrar',
    can: ['file.upload', 'register.read', 'register.import', 'officer.read', 'officer.import', 'officer.file', 'item.read'],
  },
  organiser: {
    zh: '组织岗',
    en: 'organiser',
    can: [
      'file.upload',
      ...reads,
      'risk.read',
      'load.read',
      'item.edit',
      'plan.edit',
      'task.edit',
      'draw.run',
      'draw.party',
      'draw.sign',
      'draw.explain',
    ],
  },
  approver: {
    zh: '审批岗',
    en: 'approver',
    can: [...reads, 'risk.read', 'load.read', 'officer.accept', 'item.publish', 'plan.approve', 'draw.close', 'draw.sign', 'draw.explain'],
  },
  supervisor: {
    zh: '监督岗',
    en: 'supervisor',
    can: [...reads, 'risk.read', 'load.read', 'matching.review', 'draw.party', 'draw.sign', 'draw.explain', 'draw.audit', 'record.read'],
    allDepartments: true,
  },
  witness: { zh: '见证岗', en: 'witness', can: ['task.read', 'draw.read', 'draw.party', 'draw.sign'] },
  inspector: { zh: '执法人员', en: 'inspector', can: ['item.read', 'inspection.enter'] },
  reviewer: { zh: '审核岗', en: 'reviewer', can: ['item.read', 'task.read', 'inspection.read', 'inspection.review'] },
} as const satisfies Record<string, RoleRow>

export type Role = keyof typeof roles

export const roleCodes = Object.keys(roles) as readonly Role[]

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text)
