/** 申请更换: a reason from the closed list, what happened, and the evidence where the reason needs some. */
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { UploadedFile } from '#contract/files.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import type { SelectedRow } from './draw-selected.tsx'
import { EvidenceField } from './evidence-field.tsx'
import { replacementChoices } from './replacement-words.ts'

export type AskDialogProps = { readonly draw: Draw; readonly row: SelectedRow; readonly onClose: () => void }

export function ReplacementAskDialog({ draw, row, onClose }: AskDialogProps): ReactNode {
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [evidence, setEvidence] = useState<UploadedFile | null>(null)
  const ask = useCommand(client.replacements.request, { done: t('replacement.sent'), onDone: onClose, announce: false })
  const choices = replacementChoices()
  const needed = choices.find(({ value }) => value === reason)?.evidence ?? false
  const missing =
    reason === null
      ? t('replacement.needs.reason')
      : note.trim().length < 4
        ? t('replacement.needs.note')
        : needed && evidence === null
          ? t('replacement.needs.evidence')
          : null
  return (
    <DecisionModal
      width={600}
      title={t('replacement.askTitle')}
      okText={t('replacement.send')}
      notYet={missing}
      command={ask}
      onOk={() => {
        if (reason !== null)
          void ask.run({ drawId: draw.id, subject: row.subject, reason, note: note.trim(), evidenceFileId: evidence?.id ?? null })
      }}
      onClose={onClose}
    >
      <p>
        <span className="quiet">{t('replacement.object')}</span>　<b>{row.name}</b> <span className="mono quiet">{row.subject}</span>
      </p>
      <p className="small">{t('replacement.askText')}</p>
      <div className="mj-dialog-part">
        <label className="mj-label" htmlFor="replacement-reason">
          {t('replacement.reason')}
        </label>
        <Select
          id="replacement-reason"
          value={reason}
          placeholder={t('replacement.reasonHint')}
          style={{ width: '100%' }}
          options={choices.map(({ value, label }) => ({ value, label }))}
          onChange={setReason}
        />
        <label className="mj-label" htmlFor="replacement-note">
          {t('replacement.what')}
        </label>
        <Input.TextArea id="replacement-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        <EvidenceField needed={needed} file={evidence} onFile={setEvidence} />
      </div>
    </DecisionModal>
  )
}
