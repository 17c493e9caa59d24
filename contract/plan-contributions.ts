/** 填报: offices and organisations below are asked for their rows of a plan, write them, hand them in; the consolidator takes them in. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'
import { PlanKind, PlanRowDraft } from './plan-rows.ts'

const Seen = Instant.describe('`updatedAt` as the page showed it; a contribution that somebody changed since is refused as `page_stale`.')
const Text = z.string().max(500)
const Reason = z.string().trim().min(2).max(500)

export const ContributionState = z.enum(['invited', 'handed_in', 'taken_in', 'declined', 'withdrawn'])

export const Contribution = z.object({
  id: z.uuid(),
  planId: z.uuid(),
  planNo: z.string(),
  planName: z.string(),
  planOrgName: z.string(),
  orgName: z.string(),
  accountName: z.string().nullable().describe('The one person who is asked; null: anybody of the organisation who may fill in rows.'),
  office: z.string().describe('科室, as the consolidator calls it.'),
  note: z.string(),
  dueOn: PlainDate,
  state: ContributionState,
  rowCount: z.number().int(),
  reason: z.string().describe('Why it was declined or given back.'),
  invitedBy: z.string(),
  invitedAt: Instant,
  handedInBy: z.string().nullable(),
  handedInAt: Instant.nullable(),
  takenInBy: z.string().nullable(),
  takenInAt: Instant.nullable(),
  updatedAt: Instant,
  abilities: z.object({
    save: Ability,
    handIn: Ability,
    recall: Ability,
    decline: Ability,
    takeIn: Ability,
    giveBack: Ability,
    withdraw: Ability,
  }),
})
export type Contribution = z.infer<typeof Contribution>

export const ContributionPage = Contribution.extend({
  year: z.number().int(),
  kind: PlanKind,
  rows: z.array(PlanRowDraft),
  itemNames: z.record(z.string(), z.string()).describe('Names of the items of these rows, by id.'),
})
export type ContributionPage = z.infer<typeof ContributionPage>

export const ContributionChoice = z.object({
  orgId: z.uuid(),
  orgName: z.string(),
  own: z.boolean().describe('The organisation of the plan itself: its offices.'),
  people: z.array(z.object({ accountId: z.uuid(), name: z.string() })).describe('Who there may fill in rows.'),
})
export type ContributionChoice = z.infer<typeof ContributionChoice>

const answer = z.object({ state: z.string(), updatedAt: Instant })
const move = (verb: string, access: 'plan.contribute' | 'plan.edit', summary: string) =>
  endpoint(access).route({ method: 'POST', path: `/plan-contributions/{contributionId}/${verb}`, summary })
const One = z.object({ commandId: CommandId, contributionId: z.uuid(), seen: Seen })

export const planContributions = {
  mine: endpoint('plan.contribute')
    .route({ method: 'GET', path: '/plan-contributions', summary: '我的填报任务' })
    .input(PageInput.extend({ state: ContributionState.optional() }))
    .output(page(Contribution)),
  ofPlan: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/contributions', summary: '一份计划的填报情况' })
    .input(z.object({ planId: z.uuid() }))
    .output(z.object({ contributions: z.array(Contribution), abilities: z.object({ invite: Ability }) })),
  get: endpoint('plan.read')
    .route({ method: 'GET', path: '/plan-contributions/{contributionId}', summary: '一份填报' })
    .input(z.object({ contributionId: z.uuid() }))
    .output(ContributionPage),
  choices: endpoint('plan.edit')
    .route({ method: 'GET', path: '/plans/{planId}/contribution-choices', summary: '可以请谁填报' })
    .input(z.object({ planId: z.uuid() }))
    .output(z.object({ choices: z.array(ContributionChoice) })),
  invite: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/contributions', summary: '下达填报任务' })
    .input(
      z.object({
        commandId: CommandId,
        planId: z.uuid(),
        to: z
          .array(z.object({ orgId: z.uuid(), accountId: z.uuid().nullable().default(null), office: z.string().min(1).max(60) }))
          .min(1)
          .max(100),
        dueOn: PlainDate,
        note: Text.default(''),
      }),
    )
    .output(z.object({ ids: z.array(z.uuid()) })),
  save: move('save', 'plan.contribute', '保存填报')
    .input(One.extend({ rows: z.array(PlanRowDraft).max(200) }))
    .output(answer),
  handIn: move('hand-in', 'plan.contribute', '报送')
    .input(One.extend({ note: Text.default('') }))
    .output(answer),
  recall: move('recall', 'plan.contribute', '撤回报送').input(One).output(answer),
  decline: move('decline', 'plan.contribute', '无可报事项')
    .input(One.extend({ reason: Reason }))
    .output(answer),
  takeIn: move('take-in', 'plan.edit', '汇入计划')
    .input(One)
    .output(answer.extend({ rowIds: z.array(z.uuid()) })),
  giveBack: move('give-back', 'plan.edit', '退回填报')
    .input(One.extend({ reason: Reason }))
    .output(answer),
  withdraw: move('withdraw', 'plan.edit', '撤销填报任务')
    .input(One.extend({ reason: Reason }))
    .output(answer),
}
