/** 分层: objects × rate → to draw, stratum by stratum, and the winning line once there is one. */
import './draws.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { formatNumber, formatRate } from '#web/ui/format.ts'
import { product } from '#web/ui/percent.ts'
import { type Column, Table } from '#web/ui/table.tsx'

export type StratumFigures = {
  readonly id: string
  readonly name: string
  readonly n: number
  readonly ratePpm: number | null
  readonly target: number
  readonly threshold: string | null
  /** Why it could not be committed as it stands; left out where that is settled. */
  readonly refused?: 'zero' | 'more_than_n' | null
}

export function StrataTable({ strata, drawn }: { readonly strata: readonly StratumFigures[]; readonly drawn: boolean }): ReactNode {
  const columns: Column<StratumFigures>[] = [
    { key: 'id', title: t('draw.strata.id'), width: 44, cell: (row) => <span className="mono quiet">{row.id}</span> },
    { key: 'name', title: t('draw.strata.name'), cell: (row) => row.name },
    { key: 'n', title: t('task.strata.n'), align: 'right', cell: (row) => formatNumber(row.n) },
    {
      key: 'rate',
      title: t('task.strata.rate'),
      align: 'right',
      cell: (row) => (row.ratePpm === null ? t('task.strata.fixedMark') : formatRate(row.ratePpm)),
    },
    {
      key: 'product',
      title: t('task.strata.product'),
      align: 'right',
      cell: (row) => <span className="quiet">{row.ratePpm === null ? '—' : product(row.n, row.ratePpm)}</span>,
    },
    { key: 'target', title: drawn ? t('draw.strata.drawn') : t('task.strata.target'), align: 'right', cell: (row) => <Target row={row} /> },
    ...(drawn
      ? [
          {
            key: 'line',
            title: t('draw.strata.threshold'),
            align: 'right' as const,
            cell: (row: StratumFigures) => (
              <span className="mono" title={row.threshold ?? ''}>
                {row.threshold?.slice(0, 8) ?? '—'}
              </span>
            ),
          },
        ]
      : []),
  ]
  const foot = strata.length > 1 && (
    <tr>
      <td />
      <td data-label={t('task.strata.total')}>{t('task.strata.total')}</td>
      <td className="num" data-label={t('task.strata.n')}>
        {formatNumber(strata.reduce((sum, row) => sum + row.n, 0))}
      </td>
      <td className="mj-empty-cell" />
      <td className="mj-empty-cell" />
      <td className="num" data-label={t('task.strata.target')}>
        {formatNumber(strata.reduce((sum, row) => sum + row.target, 0))}
      </td>
      {drawn && <td className="mj-empty-cell" />}
    </tr>
  )
  return <Table dense columns={columns} rows={strata} rowKey={(row) => row.id} caption={t('task.strata')} foot={foot} />
}

function Target({ row }: { readonly row: StratumFigures }): ReactNode {
  if (row.refused === 'more_than_n')
    return (
      <span className="red">
        {formatNumber(row.target)}　{t('task.strata.more_than_n')}
      </span>
    )
  if (row.target > 0 || row.refused === null) return <b>{formatNumber(row.target)}</b>
  return <span className="red">0　{row.n === 0 ? t('task.strata.noMembers') : t('task.strata.zero')}</span>
}
