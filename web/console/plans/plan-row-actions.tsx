/** What one may do with a row of a plan from its table. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PlanRow } from '#contract/plan-rows.ts'
import type { Plan } from '#contract/plans.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { useMayReason } from './may-reason.ts'
import { useOutsideReason } from './outside-reason.ts'
import type { RowAsked } from './plan-rows.tsx'

/** The tasks of a row, and the way to one more: tasks are made of what is public. */
export function TasksOfRow({ plan, row }: { readonly plan: Plan; readonly row: PlanRow }): ReactNode {
  const navigate = useNavigate()
  const mayMake = useMayReason('task.edit')
  const outside = useOutsideReason(plan)
  return (
    <div className="mj-row-tasks">
      {row.taskIds.map((taskId, index) => (
        <Link key={taskId} to="/tasks/$taskId" params={{ taskId }}>
          {row.taskIds.length === 1 ? t('plan.row.hasTasks', { n: 1 }) : t('plan.row.taskNth', { n: index + 1 })}{' '}
        </Link>
      ))}
      {(row.ruling || row.taskIds.length === 0) && (
        <ActionButton
          link
          size="small"
          disabledReason={row.ruling ? (outside ?? mayMake) : t('plan.notPublished')}
          onClick={() => void navigate({ to: '/tasks/new', search: { plan: plan.id, row: row.id } })}
        >
          {t('plan.row.newTask')}
        </ActionButton>
      )}
    </div>
  )
}

/** The last column while the plan can be edited. */
export const rowActions = (plan: Plan, ask: (asked: RowAsked) => void): Column<PlanRow> => ({
  key: 'do',
  title: t('plan.row.do'),
  width: 92,
  cell: (row) => <Actions plan={plan} row={row} ask={ask} />,
})

function Actions({ plan, row, ask }: { readonly plan: Plan; readonly row: PlanRow; readonly ask: (asked: RowAsked) => void }): ReactNode {
  const restore = useCommand(client.plans.restoreRow, { done: t('plan.row.restored') })
  const move = useCommand(client.plans.moveRow)
  const of = { planId: plan.id, rowId: row.id }
  if (row.state === 'cancelled')
    return (
      <ActionButton link size="small" loading={restore.pending} onClick={() => void restore.run({ ...of, seen: row.updatedAt })}>
        {t('plan.row.restore')}
      </ActionButton>
    )
  const published = plan.versions.length > 0 && row.ruling
  return (
    <span className="nowrap">
      <ActionButton link size="small" onClick={() => ask({ kind: 'edit', row })}>
        {t('plan.edit')}
      </ActionButton>
      <DropMenu
        menu={{
          items: [
            { key: 'copy', label: t('plan.row.copy') },
            { key: 'up', label: t('plan.row.up'), disabled: row.seq === 1 },
            { key: 'down', label: t('plan.row.down'), disabled: row.seq === plan.rows.length },
            { key: 'cancel', label: t(published ? 'plan.row.cancel' : 'plan.row.remove'), danger: true },
          ],
          onClick: ({ key }) => {
            if (key === 'copy') ask({ kind: 'add', template: row })
            else if (key === 'cancel') ask({ kind: 'cancel', row })
            else void move.run({ ...of, to: row.seq + (key === 'up' ? -1 : 1) })
          },
        }}
      >
        <span>
          <ActionButton link size="small" loading={move.pending} onClick={() => undefined}>
            {t('plan.row.more')}
          </ActionButton>
        </span>
      </DropMenu>
    </span>
  )
}
