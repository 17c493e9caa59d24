/** The decisions that end a draw: close, ask to void, approve a void. Each says what it does and who may undo it (nobody). */
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { voidReasons } from '#core/draws/reasons.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { formatTime } from '#web/ui/format.ts'

type DialogProps = { readonly draw: Draw; readonly onClose: () => void }

export function CloseDialog({ draw, onClose }: DialogProps): ReactNode {
  const close = useCommand(client.draws.close, { done: t('draw.done.close'), onDone: onClose, announce: false })
  const verdict = draw.verification?.verdict ?? null
  return (
    <DecisionModal
      title={t('draw.close')}
      okText={t('draw.close')}
      notYet={verdict === 'held' ? null : verdict === null ? t('draw.close.notYet') : t('draw.checks.failedTitle')}
      command={close}
      onOk={() => void close.run({ drawId: draw.id })}
      onClose={onClose}
    >
      {verdict === 'failed' && <p className="mj-note mj-note-amber red">{t('draw.checks.failedTitle')}</p>}
      {verdict === 'held' && <p className="green">{t('draw.close.held')}</p>}
      <p>{t(draw.seats === null ? `draw.close.text.${draw.kind}` : 'seat.closeText')}</p>
    </DecisionModal>
  )
}

export function RequestVoidDialog({ draw, onClose }: DialogProps): ReactNode {
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const ask = useCommand(client.draws.requestVoid, { done: t('draw.done.requestVoid'), onDone: onClose, announce: false })
  const ready = reason !== null && note.trim().length >= 4
  return (
    <DecisionModal
      title={t('draw.void.title')}
      okText={t('draw.void')}
      danger
      notYet={ready ? null : t('draw.void.needs')}
      command={ask}
      onOk={() => {
        if (reason !== null) void ask.run({ drawId: draw.id, reason, note: note.trim() })
      }}
      onClose={onClose}
    >
      <p>{t('draw.void.text')}</p>
      <div className="mj-dialog-part">
        <label className="mj-label" htmlFor="void-reason">
          {t('draw.void.reason')}
        </label>
        <Select
          id="void-reason"
          value={reason}
          placeholder={t('draw.void.reasonHint')}
          style={{ width: '100%' }}
          options={Object.entries(voidReasons).map(([code, words]) => ({
            value: code,
            label: `${words[language()]}${words.afterDeadline ? `（${t('draw.void.afterDeadline')}）` : ''}`,
          }))}
          onChange={setReason}
        />
        <label className="mj-label" htmlFor="void-note">
          {t('draw.void.note')}
        </label>
        <Input.TextArea id="void-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </DecisionModal>
  )
}

export function ApproveVoidDialog({ draw, onClose }: DialogProps): ReactNode {
  const approve = useCommand(client.draws.approveVoid, { done: t('draw.done.approveVoid'), onDone: onClose, announce: false })
  const request = draw.voidRequest
  return (
    <DecisionModal
      title={t('draw.approveVoid')}
      okText={t('draw.approveVoid')}
      danger
      command={approve}
      onOk={() => void approve.run({ drawId: draw.id })}
      onClose={onClose}
    >
      {request !== null && (
        <p className="mj-note mj-note-amber">
          {t('draw.void.asked', { who: request.by, at: formatTime(request.at), reason: reasonWords(request.reason), note: request.note })}
        </p>
      )}
      <p>{t('draw.void.approveText')}</p>
    </DecisionModal>
  )
}

/** The words of a void reason; a code that is not known shows as it is. */
export const reasonWords = (reason: string): string =>
  Object.hasOwn(voidReasons, reason) ? voidReasons[reason as keyof typeof voidReasons][language()] : reason
