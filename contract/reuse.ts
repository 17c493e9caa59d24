/** 结果互认: a published result of another body is taken instead of a visit; proposed by one person, decided by another. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const ReusableResult = z.object({
  resultId: z.uuid(),
  orgName: z.string(),
  taskNo: z.string(),
  date: PlainDate,
  outcome: z.string(),
  items: z.array(z.string()).describe('Names of the items that were checked.'),
  missing: z.array(z.string()).describe('Names of the items of the visit that were not.'),
  usable: Ability,
})
export type ReusableResult = z.infer<typeof ReusableResult>

export const Reuse = z.object({
  id: z.uuid(),
  visitId: z.uuid(),
  taskId: z.uuid(),
  taskName: z.string(),
  subject: z.string(),
  name: z.string(),
  orgName: z.string().describe('Of the result that is taken.'),
  taskNo: z.string(),
  date: PlainDate,
  outcome: z.string(),
  note: z.string(),
  state: z.enum(['requested', 'approved', 'refused']),
  requestedBy: z.string(),
  requestedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  opinion: z.string().nullable(),
  abilities: z.object({ decide: Ability }),
})
export type Reuse = z.infer<typeof Reuse>

export const reuses = {
  candidates: endpoint('task.read')
    .route({ method: 'GET', path: '/visits/{visitId}/reusable-results', summary: '可互认的结果' })
    .input(z.object({ visitId: z.uuid() }))
    .output(z.object({ days: z.number().int(), rows: z.array(ReusableResult), abilities: z.object({ request: Ability }) })),
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/reuses', summary: '互认申请' })
    .input(PageInput.extend({ state: z.enum(['requested', 'approved', 'refused']).optional(), visitId: z.uuid().optional() }))
    .output(page(Reuse)),
  request: endpoint('task.accept')
    .route({ method: 'POST', path: '/visits/{visitId}/reuse', summary: '申请结果互认' })
    .input(z.object({ commandId: CommandId, visitId: z.uuid(), resultId: z.uuid(), note: z.string().trim().min(4).max(500) }))
    .output(z.object({ reuseId: z.uuid() })),
  decide: endpoint('inspection.review')
    .route({ method: 'POST', path: '/reuses/{reuseId}/decision', summary: '审核结果互认' })
    .input(z.object({ commandId: CommandId, reuseId: z.uuid(), approve: z.boolean(), opinion: z.string().trim().min(2).max(500) }))
    .output(z.object({ state: z.string() })),
}
