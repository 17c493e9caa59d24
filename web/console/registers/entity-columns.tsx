/** The columns of the list of objects. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EntityRow } from '#contract/registers.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate, formatMoneyYuan, formatTime } from '#web/ui/format.ts'
import { Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { entityStateText, kindText } from './entity-words.ts'

type EntityColumn = Column<EntityRow>

export const entityColumns = (readsRisk: boolean): readonly EntityColumn[] => [
  {
    key: 'name',
    title: t('register.nameCode'),
    fixed: true,
    sort: { key: 'name' },
    cell: (row) => <TwoLines first={nameOf(row)} second={row.subject} />,
  },
  { key: 'kind', title: t('register.kind'), cell: (row) => kindText(row.kind) },
  { key: 'entityType', title: t('register.entityType'), startsHidden: true, cell: (row) => row.entityType ?? '—' },
  { key: 'region', title: t('register.region'), cell: (row) => row.regionName },
  { key: 'industry', title: t('register.industry'), width: 80, cell: (row) => row.industry ?? '—' },
  ...(readsRisk ? [riskColumn] : []),
  { key: 'labels', title: t('register.labels'), wide: true, cell: (row) => <Labels labels={row.labels} /> },
  { key: 'address', title: t('register.address'), startsHidden: true, wide: true, cell: (row) => row.address ?? '—' },
  {
    key: 'established',
    title: t('register.established'),
    width: 112,
    sort: { key: 'established', descending: true },
    cell: (row) => formatDate(row.established),
  },
  {
    key: 'capital',
    title: t('register.capital'),
    align: 'right',
    startsHidden: true,
    sort: { key: 'capital', descending: true },
    cell: (row) => (row.capitalYuan === null ? (row.capitalText ?? '—') : formatMoneyYuan(row.capitalYuan)),
  },
  {
    key: 'state',
    title: t('register.state'),
    width: 80,
    cell: (row) => (row.state === 'active' ? entityStateText(row.state) : <Tag>{entityStateText(row.state)}</Tag>),
  },
  { key: 'lastInspected', title: t('register.lastInspected'), width: 112, cell: (row) => formatDate(row.lastInspected) },
  { key: 'visitsThisYear', title: t('register.visitsThisYear'), width: 88, align: 'right', cell: (row) => row.visitsThisYear },
  {
    key: 'updated',
    title: t('register.updated'),
    width: 144,
    startsHidden: true,
    sort: { key: 'updated', descending: true },
    cell: (row) => formatTime(row.updatedAt),
  },
]

const nameOf = (row: EntityRow): ReactNode => (
  <Link to="/register/$subject" params={{ subject: row.subject }}>
    {row.name}
  </Link>
)

const riskColumn: EntityColumn = {
  key: 'riskClass',
  title: t('register.risk'),
  width: 64,
  cell: (row) => (row.riskClass === null ? '—' : <Tag>{row.riskClass}</Tag>),
}

/** The first three; the page of the object has them all. */
const Labels = ({ labels }: { readonly labels: readonly string[] }): ReactNode => (
  <span className="mj-labels">
    {labels.slice(0, 3).map((label) => (
      <Tag key={label}>{label}</Tag>
    ))}
    {labels.length > 3 && <span className="quiet">+{labels.length - 3}</span>}
  </span>
)
