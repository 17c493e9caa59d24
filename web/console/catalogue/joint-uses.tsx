/** 计划与任务: which rows of plans carry out a joint item, which version of it, and the tasks made of them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { JointItemPage, JointUse } from '#contract/joint-items.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { PlanStateTag } from '../plans/plan-state.tsx'

/** Nothing for who reads no plans. */
export function JointUses({ item }: { readonly item: Pick<JointItemPage, 'id'> }): ReactNode {
  const { data: me } = useQuery(meQuery)
  const reads = me !== undefined && me !== null && may(me, 'plan.read')
  const query = useQuery({ ...api.jointItems.uses.queryOptions({ input: { jointItemId: item.id } }), enabled: reads })
  if (!reads) return null
  return (
    <Section title={t('jointUse.title')} note={t('jointUse.note')}>
      <Loaded query={query}>
        {({ uses }) =>
          uses.length === 0 ? (
            <p className="quiet small">{t('jointUse.none')}</p>
          ) : (
            <Table columns={columns()} rows={uses} rowKey={({ rowId }) => rowId} caption={t('jointUse.title')} />
          )
        }
      </Loaded>
    </Section>
  )
}

const columns = (): Column<JointUse>[] => [
  { key: 'row', title: t('jointUse.row'), wide: true, cell: ({ rowName }) => rowName },
  {
    key: 'plan',
    title: t('jointUse.plan'),
    cell: ({ planId, planName, planNo, planState }) => (
      <TwoLines
        first={
          <>
            <Link to="/plans/$planId" params={{ planId }}>
              {planName}
            </Link>{' '}
            <PlanStateTag state={planState} />
          </>
        }
        second={planNo}
      />
    ),
  },
  { key: 'version', title: t('jointUse.version'), width: 112, cell: ({ version }) => t('item.versionN', { n: version }) },
  {
    key: 'tasks',
    title: t('jointUse.tasks'),
    cell: ({ tasks }) =>
      tasks.length === 0
        ? '—'
        : tasks.map((task) => (
            <div key={task.id}>
              <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
                {task.name}
              </Link>
            </div>
          )),
  },
]
