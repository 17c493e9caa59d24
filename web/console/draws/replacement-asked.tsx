/** A request to replace an object in one paragraph. */
import type { ReactNode } from 'react'
import type { Replacement } from '#contract/replacements.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { replacementWords } from './replacement-words.ts'

/** Who asked for what, with what proof. */
export const Asked = ({ row }: { readonly row: Replacement }): ReactNode => (
  <p className="small">
    <b>{replacementWords(row.reason)}</b>　{row.note}
    <span className="quiet">
      {'　'}
      {t('replacement.asked', { who: row.requestedBy, at: formatTime(row.requestedAt) })}
      {row.evidence !== null && (
        <>
          {'　'}
          {t('replacement.evidence')} {row.evidence.name} <span className="mono">{row.evidence.sha256.slice(0, 8)}</span>
        </>
      )}
    </span>
  </p>
)
