/** Replacement of officers (kind R, draw protocol §6): the seats that fall free are named and logged first, then filled by a draw with fresh nonces. */
import { isDrawId, parseDrawId } from './draw-id.ts'
import { longestInline } from './file-ref.ts'
import { type SeatReason, seatReasons } from './reasons.ts'
import { hexOf, instant, integer, keyOf, nullable, record, refine, type Shape, where } from './shape.ts'

/** What the COMMIT of a replacement of officers binds: which officer draw, how many seats, which, and why. */
export type SeatsCommit = {
  readonly officerDraw: string
  readonly count: number
  readonly vacatedDigest: string
  readonly reason: SeatReason
  /** SHA-256 of the evidence, which is not public. */
  readonly evidence: string | null
  readonly requestedAt: string
}

export const seatsShape: Shape<SeatsCommit> = refine(
  record<SeatsCommit>({
    officerDraw: where(
      'id of an officer draw',
      (value): value is string => typeof value === 'string' && isDrawId(value) && parseDrawId(value)?.kind === 'P',
    ),
    count: integer(1, longestInline),
    vacatedDigest: hexOf(32),
    reason: keyOf(seatReasons, 'reason of a replacement of officers'),
    evidence: nullable(hexOf(32)),
    requestedAt: instant,
  }),
  'evidence where the reason needs it',
  ({ reason, evidence }) => evidence !== null || !seatReasons[reason].evidence,
)
