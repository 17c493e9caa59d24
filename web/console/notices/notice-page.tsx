/** 我的通知: what one was drawn for, joined or left, with the way to the inspections. */
import './notices.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Notice } from '#contract/notices.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Tag, type Tone } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { noticeDetails, noticeText } from './notice-words.ts'

export function NoticePage(): ReactNode {
  const me = useQuery(meQuery).data
  const unread = useQuery(api.notices.unread.queryOptions()).data?.unread ?? 0
  // "All" is what was there when the page was opened or last marked: what arrives meanwhile stays unread.
  const [seenUntil, setSeenUntil] = useState(() => new Date().toISOString())
  const read = useCommand(client.notices.read, { done: t('notice.marked'), onDone: () => setSeenUntil(new Date().toISOString()) })
  if (me?.officerId === null)
    return (
      <Page title={t('notice.title')}>
        <Empty title={t('notice.empty')}>{t('notice.noOfficer')}</Empty>
      </Page>
    )
  return (
    <Page
      title={t('notice.title')}
      state={unread > 0 ? <Tag tone="accent">{`${t('notice.unread')} ${unread}`}</Tag> : null}
      lead={t('notice.lead')}
      actions={
        unread > 0 && (
          <ActionButton primary loading={read.pending} onClick={() => void read.run({ upTo: seenUntil })}>
            {t('notice.markAll')}
          </ActionButton>
        )
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
    </Page>
  )
}

const tones: Readonly<Record<Notice['kind'], Tone>> = { assigned: 'accent', joined: 'accent', released: 'plain', refused: 'amber' }

const columns = (): readonly Column<Notice>[] => [
  {
    key: 'what',
    title: t('notice.what'),
    fixed: true,
    wide: true,
    cell: (notice) => (
      <div className={notice.readAt === null ? 'notice notice-new' : 'notice'}>
        <p>
          <Tag tone={tones[notice.kind]}>{t(`notice.kind.${notice.kind}`)}</Tag> <span>{noticeText(notice)}</span>
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
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 104,
    cell: (notice) =>
      notice.kind === 'released' ? null : (
        <Link to="/visits" search={{ taskId: notice.taskId }}>
          {t('notice.visits')}
        </Link>
      ),
  },
]
