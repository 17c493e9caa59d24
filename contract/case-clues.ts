/** 案件线索: a problem that was handed to whoever handles cases, until it is given back or ends with a decision that finishes it. */
import * as z from 'zod'
import { type CaseEnding, caseEndings } from '#core/inspections/clue-state.ts'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

const endings = Object.keys(caseEndings) as CaseEnding[] // the table's own keys

export const CaseEndingCode = z.enum(endings)

const Act = z.object({ by: z.string(), at: Instant })

export const CaseClue = z.object({
  id: z.uuid(),
  visitId: z.uuid(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  taskName: z.string(),
  outcome: z.string(),
  problem: z.string(),
  disposal: z.string(),
  foundOn: PlainDate,
  toOrg: z.string(),
  state: z.string().describe('handed | taken | returned | decided'),
  note: z.string(),
  handed: Act,
  taken: Act.nullable(),
  returned: Act.extend({ reason: z.string() }).nullable(),
  decided: Act.extend({ ending: CaseEndingCode, decisionNo: z.string(), on: PlainDate }).nullable(),
  abilities: z.object({ take: Ability, giveBack: Ability, decide: Ability }),
})
export type CaseClue = z.infer<typeof CaseClue>

export const cases = {
  list: endpoint('case.handle')
    .route({ method: 'GET', path: '/case-clues', summary: '案件线索' })
    .input(PageInput.extend({ state: z.enum(['live', 'returned', 'decided']).optional(), q: z.string().max(60).optional() }))
    .output(page(CaseClue)),
  receivers: endpoint('signedIn')
    .route({ method: 'GET', path: '/follow-ups/{visitId}/case-departments', summary: '可以接收线索的办案机构' })
    .input(z.object({ visitId: z.uuid() }))
    .output(z.array(z.object({ orgId: z.uuid(), name: z.string(), own: z.boolean() }))),
  hand: endpoint('signedIn')
    .route({ method: 'POST', path: '/follow-ups/{visitId}/case', summary: '移送办案' })
    .input(z.object({ commandId: CommandId, visitId: z.uuid(), orgId: z.uuid(), note: z.string().trim().min(4).max(500) }))
    .output(z.object({ clueId: z.uuid() })),
  take: endpoint('case.handle')
    .route({ method: 'POST', path: '/case-clues/{clueId}/take', summary: '接收线索' })
    .input(z.object({ commandId: CommandId, clueId: z.uuid() }))
    .output(z.object({ state: z.string() })),
  giveBack: endpoint('case.handle')
    .route({ method: 'POST', path: '/case-clues/{clueId}/return', summary: '退回线索' })
    .input(z.object({ commandId: CommandId, clueId: z.uuid(), reason: z.string().trim().min(4).max(500) }))
    .output(z.object({ state: z.string() })),
  decide: endpoint('case.handle')
    .route({ method: 'POST', path: '/case-clues/{clueId}/decision', summary: '回填办案结果' })
    .input(
      z.object({
        commandId: CommandId,
        clueId: z.uuid(),
        ending: CaseEndingCode,
        decisionNo: z.string().trim().min(2).max(80).describe('文号, as it stands on the paper.'),
        on: PlainDate,
      }),
    )
    .output(z.object({ state: z.string(), taskState: z.string() })),
}
