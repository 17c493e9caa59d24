/** 改派: objects go to another organisation, in batch. */
import '#web/console/draws/draws.css'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SubTaskHead, SubTaskObject } from '#contract/sub-tasks.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

/** `objects`: those chosen; none stands for all of the sub-task. */
export function RedispatchDialog({
  subTask,
  objects,
  onClose,
}: {
  readonly subTask: SubTaskHead
  readonly objects: readonly SubTaskObject[]
  readonly onClose: () => void
}): ReactNode {
  const [toOrgId, setTo] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const targets = useQuery(api.subTasks.targets.queryOptions({ input: { subTaskId: subTask.id } }))
  const give = useCommand(client.subTasks.redispatch, {
    done: ({ moved }) => t('subTask.redispatched', { n: moved }),
    onDone: onClose,
    announce: false,
  })
  const count = objects.length === 0 ? subTask.objects : objects.length
  const options = (targets.data?.rows ?? []).map(({ orgId, name, whole }) => ({
    value: orgId,
    label: whole ? `${name}${t('subTask.redispatchWhole')}` : name,
  }))
  return (
    <DecisionModal
      title={t('subTask.redispatchTitle', { n: count })}
      okText={t('subTask.redispatch')}
      command={give}
      notYet={toOrgId === null || reason.trim().length < 4 ? t('subTask.redispatchNeeds') : null}
      onOk={() => {
        const subjects = objects.map(({ subject }) => subject)
        if (toOrgId !== null) void give.run({ subTaskId: subTask.id, seen: subTask.updatedAt, subjects, toOrgId, reason: reason.trim() })
      }}
      onClose={onClose}
    >
      <p>{t('subTask.redispatchText')}</p>
      <ProblemAlert error={targets.error} onRetry={() => void targets.refetch()} />
      <label className="mj-label" htmlFor="redispatch-to">
        {t('subTask.redispatchTo')}
      </label>
      <Select
        id="redispatch-to"
        style={{ width: '100%' }}
        placeholder={t('subTask.choose')}
        showSearch
        optionFilterProp="label"
        loading={targets.isPending}
        value={toOrgId}
        options={options}
        onChange={setTo}
      />
      <label className="mj-label" htmlFor="redispatch-reason">
        {t('subTask.redispatchReason')}
      </label>
      <Input.TextArea id="redispatch-reason" rows={2} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
    </DecisionModal>
  )
}
