/** 更换: every request on an object draw, what came of it, and the decision for whom it is. */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { Replacement } from '#contract/replacements.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { DrawStateTag } from './draw-state.tsx'
import { Asked } from './replacement-asked.tsx'
import { ReplacementDecideDialog } from './replacement-decide-dialog.tsx'
import { useReplacements } from './use-replacements.ts'

export function ReplacementList({ draw }: { readonly draw: Draw }): ReactNode {
  const [asked, setAsked] = useState<Replacement | null>(null)
  const query = useReplacements(draw)
  const rows = query.data?.rows ?? []
  if (rows.length === 0 && query.error === null) return null
  return (
    <Section title={t('replacement.title')} note={t('replacement.note')}>
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      <ul className="mj-replacements">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="mj-replacement-head">
              <b>{row.name}</b>
              <Tag tone={row.state === 'requested' ? 'amber' : row.state === 'approved' ? 'accent' : 'plain'}>
                {t(`replacement.state.${row.state}`)}
              </Tag>
              <span className="mono quiet">{row.subject}</span>
              {row.state === 'requested' && (
                <span className="mj-extra">
                  <ActionButton size="small" ability={row.abilities.decide} onClick={() => setAsked(row)}>
                    {t('replacement.decide')}
                  </ActionButton>
                </span>
              )}
            </div>
            <Asked row={row} />
            {row.decidedAt !== null && (
              <p className="quiet small">
                {t('replacement.decided', { who: row.decidedBy ?? '', at: formatTime(row.decidedAt), opinion: row.opinion ?? '' })}
              </p>
            )}
            {row.drawId !== null && (
              <p className="small mj-inline">
                {t('replacement.draw')}
                <Link className="mono" to="/draws/$drawId" params={{ drawId: row.drawId }}>
                  {row.drawId}
                </Link>
                {row.drawState !== null && <DrawStateTag state={row.drawState} />}
                <span>
                  {t('replacement.substitute')}：
                  {row.substitute === null ? (
                    <span className="quiet">{t('replacement.substituteLater')}</span>
                  ) : (
                    <b>{row.substitute.name}</b>
                  )}
                </span>
              </p>
            )}
          </li>
        ))}
      </ul>
      {asked !== null && <ReplacementDecideDialog request={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}
