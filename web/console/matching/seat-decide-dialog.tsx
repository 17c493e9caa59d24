/** 审批人员更换: approve or refuse with an opinion. Approval opens a draw, or confirms an appointment, which says plainly that it is public. */
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SeatRequest } from '#contract/seats.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { SeatAsked } from './seat-asked.tsx'

export function SeatDecideDialog({ request, onClose }: { readonly request: SeatRequest; readonly onClose: () => void }): ReactNode {
  const [approve, setApprove] = useState<boolean | null>(null)
  const [opinion, setOpinion] = useState('')
  const { appoint } = request
  const decide = useCommand(client.seats.decide, {
    done: ({ drawId }) => t(approve === false ? 'seat.done.refused' : drawId === null ? 'seat.done.appointed' : 'seat.done.drawn'),
    onDone: onClose,
    announce: false,
  })
  const yes = t(appoint === null ? 'replacement.approve' : 'seat.approveAppoint')
  return (
    <DecisionModal
      title={t('seat.decideTitle')}
      okText={approve === false ? t('replacement.refuse') : yes}
      notYet={approve === null ? '' : opinion.trim().length < 2 ? t('replacement.opinionNeeded') : null}
      danger={approve === false || appoint !== null}
      command={decide}
      onOk={() => {
        if (approve !== null) void decide.run({ requestId: request.id, approve, opinion: opinion.trim() })
      }}
      onClose={onClose}
    >
      <p>
        <b>{request.officerName}</b> <span className="quiet">{t('seat.objectsN', { n: request.objects.length })}</span>
      </p>
      <SeatAsked row={request} />
      {appoint !== null && (
        <p className="mj-note mj-note-amber mat-said-above">
          <b>{t('seat.appointTag', { name: appoint.name })}</b>　{t('seat.appoint.warning')}
        </p>
      )}
      <div className="mj-dialog-part">
        <fieldset className="mj-fieldset">
          <legend className="hidden-text">{t('seat.decideTitle')}</legend>
          <Radio.Group className="mj-choices" value={approve} onChange={(event) => setApprove(event.target.value)}>
            <Radio value={true}>
              {yes}
              <span className="mj-choice-note">
                {appoint === null ? t('seat.approveNote') : t('seat.approveAppointNote', { name: appoint.name })}
              </span>
            </Radio>
            <Radio value={false}>{t('replacement.refuse')}</Radio>
          </Radio.Group>
        </fieldset>
      </div>
      <label className="mj-label" htmlFor="seat-opinion">
        {t('replacement.opinion')}
      </label>
      <Input.TextArea id="seat-opinion" rows={3} maxLength={500} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </DecisionModal>
  )
}
