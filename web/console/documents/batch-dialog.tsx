/** 批量出具: one notice, or one approval form, for each visit ahead of a task, in the background, in one file. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { DocumentBatch } from '#contract/documents.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useLive } from '#web/ui/live.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { kindText } from './document-words.tsx'

/** The kinds that every visit has one of. */
const kinds = ['notice', 'approval'] as const
type BatchKind = (typeof kinds)[number]

type Batches = Awaited<ReturnType<typeof client.documents.batches>>

export function BatchDialog({ taskId, onClose }: { readonly taskId: string; readonly onClose: () => void }): ReactNode {
  const [kind, setKind] = useState<BatchKind>('notice')
  const query = useQuery(api.documents.batches.queryOptions({ input: { taskId, kind } }))
  return (
    <Modal open width={680} title={t('document.batch.title')} footer={null} mask={{ closable: false }} onCancel={onClose}>
      <Radio.Group
        aria-label={t('document.batch.kind')}
        optionType="button"
        value={kind}
        options={kinds.map((value) => ({ value, label: kindText(value) }))}
        onChange={(event) => setKind(event.target.value)}
      />
      <Loaded query={query}>{(batches) => <Start key={kind} taskId={taskId} kind={kind} batches={batches} />}</Loaded>
    </Modal>
  )
}

type StartProps = { readonly taskId: string; readonly kind: BatchKind; readonly batches: Batches }

function Start({ taskId, kind, batches }: StartProps): ReactNode {
  const [format, setFormat] = useState<'pdf' | 'docx'>('pdf')
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(batches.typed.map(({ name, value }) => [name, value])),
  )
  const start = useCommand(client.documents.issueAll, { announce: false })
  const set = (name: string, value: string): void => setTyped({ ...typed, [name]: value })
  const nothing = batches.ahead === 0 ? t('document.batch.none') : undefined
  return (
    <div className="mj-document-form">
      <p>{t(`document.batch.text.${kind}`, { n: batches.ahead })}</p>
      {batches.typed.map(({ name, long }) => (
        <div className="mj-document-field" key={name}>
          <span className="small">{name}</span>
          {long ? (
            <Input.TextArea
              aria-label={name}
              rows={2}
              maxLength={2000}
              value={typed[name] ?? ''}
              onChange={(event) => set(name, event.target.value)}
            />
          ) : (
            <Input aria-label={name} maxLength={200} value={typed[name] ?? ''} onChange={(event) => set(name, event.target.value)} />
          )}
        </div>
      ))}
      <p className="quiet small">{t('document.batch.perVisit')}</p>
      <Radio.Group
        aria-label={t('document.batch.format')}
        value={format}
        options={(['pdf', 'docx'] as const).map((one) => ({ value: one, label: t(`document.batch.${one}`) }))}
        onChange={(event) => setFormat(event.target.value)}
      />
      {start.problem !== null && <ProblemAlert problem={start.problem} />}
      <p>
        <ActionButton
          primary
          loading={start.pending}
          disabledReason={nothing}
          onClick={() => void start.run({ taskId, kind, format, typed: { ...typed } })}
        >
          {t('document.batch.start')}
        </ActionButton>
      </p>
      {batches.rows.length > 0 && <b>{t('document.batch.before')}</b>}
      <ul className="mj-document-before">
        {batches.rows.map((batch) => (
          <Batch key={batch.id} batch={batch} />
        ))}
      </ul>
    </div>
  )
}

function Batch({ batch: first }: { readonly batch: DocumentBatch }): ReactNode {
  const live = useLive(
    api.documents.batch.queryKey({ input: { batchId: first.id } }),
    (signal) => client.documents.watchBatch({ batchId: first.id }, { signal }),
    first.state === 'working',
  )
  const batch = live.value ?? first
  return (
    <li>
      <span className="quiet small">
        {formatTime(batch.askedAt)} {batch.askedBy}
      </span>
      {batch.state !== 'done' && (
        <ProgressBar progress={batch.progress} phaseText={(phase) => tMaybe(`document.phase.${phase}`, phase)} mayLeave={true} />
      )}
      {batch.state === 'done' && <span>{t('document.batch.result', { issued: batch.issued, printed: batch.printed })}</span>}
      {batch.hasFile && (
        <Button type="link" size="small" href={`/api/v1/document-batches/${batch.id}/file`} download>
          <Icon name="download" size={14} />
          {t('document.batch.download')}
        </Button>
      )}
      {batch.leftOut.length > 0 && (
        <details>
          <summary>{t('document.batch.leftOut', { n: batch.leftOut.length })}</summary>
          {batch.leftOut.map(({ visitId, name, reason }) => (
            <div key={visitId} className="small">
              {name}：{tMaybe(`document.batch.left.${reason}`, reason)}
            </div>
          ))}
        </details>
      )}
    </li>
  )
}
