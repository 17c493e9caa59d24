/** What people decide about a task besides its draws: handing in, approving, taking back, cancelling, answering an invitation. */
import { Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Task } from '#contract/tasks.ts'
import { isNamed } from '#core/tasks/source.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { ReasonDialog } from '#web/console/plans/reason-dialog.tsx'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'

export type TaskMoveAsked = 'submit' | 'approve' | 'refuse' | 'reopen' | 'cancel' | 'answer'

export type TaskMoveDialogProps = { readonly task: Task; readonly verb: TaskMoveAsked; readonly onClose: () => void }

/** Whoever made the task does not confirm it alone: it is outside the plan, or lifts the frequency caps. What draws more than its row learns so when it is counted. */
export const needsApproval = (task: Task): boolean => task.source !== 'plan' || task.frequencyException !== null

/** The buttons that the state of the task asks for; each is disabled with its reason where somebody else presses it. */
export function TaskMoveButtons({ task, onAsk }: { readonly task: Task; readonly onAsk: (verb: TaskMoveAsked) => void }): ReactNode {
  const { state, abilities } = task
  const invited = abilities.answer.allowed || task.participants.some((one) => one.state === 'invited')
  return (
    <>
      {invited && (state === 'draft' || state === 'submitted') && abilities.answer.allowed && (
        <ActionButton primary ability={abilities.answer} onClick={() => onAsk('answer')}>
          {t('task.answer')}
        </ActionButton>
      )}
      {(state === 'draft' || state === 'submitted' || state === 'confirmed') && (
        <ActionButton ability={abilities.cancel} onClick={() => onAsk('cancel')}>
          {t('task.cancel')}
        </ActionButton>
      )}
      {state === 'confirmed' && (
        <ActionButton ability={abilities.reopen} onClick={() => onAsk('reopen')}>
          {t('task.reopen')}
        </ActionButton>
      )}
      {state === 'draft' && needsApproval(task) && (
        <ActionButton primary ability={abilities.submit} onClick={() => onAsk('submit')}>
          {t('task.submit')}
        </ActionButton>
      )}
      {state === 'submitted' && (
        <>
          <ActionButton ability={abilities.refuse} onClick={() => onAsk('refuse')}>
            {t('task.refuse')}
          </ActionButton>
          <ActionButton primary ability={abilities.approve} onClick={() => onAsk('approve')}>
            {t('task.approve')}
          </ActionButton>
        </>
      )}
    </>
  )
}

export function TaskMoveDialog({ task, verb, onClose }: TaskMoveDialogProps): ReactNode {
  switch (verb) {
    case 'submit':
      return <Submit task={task} onClose={onClose} />
    case 'approve':
      return <Approve task={task} onClose={onClose} />
    case 'refuse':
      return <Refuse task={task} onClose={onClose} />
    case 'reopen':
      return <Reopen task={task} onClose={onClose} />
    case 'cancel':
      return <Cancel task={task} onClose={onClose} />
    case 'answer':
      return <Answer task={task} onClose={onClose} />
  }
}

type One = { readonly task: Task; readonly onClose: () => void }

/** The decision is about what the page shows. */
const shown = (task: Task) => ({ taskId: task.id, seen: task.updatedAt })

function Submit({ task, onClose }: One): ReactNode {
  const submit = useCommand(client.tasks.submit, { done: t('task.submitted'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('task.submit')}
      text={t('task.submit.text')}
      okText={t('task.submit')}
      command={submit}
      reason="none"
      onOk={() => void submit.run(shown(task))}
      onClose={onClose}
    />
  )
}

function Approve({ task, onClose }: One): ReactNode {
  const approve = useCommand(client.tasks.approve, { done: t('task.approved'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('task.approve')}
      text={approveText(task)}
      okText={t('task.approve')}
      command={approve}
      reason="optional"
      label={t('task.opinion')}
      onOk={(opinion) => void approve.run({ ...shown(task), opinion })}
      onClose={onClose}
    />
  )
}

function approveText(task: Task): string {
  if (isNamed(task.source)) return t('task.approve.named', { n: task.objects.length })
  if (task.frequencyException !== null) return t('task.approve.exception')
  return t(task.source === 'plan' ? 'task.approve.aboveRow' : 'task.approve.text')
}

function Refuse({ task, onClose }: One): ReactNode {
  const refuse = useCommand(client.tasks.refuse, { done: t('task.refused'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('task.refuse')}
      text={t('task.refuse.text')}
      okText={t('task.refuse')}
      command={refuse}
      reason="needed"
      label={t('task.opinion')}
      onOk={(opinion) => void refuse.run({ ...shown(task), opinion })}
      onClose={onClose}
    />
  )
}

function Reopen({ task, onClose }: One): ReactNode {
  const reopen = useCommand(client.tasks.reopen, { done: t('task.reopened'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('task.reopen')}
      text={t('task.reopen.text')}
      okText={t('task.reopen')}
      command={reopen}
      reason="needed"
      onOk={(reason) => void reopen.run({ ...shown(task), reason })}
      onClose={onClose}
    />
  )
}

function Cancel({ task, onClose }: One): ReactNode {
  const cancel = useCommand(client.tasks.cancel, { done: t('task.cancelled'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      danger
      title={t('task.cancel')}
      text={t('task.cancel.text')}
      okText={t('task.cancel')}
      command={cancel}
      reason="needed"
      onOk={(reason) => void cancel.run({ ...shown(task), reason })}
      onClose={onClose}
    />
  )
}

function Answer({ task, onClose }: One): ReactNode {
  const [accept, setAccept] = useState(true)
  const answer = useCommand(client.tasks.answer, { done: t('task.answered'), onDone: onClose, announce: false })
  return (
    <ReasonDialog
      title={t('task.answer')}
      text={t('task.answer.text', { org: task.orgName })}
      okText={t(accept ? 'task.answer.accept' : 'task.answer.decline')}
      command={answer}
      danger={!accept}
      reason={accept ? 'none' : 'needed'}
      onOk={(reason) => void answer.run({ ...shown(task), accept, reason: accept ? '' : reason })}
      onClose={onClose}
    >
      <Radio.Group
        aria-label={t('task.answer')}
        style={{ marginBottom: 12 }}
        value={accept}
        options={[
          { value: true, label: t('task.answer.accept') },
          { value: false, label: t('task.answer.decline') },
        ]}
        onChange={(event) => setAccept(event.target.value === true)}
      />
    </ReasonDialog>
  )
}
