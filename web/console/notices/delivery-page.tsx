/** 消息发送记录: the channels, and what became of each message; for administrators. */
import './notices.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isNoticeKind, noticeKinds } from '#contract/notice-kinds.ts'
import { type Delivery, type NoticeChannel, noticeChannels } from '#contract/notices.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section, Tag, type Tone } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { channelWords } from './reach-dialog.tsx'

export function DeliveryPage(): ReactNode {
  const again = useCommand(client.notices.again, { done: t('delivery.againDone') })
  return (
    <Page title={t('delivery.title')} lead={t('delivery.lead')}>
      <Channels />
      <DataList<Delivery>
        id="deliveries"
        unit={t('delivery.unit')}
        columns={columns((deliveryId) => void again.run({ deliveryId }))}
        rowKey={({ id }) => id}
        refreshEvery={15_000}
        filters={[
          { key: 'channel', label: t('delivery.channel'), options: noticeChannels.map((value) => ({ value, label: channelWords(value) })) },
          { key: 'state', label: t('delivery.state'), options: states.map((value) => ({ value, label: t(`delivery.state.${value}`) })) },
        ]}
        source={(page, { channel, state }) =>
          api.notices.deliveries.queryOptions({
            input: { ...page, ...(isChannel(channel) ? { channel } : {}), ...(isState(state) ? { state } : {}) },
          })
        }
        empty={{ title: t('delivery.empty'), text: t('delivery.emptyText') }}
      />
    </Page>
  )
}

const Channels = (): ReactNode => {
  const rows = useQuery(api.notices.channels.queryOptions()).data?.rows ?? []
  return (
    <Section title={t('delivery.channels')} note={t('delivery.howTo')}>
      <Facts facts={rows.map((row) => ({ label: channelWords(row.channel), value: <Standing row={row} /> }))} />
    </Section>
  )
}

const Standing = ({ row }: { readonly row: Answers['notices']['channels']['rows'][number] }): ReactNode => (
  <>
    <Tag tone={!row.ready ? 'plain' : row.official ? 'green' : 'amber'}>
      {t(!row.ready ? 'delivery.notReady' : row.official ? 'delivery.ready' : 'delivery.notOfficial')}
    </Tag>{' '}
    <span className="quiet small">
      {[
        row.official ? row.where : '',
        row.waiting > 0 ? t('delivery.waits', { n: row.waiting }) : '',
        row.failed > 0 ? t('delivery.fails', { n: row.failed }) : '',
      ]
        .filter((text) => text !== '')
        .join(' · ')}
    </span>
  </>
)

const states = ['waiting', 'sent', 'logged', 'failed'] as const
const isState = (text: string | undefined): text is Delivery['state'] => states.some((one) => one === text)
const isChannel = (text: string | undefined): text is NoticeChannel => noticeChannels.some((one) => one === text)
const tones: Readonly<Record<Delivery['state'], Tone>> = { waiting: 'accent', sent: 'green', logged: 'amber', failed: 'red' }

const columns = (sendAgain: (id: string) => void): readonly Column<Delivery>[] => [
  {
    key: 'who',
    title: t('delivery.who'),
    fixed: true,
    text: ({ account }) => account,
    cell: ({ account, target }) => <TwoLines first={account} second={target === '' ? '—' : target} />,
  },
  {
    key: 'what',
    title: t('delivery.what'),
    width: 96,
    cell: ({ kind }) => (isNoticeKind(kind) ? t(`notice.group.${noticeKinds[kind].group}`) : kind),
  },
  { key: 'channel', title: t('delivery.channel'), width: 96, cell: ({ channel }) => channelWords(channel) },
  {
    key: 'state',
    title: t('delivery.state'),
    width: 128,
    cell: ({ state }) => <Tag tone={tones[state]}>{t(`delivery.state.${state}`)}</Tag>,
  },
  { key: 'attempts', title: t('delivery.attempts'), width: 64, align: 'right', cell: ({ attempts }) => attempts },
  {
    key: 'detail',
    title: t('delivery.detail'),
    cell: ({ code, detail, nextAt }) => (
      <TwoLines
        first={code === null ? detail || '—' : t(`delivery.code.${code}`)}
        second={[code === null ? '' : (detail ?? ''), nextAt === null ? '' : t('delivery.next', { time: formatTime(nextAt) })]
          .filter((text) => text !== '')
          .join(' · ')}
      />
    ),
  },
  { key: 'at', title: t('delivery.at'), width: 144, cell: ({ updatedAt }) => formatTime(updatedAt) },
  {
    key: 'do',
    title: '',
    width: 104,
    align: 'right',
    cell: ({ id, state }) =>
      state === 'failed' ? (
        <ActionButton size="small" onClick={() => sendAgain(id)}>
          {t('delivery.again')}
        </ActionButton>
      ) : null,
  },
]
