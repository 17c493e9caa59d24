/** The objects of a signal, how many there are, and the one button that labels all of them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import './labels.css'
import { TreeSelect } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Signal } from '#contract/signals.ts'
import { type Answers, api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { treeOf } from '#web/console/tasks/region-select.tsx'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { ActionButton, Tag } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { SignalLabelDialog } from './signal-label-dialog.tsx'

type Row = Answers['signals']['list']['rows'][number]

export type SignalObjectsProps = {
  readonly signal: Signal
  readonly title: string
  readonly empty: { readonly title: string; readonly text: string }
}

export function SignalObjects({ signal, title, empty }: SignalObjectsProps): ReactNode {
  const [labels, setLabels] = useState(false)
  const me = useQuery(meQuery).data
  const query = useQuery(api.signals.list.queryOptions({ input: { signal } }))
  return (
    <Loaded query={query}>
      {({ rows, total }) =>
        rows.length === 0 ? (
          <Empty title={empty.title}>{empty.text}</Empty>
        ) : (
          <>
            <div className="signal-head">
              <span className="quiet small" role="status">
                {t(total > rows.length ? 'signal.cut' : 'signal.total', { n: formatNumber(total), shown: formatNumber(rows.length) })}
              </span>
              {me !== undefined && me !== null && may(me, 'register.label') && (
                <ActionButton primary onClick={() => setLabels(true)}>
                  {t('signal.label')}
                </ActionButton>
              )}
            </div>
            <Table columns={columns(signal.kind)} rows={rows} rowKey={(row) => row.subject} caption={title} />
            {labels && <SignalLabelDialog signal={signal} onClose={() => setLabels(false)} />}
          </>
        )
      }
    </Loaded>
  )
}

const columns = (kind: Signal['kind']): Column<Row>[] => [
  {
    key: 'name',
    title: t('followUp.object'),
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
  },
  { key: 'region', title: t('task.filter.region'), cell: (row) => row.regionName },
  kind === 'complaints'
    ? { key: 'n', title: t('complaint.n'), width: 120, cell: (row) => formatNumber(row.complaints ?? 0) }
    : { key: 'flags', title: t('alert.flags'), cell: (row) => <Flags row={row} /> },
  {
    key: 'labels',
    title: t('signal.labels'),
    cell: (row) => (
      <span className="signal-labels">
        {row.labels.map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
      </span>
    ),
  },
]

const Flags = ({ row }: { readonly row: Row }): ReactNode =>
  row.flags.map((flag) => (
    <div key={`${flag.zh} ${flag.since}`}>{t('alert.since', { flag: flag[language()], since: flag.since, source: flag.source })}</div>
  ))

/** One place below the own one, or all of them. */
export function PlaceChoice({
  value,
  onChange,
}: {
  readonly value: string | null
  readonly onChange: (place: string | null) => void
}): ReactNode {
  const { data, isPending } = useQuery({ ...api.registers.regions.queryOptions({ input: {} }), staleTime: 3_600_000 })
  return (
    <TreeSelect<string | null>
      aria-label={t('signal.place')}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      loading={isPending}
      style={{ width: 200 }}
      placeholder={t('signal.allPlaces')}
      value={value}
      treeData={treeOf(data ?? [])}
      onChange={(place) => onChange(place ?? null)}
    />
  )
}
