/** 证明材料: one file, sent at once; what is handed on is its id and fingerprint. */
import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import { newCommandId } from '#web/api/command.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { upload } from '#web/api/upload.ts'
import { t } from '#web/i18n/t.ts'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatBytes } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

export type EvidenceFieldProps = {
  readonly needed: boolean
  readonly file: UploadedFile | null
  readonly onFile: (file: UploadedFile | null) => void
}

export function EvidenceField({ needed, file, onFile }: EvidenceFieldProps): ReactNode {
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
