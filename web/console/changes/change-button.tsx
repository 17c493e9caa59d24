/** 申请变更, on the page of a thing that is locked; nothing where it is not, or for whoever may not ask. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type TaskState, taskTransitions } from '#core/tasks/state.ts'
import { step } from '#core/transition.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'

export function ChangeButton({ task }: { readonly task: { readonly id: string; readonly state: string } }): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const thing = `task:${task.id}`
  const locked = Object.hasOwn(taskTransitions, task.state) && step(taskTransitions, task.state as TaskState, 'cancelByChange').ok // a key of the table, by the test before
  const asks = me !== undefined && me !== null && may(me, 'change.request')
  const waiting = useQuery(api.changes.list.queryOptions({ input: { thing, state: 'requested', limit: 1 }, enabled: locked })).data
  const first = waiting?.rows[0]
  if (!locked) return null
  return (
    <>
      {first !== undefined && <PathLink path={`/changes/${first.id}`}>{t('change.waiting', { n: waiting?.count.value ?? 1 })}</PathLink>}
      {asks && <ActionButton onClick={() => void navigate({ to: '/changes/new', search: { thing } })}>{t('change.new')}</ActionButton>}
    </>
  )
}
