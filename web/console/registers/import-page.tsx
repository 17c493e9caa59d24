/** One import: how far it is, the sum that closes, and every rejected row with what to do about it. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ImportRow } from '#contract/registers.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { FigureSum, HashBlocks } from '#web/ui/figures.tsx'
import { formatBytes, formatNumber, formatTime } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { ActionButton, Columns, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import {
  adviceFor,
  columnWords,
  durationText,
  encodingText,
  importState,
  importTexts,
  phaseText,
  reasonWords,
  rejectedSum,
} from './import-words.ts'

export function ImportPage(): ReactNode {
  const { importId } = useParams({ from: '/signed-in/shell/imports/$importId' })
  const input = { importId }
  const query = useQuery(api.registers.getImport.queryOptions({ input }))
  const running = query.data !== undefined && query.data.progress.state !== 'done' && query.data.progress.state !== 'failed'
  const live = useLive(api.registers.getImport.queryKey({ input }), (signal) => client.registers.watchImport(input, { signal }), running)
  return <Loaded query={query}>{(batch) => <ImportView batch={batch} broken={live.broken} />}</Loaded>
}

function ImportView({ batch, broken }: { readonly batch: ImportRow; readonly broken: boolean }): ReactNode {
  const navigate = useNavigate()
  const { progress, rows, kind } = batch
  const state = importState(progress.state)
  const rejected = rejectedSum(rows.rejected)
  const done = progress.state === 'done'
  return (
    <Page
      title={batch.fileName}
      state={<Tag tone={state.tone}>{state.text}</Tag>}
      lead={
        <>
          <span>{t(importTexts[kind].bring)}</span>
          <span>
            {batch.startedBy} {formatTime(batch.startedAt)}
          </span>
          {batch.finishedAt !== null && <span>{t('import.duration', { text: durationText(batch.startedAt, batch.finishedAt) })}</span>}
          {batch.encoding !== null && <span>{encodingText(batch.encoding)}</span>}
        </>
      }
      actions={
        <>
          <ActionButton primary={done && rejected === 0} onClick={() => void navigate({ to: importTexts[kind].to })}>
            {t(importTexts[kind].see)}
          </ActionButton>
          {done && rejected > 0 && (
            <ActionButton primary onClick={() => void navigate({ to: '/imports/new', search: { kind } })}>
              {t('import.again')}
            </ActionButton>
          )}
        </>
      }
    >
      {broken && <p className="mj-note mj-note-amber">{t('kit.connectionLost')}</p>}
      {progress.state === 'failed' ? (
        <Failed batch={batch} />
      ) : (
        <>
          {!done && (
            <ProgressBar progress={progress} phaseText={phaseText} amount={progress.phase === 'merge' ? formatNumber : formatBytes} />
          )}
          {done && (
            <FigureSum
              parts={[
                { label: t('import.added'), value: rows.added, fill: 'accent' },
                { label: t('import.changed'), value: rows.changed, fill: 'soft' },
                { label: t('import.unchanged'), value: rows.unchanged, fill: 'ghost' },
                { label: t('import.rejected'), value: rejected, fill: 'red' },
              ]}
              total={{ label: t('import.total'), value: rows.read }}
            />
          )}
          {done && rejected === 0 && (
            <p className="mj-note">{rows.added + rows.changed === 0 ? t('import.nothing') : t('import.allTaken')}</p>
          )}
          {rejected > 0 && done && <Rejections batch={batch} total={rejected} />}
        </>
      )}
      <Section title={t('import.fingerprint')} note="SHA-256">
        <HashBlocks hex={batch.fileSha256} />
      </Section>
    </Page>
  )
}

function Failed({ batch }: { readonly batch: ImportRow }): ReactNode {
  const navigate = useNavigate()
  const { problem } = batch.progress
  return (
    <>
      <div className="mj-problem" role="alert">
        <div>
          <b>{t('problem.title')}</b>
          {problem === null ? '' : reasonText(problem.code, problem.facts)} {t('import.failedNote')}
        </div>
      </div>
      <p style={{ marginBottom: 24 }}>
        <ActionButton primary onClick={() => void navigate({ to: '/imports/new', search: { kind: batch.kind } })}>
          {t('import.failedAgain')}
        </ActionButton>
      </p>
    </>
  )
}

type Rejection = Answers['registers']['listRejections']['rows'][number]

function Rejections({ batch, total }: { readonly batch: ImportRow; readonly total: number }): ReactNode {
  const { reason } = useSearch({ from: '/signed-in/shell/imports/$importId' })
  const reasons = Object.entries(batch.rows.rejected).sort(([, a], [, b]) => b - a)
  return (
    <Columns
      narrow
      main={
        <Section title={t('import.rejections')} note={t('import.rejectionsNote')}>
          <p className="quiet small">{t('import.fixAndRepeat')}</p>
          <DataList<Rejection>
            key={reason}
            id="rejections"
            unit={t('kit.unit')}
            hiddenFilters={['reason']}
            rowKey={(row) => `${row.rowNo} ${row.field}`}
            source={(page, filter) =>
              api.registers.listRejections.queryOptions({ input: { ...page, importId: batch.id, reason: filter.reason } })
            }
            empty={{ title: t('import.allTaken') }}
            exportAs={`${batch.fileName.replace(/\.\w+$/, '')}-${t('import.rejectionExport')}`}
            columns={[
              {
                key: 'row',
                title: t('import.rejectionRow'),
                width: 72,
                fixed: true,
                cell: (row) => formatNumber(row.rowNo),
                text: (row) => row.rowNo,
              },
              { key: 'name', title: t('register.name'), cell: (row) => row.name ?? '—', text: (row) => row.name },
              {
                key: 'value',
                wide: true,
                title: t('import.rejectionValue'),
                fixed: true,
                cell: (row) => (
                  <>
                    <span className="quiet tiny">{columnWords(batch.kind, row.field)}</span>
                    <br />
                    <span className="import-cell">{row.value === '' ? t('kit.none') : row.value}</span>
                  </>
                ),
                text: (row) => row.value,
              },
              {
                key: 'field',
                title: t('import.rejectionField'),
                startsHidden: true,
                cell: (row) => columnWords(batch.kind, row.field),
                text: (row) => columnWords(batch.kind, row.field),
              },
              {
                key: 'reason',
                wide: true,
                title: t('import.rejectionWhat'),
                fixed: true,
                cell: (row) => (
                  <>
                    <span className="red">{reasonWords(row.reason)}</span>
                    <br />
                    <span className="quiet">{adviceFor(row.reason)}</span>
                  </>
                ),
                text: (row) => `${reasonWords(row.reason)}。${adviceFor(row.reason)}`,
              },
            ]}
          />
        </Section>
      }
      side={
        <Section title={t('import.reasons')}>
          <nav className="import-reasons" aria-label={t('import.reasons')}>
            <Link
              to="/imports/$importId"
              params={{ importId: batch.id }}
              search={{}}
              aria-current={reason === undefined ? 'true' : undefined}
            >
              <span>{t('import.allReasons')}</span>
              <span>{formatNumber(total)}</span>
            </Link>
            {reasons.map(([code, n]) => (
              <Link
                key={code}
                to="/imports/$importId"
                params={{ importId: batch.id }}
                search={{ reason: code }}
                aria-current={reason === code ? 'true' : undefined}
              >
                <span>{reasonWords(code)}</span>
                <span>{formatNumber(n)}</span>
              </Link>
            ))}
          </nav>
        </Section>
      }
    />
  )
}
