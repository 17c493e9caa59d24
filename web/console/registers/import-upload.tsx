/** The file goes up: chosen or dropped, with its progress; what is plain from its name and size is said before anything is sent. */
import './imports.css'
import { Button } from 'antd'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import { newCommandId } from '#web/api/command.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { upload } from '#web/api/upload.ts'
import { t } from '#web/i18n/t.ts'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatBytes } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Chosen = { readonly file: File; readonly commandId: string }

export function ImportUpload({ onSent }: { readonly onSent: (file: UploadedFile) => void }): ReactNode {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const stop = useRef<AbortController | null>(null)
  const refusal = chosen === null ? null : refusedHere(chosen.file)

  // One command id for each chosen file: pressing again after a broken line is the same upload.
  const choose = (file: File | undefined): void => {
    if (file === undefined) return
    setChosen({ file, commandId: newCommandId() })
    setProblem(null)
  }
  const send = async ({ file, commandId }: Chosen): Promise<void> => {
    stop.current = new AbortController()
    setProblem(null)
    setSent(0)
    try {
      onSent(await upload(file, commandId, setSent, stop.current.signal))
    } catch (error) {
      if (!stop.current.signal.aborted) setProblem(problemOf(error))
    } finally {
      setSent(null)
    }
  }

  return (
    <section className="mj-section">
      <ProblemAlert problem={problem} onRetry={chosen === null ? undefined : () => void send(chosen)} />
      {chosen === null ? (
        <DropArea onChoose={choose} />
      ) : (
        <>
          <div className="import-file">
            <Icon name="file" size={20} />
            <span>
              <b>{chosen.file.name}</b> <span className="quiet">{formatBytes(chosen.file.size)}</span>
            </span>
            {sent === null ? (
              <Button onClick={() => setChosen(null)}>{t('import.choose')}</Button>
            ) : (
              <Button onClick={() => stop.current?.abort()}>{t('import.stop')}</Button>
            )}
          </div>
          {sent !== null && (
            <div role="status">
              <BarWithTick value={chosen.file.size === 0 ? 0 : sent / chosen.file.size} label={t('import.uploading')} />
              <span className="quiet small">{t('import.uploaded', { sent: formatBytes(sent), total: formatBytes(chosen.file.size) })}</span>
            </div>
          )}
          {refusal !== null && (
            <p className="red small import-gap" role="alert">
              {refusal}
            </p>
          )}
          <div className="import-gap">
            <ActionButton primary loading={sent !== null} disabledReason={refusal ?? undefined} onClick={() => void send(chosen)}>
              {t('import.next')}
            </ActionButton>
          </div>
        </>
      )}
    </section>
  )
}

function DropArea({ onChoose }: { readonly onChoose: (file: File | undefined) => void }): ReactNode {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onChoose(event.dataTransfer.files[0])
  }
  return (
    <label
      className={over ? 'import-drop import-drop-over' : 'import-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={24} />
      <b>{t('import.drop')}</b>
      <span className="quiet small">{t('import.dropNote')}</span>
      <input type="file" accept={accepted} className="hidden-text" onChange={(event) => onChoose(event.target.files?.[0])} />
    </label>
  )
}

function refusedHere(file: File): string | null {
  if (file.size === 0) return t('import.emptyFile')
  const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()
  return ['xls', 'xlsm', 'xlsb', 'et', 'ods', 'zip', 'rar', 'pdf', 'doc', 'docx'].includes(ending) ? t('import.notTable', { ending }) : null
}

const accepted = '.xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
