/** What the check found: a sum that closes, what was noticed, and behind each figure its rows. */
import './imports.css'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { t } from '#web/i18n/t.ts'
import { FigureSum } from '#web/ui/figures.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Columns, Section } from '#web/ui/page.tsx'
import { ImportChanges, ImportRejections } from './import-tables.tsx'
import { countedText, reasonWords, rejectedSum } from './import-words.ts'

export function ImportResult({ batch }: { readonly batch: ImportRow }): ReactNode {
  const { rows, state } = batch
  const rejected = rejectedSum(rows.rejected)
  const { tab: asked } = useSearch({ from: '/signed-in/shell/imports/$importId' })
  const tabs = tabsOf(batch, rejected)
  const tab = tabs.find(({ key }) => key === asked) ?? tabs.find(({ n }) => n > 0) ?? tabs[0]
  return (
    <>
      <FigureSum
        parts={[
          { label: t('import.added'), value: rows.added, fill: 'accent' },
          { label: t('import.changed'), value: rows.changed, fill: 'soft' },
          { label: t('import.unchanged'), value: rows.unchanged, fill: 'ghost' },
          { label: t('import.rejected'), value: rejected, fill: 'red' },
        ]}
        total={{ label: t('import.total'), value: rows.read }}
      />
      {rows.leaving > 0 && (
        <p className="mj-note mj-note-amber">
          {t(state === 'done' ? 'import.leftNote' : 'import.leavingNote', { n: formatNumber(rows.leaving) })}
        </p>
      )}
      <Notes batch={batch} />
      {rows.added + rows.changed + rows.leaving === 0 && state === 'ready' && <p className="mj-note">{t('import.nothing')}</p>}
      {state !== 'discarded' && tab !== undefined && (
        <>
          <nav className="import-tabs" aria-label={t('import.tabs')}>
            {tabs.map(({ key, label, n }) => (
              <Link
                key={key}
                to="/imports/$importId"
                params={{ importId: batch.id }}
                search={{ tab: key }}
                aria-current={key === tab.key ? 'page' : undefined}
              >
                {label} <b className={key === 'rejected' && n > 0 ? 'red' : ''}>{formatNumber(n)}</b>
              </Link>
            ))}
          </nav>
          {tab.key === 'rejected' ? (
            <Rejected batch={batch} total={rejected} />
          ) : (
            <ImportChanges key={tab.key} batch={batch} change={tab.key} />
          )}
        </>
      )}
    </>
  )
}

type Tab = { readonly key: 'rejected' | 'changed' | 'added' | 'leaving'; readonly label: string; readonly n: number }

function tabsOf({ rows, complete, state }: ImportRow, rejected: number): readonly Tab[] {
  return [
    { key: 'rejected', label: t('import.rejected'), n: rejected },
    { key: 'changed', label: t('import.changed'), n: rows.changed },
    { key: 'added', label: t('import.added'), n: rows.added },
    ...(complete ? [{ key: 'leaving', label: t(state === 'done' ? 'import.left' : 'import.leaving'), n: rows.leaving } as const] : []),
  ]
}

/** What a clerk should know before writing: the same file before, new labels, what looks odd. */
function Notes({ batch }: { readonly batch: ImportRow }): ReactNode {
  const { sameFile, notes } = batch
  const counts = Object.entries(notes.counts).filter(([, n]) => n > 0)
  return (
    <>
      {sameFile !== null && (
        <p className="mj-note">
          {t('import.sameFile', { at: formatTime(sameFile.at) })}{' '}
          <Link to="/imports/$importId" params={{ importId: sameFile.importId }}>
            {t('import.sameFileSee')}
          </Link>
        </p>
      )}
      {notes.newLabels.length > 0 && (
        <p className="mj-note">
          {t(batch.finishedAt === null ? 'import.newLabels' : 'import.newLabelsMade', { labels: notes.newLabels.join('、') })}
        </p>
      )}
      {counts.length > 0 && (
        <div className="mj-note">
          <b>{t('import.noticed')}</b>
          <ul>
            {counts.map(([code, n]) => (
              <li key={code}>{countedText('note', code, n)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Rejected({ batch, total }: { readonly batch: ImportRow; readonly total: number }): ReactNode {
  if (total === 0) return <p className="mj-note">{t('import.allTaken')}</p>
  return (
    <Columns
      narrow
      main={
        <>
          <p className="quiet small">{t(batch.annotated ? 'import.fixAndRepeat' : 'import.fixWithout')}</p>
          <ImportRejections batch={batch} />
        </>
      }
      side={<Reasons batch={batch} total={total} />}
    />
  )
}

function Reasons({ batch, total }: { readonly batch: ImportRow; readonly total: number }): ReactNode {
  const { reason: asked } = useSearch({ from: '/signed-in/shell/imports/$importId' })
  const reasons = Object.entries(batch.rows.rejected).sort(([, a], [, b]) => b - a)
  const line = (key: string | undefined, label: string, n: number): ReactNode => (
    <Link
      key={key ?? ''}
      to="/imports/$importId"
      params={{ importId: batch.id }}
      search={key === undefined ? { tab: 'rejected' } : { tab: 'rejected', reason: key }}
      aria-current={asked === key ? 'true' : undefined}
    >
      <span>{label}</span>
      <span>{formatNumber(n)}</span>
    </Link>
  )
  return (
    <Section title={t('import.reasons')}>
      <nav className="import-reasons" aria-label={t('import.reasons')}>
        {line(undefined, t('import.allReasons'), total)}
        {reasons.map(([code, n]) => line(code, reasonWords(batch.kind, code), n))}
      </nav>
    </Section>
  )
}
