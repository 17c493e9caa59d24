/** 申请回避, by the officer on the team: this one object, or all that are still to be inspected. */
import { Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Visit } from '#contract/inspections.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { emptyReason, reasonMissing, SeatReasonFields } from './seat-reason-fields.tsx'

export type LeaveDialogProps = {
  readonly visit: Visit
  readonly seat: NonNullable<Visit['mySeat']>
  readonly onClose: () => void
}

export function LeaveDialog({ visit, seat, onClose }: LeaveDialogProps): ReactNode {
  const [all, setAll] = useState(false)
  const [reason, setReason] = useState({ ...emptyReason, reason: 'recusal_declared' as string | null })
  const ask = useCommand(client.seats.request, { done: t('seat.sent'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      width={560}
      title={t('seat.leaveTitle')}
      okText={t('replacement.send')}
      notYet={reasonMissing(reason)}
      command={ask}
      onOk={() => {
        if (reason.reason === null) return
        void ask.run({ ...seat, subjects: all ? [] : [visit.subject], reason: reason.reason, note: reason.note.trim() })
      }}
      onClose={onClose}
    >
      <p className="small">{t('seat.leaveText')}</p>
      <div className="mj-dialog-part">
        <fieldset className="mj-fieldset">
          <legend className="mj-label">{t('seat.leaveWhich')}</legend>
          <Radio.Group className="mj-choices" value={all} onChange={(event) => setAll(event.target.value === true)}>
            <Radio value={false}>{t('seat.leave.one', { name: visit.name })}</Radio>
            <Radio value={true}>{t('seat.leave.all')}</Radio>
          </Radio.Group>
        </fieldset>
        <SeatReasonFields by="officer" value={reason} onChange={setReason} />
      </div>
    </DecisionModal>
  )
}
