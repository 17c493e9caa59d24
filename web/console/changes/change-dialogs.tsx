/** Deciding on a request: what it does is said before the press. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Change } from '#contract/changes.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Versions } from './versions.tsx'

export type Verdict = 'approve' | 'reject' | 'withdraw'

export type DecideProps = { readonly change: Change; readonly verdict: Verdict; readonly onClose: () => void }

export function DecideDialog({ change, verdict, onClose }: DecideProps): ReactNode {
  const [opinion, setOpinion] = useState('')
  const done = { onDone: onClose, announce: false } as const
  const approve = useCommand(client.changes.approve, { ...done, done: t('change.approved') })
  const reject = useCommand(client.changes.reject, { ...done, done: t('change.rejected') })
  const withdraw = useCommand(client.changes.withdraw, { ...done, done: t('change.withdrawn') })
  const one = { changeId: change.id, seen: change.updatedAt }
  const send = {
    approve: () => void approve.run({ ...one, opinion }),
    reject: () => void reject.run({ ...one, opinion }),
    withdraw: () => void withdraw.run(one),
  }
  return (
    <DecisionModal
      title={t(`change.${verdict}`)}
      okText={t(`change.${verdict}`)}
      command={{ approve, reject, withdraw }[verdict]}
      danger={verdict === 'reject'}
      notYet={verdict === 'reject' && opinion.trim().length < 2 ? t('change.rejectWhy') : null}
      width={720}
      onOk={send[verdict]}
      onClose={onClose}
    >
      {verdict === 'approve' && <p>{t('change.approveText')}</p>}
      {verdict === 'withdraw' && <p>{t('change.withdrawText')}</p>}
      <Versions fields={change.fields} done={false} />
      {verdict !== 'withdraw' && (
        <>
          <label className="mj-label" htmlFor="change-opinion">
            {t(verdict === 'reject' ? 'change.rejectWhy' : 'change.opinion')}
          </label>
          <Input.TextArea
            id="change-opinion"
            rows={3}
            maxLength={500}
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
          />
        </>
      )}
    </DecisionModal>
  )
}
