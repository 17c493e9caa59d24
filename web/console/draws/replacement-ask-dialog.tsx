/** 申请更换: a reason from the closed list, what happened, and the evidence where the reason needs some. */
import { Button, Input, Select } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { UploadedFile } from '#contract/files.ts'
import { client } from '#web/api/client.ts'
import { newCommandId, useCommand } from '#web/api/command.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { upload } from '#web/api/upload.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatBytes } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import type { SelectedRow } from './draw-selected.tsx'
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
        <Evidence needed={needed} file={evidence} onFile={setEvidence} />
      </div>
    </DecisionModal>
  )
}

type EvidenceProps = { readonly needed: boolean; readonly file: UploadedFile | null; readonly onFile: (file: UploadedFile | null) => void }

function Evidence({ needed, file, onFile }: EvidenceProps): ReactNode {
  const chooser = useRef<HTMLInputElement>(null)
  const [sending, setSending] = useState<{ readonly name: string; readonly size: number; readonly sent: number } | null>(null)
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const send = async (chosen: File): Promise<void> => {
    setProblem(null)
    onFile(null)
    setSending({ name: chosen.name, size: chosen.size, sent: 0 })
    try {
      onFile(await upload(chosen, newCommandId(), (sent) => setSending({ name: chosen.name, size: chosen.size, sent })))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setSending(null)
    }
  }
  return (
    <>
      <span className="mj-label">
        {t('replacement.evidence')}{' '}
        <span className="quiet small">{t(needed ? 'replacement.evidenceNeeded' : 'replacement.evidenceOptional')}</span>
      </span>
      <div className="mj-dialog-row">
        <Button loading={sending !== null} onClick={() => chooser.current?.click()}>
          {sending === null && <Icon name="upload" />}
          {t(file === null ? 'replacement.chooseFile' : 'replacement.otherFile')}
        </Button>
        {sending !== null && (
          <BarWithTick value={sending.sent / Math.max(1, sending.size)} label={`${t('replacement.uploading')} ${sending.name}`} />
        )}
        {file !== null && (
          <span className="small">
            <span className="green">
              <Icon name="check" size={14} />
            </span>{' '}
            {file.name} <span className="quiet">{formatBytes(file.size)}</span>
          </span>
        )}
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label={t('replacement.chooseFile')}
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            event.target.value = ''
            if (chosen !== undefined) void send(chosen)
          }}
        />
      </div>
      <ProblemAlert problem={problem} />
    </>
  )
}
