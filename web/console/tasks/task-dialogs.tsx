/** The two decisions on a task that lead to a draw: confirming its settings, and freezing a pool. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { ShortageReport } from '#web/console/matching/shortage-report.tsx'
import { shortagesOf } from '#web/console/matching/shortages.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'

export function ConfirmTaskDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }): ReactNode {
  const frame = useQuery(api.tasks.frame.queryOptions({ input: { taskId: task.id } }))
  const confirm = useCommand(client.tasks.confirm, { done: t('task.confirmed'), onDone: onClose, announce: false })
  const submit = useCommand(client.tasks.submit, { done: t('task.submitted'), onDone: onClose, announce: false })
  const shown = { taskId: task.id, seen: task.updatedAt }
  // More than the published row says: another person can agree to it, from here.
  const above = confirm.problem?.code === 'task_above_row'
  const strata = frame.data?.strata ?? []
  // A stratum that draws nobody is refused at the freeze: it is said here, while it can be mended.
  const refused = (why: 'zero' | 'more_than_n'): string => strata.flatMap((one) => (one.refused === why ? [one.name] : [])).join('、')
  const empty = refused('zero')
  const tooMany = refused('more_than_n')
  const notYet =
    frame.data === undefined
      ? t('kit.loading')
      : empty !== ''
        ? t('task.confirm.empty', { names: empty })
        : tooMany !== ''
          ? t('task.confirm.tooMany', { names: tooMany })
          : null
  return (
    <DecisionModal
      title={t('task.confirm.title')}
      okText={t(above ? 'task.submit' : 'task.confirm')}
      command={{ pending: confirm.pending || submit.pending, problem: submit.problem ?? confirm.problem }}
      notYet={notYet}
      onOk={() => void (above ? submit : confirm).run(shown)}
      onClose={onClose}
    >
      <ProblemAlert error={frame.error} />
      {frame.isPending && <Loading />}
      {above && <p>{t('task.submit.text')}</p>}
      {!above && frame.data !== undefined && <p>{t('task.confirm.text', { included: frame.data.included, target: frame.data.target })}</p>}
      {(empty !== '' || tooMany !== '') && <p className="red">{t('task.confirm.mend')}</p>}
    </DecisionModal>
  )
}

export function FreezeDialog({
  task,
  kind,
  onClose,
}: {
  readonly task: Task
  readonly kind: 'O' | 'P'
  readonly onClose: () => void
}): ReactNode {
  const navigate = useNavigate()
  const freeze = useCommand(client.draws.freeze, {
    announce: false,
    onDone: ({ drawId }) => void navigate({ to: '/draws/$drawId', params: { drawId } }),
  })
  const lacking = shortagesOf(freeze.problem)
  return (
    <DecisionModal
      title={t(`task.freeze.title.${kind}`)}
      okText={t('task.freeze')}
      command={freeze}
      width={lacking === null ? 520 : 720}
      refusal={lacking === null ? undefined : <ShortageReport {...lacking} task={task} refused />}
      onOk={() => void freeze.run({ taskId: task.id, kind })}
      onClose={onClose}
    >
      <p>{kind === 'O' ? t('task.freeze.text.O') : t('task.freeze.text.P', { n: task.team.officersPerObject })}</p>
    </DecisionModal>
  )
}
