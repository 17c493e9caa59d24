/** 年度抽查工作计划: drafted, submitted, approved by another person, published; adjusted and published again, every version kept. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, page, Step } from './base.ts'
import { PlanKind, PlanRow, PlanRowDraft, VersionRow } from './plan-rows.ts'

export const PlanHead = z.object({
  id: z.uuid(),
  planNo: z.string().describe('14 digits: region 6, year 4, type 1, serial 3.'),
  year: z.number().int(),
  name: z.string(),
  kind: PlanKind,
  state: z.string().describe('draft | submitted | approved | published | adjusting | adjust_submitted | adjust_approved | cancelled'),
  version: z.number().int().describe('The version that is public; 0 before the first publication.'),
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  createdBy: z.string(),
  updatedAt: Instant,
})
export type PlanHead = z.infer<typeof PlanHead>

export const PlanVersionHead = z.object({
  version: z.number().int(),
  name: z.string(),
  reason: z.string().describe('Why it was adjusted; empty for the first.'),
  rows: z.number().int(),
  submittedBy: z.string(),
  approvedBy: z.string(),
  publishedBy: z.string(),
  publishedAt: Instant,
})
export type PlanVersionHead = z.infer<typeof PlanVersionHead>

/** Something that a check found in a plan: the code of a refusal, and the row and field it is about. */
export const PlanFinding = z.object({
  code: z.string(),
  level: z.enum(['refused', 'warning']).describe('refused: the plan cannot be submitted with it.'),
  row: z.number().int().nullable().describe('The row by its number; null for the plan as a whole.'),
  rowId: z.uuid().nullable(),
  field: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
})
export type PlanFinding = z.infer<typeof PlanFinding>

const verbs = {
  edit: Ability,
  submit: Ability,
  approve: Ability,
  return: Ability,
  publish: Ability,
  adjust: Ability,
  abandon: Ability,
  cancel: Ability,
}

export const Plan = PlanHead.extend({
  docNo: z.string(),
  adjustReason: z.string().nullable(),
  cancelReason: z.string().nullable(),
  rows: z.array(PlanRow),
  versions: z.array(PlanVersionHead).describe('The newest first.'),
  steps: z.array(Step),
  abilities: z.object(verbs),
})
export type Plan = z.infer<typeof Plan>

const Seen = Instant.optional().describe('`updatedAt` as the page showed it; refused as page_stale when somebody changed it since.')
const Name = z.string().min(2).max(120)
const DocNo = z.string().max(60)
const Year = z.number().int().min(2000).max(2999)
const ofPlan = { commandId: CommandId, planId: z.uuid(), seen: Seen }
const ofRow = { commandId: CommandId, planId: z.uuid(), rowId: z.uuid(), seen: Seen }
const RowSaved = z.object({ rowId: z.uuid(), state: z.string(), updatedAt: Instant.describe('Of the row.') })

const move = (verb: string, access: 'plan.read' | 'plan.edit' | 'plan.approve', summary: string) =>
  endpoint(access)
    .route({ method: 'POST', path: `/plans/{planId}/${verb}`, summary })
    .input(z.object({ ...ofPlan, note: z.string().max(500).default('') }))
    .output(z.object({ state: z.string() }))

const Difference = z.object({
  from: z.number().int(),
  to: z.number().int().nullable().describe('null: as it is being worked on now.'),
  name: z.object({ before: z.string(), after: z.string() }).nullable(),
  added: z.array(VersionRow),
  cancelled: z.array(z.object({ row: VersionRow, reason: z.string() })),
  changed: z.array(
    z.object({
      row: VersionRow,
      fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  same: z.number().int(),
})
export type PlanDifference = z.infer<typeof Difference>

export const plans = {
  list: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans', summary: '抽查计划列表' })
    .input(PageInput.extend({ year: z.coerce.number().int().optional(), state: z.string().max(20).optional(), kind: PlanKind.optional() }))
    .output(page(PlanHead)),
  get: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}', summary: '一份抽查计划' })
    .input(z.object({ planId: z.uuid() }))
    .output(Plan),
  check: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/check', summary: '检查计划：不能提交的问题和提醒' })
    .input(z.object({ planId: z.uuid() }))
    .output(z.object({ findings: z.array(PlanFinding), more: z.number().int() })),
  create: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans', summary: '编制抽查计划' })
    .input(
      z.object({
        commandId: CommandId,
        year: Year,
        name: Name,
        kind: PlanKind.default('own'),
        docNo: DocNo.default(''),
        planNo: z.string().max(40).optional().describe('Never typed: the number is given by the system, and any other is refused.'),
        rows: z.array(PlanRowDraft).max(1000).default([]),
      }),
    )
    .output(z.object({ planId: z.uuid(), planNo: z.string() })),
  copy: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/copy', summary: '复制为新的年度计划' })
    .input(z.object({ commandId: CommandId, planId: z.uuid(), year: Year, name: Name }))
    .output(z.object({ planId: z.uuid(), planNo: z.string(), rows: z.number().int() })),
  edit: endpoint('plan.edit')
    .route({ method: 'PUT', path: '/plans/{planId}', summary: '修改抽查计划（整份）' })
    .input(
      z.object({
        ...ofPlan,
        name: Name,
        kind: PlanKind.optional(),
        docNo: DocNo.optional(),
        planNo: z.string().max(40).optional(),
        rows: z
          .array(PlanRowDraft.extend({ id: z.uuid().optional().describe('A row that is there already.') }))
          .min(1)
          .max(1000),
      }),
    )
    .output(z.object({ state: z.string() })),
  editHead: endpoint('plan.edit')
    .route({ method: 'PUT', path: '/plans/{planId}/head', summary: '修改计划名称、类型、文号' })
    .input(z.object({ ...ofPlan, name: Name, kind: PlanKind, docNo: DocNo, planNo: z.string().max(40).optional() }))
    .output(z.object({ state: z.string() })),
  addRows: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/rows', summary: '增加计划行' })
    .input(z.object({ commandId: CommandId, planId: z.uuid(), rows: z.array(PlanRowDraft).min(1).max(1000) }))
    .output(z.object({ rowIds: z.array(z.uuid()), state: z.string() })),
  saveRow: endpoint('plan.edit')
    .route({ method: 'PUT', path: '/plans/{planId}/rows/{rowId}', summary: '修改一行' })
    .input(z.object({ ...ofRow, row: PlanRowDraft }))
    .output(RowSaved),
  cancelRow: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/rows/{rowId}/cancel', summary: '删除或取消一行' })
    .input(
      z.object({
        ...ofRow,
        reason: z.string().max(300).default('').describe('Needed where the row was published: it stays, as cancelled.'),
      }),
    )
    .output(z.object({ state: z.string(), removed: z.boolean() })),
  restoreRow: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/rows/{rowId}/restore', summary: '恢复已取消的一行' })
    .input(z.object(ofRow))
    .output(RowSaved),
  moveRow: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/rows/{rowId}/move', summary: '移动一行' })
    .input(z.object({ ...ofRow, to: z.number().int().min(1).max(1000).describe('The number it shall have.') }))
    .output(z.object({ state: z.string() })),
  readRows: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plan-rows/read', summary: '读取粘贴或上传的计划表' })
    .input(
      z.object({
        planId: z.uuid().optional(),
        year: Year,
        text: z.string().max(2_000_000).optional().describe('Pasted from a spreadsheet: columns apart by tabs, or CSV.'),
        fileId: z.uuid().optional().describe('An uploaded CSV or XLSX.'),
      }),
    )
    .output(
      z.object({
        rows: z.array(z.object({ line: z.number().int(), row: PlanRowDraft, itemNames: z.array(z.string()) })),
        refused: z.array(
          z.object({
            line: z.number().int(),
            field: z.string(),
            code: z.string(),
            value: z.string(),
            facts: z.record(z.string(), z.unknown()),
          }),
        ),
        columns: z.array(z.object({ title: z.string(), field: z.string().nullable() })),
      }),
    ),
  submit: move('submit', 'plan.edit', '提交审批'),
  approve: move('approve', 'plan.approve', '批准计划'),
  return: move('return', 'plan.approve', '退回计划'),
  publish: move('publish', 'plan.approve', '公布计划'),
  adjust: move('adjust', 'plan.edit', '调整已公布的计划（须填原因）'),
  abandon: move('abandon', 'plan.edit', '放弃调整'),
  cancel: move('cancel', 'plan.read', '撤销计划（须填原因）'),
  version: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/versions/{version}', summary: '计划的一个版本' })
    .input(z.object({ planId: z.uuid(), version: z.coerce.number().int().min(1) }))
    .output(PlanVersionHead.omit({ rows: true }).extend({ planNo: z.string(), docNo: z.string(), rows: z.array(VersionRow) })),
  compare: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/compare', summary: '比较两个版本' })
    .input(
      z.object({
        planId: z.uuid(),
        from: z.coerce.number().int().min(1),
        to: z.coerce.number().int().min(1).optional().describe('Absent: the plan as it is being worked on now.'),
      }),
    )
    .output(Difference),
}
