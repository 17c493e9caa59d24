/** Taking a clue over, giving it back, writing back what became of it. */
import { Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { CaseClue } from '#contract/case-clues.ts'
import { type CaseEnding, caseEndings } from '#core/inspections/clue-state.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { today } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'

export type ClueDialogProps = { readonly clue: CaseClue; readonly onClose: () => void }

export function TakeDialog({ clue, onClose }: ClueDialogProps): ReactNode {
  const take = useCommand(client.cases.take, { done: t('clue.taken'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('clue.take.title')}
      okText={t('clue.take')}
      command={take}
      onOk={() => void take.run({ clueId: clue.id })}
      onClose={onClose}
    >
      <Named clue={clue} />
      <p className="quiet small">{t('clue.take.text')}</p>
    </DecisionModal>
  )
}

export function GiveBackDialog({ clue, onClose }: ClueDialogProps): ReactNode {
  const [reason, setReason] = useState('')
  const giveBack = useCommand(client.cases.giveBack, { done: t('clue.gaveBack'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('clue.giveBack.title')}
      okText={t('clue.giveBack')}
      command={giveBack}
      notYet={reason.trim().length < 4 ? t('clue.reason.rule') : null}
      onOk={() => void giveBack.run({ clueId: clue.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <Named clue={clue} />
      <p className="quiet small">{t('clue.giveBack.text')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('clue.reason')}>
          <Input.TextArea
            aria-label={t('clue.reason')}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}

export function DecideDialog({ clue, onClose }: ClueDialogProps): ReactNode {
  const [ending, setEnding] = useState<CaseEnding>('penalty')
  const [decisionNo, setDecisionNo] = useState('')
  const [on, setOn] = useState(today())
  const decide = useCommand(client.cases.decide, {
    done: ({ taskState }) => t(taskState === 'done' ? 'clue.taskDone' : 'clue.decided'),
    onDone: onClose,
    announce: false,
  })
  return (
    <DecisionModal
      title={t('clue.decide.title')}
      okText={t('clue.decide')}
      command={decide}
      notYet={decisionNo.trim().length < 2 || on === '' ? t('clue.decide.rule') : null}
      onOk={() => void decide.run({ clueId: clue.id, ending, decisionNo: decisionNo.trim(), on })}
      onClose={onClose}
    >
      <Named clue={clue} />
      <p className="quiet small">{t('clue.decide.text')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('clue.ending')}>
          <Select
            aria-label={t('clue.ending')}
            value={ending}
            options={(Object.keys(caseEndings) as CaseEnding[]).map((code) => ({ value: code, label: caseEndings[code][language()] }))} // keys of the table
            onChange={setEnding}
          />
        </Form.Item>
        <Form.Item label={t('clue.decisionNo')}>
          <Input
            aria-label={t('clue.decisionNo')}
            maxLength={80}
            placeholder={t('clue.decisionNo.hint')}
            value={decisionNo}
            onChange={(event) => setDecisionNo(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('clue.on')}>
          <PlainDateInput aria-label={t('clue.on')} value={on} max={today()} onChange={(day) => setOn(day ?? '')} />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}

const Named = ({ clue }: { readonly clue: CaseClue }): ReactNode => (
  <p>
    {clue.name}：{clue.problem}
  </p>
)
