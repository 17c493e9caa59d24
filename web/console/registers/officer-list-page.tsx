/** 执法检查人员: who may inspect, until when their certificate holds, and whom they must not inspect. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { OfficerRow } from '#contract/registers.ts'
import type { Ability } from '#core/access/can.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { daysUntil, formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { RecusalDialog } from './recusal-dialog.tsx'

export function OfficerListPage(): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const regions = useRegionOptions()
  const [recusing, setRecusing] = useState<OfficerRow | null>(null)
  const ability: Ability =
    me !== undefined && me !== null && may(me, 'officer.import') ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
  const importButton = (
    <ActionButton
      primary
      icon={<Icon name="upload" />}
      ability={ability}
      onClick={() => void navigate({ to: '/imports/new', search: { kind: 'officer' } })}
    >
      {t('register.import')}
    </ActionButton>
  )
  return (
    <Page
      title={t('officer.title')}
      lead={t('officer.lead')}
      actions={
        <>
          <Button onClick={() => void navigate({ to: '/imports', search: { kind: 'officer' } })}>{t('register.imports')}</Button>
          {importButton}
        </>
      }
    >
      <DataList<OfficerRow>
        id="officers"
        unit={t('officer.unit')}
        columns={columns(ability, setRecusing)}
        rowKey={(row) => row.id}
        source={(page, filter) => api.registers.listOfficers.queryOptions({ input: { ...page, q: filter.q, orgPath: filter.orgPath } })}
        filters={[
          { key: 'q', label: t('officer.q') },
          { key: 'orgPath', label: t('officer.area'), options: regions },
        ]}
        empty={{ title: t('officer.empty'), text: t('officer.emptyText'), action: <div style={{ marginTop: 16 }}>{importButton}</div> }}
        exportAs={t('officer.export')}
      />
      {recusing !== null && <RecusalDialog officer={recusing} onClose={() => setRecusing(null)} />}
    </Page>
  )
}

const columns = (ability: Ability, recuse: (officer: OfficerRow) => void): readonly Column<OfficerRow>[] => [
  {
    key: 'name',
    title: t('officer.nameNo'),
    textTitle: t('officer.name'),
    fixed: true,
    cell: (row) => <TwoLines first={<b>{row.name}</b>} second={row.staffNo} />,
    text: (row) => row.name,
  },
  { key: 'staffNo', title: t('officer.staffNo'), startsHidden: true, cell: (row) => row.staffNo, text: (row) => row.staffNo },
  { key: 'org', title: t('officer.org'), cell: (row) => row.orgName, text: (row) => row.orgName },
  {
    key: 'certificate',
    title: t('officer.certificate'),
    cell: (row) => <span className="mono">{row.certificateNo}</span>,
    text: (row) => row.certificateNo,
  },
  {
    key: 'validTo',
    title: t('officer.validTo'),
    width: 128,
    cell: (row) => <ValidTo date={row.certificateValidTo} />,
    text: (row) => row.certificateValidTo,
  },
  {
    key: 'scope',
    title: t('officer.scope'),
    cell: (row) => (row.itemScope.length === 0 ? <span className="quiet">{t('officer.scopeAll')}</span> : row.itemScope.join('、')),
    text: (row) => row.itemScope.join('、'),
  },
  {
    key: 'state',
    title: t('officer.state'),
    width: 72,
    cell: (row) => (row.state === 'active' ? stateText(row.state) : <Tag>{stateText(row.state)}</Tag>),
    text: (row) => stateText(row.state),
  },
  {
    key: 'recusals',
    title: t('officer.recusals'),
    align: 'right',
    width: 72,
    cell: (row) => formatNumber(row.recusals),
    text: (row) => row.recusals,
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 104,
    cell: (row) => (
      <ActionButton link size="small" ability={ability} onClick={() => recuse(row)}>
        {t('officer.recuse')}
      </ActionButton>
    ),
  },
]

const stateText = (state: string): string => tMaybe(`officer.state.${state}`, state)

/** Red once the certificate has ended, amber in its last 30 days. */
function ValidTo({ date }: { readonly date: string }): ReactNode {
  const days = daysUntil(date)
  if (days < 0)
    return (
      <span className="red">
        {date} {t('officer.expired')}
      </span>
    )
  return <span className={days <= 30 ? 'amber' : ''}>{date}</span>
}
