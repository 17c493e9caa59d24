/** 审核: pass publishes at once, return needs an opinion; one visit or many in one decision. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type ReviewDialogProps = {
  readonly visits: readonly { readonly id: string; readonly name: string }[]
  readonly verdict: 'pass' | 'return'
  readonly onClose: () => void
  readonly onDone: () => void
}

export function ReviewDialog({ visits, verdict, onClose, onDone }: ReviewDialogProps): ReactNode {
  const [opinion, setOpinion] = useState('')
  const n = visits.length
  const review = useCommand(client.inspections.review, {
    done: ({ reviewed }) => t(verdict === 'pass' ? 'visit.passed' : 'visit.returnedN', { n: reviewed }),
    onDone,
    announce: false,
  })
  return (
    <DecisionModal
      title={t(`visit.${verdict}.title`, { n })}
      okText={t(`visit.${verdict}`)}
      notYet={verdict === 'return' && opinion.trim() === '' ? t('plan.return.needs') : null}
      command={review}
      onOk={() => void review.run({ visitIds: visits.map(({ id }) => id), verdict, opinion: opinion.trim() })}
      onClose={onClose}
    >
      <p>{t(`visit.${verdict}.text`)}</p>
      <p className="quiet small">
        {visits
          .slice(0, 5)
          .map(({ name }) => name)
          .join('、')}
        {n > 5 && '…'}
      </p>
      <label htmlFor="review-opinion" className="quiet small">
        {t('visit.opinion')}
        {verdict === 'pass' && `（${t('kit.optional')}）`}
      </label>
      <Input.TextArea id="review-opinion" rows={3} maxLength={500} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </DecisionModal>
  )
}
