/** Filing a plan with the level above, registering it with the government, and answering what was filed. */
import '../draws/draws.css'
import './plan-people.css'
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import type { PlanFiling } from '#contract/plan-filings.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { EvidenceField } from '../draws/evidence-field.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

type FileProps = { readonly planId: string; readonly version: number; readonly to: string; readonly onClose: () => void }

export function PlanFileDialog({ planId, version, to, onClose }: FileProps): ReactNode {
  const file = useCommand(client.planFilings.file, { done: t('planFiling.filed'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('planFiling.file')}
      text={t('planFiling.fileText', { version, to })}
      okText={t('planFiling.file')}
      command={file}
      reason="optional"
      label={t('planFiling.note')}
      onOk={(note) => void file.run({ planId, note })}
      onClose={onClose}
    />
  )
}

export function PlanFilingRegisterDialog({ planId, onClose }: Pick<FileProps, 'planId' | 'onClose'>): ReactNode {
  const [government, setGovernment] = useState('')
  const [number, setNumber] = useState('')
  const [filedOn, setFiledOn] = useState<string | null>(null)
  const [file, setFile] = useState<UploadedFile | null>(null)
  const register = useCommand(client.planFilings.register, { done: t('planFiling.registered'), onDone: onClose, announce: false })
  const ready = government.trim().length > 1 && number.trim().length > 1 && filedOn !== null
  const send = (): void =>
    void register.run({ planId, government: government.trim(), number: number.trim(), filedOn: filedOn ?? '', fileId: file?.id ?? null })
  return (
    <DecisionModal
      title={t('planFiling.register')}
      okText={t('planFiling.register')}
      command={register}
      notYet={ready ? null : t('planFiling.rule')}
      onOk={send}
      onClose={onClose}
    >
      <p className="pp-lead">{t('planFiling.registerText')}</p>
      <label className="pp-label" htmlFor="filing-government">
        {t('planFiling.government')}
      </label>
      <Input
        id="filing-government"
        maxLength={60}
        placeholder={t('planFiling.governmentHint')}
        value={government}
        onChange={(event) => setGovernment(event.target.value)}
      />
      <label className="pp-label" htmlFor="filing-number">
        {t('planFiling.number')}
      </label>
      <Input id="filing-number" maxLength={60} value={number} onChange={(event) => setNumber(event.target.value)} />
      <label className="pp-label" htmlFor="filing-day">
        {t('planFiling.filedOn')}
      </label>
      <PlainDateInput id="filing-day" value={filedOn} onChange={setFiledOn} />
      <EvidenceField needed={false} file={file} onFile={setFile} />
    </DecisionModal>
  )
}

export function PlanFilingDecideDialog({ filing, onClose }: { readonly filing: PlanFiling; readonly onClose: () => void }): ReactNode {
  const [verdict, setVerdict] = useState<'accept' | 'return'>('accept')
  const [opinion, setOpinion] = useState('')
  const decide = useCommand(client.planFilings.decide, { done: t('planFiling.decided'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('planFiling.decideTitle')}
      okText={t(`planFiling.${verdict}`)}
      command={decide}
      danger={verdict === 'return'}
      notYet={opinion.trim().length < 2 ? t('planFiling.opinionRule') : null}
      onOk={() => void decide.run({ filingId: filing.id, verdict, opinion: opinion.trim() })}
      onClose={onClose}
    >
      <p>
        {filing.planName} <span className="mono">{filing.planNo}</span> {t('planFiling.versionN', { n: filing.version })}
      </p>
      {filing.note !== '' && <p className="quiet small">{filing.note}</p>}
      <fieldset className="mj-fieldset" style={{ marginTop: 16 }}>
        <legend>{t('planFiling.state')}</legend>
        <Radio.Group
          className="mj-choices"
          value={verdict}
          onChange={(event) => setVerdict(event.target.value === 'return' ? 'return' : 'accept')}
        >
          <Radio value="accept">
            {t('planFiling.accept')}
            <span className="mj-choice-note">{t('planFiling.acceptNote')}</span>
          </Radio>
          <Radio value="return">
            {t('planFiling.return')}
            <span className="mj-choice-note">{t('planFiling.returnNote')}</span>
          </Radio>
        </Radio.Group>
      </fieldset>
      <label className="pp-label" htmlFor="plan-filing-opinion">
        {t('planFiling.opinion')}
      </label>
      <Input.TextArea
        id="plan-filing-opinion"
        rows={3}
        maxLength={500}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
    </DecisionModal>
  )
}
