/** 更换抽中对象: a drawn object is replaced for a stated reason, by a draw of kind R and never by choice (draw protocol §6). */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Hex32, Instant } from './base.ts'

export const Replacement = z.object({
  id: z.uuid(),
  subject: z.string(),
  name: z.string(),
  reason: z.string(),
  note: z.string(),
  evidence: z.object({ name: z.string(), sha256: Hex32 }).nullable(),
  requestedBy: z.string(),
  requestedAt: Instant,
  state: z.enum(['requested', 'refused', 'approved']),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  opinion: z.string().nullable(),
  /** The draw that followed the approval, where it stands, and whom it drew. */
  drawId: z.string().nullable(),
  drawState: z.string().nullable(),
  substitute: z.object({ subject: z.string(), name: z.string() }).nullable(),
  abilities: z.object({ decide: Ability }),
})
export type Replacement = z.infer<typeof Replacement>

export const replacements = {
  request: endpoint('draw.run')
    .route({ method: 'POST', path: '/draws/{drawId}/replacements', summary: '申请更换抽中对象' })
    .input(
      z.object({
        commandId: CommandId,
        drawId: z.string().max(40),
        subject: z.string().max(240),
        reason: z.string().max(40),
        note: z.string().min(4).max(500),
        evidenceFileId: z.uuid().nullable().default(null),
      }),
    )
    .output(z.object({ requestId: z.uuid() })),
  list: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws/{drawId}/replacements', summary: '更换申请' })
    .input(z.object({ drawId: z.string().max(40) }))
    .output(z.object({ rows: z.array(Replacement) })),
  /** Approval opens the kind-R draw: nobody knows the substitute before its nonces are revealed. */
  decide: endpoint('draw.close')
    .route({ method: 'POST', path: '/replacements/{requestId}/decision', summary: '审批更换申请' })
    .input(z.object({ commandId: CommandId, requestId: z.uuid(), approve: z.boolean(), opinion: z.string().trim().min(2).max(500) }))
    .output(z.object({ drawId: z.string().nullable() })),
}
