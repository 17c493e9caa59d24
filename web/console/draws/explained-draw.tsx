/** One draw as one subject saw it: where it stood, why, and what proves it. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Explained } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { ActionButton, Tag, type Tone } from '#web/ui/page.tsx'
import { exclusionWords } from './frame-sum.tsx'
import { TicketLine } from './ticket-line.tsx'

const tones: Record<Explained['standing'], Tone> = {
  drawn: 'accent',
  not_drawn: 'plain',
  excluded: 'plain',
  not_in_register: 'plain',
  no_result: 'plain',
  void: 'red',
}

export function ExplainedDraw({ row, onIssue }: { readonly row: Explained; readonly onIssue: () => void }): ReactNode {
  const { standing, ticket, threshold } = row
  const sealed = row.mode === 'sealed' && (row.stratum !== null || threshold !== null)
  // The line of a stratum tells its rate, and the rate its class: of a sealed draw neither goes onto paper that a firm is given.
  const inside = row.mode === 'sealed' ? 'mj-inside' : ''
  return (
    <li>
      <time dateTime={row.at}>{formatTime(row.at)}</time>
      <div>
        <p className="mj-explain-head">
          <Tag tone={tones[standing]}>{t(`explain.standing.${standing}`)}</Tag>
          <Link to="/draws/$drawId" params={{ drawId: row.drawId }}>
            {row.taskName}
          </Link>
          <span className="mono quiet">{row.drawId}</span>
          {row.kind === 'R' && <Tag>{t('draw.kind.R')}</Tag>}
          {row.mode === 'sealed' && <Tag>{t('draw.mode.sealed')}</Tag>}
        </p>
        {row.reason !== null && <p>{t('explain.because', { reason: exclusionWords(row.reason) })}</p>}
        {row.index !== null && row.poolSize !== null && (
          <p>
            {t('explain.place', { size: row.poolSize, n: row.index + 1 })}
            {row.stratum !== null && (
              <span className={`quiet ${inside}`}>
                {'　'}
                {t('explain.stratum')} {row.stratum}
              </span>
            )}
          </p>
        )}
        {ticket !== null && threshold !== null && (
          <>
            <p>
              {t(standing === 'drawn' ? 'explain.below' : 'explain.above')}
              {row.order !== null && `　${t('explain.order', { n: row.order })}`}
              {row.kind === 'R' && <span className="quiet">　{t('explain.lineR')}</span>}
            </p>
            <div className={inside}>
              <TicketLine ticket={ticket} threshold={threshold} />
            </div>
          </>
        )}
        {sealed && <p className="mj-inside quiet small">{t('explain.inside')}</p>}
        {row.replacedBy !== null && (
          <p>
            {t('explain.replaced')}{' '}
            <Link className="mono" to="/draws/$drawId" params={{ drawId: row.replacedBy }}>
              {row.replacedBy}
            </Link>
          </p>
        )}
        {row.leaf !== null && <Proof row={row} onIssue={onIssue} />}
      </div>
    </li>
  )
}

const Proof = ({ row, onIssue }: { readonly row: Explained; readonly onIssue: () => void }): ReactNode => (
  <div className="mj-explain-proof">
    <dl>
      {row.leaf !== null && (
        <div>
          <dt>{t('explain.root')}</dt>
          <dd>
            <HashBlocks hex={row.leaf} blocks={2} />
          </dd>
        </div>
      )}
      {row.ticket !== null && (
        <div>
          <dt>{t('explain.ticket')}</dt>
          <dd>
            <HashBlocks hex={row.ticket} blocks={2} />
          </dd>
        </div>
      )}
      {row.ticket !== null && (
        <div>
          <dt>{t('draw.log')}</dt>
          <dd>{row.logIndex === null ? t('explain.logSoon') : t('explain.log', { n: formatNumber(row.logIndex) })}</dd>
        </div>
      )}
    </dl>
    <ActionButton size="small" onClick={onIssue}>
      {t('explain.issue')}
    </ActionButton>
  </div>
)
