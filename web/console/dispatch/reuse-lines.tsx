/** Proposals to reuse a result, with the decision for whom it is. */
import '#web/console/draws/draw-papers.css'
import { type ReactNode, useState } from 'react'
import type { Reuse } from '#contract/reuse.ts'
import { Outcome } from '#web/console/inspections/visit-words.tsx'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Tag, type Tone } from '#web/ui/page.tsx'
import { ReuseDecideDialog } from './reuse-decide-dialog.tsx'

const tones: Record<Reuse['state'], Tone> = { requested: 'amber', approved: 'green', refused: 'plain' }

export const ReuseStateTag = ({ state }: { readonly state: Reuse['state'] }): ReactNode => (
  <Tag tone={tones[state]}>{t(`reuse.state.${state}`)}</Tag>
)

export function ReuseLines({ rows }: { readonly rows: readonly Reuse[] }): ReactNode {
  const [decided, setDecided] = useState<Reuse | null>(null)
  return (
    <>
      <ul className="mj-replacements">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="mj-replacement-head">
              <b>{row.orgName}</b>
              <span>{row.date}</span>
              <Outcome code={row.outcome} />
              <ReuseStateTag state={row.state} />
              {row.state === 'requested' && (
                <span className="mj-extra">
                  <ActionButton size="small" ability={row.abilities.decide} onClick={() => setDecided(row)}>
                    {t('reuse.decide')}
                  </ActionButton>
                </span>
              )}
            </div>
            <p className="small">
              {row.note} <span className="quiet">{t('reuse.requestedBy', { who: row.requestedBy, at: formatTime(row.requestedAt) })}</span>
            </p>
            {row.decidedAt !== null && (
              <p className="quiet small">
                {t('reuse.decidedBy', { who: row.decidedBy ?? '', at: formatTime(row.decidedAt), opinion: row.opinion ?? '' })}
              </p>
            )}
          </li>
        ))}
      </ul>
      {decided !== null && <ReuseDecideDialog reuse={decided} onClose={() => setDecided(null)} />}
    </>
  )
}
