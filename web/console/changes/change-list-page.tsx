/** 变更申请: the list. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type ChangeHead, ChangeState } from '#contract/changes.ts'
import { changeKinds, isChangeKind } from '#core/changes/kinds.ts'
import { api } from '#web/api/client.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatDue, formatTime } from '#web/ui/format.ts'
import { Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { changeTones, kindWords } from './change-words.ts'

export const ChangeListPage = (): ReactNode => (
  <Page title={t('change.title')} lead={t('change.lead')}>
    <DataList<ChangeHead>
      id="changes"
      columns={columns()}
      rowKey={({ id }) => id}
      unit={t('change.unit')}
      exportAs={t('change.title')}
      filters={[
        { key: 'state', label: t('change.state'), options: states.map((value) => ({ value, label: t(`change.state.${value}`) })) },
        {
          key: 'kind',
          label: t('change.kind'),
          options: Object.entries(changeKinds).map(([value, words]) => ({ value, label: words[language()] })),
        },
      ]}
      source={(page, { state, kind, q }) =>
        api.changes.list.queryOptions({
          input: {
            ...page,
            ...(ChangeState.safeParse(state).success ? { state: ChangeState.parse(state) } : {}),
            ...(kind !== undefined && isChangeKind(kind) ? { kind } : {}),
            ...(q === undefined ? {} : { q }),
          },
        })
      }
      empty={{ title: t('change.empty'), text: t('change.emptyText') }}
    />
  </Page>
)

const states = ['requested', 'applied', 'rejected', 'withdrawn'] as const

const columns = (): Column<ChangeHead>[] => [
  {
    key: 'thing',
    title: t('change.thing'),
    fixed: true,
    text: (change) => change.thingName,
    cell: (change) => (
      <TwoLines
        first={
          <Link to="/changes/$changeId" params={{ changeId: change.id }}>
            {change.thingName}
          </Link>
        }
        second={change.changeNo}
      />
    ),
  },
  { key: 'kind', title: t('change.kind'), width: 136, text: ({ kind }) => kindWords(kind), cell: ({ kind }) => kindWords(kind) },
  {
    key: 'state',
    title: t('change.state'),
    width: 88,
    text: ({ state }) => t(`change.state.${state}`),
    cell: ({ state }) => <Tag tone={changeTones[state]}>{t(`change.state.${state}`)}</Tag>,
  },
  {
    key: 'due',
    title: t('change.dueOn'),
    width: 120,
    text: ({ dueOn }) => dueOn ?? '',
    cell: ({ dueOn, state }) => (state === 'requested' ? <Due day={dueOn} /> : '—'),
  },
  { key: 'by', title: t('change.by'), width: 104, text: ({ requestedBy }) => requestedBy, cell: ({ requestedBy }) => requestedBy },
  {
    key: 'at',
    title: t('change.at'),
    width: 144,
    text: ({ requestedAt }) => requestedAt,
    cell: ({ requestedAt }) => formatTime(requestedAt),
  },
  {
    key: 'decided',
    title: t('change.decidedBy'),
    width: 104,
    text: ({ decidedBy }) => decidedBy ?? '',
    cell: ({ decidedBy }) => decidedBy ?? '—',
  },
  { key: 'org', title: t('change.org'), startsHidden: true, text: ({ orgName }) => orgName, cell: ({ orgName }) => orgName },
]

const Due = ({ day }: { readonly day: string | null }): ReactNode => {
  const { text, tone } = formatDue(day)
  return <TwoLines first={day ?? '—'} second={<span className={tone}>{text}</span>} />
}
