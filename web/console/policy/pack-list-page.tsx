/** 地区参数包: the list of versions that places have made. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PackHead } from '#contract/policy.ts'
import type { Ability } from '#core/access/can.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { PolicyTabs } from './policy-tabs.tsx'
import { forceText, PackState } from './policy-words.tsx'

export function PackListPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const edit: Ability =
    me !== undefined && me !== null && may(me, 'policy.edit') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        <ActionButton primary ability={edit} onClick={() => void navigate({ to: '/policy/packs/new' })}>
          {t('policy.new')}
        </ActionButton>
      }
    >
      <PolicyTabs at="packs" />
      <DataList<PackHead>
        id="policy-packs"
        columns={columns()}
        rowKey={({ id }) => id}
        unit={t('policy.packs.unit')}
        source={(page) => api.policy.packs.queryOptions({ input: page })}
        empty={{ title: t('policy.packs.empty'), text: t('policy.packs.emptyText') }}
      />
    </Page>
  )
}

const columns = (): readonly Column<PackHead>[] => [
  {
    key: 'name',
    title: t('policy.packs.name'),
    fixed: true,
    cell: (pack) => (
      <TwoLines
        first={
          <Link to="/policy/packs/$packId" params={{ packId: pack.id }}>
            <b>{t('policy.packVersion', { place: pack.placeName, n: pack.version })}</b>
          </Link>
        }
        second={pack.code}
      />
    ),
  },
  { key: 'state', title: t('policy.state'), width: 120, cell: (pack) => <PackState pack={pack} /> },
  { key: 'force', title: t('policy.force'), width: 216, cell: forceText },
  { key: 'count', title: t('policy.packs.count'), align: 'right', width: 80, cell: ({ settings }) => settings },
  { key: 'by', title: t('policy.packs.by'), width: 128, cell: ({ createdByName }) => createdByName },
  { key: 'decided', title: t('policy.packs.decided'), width: 128, cell: ({ decidedByName }) => decidedByName ?? '—' },
  { key: 'updated', title: t('policy.packs.updated'), width: 144, cell: ({ updatedAt }) => formatTime(updatedAt) },
]
