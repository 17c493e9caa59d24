/** 一份文书: every word of it as issued; voiding, and the sealed copy. */
import './documents.css'
import { useQuery } from '@tanstack/react-query'
import { Drawer, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { EvidenceField } from '../draws/evidence-field.tsx'
import { DocumentState, Downloads } from './document-words.tsx'
import { PaperView } from './paper-view.tsx'

type Issued = Awaited<ReturnType<typeof client.documents.get>>

export function DocumentDrawer({ documentId, onClose }: { readonly documentId: string; readonly onClose: () => void }): ReactNode {
  const query = useQuery(api.documents.get.queryOptions({ input: { documentId } }))
  return (
    <Drawer open width={760} title={query.data?.number ?? query.data?.title ?? t('document.title')} onClose={onClose}>
      <Loaded query={query}>{(document) => <Detail document={document} />}</Loaded>
    </Drawer>
  )
}

function Detail({ document }: { readonly document: Issued }): ReactNode {
  const [asked, setAsked] = useState<'void' | 'attach' | null>(null)
  return (
    <>
      <div className="mj-template-head">
        <DocumentState document={document} />
        <span className="quiet small">
          {document.orgName} {document.issuedBy} {formatTime(document.issuedAt)}
        </span>
        <span className="mj-extra">
          <ActionButton size="small" ability={document.abilities.attachSealed} onClick={() => setAsked('attach')}>
            {t('document.attach')}
          </ActionButton>{' '}
          <ActionButton size="small" danger ability={document.abilities.void} onClick={() => setAsked('void')}>
            {t('document.void')}
          </ActionButton>
        </span>
      </div>
      {document.voided !== null && (
        <p className="small">
          {t('document.voided')} {formatTime(document.voided.at)} {document.voided.by}：{document.voided.reason}
        </p>
      )}
      <Downloads document={document} />
      <div className="quiet small">
        SHA-256 <HashBlocks hex={document.sha256} />
      </div>
      <PaperView document={document.document} />
      {asked === 'void' && <VoidDialog documentId={document.id} onClose={() => setAsked(null)} />}
      {asked === 'attach' && <AttachDialog documentId={document.id} onClose={() => setAsked(null)} />}
    </>
  )
}

type DialogProps = { readonly documentId: string; readonly onClose: () => void }

function VoidDialog({ documentId, onClose }: DialogProps): ReactNode {
  const [reason, setReason] = useState('')
  const command = useCommand(client.documents.void, { announce: false, done: t('document.void.done'), onDone: onClose })
  return (
    <DecisionModal
      title={t('document.void.title')}
      okText={t('document.void')}
      danger
      command={command}
      notYet={reason.trim().length < 2 ? t('document.void.rule') : null}
      onOk={() => void command.run({ documentId, reason: reason.trim() })}
      onClose={onClose}
    >
      <p>{t('document.void.text')}</p>
      <Input.TextArea
        rows={3}
        maxLength={300}
        aria-label={t('document.void.reason')}
        placeholder={t('document.void.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </DecisionModal>
  )
}

function AttachDialog({ documentId, onClose }: DialogProps): ReactNode {
  const [file, setFile] = useState<UploadedFile | null>(null)
  const command = useCommand(client.documents.attachSealed, { announce: false, done: t('document.attach.done'), onDone: onClose })
  return (
    <DecisionModal
      title={t('document.attach')}
      okText={t('document.attach')}
      command={command}
      notYet={file === null ? t('document.attach.note') : null}
      onOk={() => {
        if (file !== null) void command.run({ documentId, fileId: file.id })
      }}
      onClose={onClose}
    >
      <p className="small">{t('document.attach.note')}</p>
      <EvidenceField needed file={file} onFile={setFile} />
    </DecisionModal>
  )
}
