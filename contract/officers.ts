/** 执法检查人员名录与专家名录: persons with certificates, qualifications, leave, recusals and standing groups, and the filing of the register. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const Population = z.enum(['officers', 'experts']).describe('officers 执法检查人员, experts 专家')
export const Relation = z.enum(['declared', 'kinship', 'shareholding', 'former_employer']).describe('回避事由')
export const LeaveKind = z.enum(['leave', 'illness', 'training', 'duty', 'other'])
export const OfficerState = z.enum(['active', 'suspended', 'left']).describe('有效 | 停用 | 离岗; only active ones are drawn.')

const Words = z.array(z.string().min(1).max(60)).max(50)

/** What a list shows; `certificateNo` and `certificateValidTo` are of the valid certificate that lasts longest. */
export const OfficerRow = z.object({
  id: z.uuid(),
  population: Population,
  staffNo: z.string(),
  name: z.string(),
  orgPath: z.string(),
  orgName: z.string(),
  post: z.enum(['office', 'station']),
  certificateNo: z.string().nullable(),
  certificateValidTo: PlainDate.nullable(),
  certificate: z.enum(['valid', 'expiring', 'expired', 'none']).describe('expiring: within the warning days of the policy.'),
  itemScope: z.array(z.string()).describe('Item codes the officer may enforce; empty means all items of the department.'),
  qualifications: Words,
  expertise: Words,
  state: OfficerState,
  recusals: z.number().int().describe('Relations that stand.'),
  onLeave: z.boolean().describe('Today.'),
})
export type OfficerRow = z.infer<typeof OfficerRow>

export const CertificateDraft = z.object({
  certificateNo: z.string().min(1).max(60),
  dept: z.string().min(2).max(20).describe('The authority whose items it covers.'),
  issuer: z.string().max(80).nullable().default(null),
  validFrom: PlainDate.nullable().default(null),
  validTo: PlainDate,
  state: z.enum(['valid', 'revoked']).default('valid'),
})

export const OfficerDraft = z.object({
  population: Population.default('officers'),
  staffNo: z.string().min(1).max(60),
  name: z.string().min(1).max(60),
  orgId: z.uuid().describe('The organisation the person works in, within the caller’s jurisdiction and department.'),
  gender: z.enum(['male', 'female']).nullable().default(null),
  phone: z.string().max(30).nullable().default(null),
  education: z.string().max(30).nullable().default(null),
  major: z.string().max(60).nullable().default(null),
  jobCategory: z.string().max(60).nullable().default(null),
  postSince: PlainDate.nullable().default(null),
  postLevel: z.string().max(30).nullable().default(null),
  postClass: z.string().max(30).nullable().default(null),
  postName: z.string().max(60).nullable().default(null),
  businessOffice: z.string().max(60).nullable().default(null),
  itemScope: z.array(z.string().max(30)).max(500).default([]),
  qualifications: Words.default([]),
  expertise: Words.default([]),
  certificates: z.array(CertificateDraft).max(20).default([]).describe('Officers need one; experts need none.'),
})
export type OfficerDraft = z.infer<typeof OfficerDraft>

export const Leave = z.object({
  id: z.uuid(),
  officerId: z.uuid(),
  officerName: z.string(),
  orgName: z.string(),
  from: PlainDate,
  to: PlainDate,
  kind: LeaveKind,
  note: z.string(),
  enteredBy: z.string(),
})
export type Leave = z.infer<typeof Leave>

export const Recusal = z.object({
  id: z.uuid(),
  subject: z.string(),
  name: z.string().nullable(),
  relation: Relation,
  note: z.string(),
  declaredBy: z.string(),
  declaredAt: Instant,
  endedOn: PlainDate.nullable(),
})

export const Officer = OfficerRow.extend({
  orgId: z.uuid().nullable(),
  gender: z.enum(['male', 'female']).nullable(),
  idNoMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  education: z.string().nullable(),
  major: z.string().nullable(),
  jobCategory: z.string().nullable(),
  postSince: PlainDate.nullable(),
  postLevel: z.string().nullable(),
  postClass: z.string().nullable(),
  postName: z.string().nullable(),
  businessOffice: z.string().nullable(),
  certificates: z.array(CertificateDraft.extend({ id: z.uuid() })),
  leaves: z.array(Leave),
  recusalList: z.array(Recusal),
  groups: z.array(z.object({ id: z.uuid(), name: z.string(), leader: z.boolean() })),
  loadThisYear: z.number().int().describe('Objects of tasks that begin in this calendar year.'),
  abilities: z.object({ edit: Ability, recuse: Ability }),
})
export type Officer = z.infer<typeof Officer>

export const Group = z.object({
  id: z.uuid(),
  name: z.string(),
  orgPath: z.string(),
  orgName: z.string(),
  state: z.enum(['active', 'retired']),
  members: z.array(z.object({ officerId: z.uuid(), name: z.string(), staffNo: z.string(), leader: z.boolean(), state: OfficerState })),
  abilities: z.object({ edit: Ability }),
})
export type Group = z.infer<typeof Group>

export const Filing = z.object({
  id: z.uuid(),
  orgName: z.string(),
  toName: z.string().describe('The place above that receives it.'),
  officers: z.number().int(),
  fileId: z.uuid(),
  sha256: z.string(),
  note: z.string(),
  submittedBy: z.string(),
  submittedAt: Instant,
  decision: z.object({ accepted: z.boolean(), opinion: z.string(), by: z.string(), at: Instant }).nullable(),
  abilities: z.object({ decide: Ability }),
})
export type Filing = z.infer<typeof Filing>

export const officers = {
  list: endpoint('officer.read')
    .route({ method: 'GET', path: '/officers', summary: '执法检查人员列表' })
    .input(
      PageInput.extend({
        q: z.string().max(40).optional(),
        orgPath: z.string().max(40).optional(),
        population: Population.optional(),
        state: OfficerState.optional(),
        certificate: z.enum(['valid', 'expiring', 'expired', 'none']).optional(),
        qualification: z.string().max(60).optional(),
      }),
    )
    .output(page(OfficerRow)),
  get: endpoint('officer.read')
    .route({ method: 'GET', path: '/officers/{officerId}', summary: '一名执法检查人员' })
    .input(z.object({ officerId: z.uuid() }))
    .output(Officer),
  /** What needs care: counts for the head of the list page. */
  summary: endpoint('officer.read')
    .route({ method: 'GET', path: '/officers/summary', summary: '人员名录概况' })
    .input(z.object({ population: Population.default('officers') }))
    .output(
      z.object({
        total: z.number().int(),
        active: z.number().int(),
        expiring: z.number().int(),
        expired: z.number().int(),
        noCertificate: z.number().int(),
        onLeave: z.number().int(),
        warnDays: z.number().int(),
        qualifications: z.array(z.string()).describe('In use, for filters.'),
      }),
    ),
  /** A new person without `officerId`, or the whole of a known one. */
  save: endpoint('officer.import')
    .route({ method: 'POST', path: '/officers', summary: '新增或修改人员' })
    .input(OfficerDraft.extend({ commandId: CommandId, officerId: z.uuid().nullable().default(null) }))
    .output(z.object({ officerId: z.uuid() })),
  setState: endpoint('officer.import')
    .route({ method: 'POST', path: '/officers/{officerId}/state', summary: '停用、恢复或离岗' })
    .input(z.object({ commandId: CommandId, officerId: z.uuid(), state: OfficerState, reason: z.string().min(2).max(200) }))
    .output(z.object({ state: OfficerState })),
  declareRecusal: endpoint('officer.import')
    .route({ method: 'POST', path: '/officers/{officerId}/recusals', summary: '登记回避' })
    .input(
      z.object({
        commandId: CommandId,
        officerId: z.uuid(),
        subject: z.string().max(80),
        relation: Relation,
        note: z.string().max(200).default(''),
      }),
    )
    .output(z.object({ id: z.uuid() })),
  endRecusal: endpoint('officer.import')
    .route({ method: 'POST', path: '/recusals/{recusalId}/end', summary: '解除回避' })
    .input(z.object({ commandId: CommandId, recusalId: z.uuid(), endedOn: PlainDate, note: z.string().max(200).default('') }))
    .output(z.object({ endedOn: PlainDate })),
  listLeaves: endpoint('officer.read')
    .route({ method: 'GET', path: '/leaves', summary: '请假日历' })
    .input(z.object({ from: PlainDate, to: PlainDate, orgPath: z.string().max(40).optional() }))
    .output(z.object({ rows: z.array(Leave), more: z.boolean().describe('Cut at 2,000.') })),
  addLeave: endpoint('officer.import')
    .route({ method: 'POST', path: '/officers/{officerId}/leaves', summary: '登记请假' })
    .input(
      z.object({
        commandId: CommandId,
        officerId: z.uuid(),
        from: PlainDate,
        to: PlainDate,
        kind: LeaveKind,
        note: z.string().max(200).default(''),
      }),
    )
    .output(z.object({ id: z.uuid() })),
  cancelLeave: endpoint('officer.import')
    .route({ method: 'POST', path: '/leaves/{leaveId}/cancel', summary: '取消请假' })
    .input(z.object({ commandId: CommandId, leaveId: z.uuid() }))
    .output(z.object({ state: z.literal('cancelled') })),
  listGroups: endpoint('officer.read')
    .route({ method: 'GET', path: '/officer-groups', summary: '检查小组' })
    .input(PageInput.extend({ state: z.enum(['active', 'retired']).optional() }))
    .output(page(Group)),
  saveGroup: endpoint('officer.import')
    .route({ method: 'POST', path: '/officer-groups', summary: '新增或修改检查小组' })
    .input(
      z.object({
        commandId: CommandId,
        groupId: z.uuid().nullable().default(null),
        orgId: z.uuid(),
        name: z.string().min(2).max(60),
        leaderId: z.uuid(),
        memberIds: z.array(z.uuid()).min(1).max(20).describe('Besides the leader; a group has at least two distinct persons.'),
      }),
    )
    .output(z.object({ groupId: z.uuid() })),
  retireGroup: endpoint('officer.import')
    .route({ method: 'POST', path: '/officer-groups/{groupId}/retire', summary: '停用检查小组' })
    .input(z.object({ commandId: CommandId, groupId: z.uuid() }))
    .output(z.object({ state: z.literal('retired') })),
  submitFiling: endpoint('officer.file')
    .route({ method: 'POST', path: '/officer-filings', summary: '人员名录报送备案' })
    .input(z.object({ commandId: CommandId, note: z.string().max(500).default('') }))
    .output(z.object({ filingId: z.uuid() })),
  /** Those that the caller's place submitted, and those submitted to it. */
  listFilings: endpoint('officer.read')
    .route({ method: 'GET', path: '/officer-filings', summary: '备案记录' })
    .input(PageInput)
    .output(page(Filing)),
  decideFiling: endpoint('officer.accept')
    .route({ method: 'POST', path: '/officer-filings/{filingId}/decision', summary: '接收或退回备案' })
    .input(z.object({ commandId: CommandId, filingId: z.uuid(), accept: z.boolean(), opinion: z.string().trim().min(2).max(500) }))
    .output(z.object({ accepted: z.boolean() })),
}
