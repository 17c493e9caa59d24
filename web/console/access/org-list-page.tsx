/** Organisations: one department at one place. */
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Org } from '#contract/access.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { regionCode } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import type { Column } from '#web/ui/table.tsx'
import { AccessTabs } from './access-tabs.tsx'
import { OrgEditDialog, OrgNewDialog } from './org-dialogs.tsx'

export function OrgListPage(): ReactNode {
  const [adding, setAdding] = useState(false)
  const [edited, setEdited] = useState<Org | null>(null)
  const regions = useRegionOptions()
  const nameOf = (path: string): string => regions.find(({ value }) => value === path)?.label ?? regionCode(path)
  return (
    <Page
      title={t('menu.accounts')}
      lead={t('access.accountsLead')}
      actions={
        <ActionButton primary icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('access.newOrg')}
        </ActionButton>
      }
    >
      <AccessTabs />
      <DataList<Org>
        id="orgs"
        unit={t('access.unit')}
        columns={columns(nameOf, setEdited)}
        rowKey={(org) => org.id}
        source={(page) => api.access.listOrgs.queryOptions({ input: { ...page } })}
        empty={{ title: t('access.noOrgs') }}
        exportAs={t('access.orgs')}
      />
      {adding && <OrgNewDialog onClose={() => setAdding(false)} />}
      {edited !== null && <OrgEditDialog key={edited.id} org={edited} onClose={() => setEdited(null)} />}
    </Page>
  )
}

const columns = (nameOf: (path: string) => string, edit: (org: Org) => void): readonly Column<Org>[] => [
  { key: 'name', title: t('access.orgName'), fixed: true, cell: (org) => org.name, text: (org) => org.name },
  { key: 'short', title: t('access.orgShort'), cell: (org) => org.shortName, text: (org) => org.shortName },
  { key: 'region', title: t('access.orgRegion'), cell: (org) => `${nameOf(org.path)} ${regionCode(org.path)}`, text: (org) => org.path },
  { key: 'dept', title: t('access.orgDept'), cell: (org) => <span className="mono">{org.dept}</span>, text: (org) => org.dept },
  { key: 'post', title: t('access.orgPost'), cell: (org) => t(`officer.post.${org.post}`), text: (org) => t(`officer.post.${org.post}`) },
  { key: 'cluster', title: t('access.orgCluster'), cell: (org) => org.cluster ?? '—', text: (org) => org.cluster },
  {
    key: 'edit',
    title: '',
    cell: (org) => (
      <Button type="link" size="small" onClick={() => edit(org)} aria-label={`${t('access.edit')} ${org.name}`}>
        {t('access.edit')}
      </Button>
    ),
    text: () => null,
  },
]
