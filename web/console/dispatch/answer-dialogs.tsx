/** 接收 and 退回: what the organisation says to a part of a task that was dispatched to it. */
import '#web/console/draws/draws.css'
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SubTaskHead } from '#contract/sub-tasks.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { returnOptions } from './sub-task-words.tsx'

type Props = { readonly subTask: SubTaskHead; readonly onClose: () => void }

export function AcceptDialog({ subTask, onClose }: Props): ReactNode {
  const accept = useCommand(client.subTasks.accept, { done: t('subTask.accepted'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('subTask.acceptTitle')}
      okText={t('subTask.accept')}
      command={accept}
      onOk={() => void accept.run({ subTaskId: subTask.id, seen: subTask.updatedAt })}
      onClose={onClose}
    >
      <p>
        <b>{subTask.taskName}</b>
      </p>
      <p>{t('subTask.acceptText', { n: subTask.objects })}</p>
    </DecisionModal>
  )
}

export function ReturnDialog({ subTask, onClose }: Props): ReactNode {
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const back = useCommand(client.subTasks.return, { done: t('subTask.returned'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('subTask.returnTitle')}
      okText={t('subTask.return')}
      danger
      command={back}
      notYet={reason === null || note.trim().length < 4 ? t('subTask.returnNeeds') : null}
      onOk={() => {
        if (reason !== null) void back.run({ subTaskId: subTask.id, seen: subTask.updatedAt, reason, note: note.trim() })
      }}
      onClose={onClose}
    >
      <p>{t('subTask.returnText')}</p>
      <label className="mj-label" htmlFor="sub-task-reason">
        {t('subTask.returnReason')}
      </label>
      <Select
        id="sub-task-reason"
        style={{ width: '100%' }}
        placeholder={t('subTask.choose')}
        value={reason}
        options={returnOptions()}
        onChange={setReason}
      />
      <label className="mj-label" htmlFor="sub-task-note">
        {t('subTask.returnNote')}
      </label>
      <Input.TextArea id="sub-task-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
    </DecisionModal>
  )
}
