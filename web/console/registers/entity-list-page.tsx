/** 检查对象名录库: the register of a jurisdiction. */
import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { EntityRow } from '#contract/registers.ts'
import type { Permission } from '#core/access/roles.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList, type FilterValues } from '#web/ui/data-list.tsx'
import { formatCount } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { SavedViews } from '../lists/saved-views.tsx'
import { WholeQuery } from '../lists/whole-query.tsx'
import { entityColumns } from './entity-columns.tsx'
import { filterText, queryOfAddress } from './entity-query.ts'
import { entityStateOptions, kindOptions } from './entity-words.ts'
import { MoreConditions } from './more-conditions.tsx'

export function EntityListPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const count = useQuery(api.registers.count.queryOptions()).data
  const regions = useRegionOptions()
  const preferred = usePreferred()
  const mayDo = (permission: Permission): boolean => me !== undefined && me !== null && may(me, permission)
  const importButton = (
    <ActionButton
      primary
      icon={<Icon name="upload" />}
      ability={mayDo('register.import') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }}
      onClick={() => void navigate({ to: '/imports/new', search: { kind: 'entity' } })}
    >
      {t('register.import')}
    </ActionButton>
  )
  // The address names what is asked: a view that opens by itself is written into it once, and can be taken away.
  if (preferred !== null) return <Navigate to="/register" search={preferred} replace />
  return (
    <Page
      title={t('register.title')}
      lead={count === undefined ? ' ' : t('register.lead', { n: formatCount(count.entities) })}
      actions={
        <>
          <Button onClick={() => void navigate({ to: '/imports', search: { kind: 'entity' } })}>{t('register.imports')}</Button>
          <Button onClick={() => void navigate({ to: '/exports' })}>{t('export.title')}</Button>
          {importButton}
        </>
      }
    >
      <DataList<EntityRow>
        id="entities"
        unit={t('register.unit')}
        numbered
        columns={entityColumns(mayDo('risk.read'))}
        rowKey={(row) => row.subject}
        source={(page, filter) => api.registers.listEntities.queryOptions({ input: { ...page, ...callOf(filter) } })}
        filters={[
          { key: 'q', label: t('register.q'), placeholder: t('register.qHint') },
          { key: 'regionPath', label: t('register.region'), options: regions },
          { key: 'kind', label: t('register.kind'), options: kindOptions() },
          { key: 'state', label: t('register.state'), options: entityStateOptions() },
          { key: 'address', label: t('register.address'), placeholder: t('register.addressHint') },
          { key: 'label', label: t('register.labels'), placeholder: t('register.labelHint') },
          { key: 'industry', label: t('register.industry'), placeholder: t('register.industryHint') },
          { key: 'asOf', label: t('register.asOf'), type: 'date' },
        ]}
        hiddenFilters={['filter', 'sort']}
        tools={(list) => (
          <div className="mj-list-tools">
            <SavedViews list={list} />
            <MoreConditions value={list.filter.filter} onChange={(filter) => list.apply({ ...list.filter, filter }, [])} />
            {list.filter.asOf === undefined && (
              <WholeQuery
                key={JSON.stringify(list.filter)}
                query={queryOfAddress(list.filter)}
                shown={list.shown}
                mayLabel={mayDo('register.label')}
                mayExport={mayDo('register.export')}
              />
            )}
          </div>
        )}
        empty={{ title: t('register.empty'), text: t('register.emptyText'), action: <div style={{ marginTop: 16 }}>{importButton}</div> }}
      />
    </Page>
  )
}

/** What the call takes, from what the address says. */
function callOf(filter: FilterValues) {
  const { q, address, regionPath, kind, state, asOf } = filter
  const [sort, way] = filter.sort?.split('-') ?? []
  const known = sorts.find((one) => one === sort) ?? 'place'
  return { q, address, regionPath, kind, state, asOf, filter: filterText(filter), sort: known, descending: way === 'desc' }
}

const sorts = ['place', 'updated', 'established', 'name', 'capital'] as const

/** The query of the view that one's list opens with, when the address asks for nothing yet and the list was not just emptied. */
function usePreferred(): Record<string, string> | null {
  const search = useSearch({ strict: false })
  const views = useQuery(api.lists.views.queryOptions({ input: { list: 'entity' } })).data
  const isBare = Object.keys(search).length === 0
  const view = views?.find((one) => one.preferred && one.abilities.edit.allowed)
  if (!isBare || view === undefined || Object.keys(view.query).length === 0 || opened.has(view.id)) return null
  opened.add(view.id)
  return view.query
}

/** Views that opened by themselves since the console was loaded: once each, so that 重置 shows the whole register. */
const opened = new Set<string>()
