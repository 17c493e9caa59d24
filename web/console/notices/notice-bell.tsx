/** The bell of an account: how many notices are unread, in figures and in words. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { useActive } from '#web/ui/active.ts'
import { Icon } from '#web/ui/icon.tsx'

export function NoticeBell(): ReactNode {
  const active = useActive()
  const unread =
    useQuery({ ...api.notices.unread.queryOptions({ staleTime: 30_000 }), refetchInterval: active ? 60_000 : false }).data?.unread ?? 0
  return (
    <Link
      to="/notices"
      className="shell-bell"
      title={t('notice.title')}
      aria-label={unread === 0 ? t('notice.bellNone') : t('notice.bell', { n: unread })}
    >
      <Icon name="bell" size={18} />
      {unread > 0 && <i aria-hidden="true">{unread > 99 ? '99+' : unread}</i>}
    </Link>
  )
}
