/** 联席会议审议通过: the meeting, its minutes and its resolution; with it the joint plan is approved. */
import '../draws/draws.css'
import './plan-people.css'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { EvidenceField } from '../draws/evidence-field.tsx'

export function AdoptDialog(props: { readonly planId: string; readonly seen: string; readonly onClose: () => void }): ReactNode {
  const { planId, seen, onClose } = props
  const [metOn, setMetOn] = useState<string | null>(null)
  const [minutesNo, setMinutesNo] = useState('')
  const [resolution, setResolution] = useState('')
  const [file, setFile] = useState<UploadedFile | null>(null)
  const adopt = useCommand(client.planParties.adopt, { done: t('party.adopt.done'), onDone: onClose, announce: false })
  const ready = metOn !== null && minutesNo.trim().length > 1 && resolution.trim().length > 1
  const send = (): void =>
    void adopt.run({
      planId,
      seen,
      metOn: metOn ?? '',
      minutesNo: minutesNo.trim(),
      resolution: resolution.trim(),
      fileId: file?.id ?? null,
    })
  return (
    <DecisionModal
      title={t('party.adopt.title')}
      okText={t('party.adopt')}
      command={adopt}
      notYet={ready ? null : t('party.adopt.rule')}
      onOk={send}
      onClose={onClose}
    >
      <p className="pp-lead">{t('party.adopt.text')}</p>
      <label className="pp-label" htmlFor="adopt-met">
        {t('party.adopt.metOn')}
      </label>
      <PlainDateInput id="adopt-met" value={metOn} onChange={setMetOn} />
      <label className="pp-label" htmlFor="adopt-no">
        {t('party.adopt.minutesNo')}
      </label>
      <Input
        id="adopt-no"
        maxLength={60}
        placeholder={t('party.adopt.minutesHint')}
        value={minutesNo}
        onChange={(event) => setMinutesNo(event.target.value)}
      />
      <label className="pp-label" htmlFor="adopt-resolution">
        {t('party.adopt.resolution')}
      </label>
      <Input.TextArea
        id="adopt-resolution"
        rows={3}
        maxLength={1000}
        value={resolution}
        onChange={(event) => setResolution(event.target.value)}
      />
      <EvidenceField needed={false} file={file} onFile={setFile} />
    </DecisionModal>
  )
}
