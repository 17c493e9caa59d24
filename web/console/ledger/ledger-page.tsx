/** 检查频次: the objects of a place that were visited, or are to be, as often as its cap says or more. */
import './ledger.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList, type FilterValues, type PageAsk } from '#web/ui/data-list.tsx'
import { formatNumber, today } from '#web/ui/format.ts'
import { Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'

type Row = Answers['ledger']['list']['rows'][number]

export function LedgerPage(): ReactNode {
  const thisYear = Number(today().slice(0, 4))
  const rules = useQuery(api.ledger.list.queryOptions({ input: { limit: 1 } })).data
  const me = useQuery(meQuery).data
  const cap = rules?.cap ?? 1
  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')} actions={<LookUp />}>
      {rules !== undefined && (
        <p className="small quiet led-cap">
          {t('ledger.capNow', rules)}{' '}
          {me !== undefined && me !== null && may(me, 'policy.read') && <Link to="/policy">{t('ledger.policyLink')}</Link>}
        </p>
      )}
      <DataList<Row>
        id="ledger"
        columns={columns(cap)}
        rowKey={({ subject }) => subject}
        unit={t('ledger.unit')}
        exportAs={t('ledger.export')}
        filters={[
          {
            key: 'year',
            label: t('ledger.year'),
            placeholder: t('ledger.yearNow', { n: String(thisYear) }),
            options: [0, -1, -2].map((back) => ({ value: String(thisYear + back), label: String(thisYear + back) })),
          },
          {
            key: 'least',
            label: t('ledger.least'),
            placeholder: t('ledger.leastCap', { n: cap }),
            options: [1, 2, 3, 4].map((n) => ({ value: String(n), label: t('ledger.leastN', { n }) })),
          },
        ]}
        source={(page, filter) => api.ledger.list.queryOptions({ input: inputOf(page, filter) })}
        empty={{ title: t('ledger.empty'), text: t('ledger.emptyText') }}
      />
    </Page>
  )
}

const inputOf = (page: PageAsk, { year, least }: FilterValues) => ({
  ...page,
  ...(year === undefined ? {} : { year: Number(year) }),
  ...(least === undefined ? {} : { least: Number(least) }),
})

/** To the ledger of one object, by its code: what a phone will do with a scanned licence. */
function LookUp(): ReactNode {
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const go = (): void => {
    const subject = code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
    if (subject !== '') void navigate({ to: '/ledger/$subject', params: { subject } })
  }
  return (
    <span className="led-look">
      <Input
        aria-label={t('ledger.checkPlaceholder')}
        placeholder={t('ledger.checkPlaceholder')}
        value={code}
        maxLength={64}
        onChange={(event) => setCode(event.target.value)}
        onPressEnter={go}
      />
      <Button onClick={go}>{t('ledger.check')}</Button>
    </span>
  )
}

const columns = (cap: number): readonly Column<Row>[] => [
  {
    key: 'name',
    title: t('ledger.object'),
    fixed: true,
    cell: ({ subject, name }) => (
      <TwoLines
        first={
          <Link to="/ledger/$subject" params={{ subject }}>
            <b>{name}</b>
          </Link>
        }
        second={subject}
      />
    ),
    text: ({ name }) => name,
  },
  { key: 'region', title: t('ledger.region'), width: 200, cell: ({ regionName }) => regionName, text: ({ regionName }) => regionName },
  {
    key: 'planned',
    title: t('ledger.planned'),
    align: 'right',
    width: 104,
    cell: ({ planned }) => (
      <b>
        {formatNumber(planned)} / {cap}
      </b>
    ),
    text: ({ planned }) => planned,
  },
  {
    key: 'elsewhere',
    title: t('ledger.elsewhere'),
    align: 'right',
    width: 96,
    cell: ({ elsewhere }) => formatNumber(elsewhere),
    text: ({ elsewhere }) => elsewhere,
  },
  {
    key: 'triggered',
    title: t('ledger.triggered'),
    align: 'right',
    width: 80,
    cell: ({ triggered }) => formatNumber(triggered),
    text: ({ triggered }) => triggered,
  },
  {
    key: 'standing',
    title: t('ledger.standing'),
    width: 112,
    cell: (row) => <Standing row={row} cap={cap} />,
    text: ({ over }) => (over ? t('ledger.over') : ''),
  },
]

const Standing = ({ row, cap }: { readonly row: Row; readonly cap: number }): ReactNode =>
  row.over ? <Tag tone="red">{t('ledger.over')}</Tag> : row.planned >= cap ? <Tag tone="amber">{t('ledger.atCap')}</Tag> : null
