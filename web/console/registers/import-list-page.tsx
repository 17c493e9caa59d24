/** Every import: what was sent, by whom, and how it ended. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { importPermission } from '#core/registers/import-state.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { importKinds, importState, importStates, kindText, rejectedSum } from './import-words.ts'

export function ImportListPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const mayImport = me !== undefined && me !== null && importKinds.some((kind) => may(me, importPermission[kind]))
  const start = (
    <ActionButton
      primary
      icon={<Icon name="upload" />}
      ability={mayImport ? { allowed: true } : { allowed: false, reason: 'permission_missing' }}
      onClick={() => void navigate({ to: '/imports/new', search: {} })}
    >
      {t('import.new')}
    </ActionButton>
  )
  return (
    <Page title={t('import.list')} lead={t('import.listLead')} actions={start}>
      <DataList<ImportRow>
        id="imports"
        unit={t('import.unit')}
        columns={columns()}
        rowKey={(row) => row.id}
        refreshEvery={10_000}
        source={(page, filter) =>
          api.imports.list.queryOptions({
            input: {
              ...page,
              kind: importKinds.find((kind) => kind === filter.kind),
              state: importStates.find((state) => state === filter.state),
            },
          })
        }
        filters={[
          {
            key: 'kind',
            label: t('import.kind'),
            options: importKinds.map((kind) => ({ value: kind, label: kindText(kind) })),
          },
          {
            key: 'state',
            label: t('import.state'),
            options: importStates.map((state) => ({ value: state, label: importState(state).text })),
          },
        ]}
        empty={{ title: t('import.none'), action: <div style={{ marginTop: 16 }}>{start}</div> }}
      />
    </Page>
  )
}

const columns = (): readonly Column<ImportRow>[] => [
  {
    key: 'file',
    title: t('import.file'),
    fixed: true,
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/imports/$importId" params={{ importId: row.id }}>
            {row.fileName}
          </Link>
        }
        second={row.fileSha256.slice(0, 8)}
      />
    ),
  },
  { key: 'kind', title: t('import.kind'), cell: (row) => kindText(row.kind) },
  {
    key: 'state',
    title: t('import.state'),
    cell: (row) => {
      const { text, tone } = importState(row.state)
      return <Tag tone={tone}>{text}</Tag>
    },
  },
  { key: 'read', title: t('import.rowsRead'), align: 'right', cell: (row) => formatNumber(row.rows.read) },
  { key: 'added', title: t('import.added'), align: 'right', cell: (row) => formatNumber(row.rows.added) },
  { key: 'changed', title: t('import.changed'), align: 'right', cell: (row) => formatNumber(row.rows.changed) },
  { key: 'unchanged', title: t('import.unchanged'), align: 'right', cell: (row) => formatNumber(row.rows.unchanged) },
  {
    key: 'rejected',
    title: t('import.rejected'),
    align: 'right',
    cell: (row) => {
      const n = rejectedSum(row.rows.rejected)
      return <span className={n > 0 ? 'red' : ''}>{formatNumber(n)}</span>
    },
  },
  { key: 'leaving', title: t('import.leaving'), align: 'right', startsHidden: true, cell: (row) => formatNumber(row.rows.leaving) },
  { key: 'by', title: t('import.by'), cell: (row) => row.startedBy },
  { key: 'at', title: t('import.startedAt'), width: 144, cell: (row) => formatTime(row.startedAt) },
]
