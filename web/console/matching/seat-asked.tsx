/** A request to change an officer in two lines: who asked for what and why, with what proof, for which objects. */
import type { ReactNode } from 'react'
import type { SeatRequest } from '#contract/seats.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { seatReasonWords } from './seat-words.ts'

const shown = 3

export const SeatAsked = ({ row }: { readonly row: SeatRequest }): ReactNode => (
  <>
    <p className="small">
      <b>{seatReasonWords(row.reason)}</b>　{row.note}
      <span className="quiet">
        {'　'}
        {t('replacement.asked', { who: row.requestedBy, at: formatTime(row.requestedAt) })}（{t(`seat.askedBy.${row.askedBy}`)}）
        {row.evidence !== null && (
          <>
            {'　'}
            {t('replacement.evidence')} {row.evidence.name} <span className="mono">{row.evidence.sha256.slice(0, 8)}</span>
          </>
        )}
      </span>
    </p>
    <p className="quiet small">
      {row.objects
        .slice(0, shown)
        .map(({ name }) => name)
        .join('、')}
      {row.objects.length > shown && ` ${t('seat.more', { n: row.objects.length })}`}
    </p>
  </>
)
