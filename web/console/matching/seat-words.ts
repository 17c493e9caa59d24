/** Why an officer is replaced, in words. */
import { isSeatReason, type SeatReason, seatReasons } from '#core/draws/reasons.ts'
import { language, t } from '#web/i18n/t.ts'

export const seatReasonWords = (reason: string): string => (isSeatReason(reason) ? seatReasons[reason][language()] : reason)

export const needsEvidence = (reason: string | null): boolean => reason !== null && isSeatReason(reason) && seatReasons[reason].evidence

type Options = { readonly label: string; readonly options: { value: string; label: string }[] }[]

/** The closed list as a form offers it, by who asks. An officer asks for the own seat: nothing that an enterprise says belongs there. */
export function seatReasonOptions(by: 'officer' | 'organiser'): Options {
  const codes = Object.keys(seatReasons).filter(isSeatReason)
  return (['officer', 'enterprise', 'unit'] as const)
    .filter((of) => by === 'organiser' || of !== 'enterprise')
    .map((of) => ({
      label: t(`seat.of.${of}`),
      options: codes
        .filter((code: SeatReason) => seatReasons[code].of === of)
        .map((value) => ({ value, label: seatReasons[value][language()] })),
    }))
}
