/** 已出具文书: every paper with its number, where its files are, and what became of it. */
import './documents.css'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { IssuedDocument } from '#contract/documents.ts'
import { type DocumentKind, documentKindCodes, isDocumentKind } from '#core/documents/kinds.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { DocumentDrawer } from './document-drawer.tsx'
import { DocumentTabs } from './document-tabs.tsx'
import { DocumentState, Downloads, kindText } from './document-words.tsx'

export function DocumentListPage(): ReactNode {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Page title={t('document.title')} lead={t('document.lead')}>
      <DocumentTabs />
      <DataList<IssuedDocument>
        id="documents"
        unit={t('document.unit')}
        columns={useColumns(setOpen)}
        rowKey={({ id }) => id}
        filters={[
          {
            key: 'kind',
            label: t('document.kind'),
            options: documentKindCodes.map((kind) => ({ value: kind, label: kindText(kind) })),
          },
          { key: 'q', label: t('document.search') },
        ]}
        source={(page, { kind, q }) =>
          api.documents.list.queryOptions({ input: { ...page, ...kindOf(kind), ...(q === undefined ? {} : { q }) } })
        }
        empty={{ title: t('document.empty'), text: t('document.emptyText') }}
      />
      {open !== null && <DocumentDrawer documentId={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

const kindOf = (kind: string | undefined): { readonly kind?: DocumentKind } => (kind !== undefined && isDocumentKind(kind) ? { kind } : {})

function useColumns(open: (id: string) => void): readonly Column<IssuedDocument>[] {
  const navigate = useNavigate()
  return [
    {
      key: 'number',
      title: t('document.number'),
      width: 230,
      fixed: true,
      cell: (row) => (
        <TwoLines
          first={
            <Button type="link" size="small" style={{ padding: 0 }} onClick={() => open(row.id)}>
              {row.number ?? t('document.noNumber')}
            </Button>
          }
          second={kindText(row.kind)}
        />
      ),
    },
    {
      key: 'about',
      title: t('document.about'),
      wide: true,
      cell: ({ thing, about }) => (
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() =>
            void (thing.kind === 'plan'
              ? navigate({ to: '/plans/$planId', params: { planId: thing.id } })
              : thing.kind === 'task'
                ? navigate({ to: '/tasks/$taskId', params: { taskId: thing.id } })
                : navigate({ to: '/visits/$visitId', params: { visitId: thing.id } }))
          }
        >
          {about}
        </Button>
      ),
    },
    { key: 'org', title: t('document.org'), width: 200, cell: ({ orgName }) => orgName },
    { key: 'at', title: t('document.at'), width: 150, cell: (row) => <TwoLines first={formatTime(row.issuedAt)} second={row.issuedBy} /> },
    { key: 'state', title: t('document.state'), width: 120, cell: (row) => <DocumentState document={row} /> },
    { key: 'files', title: t('document.files'), width: 230, cell: (row) => <Downloads document={row} /> },
  ]
}
