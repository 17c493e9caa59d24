/** 我的通知: what waits, what is due, what was decided, what one was drawn for; each with the way to its page. */
import './notices.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Notice } from '#contract/notices.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import type { Column } from '#web/ui/table.tsx'
import { noticeDetails, noticePath, noticeTag, noticeText, noticeTone } from './notice-words.ts'
import { ReachDialog } from './reach-dialog.tsx'

export function NoticePage(): ReactNode {
  const me = useQuery(meQuery).data
  const [reach, setReach] = useState(false)
  const unread = useQuery(api.notices.unread.queryOptions()).data?.unread ?? 0
  // "All" is what was there when the page was opened or last marked: what arrives meanwhile stays unread.
  const [seenUntil, setSeenUntil] = useState(() => new Date().toISOString())
  const read = useCommand(client.notices.read, { done: t('notice.marked'), onDone: () => setSeenUntil(new Date().toISOString()) })
  return (
    <Page
      title={t('notice.title')}
      state={unread > 0 ? <Tag tone="accent">{`${t('notice.unread')} ${unread}`}</Tag> : null}
      lead={t('notice.lead')}
      actions={
        <>
          {me !== undefined && me !== null && may(me, 'account.manage') && <Link to="/deliveries">{t('delivery.title')}</Link>}
          <ActionButton onClick={() => setReach(true)}>{t('remind.title')}</ActionButton>
          {unread > 0 && (
            <ActionButton primary loading={read.pending} onClick={() => void read.run({ upTo: seenUntil })}>
              {t('notice.markAll')}
            </ActionButton>
          )}
        </>
      }
    >
      <DataList<Notice>
        id="notices"
        unit={t('notice.unit')}
        columns={columns()}
        rowKey={({ id }) => id}
        refreshEvery={60_000}
        source={(page) => api.notices.list.queryOptions({ input: { ...page } })}
        empty={{ title: t('notice.empty'), text: t('notice.emptyText') }}
      />
      {reach && <ReachDialog onClose={() => setReach(false)} />}
    </Page>
  )
}

const columns = (): readonly Column<Notice>[] => [
  {
    key: 'what',
    title: t('notice.what'),
    fixed: true,
    wide: true,
    cell: (notice) => (
      <div className={notice.readAt === null ? 'notice notice-new' : 'notice'}>
        <p>
          <Tag tone={noticeTone(notice)}>{noticeTag(notice.kind)}</Tag> <span>{noticeText(notice)}</span>
          {notice.readAt === null && <em>{t('notice.unread')}</em>}
        </p>
        {noticeDetails(notice).map((line) => (
          <p key={line} className="quiet small">
            {line}
          </p>
        ))}
      </div>
    ),
  },
  { key: 'at', title: t('notice.at'), width: 144, cell: (notice) => formatTime(notice.at) },
  { key: 'do', title: '', align: 'right', width: 104, cell: (notice) => <Way notice={notice} /> },
]

const Way = ({ notice }: { readonly notice: Notice }): ReactNode => {
  const path = noticePath(notice)
  return path === null ? null : <PathLink path={path}>{t('notice.open')}</PathLink>
}
