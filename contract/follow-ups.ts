/** 后续处置: problems that inspections found, until each is finished (完结). A task with an open one is never done (三无: 后续处置无例外). */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const FoundProblem = z.object({
  visitId: z.uuid(),
  taskId: z.uuid(),
  taskNo: z.string(),
  taskName: z.string(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  outcome: z.string(),
  problem: z.string(),
  disposal: z.string(),
  openedAt: Instant,
  closed: z.object({ on: PlainDate, text: z.string(), by: z.string(), at: Instant }).nullable(),
  /** Its newest clue: whom it was handed to, and what became of it. */
  clue: z
    .object({ state: z.string(), toOrg: z.string(), handedBy: z.string(), handedAt: Instant, reason: z.string().nullable() })
    .nullable(),
  close: Ability,
  hand: Ability,
})
export type FoundProblem = z.infer<typeof FoundProblem>

export const followUps = {
  list: endpoint('signedIn')
    .route({ method: 'GET', path: '/follow-ups', summary: '待完结问题' })
    .input(
      PageInput.extend({
        taskId: z.uuid().optional(),
        visitId: z.uuid().optional(),
        state: z.enum(['open', 'closed']).optional(),
        q: z.string().max(60).optional(),
      }),
    )
    .output(page(FoundProblem)),
  close: endpoint('signedIn')
    .route({ method: 'POST', path: '/follow-ups/{visitId}/close', summary: '完结问题' })
    .input(z.object({ commandId: CommandId, visitId: z.uuid(), on: PlainDate, text: z.string().trim().min(2).max(500) }))
    .output(z.object({ taskState: z.string() })),
}
