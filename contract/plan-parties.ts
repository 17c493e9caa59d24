/** 联席会议: the departments of a joint plan are invited, confirm or decline with a reason, and the conference adopts the plan. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

const Seen = Instant.describe('`updatedAt` of the invitation as the page showed it.')
const Content = z.string().regex(/^[0-9a-f]{64}$/)
const Reason = z.string().trim().min(2).max(500)

export const PartyState = z.enum(['invited', 'confirmed', 'declined', 'withdrawn'])

export const PartyAnswer = z.object({
  answer: z.enum(['confirmed', 'declined']),
  reason: z.string(),
  by: z.string(),
  at: Instant,
})

/** What a row asks of a department. */
export const PartyRow = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  name: z.string(),
  office: z.string(),
  itemNames: z.array(z.string()),
  objectScope: z.string(),
  from: PlainDate,
  to: PlainDate,
  jointItem: z.object({ id: z.uuid(), code: z.string(), name: z.string(), version: z.number().int() }).nullable(),
  duties: z.array(z.string()).describe('The items that the joint item gives this department.'),
})
export type PartyRow = z.infer<typeof PartyRow>

export const Party = z.object({
  id: z.uuid(),
  planId: z.uuid(),
  orgName: z.string(),
  dept: z.string(),
  duty: z.string().describe('分工, in the words of the inviting department.'),
  dueOn: PlainDate,
  state: PartyState,
  outdated: z.boolean().describe('It confirmed, and the rows that name it changed since: it is to be asked again.'),
  content: Content.describe('SHA-256 of what the plan says of this department now; an answer repeats it.'),
  rowCount: z.number().int(),
  askedBy: z.string(),
  askedAt: Instant,
  answers: z.array(PartyAnswer),
  updatedAt: Instant,
  abilities: z.object({ confirm: Ability, decline: Ability, ask: Ability, withdraw: Ability }),
})
export type Party = z.infer<typeof Party>

export const Invitation = Party.extend({ planNo: z.string(), planName: z.string(), planYear: z.number().int(), planOrgName: z.string() })
export type Invitation = z.infer<typeof Invitation>

export const InvitationPage = Invitation.extend({ rows: z.array(PartyRow), planState: z.string() })
export type InvitationPage = z.infer<typeof InvitationPage>

export const Adoption = z.object({
  id: z.uuid(),
  metOn: PlainDate,
  minutesNo: z.string(),
  resolution: z.string(),
  fileId: z.uuid().nullable(),
  parties: z.array(z.string()),
  by: z.string(),
  at: Instant,
})
export type Adoption = z.infer<typeof Adoption>

export const PartyChoice = z.object({
  orgId: z.uuid(),
  dept: z.string(),
  orgName: z.string(),
  named: z.boolean().describe('A row of the plan names it.'),
  invited: z.boolean(),
})
export type PartyChoice = z.infer<typeof PartyChoice>

/** Another department at one's place: what a row can name as a party, with what it has published. */
export const OtherDepartment = z.object({
  dept: z.string(),
  orgPath: z.string(),
  orgName: z.string(),
  items: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type OtherDepartment = z.infer<typeof OtherDepartment>

const answer = z.object({ state: z.string(), updatedAt: Instant })
const One = z.object({ commandId: CommandId, partyId: z.uuid(), seen: Seen })
const move = (verb: string, access: 'joint.convene' | 'plan.edit', summary: string) =>
  endpoint(access).route({ method: 'POST', path: `/plan-parties/{partyId}/${verb}`, summary })

export const planParties = {
  mine: endpoint('joint.convene')
    .route({ method: 'GET', path: '/plan-parties', summary: '请本部门确认的联合计划' })
    .input(PageInput.extend({ state: PartyState.optional() }))
    .output(page(Invitation)),
  get: endpoint('plan.read')
    .route({ method: 'GET', path: '/plan-parties/{partyId}', summary: '一份邀请：要求本部门做什么' })
    .input(z.object({ partyId: z.uuid() }))
    .output(InvitationPage),
  departments: endpoint('plan.read')
    .route({ method: 'GET', path: '/plan-departments', summary: '本地区可以配合的部门及其现行事项' })
    .output(z.object({ departments: z.array(OtherDepartment) })),
  ofPlan: endpoint('plan.read')
    .route({ method: 'GET', path: '/plans/{planId}/parties', summary: '一份联合计划的参与部门' })
    .input(z.object({ planId: z.uuid() }))
    .output(
      z.object({
        parties: z.array(Party),
        all: z.boolean().describe('All parties are here; who is only invited sees its own department.'),
        adoptions: z.array(Adoption),
        missing: z.array(z.string()).describe('Departments that rows name and nobody invited.'),
        abilities: z.object({ invite: Ability, adopt: Ability }),
      }),
    ),
  choices: endpoint('plan.edit')
    .route({ method: 'GET', path: '/plans/{planId}/party-choices', summary: '可以邀请的部门' })
    .input(z.object({ planId: z.uuid() }))
    .output(z.object({ choices: z.array(PartyChoice) })),
  invite: endpoint('plan.edit')
    .route({ method: 'POST', path: '/plans/{planId}/parties', summary: '邀请部门参加联合计划' })
    .input(
      z.object({
        commandId: CommandId,
        planId: z.uuid(),
        to: z
          .array(z.object({ orgId: z.uuid(), duty: z.string().max(500).default('') }))
          .min(1)
          .max(50),
        dueOn: PlainDate,
      }),
    )
    .output(z.object({ ids: z.array(z.uuid()) })),
  ask: move('ask', 'plan.edit', '再次请其确认')
    .input(One.extend({ note: z.string().max(500).default(''), dueOn: PlainDate }))
    .output(answer),
  withdraw: move('withdraw', 'plan.edit', '撤回邀请')
    .input(One.extend({ reason: Reason }))
    .output(answer),
  confirm: move('confirm', 'joint.convene', '确认参加')
    .input(
      One.extend({
        content: Content.describe('`content` as the page showed it; refused as `page_stale` when the plan changed since.'),
        note: z.string().max(500).default(''),
      }),
    )
    .output(answer),
  decline: move('decline', 'joint.convene', '不参加')
    .input(One.extend({ content: Content, reason: Reason }))
    .output(answer),
  adopt: endpoint('joint.convene')
    .route({ method: 'POST', path: '/plans/{planId}/adopt', summary: '联席会议审议通过' })
    .input(
      z.object({
        commandId: CommandId,
        planId: z.uuid(),
        seen: Instant.describe('`updatedAt` of the plan as the page showed it.'),
        metOn: PlainDate.describe('会议日期'),
        minutesNo: z.string().min(2).max(60).describe('会议纪要编号'),
        resolution: z.string().min(2).max(1000).describe('审议意见'),
        fileId: z.uuid().nullable().default(null).describe('会议纪要'),
      }),
    )
    .output(z.object({ state: z.string() })),
}
