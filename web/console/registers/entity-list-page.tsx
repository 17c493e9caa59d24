/** 检查对象名录库: the register of a jurisdiction. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { EntityRow } from '#contract/registers.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatCount, formatDate, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { entityStateOptions, entityStateText, kindOptions, kindText } from './entity-words.ts'

export function EntityListPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const count = useQuery(api.registers.count.queryOptions()).data
  const regions = useRegionOptions()
  const mayImport = me !== undefined && me !== null && may(me, 'register.import')
  const toImport = (): void => void navigate({ to: '/imports/new', search: { kind: 'entity' } })
  const importButton = (
    <ActionButton
      primary
      icon={<Icon name="upload" />}
      ability={mayImport ? { allowed: true } : { allowed: false, reason: 'permission_missing' }}
      onClick={toImport}
    >
      {t('register.import')}
    </ActionButton>
  )
  return (
    <Page
      title={t('register.title')}
      lead={count === undefined ? ' ' : t('register.lead', { n: formatCount(count.entities) })}
      actions={
        <>
          <Button onClick={() => void navigate({ to: '/imports', search: { kind: 'entity' } })}>{t('register.imports')}</Button>
          {importButton}
        </>
      }
    >
      <DataList<EntityRow>
        id="entities"
        unit={t('register.unit')}
        columns={columns()}
        rowKey={(row) => row.subject}
        source={(page, filter) =>
          api.registers.listEntities.queryOptions({
            input: { ...page, q: filter.q, regionPath: filter.regionPath, kind: filter.kind, state: filter.state },
          })
        }
        filters={[
          { key: 'q', label: t('register.q'), placeholder: t('register.qHint') },
          { key: 'regionPath', label: t('register.region'), options: regions },
          { key: 'kind', label: t('register.kind'), options: kindOptions() },
          { key: 'state', label: t('register.state'), options: entityStateOptions() },
        ]}
        empty={{ title: t('register.empty'), text: t('register.emptyText'), action: <div style={{ marginTop: 16 }}>{importButton}</div> }}
        exportAs={t('register.export')}
      />
    </Page>
  )
}

const columns = (): readonly Column<EntityRow>[] => [
  {
    key: 'name',
    title: t('register.nameCode'),
    textTitle: t('register.name'),
    fixed: true,
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/register/$subject" params={{ subject: row.subject }}>
            {row.name}
          </Link>
        }
        second={row.subject}
      />
    ),
    text: (row) => row.name,
  },
  {
    key: 'code',
    title: t('register.code'),
    startsHidden: true,
    cell: (row) => <span className="mono">{row.subject}</span>,
    text: (row) => row.subject,
  },
  { key: 'kind', title: t('register.kind'), cell: (row) => kindText(row.kind), text: (row) => kindText(row.kind) },
  { key: 'entityType', title: t('register.entityType'), cell: (row) => row.entityType ?? '—', text: (row) => row.entityType },
  { key: 'region', title: t('register.region'), cell: (row) => row.regionName, text: (row) => row.regionName },
  {
    key: 'established',
    title: t('register.established'),
    width: 112,
    cell: (row) => formatDate(row.established),
    text: (row) => row.established,
  },
  {
    key: 'state',
    title: t('register.state'),
    width: 96,
    cell: (row) => (row.state === 'active' ? entityStateText(row.state) : <Tag>{entityStateText(row.state)}</Tag>),
    text: (row) => entityStateText(row.state),
  },
  {
    key: 'updated',
    title: t('register.updated'),
    width: 144,
    startsHidden: true,
    cell: (row) => formatTime(row.updatedAt),
    text: (row) => formatTime(row.updatedAt),
  },
]
