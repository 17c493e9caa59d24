/** Takes a row out: a row that was never public goes, one that was stays as cancelled, with the reason. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PlanRow } from '#contract/plan-rows.ts'
import type { Plan } from '#contract/plans.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export function PlanRowCancel({
  plan,
  row,
  onClose,
}: {
  readonly plan: Plan
  readonly row: PlanRow
  readonly onClose: () => void
}): ReactNode {
  const [reason, setReason] = useState('')
  const cancel = useCommand(client.plans.cancelRow, { done: t('plan.row.cancelDone'), onDone: onClose, announce: false })
  const stays = row.ruling
  return (
    <DecisionModal
      title={t(stays ? 'plan.row.cancelTitle' : 'plan.row.removeTitle', { name: row.name })}
      okText={t(stays ? 'plan.row.cancel' : 'plan.row.remove')}
      danger
      command={cancel}
      notYet={stays && reason.trim() === '' ? t('plan.reason.needed') : null}
      onOk={() => void cancel.run({ planId: plan.id, rowId: row.id, seen: row.updatedAt, reason: reason.trim() })}
      onClose={onClose}
    >
      <p>{t(stays ? 'plan.row.cancelText' : 'plan.row.removeText')}</p>
      {stays && (
        <>
          <label htmlFor="row-cancel-reason" className="quiet small">
            {t('plan.reason')}
          </label>
          <Input.TextArea
            id="row-cancel-reason"
            rows={3}
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
    </DecisionModal>
  )
}
