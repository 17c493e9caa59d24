/** A body answers a proposal: what follows is said before, and whoever declines says why. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { MergeHead } from '#contract/merge.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type MergeAnswerProps = { readonly proposal: MergeHead; readonly accepts: boolean; readonly onClose: () => void }

export function MergeAnswerDialog({ proposal, accepts, onClose }: MergeAnswerProps): ReactNode {
  const [reason, setReason] = useState('')
  const command = useCommand(client.merge.answer, {
    done: ({ state }) => tMaybe(`merge.done.${state}`, state),
    onDone: onClose,
    announce: false,
  })
  return (
    <DecisionModal
      title={t(accepts ? 'merge.accept' : 'merge.decline')}
      okText={t(accepts ? 'merge.accept' : 'merge.decline')}
      command={command}
      notYet={!accepts && reason.trim() === '' ? t('merge.reasonNeeded') : null}
      onOk={() => void command.run({ proposalId: proposal.id, accepts, reason: reason.trim(), seen: proposal.updatedAt })}
      onClose={onClose}
    >
      <p>{t(accepts ? 'merge.accept.text' : 'merge.decline.text')}</p>
      <label htmlFor="merge-reason" className="quiet small">
        {t(accepts ? 'merge.reasonOptional' : 'merge.reason')}
      </label>
      <Input.TextArea id="merge-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </DecisionModal>
  )
}
