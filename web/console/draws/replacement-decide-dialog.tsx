/** 审批更换申请: approve or refuse, with an opinion; approval opens a draw of its own. */
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Replacement } from '#contract/replacements.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Asked } from './replacement-asked.tsx'

export function ReplacementDecideDialog({ request, onClose }: { readonly request: Replacement; readonly onClose: () => void }): ReactNode {
  const [approve, setApprove] = useState<boolean | null>(null)
  const [opinion, setOpinion] = useState('')
  const decide = useCommand(client.replacements.decide, {
    done: ({ drawId }) => t(drawId === null ? 'replacement.refused' : 'replacement.approved'),
    onDone: onClose,
    announce: false,
  })
  return (
    <DecisionModal
      title={t('replacement.decideTitle')}
      okText={t(approve === false ? 'replacement.refuse' : 'replacement.approve')}
      notYet={approve === null ? '' : opinion.trim().length < 2 ? t('replacement.opinionNeeded') : null}
      danger={approve === false}
      command={decide}
      onOk={() => {
        if (approve !== null) void decide.run({ requestId: request.id, approve, opinion: opinion.trim() })
      }}
      onClose={onClose}
    >
      <p>
        <b>{request.name}</b> <span className="mono quiet">{request.subject}</span>
      </p>
      <Asked row={request} />
      <div className="mj-dialog-part">
        <fieldset className="mj-fieldset">
          <legend className="hidden-text">{t('replacement.decideTitle')}</legend>
          <Radio.Group className="mj-choices" value={approve} onChange={(event) => setApprove(event.target.value)}>
            <Radio value={true}>
              {t('replacement.approve')}
              <span className="mj-choice-note">{t('replacement.approveNote')}</span>
            </Radio>
            <Radio value={false}>{t('replacement.refuse')}</Radio>
          </Radio.Group>
        </fieldset>
      </div>
      <label className="mj-label" htmlFor="replacement-opinion">
        {t('replacement.opinion')}
      </label>
      <Input.TextArea
        id="replacement-opinion"
        rows={3}
        maxLength={500}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
    </DecisionModal>
  )
}
