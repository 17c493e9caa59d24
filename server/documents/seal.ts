/**
 * 电子签章: the seam to an e-seal service (GB/T 38540, GM/T 0031 are the service's business). This house draws no seal and holds no key of one: it hands over
 * the finished PDF and the place, and keeps what comes back. None is configured by default; then `sealService` of the services is null, and papers
 * have a place for a stamp.
 */
import { sealPlace } from '#core/documents/filled.ts'
import type { Instant } from '#core/time.ts'

export type SealRequest = {
  readonly pdf: Uint8Array
  /** In whose name: the organisation as the paper says it. */
  readonly issuer: string
  readonly orgPath: string
  readonly dept: string
  readonly number: string | null
  /** The text under which the service finds the place: e-seal platforms call it 关键字定位. */
  readonly keyword: string
  readonly askedBy: string
  readonly at: Instant
}

export type SealedPaper = {
  readonly bytes: Uint8Array
  readonly mediaType: 'application/pdf' | 'application/ofd'
  readonly evidence: string
}

/** An adapter of one platform. It throws when the platform refuses; nothing is kept then. */
export type SealService = { readonly name: string; readonly seal: (request: SealRequest) => Promise<SealedPaper> }

/** What is asked of the service: the whole file, and where the seal belongs. */
export const sealRequest = (asked: Omit<SealRequest, 'keyword'>): SealRequest => ({ ...asked, keyword: sealPlace })
