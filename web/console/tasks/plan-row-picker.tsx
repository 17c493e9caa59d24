/** Chooses the row of a published plan that a task carries out, and shows what the row says. */
import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Plan } from '#contract/plans.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange, formatRate } from '#web/ui/format.ts'
import { Facts } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

export type PlanRowPickerProps = {
  readonly planId: string
  readonly rowId: string
  readonly wrong: boolean
  readonly onPlan: (planId: string) => void
  readonly onRow: (plan: Plan, row: Plan['rows'][number]) => void
}

export function PlanRowPicker({ planId, rowId, wrong, onPlan, onRow }: PlanRowPickerProps): ReactNode {
  const published = useQuery(api.plans.list.queryOptions({ input: { limit: 200 } }))
  const plan = useQuery({ ...api.plans.get.queryOptions({ input: { planId } }), enabled: planId !== '' })
  const row = plan.data?.rows.find((one) => one.id === rowId)
  const plans = (published.data?.rows ?? []).filter(({ state }) => ruling.some((one) => one === state))
  return (
    <>
      <ProblemAlert error={published.error ?? plan.error} />
      <div className="mj-filter-editor">
        <Form.Item label={t('task.plan')} {...(wrong && planId === '' ? { validateStatus: 'error', help: t('task.missingPlan') } : {})}>
          <Select
            value={planId === '' ? null : planId}
            aria-label={t('task.plan')}
            placeholder={t('task.choosePlan')}
            loading={published.isPending}
            notFoundContent={t('task.noPlan')}
            showSearch={{ optionFilterProp: 'label' }}
            options={plans.map((one) => ({ value: one.id, label: `${one.name}　${one.planNo}` }))}
            onChange={onPlan}
          />
        </Form.Item>
        <Form.Item label={t('task.row')} {...(wrong && rowId === '' ? { validateStatus: 'error', help: t('task.missingPlan') } : {})}>
          <Select
            value={rowId === '' ? null : rowId}
            aria-label={t('task.row')}
            placeholder={t('task.chooseRow')}
            loading={plan.isFetching}
            disabled={planId === ''}
            options={(plan.data?.rows ?? [])
              .filter((one) => one.ruling)
              .map((one) => ({ value: one.id, label: `${one.seq}. ${one.name}` }))}
            onChange={(id: string) => {
              const chosen = plan.data?.rows.find((one) => one.id === id)
              if (plan.data !== undefined && chosen !== undefined) onRow(plan.data, chosen)
            }}
          />
        </Form.Item>
      </div>
      {row !== undefined && (
        <Facts
          facts={[
            { label: t('task.items'), value: row.itemNames.join('；') },
            { label: t('task.scope'), value: row.objectScope },
            { label: t('task.planRate'), value: row.ratePpm === null ? '—' : formatRate(row.ratePpm) },
            { label: t('task.window'), value: formatRange(row.from, row.to) },
          ]}
        />
      )}
    </>
  )
}

/** A plan that is being adjusted rules as it was published last. */
const ruling = ['published', 'adjusting', 'adjust_submitted', 'adjust_approved'] as const
