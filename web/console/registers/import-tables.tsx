/** The rows behind the figures of an import: what was rejected and why, what would change from what to what. */
import './imports.css'
import { useSearch } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { adviceFor, columnWords, reasonWords, valueWords } from './import-words.ts'

type Rejection = Answers['imports']['rejections']['rows'][number]
type Change = Answers['imports']['changes']['rows'][number]

export function ImportRejections({ batch }: { readonly batch: ImportRow }): ReactNode {
  const { reason } = useSearch({ from: '/signed-in/shell/imports/$importId' })
  return (
    <DataList<Rejection>
      key={reason}
      id="rejections"
      unit={t('import.rowUnit')}
      hiddenFilters={['tab', 'reason']}
      rowKey={(row) => `${row.rowNo} ${row.field}`}
      source={(page, filter) => api.imports.rejections.queryOptions({ input: { ...page, importId: batch.id, reason: filter.reason } })}
      empty={{ title: t('import.allTaken') }}
      exportAs={`${batch.fileName.replace(/\.\w+$/, '')}-${t('import.rejectionExport')}`}
      columns={rejectionColumns(batch)}
    />
  )
}

const rejectionColumns = ({ kind }: ImportRow): readonly Column<Rejection>[] => [
  {
    key: 'row',
    title: t('import.rejectionRow'),
    width: 72,
    fixed: true,
    cell: (row) => formatNumber(row.rowNo),
    text: (row) => row.rowNo,
  },
  { key: 'name', title: t('import.who'), cell: (row) => row.name || '—', text: (row) => row.name },
  {
    key: 'value',
    wide: true,
    title: t('import.rejectionValue'),
    fixed: true,
    cell: (row) => (
      <>
        <span className="quiet tiny">{columnWords(kind, row.field)}</span>
        <br />
        <span className="import-cell">{row.value === '' ? t('import.noValue') : row.value}</span>
      </>
    ),
    text: (row) => row.value,
  },
  {
    key: 'field',
    title: t('import.rejectionField'),
    startsHidden: true,
    cell: (row) => columnWords(kind, row.field),
    text: (row) => columnWords(kind, row.field),
  },
  {
    key: 'reason',
    wide: true,
    title: t('import.rejectionWhat'),
    fixed: true,
    cell: (row) => (
      <>
        <span className="red">{reasonWords(kind, row.reason)}</span>
        <br />
        <span className="quiet">{adviceFor(row.reason)}</span>
      </>
    ),
    text: (row) => `${reasonWords(kind, row.reason)}。${adviceFor(row.reason)}`,
  },
]

export function ImportChanges({
  batch,
  change,
}: {
  readonly batch: ImportRow
  readonly change: 'added' | 'changed' | 'leaving'
}): ReactNode {
  return (
    <DataList<Change>
      id={`import-${change}`}
      unit={t('import.rowUnit')}
      hiddenFilters={['tab']}
      rowKey={(row) => `${row.rowNo ?? ''} ${row.key}`}
      source={(page) => api.imports.changes.queryOptions({ input: { ...page, importId: batch.id, change } })}
      empty={{ title: t('import.noChanges') }}
      columns={changeColumns(batch, change)}
    />
  )
}

function changeColumns({ kind }: ImportRow, change: 'added' | 'changed' | 'leaving'): readonly Column<Change>[] {
  return [
    ...(change === 'leaving'
      ? []
      : [
          {
            key: 'row',
            title: t('import.rejectionRow'),
            width: 72,
            cell: (row: Change) => (row.rowNo === null ? '—' : formatNumber(row.rowNo)),
          },
        ]),
    { key: 'who', title: t('import.who'), fixed: true, wide: true, cell: (row) => <TwoLines first={row.name} second={row.key} /> },
    ...(change === 'changed'
      ? [
          {
            key: 'fields',
            title: t('import.differences'),
            fixed: true,
            wide: true,
            cell: (row: Change) => (
              <dl className="import-differences">
                {row.fields.map(({ field, before, after }) => (
                  <Fragment key={field}>
                    <dt>{columnWords(kind, field)}</dt>
                    <dd>
                      <s className="quiet">{valueWords(kind, field, before)}</s> → <b>{valueWords(kind, field, after)}</b>
                    </dd>
                  </Fragment>
                ))}
              </dl>
            ),
          },
        ]
      : []),
  ]
}
