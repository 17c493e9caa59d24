/** 人员更换: an officer leaves a team for a stated reason; who comes instead is drawn on the residual graph, or appointed by hand with a public approval. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Hex32, Instant } from './base.ts'

export const SeatRequest = z.object({
  id: z.uuid(),
  /** The officer draw whose teams change. */
  drawId: z.string(),
  officerId: z.uuid(),
  officerName: z.string(),
  objects: z.array(z.object({ subject: z.string(), name: z.string() })),
  askedBy: z.enum(['officer', 'enterprise', 'unit']),
  reason: z.string().describe('A code of seatReasons in core/draws/reasons.ts.'),
  note: z.string(),
  evidence: z.object({ name: z.string(), sha256: Hex32 }).nullable(),
  /** Somebody proposed by hand instead of a draw. */
  appoint: z.object({ officerId: z.uuid(), name: z.string() }).nullable(),
  requestedBy: z.string(),
  requestedAt: Instant,
  state: z.enum(['requested', 'refused', 'approved']),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  opinion: z.string().nullable(),
  replacementDraw: z.string().nullable(),
  replacementState: z.string().nullable(),
  newcomers: z.array(z.object({ subject: z.string(), officerId: z.uuid(), name: z.string(), role: z.enum(['lead', 'assist', 'expert']) })),
  abilities: z.object({ decide: Ability }),
})
export type SeatRequest = z.infer<typeof SeatRequest>

export const seats = {
  /** By the officer for the own seats (`officerId` is the caller's), or by an organiser. Without `subjects`: every object of the draw not yet inspected. */
  request: endpoint('signedIn')
    .route({ method: 'POST', path: '/draws/{drawId}/seat-requests', summary: '申请更换执法人员' })
    .input(
      z.object({
        commandId: CommandId,
        drawId: z.string().max(40),
        officerId: z.uuid(),
        subjects: z.array(z.string().max(240)).max(2000).default([]),
        reason: z.string().max(40),
        note: z.string().min(4).max(500),
        evidenceFileId: z.uuid().nullable().default(null),
        /** Organisers only: put this person there by hand. The approval is public, on the certificate and in the indicators. */
        appointOfficerId: z.uuid().nullable().default(null),
      }),
    )
    .output(z.object({ requestId: z.uuid() })),
  /** Those of a draw, or all open ones of the caller's department; an officer sees the own ones. */
  list: endpoint('signedIn')
    .route({ method: 'GET', path: '/seat-requests', summary: '人员更换申请' })
    .input(z.object({ drawId: z.string().max(40).optional(), open: z.union([z.boolean(), z.stringbool()]).default(false) }))
    .output(z.object({ rows: z.array(SeatRequest) })),
  /** Approval opens a draw of kind R, or confirms the appointment; by a person who did not ask. */
  decide: endpoint('draw.close')
    .route({ method: 'POST', path: '/seat-requests/{requestId}/decision', summary: '审批人员更换申请' })
    .input(z.object({ commandId: CommandId, requestId: z.uuid(), approve: z.boolean(), opinion: z.string().trim().min(2).max(500) }))
    .output(z.object({ drawId: z.string().nullable() })),
}
