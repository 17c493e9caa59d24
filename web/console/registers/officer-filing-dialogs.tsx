/** Filing the register with the level above, and the answer of that level. */
import './officers.css'
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Filing } from '#contract/officers.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { formatTime } from '#web/ui/format.ts'

export function FilingSubmitDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [note, setNote] = useState('')
  const submit = useCommand(client.officers.submitFiling, { announce: false, done: t('filing.submitted'), onDone: onClose })
  return (
    <DecisionModal
      title={t('filing.submitTitle')}
      okText={t('filing.submit')}
      command={submit}
      onOk={() => void submit.run({ note: note.trim() })}
      onClose={onClose}
    >
      <p style={{ marginBottom: 16 }}>{t('filing.submitText')}</p>
      <label htmlFor="filing-note" className="officer-label">
        {t('filing.note')} ({t('kit.optional')})
      </label>
      <Input.TextArea id="filing-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
    </DecisionModal>
  )
}

export function FilingDecideDialog({ filing, onClose }: { readonly filing: Filing; readonly onClose: () => void }): ReactNode {
  const [accept, setAccept] = useState(true)
  const [opinion, setOpinion] = useState('')
  const decide = useCommand(client.officers.decideFiling, { announce: false, done: t('filing.decided'), onDone: onClose })
  return (
    <DecisionModal
      title={t('filing.decideTitle', { org: filing.orgName })}
      okText={t(accept ? 'filing.accept' : 'filing.return')}
      command={decide}
      danger={!accept}
      notYet={opinion.trim().length < 2 ? t('filing.opinionShort') : null}
      onOk={() => void decide.run({ filingId: filing.id, accept, opinion: opinion.trim() })}
      onClose={onClose}
    >
      <p>{t('filing.decideText', { n: filing.officers, by: filing.submittedBy, at: formatTime(filing.submittedAt) })}</p>
      {filing.note !== '' && <p className="quiet small">{filing.note}</p>}
      <fieldset className="mj-fieldset" style={{ marginTop: 16 }}>
        <legend>{t('filing.decision')}</legend>
        <Radio.Group className="mj-choices" value={accept} onChange={(event) => setAccept(event.target.value === true)}>
          <Choice value text={t('filing.accept')} note={t('filing.acceptNote')} />
          <Choice value={false} text={t('filing.return')} note={t('filing.returnNote')} />
        </Radio.Group>
      </fieldset>
      <label htmlFor="filing-opinion" className="officer-label">
        {t('filing.opinion')}
      </label>
      <Input.TextArea id="filing-opinion" rows={3} maxLength={500} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </DecisionModal>
  )
}

const Choice = ({ value, text, note }: { readonly value: boolean; readonly text: string; readonly note: string }): ReactNode => (
  <Radio value={value}>
    {text}
    <span className="mj-choice-note">{note}</span>
  </Radio>
)
