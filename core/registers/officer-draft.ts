/** What is asked of a person entered by hand, as of one who comes by a file. */
import { fail, ok, type Result } from '#core/result.ts'
import { parsePhone } from './person-cells.ts'

export type CertificateText = { readonly certificateNo: string; readonly validFrom: string | null; readonly validTo: string }

export type OfficerDraftFailure =
  | { readonly type: 'officer_without_certificate' | 'phone_invalid' }
  | { readonly type: 'certificate_twice' | 'certificate_window_reversed'; readonly certificateNo: string }

/** Officers hold a certificate (行政处罚法 第四十二条), experts need none; no number stands twice, no window is reversed. */
export function checkDraft(draft: {
  readonly population: 'officers' | 'experts'
  readonly phone: string | null
  readonly certificates: readonly CertificateText[]
}): Result<{ readonly phone: string | null }, OfficerDraftFailure> {
  if (draft.population === 'officers' && draft.certificates.length === 0) return fail({ type: 'officer_without_certificate' })
  const numbers = draft.certificates.map(({ certificateNo }) => certificateNo)
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at)
  if (twice !== undefined) return fail({ type: 'certificate_twice', certificateNo: twice })
  const reversed = draft.certificates.find(({ validFrom, validTo }) => validFrom !== null && validFrom > validTo)
  if (reversed !== undefined) return fail({ type: 'certificate_window_reversed', certificateNo: reversed.certificateNo })
  const phone = parsePhone(draft.phone?.trim() ?? '')
  return phone === 'invalid' ? fail({ type: 'phone_invalid' }) : ok({ phone })
}
