/** Suspending, restoring, or noting that a person has left: says what it means for draws, and asks why. */
import './officers.css'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Officer } from '#contract/officers.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type OfficerMove = Officer['state']

export function OfficerStateDialog({
  officer,
  move,
  onClose,
}: {
  readonly officer: Officer
  readonly move: OfficerMove
  readonly onClose: () => void
}): ReactNode {
  const [reason, setReason] = useState('')
  const set = useCommand(client.officers.setState, { announce: false, done: t('officer.moved'), onDone: onClose })
  return (
    <DecisionModal
      title={t(`officer.moveTitle.${move}`, { name: officer.name })}
      okText={t(`officer.move.${move}`)}
      command={set}
      danger={move === 'left'}
      notYet={reason.trim().length < 2 ? t('officer.moveReasonShort') : null}
      onOk={() => void set.run({ officerId: officer.id, state: move, reason: reason.trim() })}
      onClose={onClose}
    >
      <p style={{ marginBottom: 16 }}>{t(`officer.moveText.${move}`)}</p>
      <label htmlFor="officer-move-reason" className="officer-label">
        {t('officer.moveReason')}
      </label>
      <Input.TextArea
        id="officer-move-reason"
        autoFocus
        rows={3}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </DecisionModal>
  )
}
