/** What a label of a signal is for: a directed task, or a row of a plan that is being drafted, with the label already in its filter. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'

export function SignalNext({ label }: { readonly label: string }): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const tasks = me !== undefined && me !== null && may(me, 'task.edit')
  const plans = me !== undefined && me !== null && may(me, 'plan.edit')
  const drafts = useQuery({ ...api.plans.list.queryOptions({ input: { state: 'draft', limit: 50 } }), enabled: plans }).data?.rows ?? []
  if (!tasks && !plans) return null
  return (
    <div className="signal-next">
      <span className="quiet">{t('signal.next')}</span>
      {tasks && (
        <ActionButton primary onClick={() => void navigate({ to: '/tasks/new', search: { label } })}>
          {t('signal.task')}
        </ActionButton>
      )}
      {plans && (
        <Select
          aria-label={t('signal.row')}
          style={{ width: 240 }}
          placeholder={drafts.length === 0 ? t('signal.noPlan') : t('signal.choosePlan')}
          disabled={drafts.length === 0}
          value={null}
          options={drafts.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(planId: string | null) =>
            planId !== null && void navigate({ to: '/plans/$planId', params: { planId }, search: { label } })
          }
        />
      )}
    </div>
  )
}
