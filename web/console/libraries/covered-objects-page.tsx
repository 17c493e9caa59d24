/** 事项的适用对象: what the rules of an item come to, object by object. */
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CoveredObject } from '#contract/libraries.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Page } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { entityStateText, kindText } from '../registers/entity-words.ts'
import { viaText } from './coverage-words.ts'
import { ItemCoverage } from './item-coverage.tsx'

export function CoveredObjectsPage(): ReactNode {
  const { itemCode } = useParams({ from: '/signed-in/shell/items-coverage/$itemCode' })
  return (
    <Page title={t('coverage.objectsTitle', { code: itemCode })} lead={t('coverage.objectsLead')}>
      <ItemCoverage itemCode={itemCode} listed />
      <DataList<CoveredObject>
        id="covered-objects"
        unit={t('coverage.unit')}
        columns={columns}
        rowKey={({ subject }) => subject}
        source={(page) => api.libraries.objectsOfItem.queryOptions({ input: { ...page, itemCode } })}
        empty={{ title: t('coverage.empty'), text: t('coverage.emptyText') }}
      />
    </Page>
  )
}

const columns: readonly Column<CoveredObject>[] = [
  {
    key: 'name',
    title: t('entry.object'),
    fixed: true,
    cell: ({ subject, name }) => (
      <Link to="/register/$subject" params={{ subject }}>
        {name}
      </Link>
    ),
  },
  { key: 'subject', title: t('entry.subject'), cell: ({ subject }) => <span className="mono">{subject}</span> },
  { key: 'kind', title: t('library.kinds'), cell: ({ kind }) => kindText(kind) },
  { key: 'place', title: t('entry.place'), cell: ({ regionName }) => regionName },
  { key: 'state', title: t('entry.state'), width: 88, cell: ({ state }) => entityStateText(state) },
  { key: 'via', title: t('coverage.why'), cell: ({ via }) => viaText(via) },
]
