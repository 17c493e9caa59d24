/** 计划确定的配合部门: the departments that a joint row names, offered to the task that carries it out. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { PlanParty } from '#core/plans/row.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'

type Partner = { readonly orgId: string; readonly itemIds: readonly string[] }

export type PlannedPartnersProps = {
  readonly parties: readonly PlanParty[]
  readonly value: readonly Partner[]
  readonly onChange: (next: readonly Partner[]) => void
}

/** Nothing where the row names no other department. */
export function PlannedPartners({ parties, value, onChange }: PlannedPartnersProps): ReactNode {
  const offered = useQuery({ ...api.tasks.partners.queryOptions(), staleTime: 300_000, enabled: parties.length > 0 })
  if (parties.length === 0) return null
  const planned = parties.flatMap(({ dept, itemIds }) => {
    // Who has published nothing cannot be invited to a task; the list below says so.
    const partner = offered.data?.rows.find((one) => one.dept === dept && one.items.length > 0)
    return partner === undefined
      ? []
      : [{ orgId: partner.orgId, itemIds: itemIds.filter((id) => partner.items.some((item) => item.id === id)) }]
  })
  const missing = planned.filter(({ orgId }) => !value.some((one) => one.orgId === orgId))
  return (
    <p className="mj-note">
      {t('jointUse.planned', { names: parties.map(({ orgName }) => orgName).join('、') })}{' '}
      {missing.length > 0 && (
        <ActionButton link size="small" onClick={() => onChange([...value.filter(({ orgId }) => orgId !== ''), ...missing])}>
          {t('jointUse.bring')}
        </ActionButton>
      )}
    </p>
  )
}
