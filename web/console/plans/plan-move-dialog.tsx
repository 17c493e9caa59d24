/** Submit, approve, return, publish, adjust, abandon, withdraw: each says what it will do before it does it, and asks why where a reason is needed. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Plan } from '#contract/plans.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type PlanVerb = 'submit' | 'approve' | 'return' | 'publish' | 'adjust' | 'abandon' | 'cancel'

const reasoned: readonly PlanVerb[] = ['return', 'adjust', 'cancel']

export function PlanMoveDialog({
  plan,
  verb,
  onClose,
}: {
  readonly plan: Plan
  readonly verb: PlanVerb
  readonly onClose: () => void
}): ReactNode {
  const [note, setNote] = useState('')
  const move = useCommand(client.plans[verb], { done: t(`plan.done.${verb}`), onDone: onClose, announce: false })
  const needsReason = reasoned.includes(verb)
  return (
    <DecisionModal
      title={t(`plan.${verb}.title`)}
      okText={t(`plan.${verb}`)}
      danger={verb === 'cancel' || verb === 'abandon'}
      command={move}
      notYet={needsReason && note.trim() === '' ? t(verb === 'return' ? 'plan.return.needs' : 'plan.reason.needed') : null}
      onOk={() => void move.run({ planId: plan.id, note: note.trim(), seen: plan.updatedAt })}
      onClose={onClose}
    >
      <p>{t(`plan.${verb}.text`)}</p>
      <label htmlFor="plan-move-note" className="quiet small">
        {verb === 'return' ? t('plan.return.note') : needsReason ? t('plan.reason') : `${t('plan.note')} (${t('kit.optional')})`}
      </label>
      <Input.TextArea id="plan-move-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
    </DecisionModal>
  )
}
