/** 我的导出: what one has asked for, how far it is, and the files as long as they are kept. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ExportRow } from '#contract/lists.ts'
import { exportColumns, isExportColumn } from '#core/registers/export-columns.ts'
import { api } from '#web/api/client.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Page, Tag } from '#web/ui/page.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { filterWords, useValueWords } from '../tasks/filter-words.ts'

export function ExportListPage(): ReactNode {
  const words = useValueWords()
  const conditions = ({ query }: ExportRow): string =>
    [query.q, query.address, ...filterWords(query.filter, words).map((one) => `${one.field} ${one.words}`.trim())]
      .filter((one) => one !== null && one !== '')
      .join('；')
  const columns: readonly Column<ExportRow>[] = [
    {
      key: 'what',
      title: t('export.what'),
      width: 260,
      fixed: true,
      cell: (row) => <TwoLines first={t('export.entity')} second={conditions(row)} />,
    },
    {
      key: 'columns',
      title: t('export.columnsTitle'),
      wide: true,
      cell: (row) => row.columns.map((key) => (isExportColumn(key) ? exportColumns[key][language()] : key)).join('、'),
    },
    { key: 'format', title: t('export.format'), width: 120, cell: (row) => t(`export.format.${row.format}`) },
    { key: 'asked', title: t('export.asked'), width: 144, cell: (row) => formatTime(row.askedAt) },
    { key: 'rows', title: t('export.rows'), width: 96, align: 'right', cell: (row) => (row.rows === null ? '—' : formatNumber(row.rows)) },
    { key: 'state', title: t('export.state'), width: 200, cell: (row) => <State row={row} /> },
  ]
  return (
    <Page title={t('export.title')} lead={t('export.lead')}>
      <DataList<ExportRow>
        id="exports"
        unit={t('kit.unit')}
        columns={columns}
        rowKey={(row) => row.id}
        source={(page) => api.lists.exports.queryOptions({ input: page })}
        empty={{ title: t('export.none'), text: t('export.noneText') }}
        refreshEvery={2000}
      />
    </Page>
  )
}

function State({ row }: { readonly row: ExportRow }): ReactNode {
  switch (row.state) {
    case 'working':
    case 'failed':
      return (
        <ProgressBar progress={row.progress} phaseText={(phase) => tMaybe(`export.phase.${phase}`, t('export.working'))} mayLeave={false} />
      )
    case 'expired':
      return <Tag>{t('export.expired')}</Tag>
    case 'done':
      return (
        <TwoLines
          first={
            <Button type="link" size="small" style={{ padding: 0 }} href={`/api/v1/exports/${row.id}/file`} download={row.fileName ?? true}>
              <Icon name="download" size={14} />
              {t('export.download')}
            </Button>
          }
          second={`${formatNumber(Math.ceil((row.size ?? 0) / 1024))} KB · ${t('export.until', { at: formatTime(row.expiresAt ?? row.askedAt) })}`}
        />
      )
  }
}
