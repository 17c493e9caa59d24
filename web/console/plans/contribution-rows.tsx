/** The rows of a contribution as a table. */
import type { ReactNode } from 'react'
import type { ContributionPage } from '#contract/plan-contributions.ts'
import { t } from '#web/i18n/t.ts'
import { formatRate } from '#web/ui/format.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { type Column, Days, Table } from '#web/ui/table.tsx'
import { rowOfDraft } from './row-of-draft.ts'

export type ContributionRowsProps = {
  readonly one: ContributionPage
  readonly onEdit: (index: number) => void
  readonly onDrop: (index: number) => void
}

export function ContributionRows({ one, onEdit, onDrop }: ContributionRowsProps): ReactNode {
  if (one.rows.length === 0) return <p className="quiet small">{t('contribution.rowsEmpty')}</p>
  const rows = one.rows.map((row, index) => rowOfDraft(row, index, one.itemNames))
  return <Table columns={columns(one, onEdit, onDrop)} rows={rows} rowKey={({ id }) => id} caption={t('contribution.rows')} />
}

type Row = ReturnType<typeof rowOfDraft>

const columns = (one: ContributionPage, onEdit: (index: number) => void, onDrop: (index: number) => void): Column<Row>[] => [
  { key: 'seq', title: t('plan.row.seq'), width: 44, cell: ({ seq }) => seq },
  { key: 'name', title: t('plan.row.name'), wide: true, cell: ({ name }) => <b>{name}</b> },
  { key: 'items', title: t('plan.row.items'), wide: true, cell: ({ itemNames }) => itemNames.join('；') },
  { key: 'scope', title: t('plan.row.scope'), wide: true, cell: ({ objectScope }) => objectScope },
  {
    key: 'rate',
    title: t('plan.row.rate'),
    width: 80,
    align: 'right',
    cell: ({ ratePpm, target }) => (ratePpm === null ? (target ?? '—') : formatRate(ratePpm)),
  },
  {
    key: 'window',
    title: t('plan.row.window'),
    width: 116,
    cell: ({ from, to }) => <Days from={from} to={to} />,
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 104,
    cell: ({ seq }) => (
      <div className="pp-do">
        <ActionButton link size="small" ability={one.abilities.save} onClick={() => onEdit(seq - 1)}>
          {t('contribution.rowEdit')}
        </ActionButton>
        <ActionButton link size="small" ability={one.abilities.save} onClick={() => onDrop(seq - 1)}>
          {t('contribution.rowDrop')}
        </ActionButton>
      </div>
    ),
  },
]
