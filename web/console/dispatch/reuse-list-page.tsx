/** 结果互认: proposals, and what came of them. */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Reuse } from '#contract/reuse.ts'
import { api } from '#web/api/client.ts'
import { Outcome } from '#web/console/inspections/visit-words.tsx'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { ReuseDecideDialog } from './reuse-decide-dialog.tsx'
import { ReuseStateTag } from './reuse-lines.tsx'

const states = ['requested', 'approved', 'refused'] as const

export function ReuseListPage(): ReactNode {
  const [decided, setDecided] = useState<Reuse | null>(null)
  return (
    <Page title={t('reuse.title')} lead={t('reuse.lead')}>
      <DataList<Reuse>
        id="reuses"
        unit={t('reuse.unit')}
        columns={columns(setDecided)}
        rowKey={({ id }) => id}
        filters={[
          { key: 'state', label: t('reuse.state'), options: states.map((state) => ({ value: state, label: t(`reuse.state.${state}`) })) },
        ]}
        source={(page, { state }) => {
          const known = states.find((one) => one === state)
          return api.reuses.list.queryOptions({ input: { ...page, ...(known === undefined ? {} : { state: known }) } })
        }}
        empty={{ title: t('reuse.empty'), text: t('reuse.emptyText') }}
        exportAs={t('reuse.title')}
      />
      {decided !== null && <ReuseDecideDialog reuse={decided} onClose={() => setDecided(null)} />}
    </Page>
  )
}

const columns = (onDecide: (reuse: Reuse) => void): readonly Column<Reuse>[] => [
  {
    key: 'object',
    title: t('reuse.object'),
    fixed: true,
    wide: true,
    text: ({ name }) => name,
    cell: ({ visitId, name, taskName }) => (
      <TwoLines
        first={
          <Link to="/visits/$visitId" params={{ visitId }}>
            {name}
          </Link>
        }
        second={taskName}
      />
    ),
  },
  { key: 'org', title: t('reuse.by'), wide: true, text: ({ orgName }) => orgName, cell: ({ orgName }) => orgName },
  { key: 'date', title: t('reuse.date'), width: 110, text: ({ date }) => date, cell: ({ date }) => date },
  { key: 'outcome', title: t('reuse.outcome'), cell: ({ outcome }) => <Outcome code={outcome} /> },
  { key: 'state', title: t('reuse.state'), width: 96, text: ({ state }) => state, cell: ({ state }) => <ReuseStateTag state={state} /> },
  {
    key: 'asked',
    title: t('reuse.requested'),
    width: 180,
    text: ({ requestedBy }) => requestedBy,
    cell: ({ requestedBy, requestedAt }) => <TwoLines first={requestedBy} second={formatTime(requestedAt)} />,
  },
  {
    key: 'decide',
    title: '',
    width: 90,
    cell: (row) =>
      row.state === 'requested' && (
        <ActionButton size="small" ability={row.abilities.decide} onClick={() => onDecide(row)}>
          {t('reuse.decide')}
        </ActionButton>
      ),
  },
]
