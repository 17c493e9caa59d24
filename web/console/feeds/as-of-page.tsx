/** 某日名录: how many objects the register had at the end of a day, beside what it has now. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Page, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { entityStateText, kindText } from '../registers/entity-words.ts'
import { FeedTabs } from './feed-tabs.tsx'

type AsOf = Answers['feeds']['asOf']
type Line = { readonly key: string; readonly name: string; readonly onDay: number; readonly today: number; readonly place: string | null }

export function AsOfPage(): ReactNode {
  const { date = yearBegins(), place } = useSearch({ from: '/signed-in/shell/feeds/as-of' })
  const navigate = useNavigate()
  const query = useQuery(api.feeds.asOf.queryOptions({ input: { date, place } }))
  return (
    <Page title={t('feed.asOf')} lead={t('feed.asOf.lead')}>
      <FeedTabs />
      <div style={{ display: 'flex', gap: 12, alignItems: 'center', margin: '16px 0' }}>
        <span>{t('feed.asOf.date')}</span>
        <span style={{ width: 160 }}>
          <PlainDateInput
            aria-label={t('feed.asOf.date')}
            value={date}
            onChange={(next) =>
              void navigate({
                to: '/feeds/as-of',
                search: { ...(next === null ? {} : { date: next }), ...(place === undefined ? {} : { place }) },
              })
            }
          />
        </span>
      </div>
      <Loaded query={query}>{(answer) => <Counts answer={answer} date={date} />}</Loaded>
    </Page>
  )
}

function Counts({ answer, date }: { readonly answer: AsOf; readonly date: string }): ReactNode {
  const { rows, placeName } = answer
  if (rows.length === 0) return <Empty title={t('feed.asOf.none')} />
  const active = rows.filter(({ state }) => state === 'active')
  const tables = [
    [t('feed.asOf.byState'), sums(rows, ({ state }) => [state, entityStateText(state), null])],
    [t('feed.asOf.byKind'), sums(active, ({ kind }) => [kind, kindText(kind), null])],
    [
      t('feed.asOf.byPlace'),
      sums(active, ({ regionPath, regionName }) => [regionPath, regionName, regionPath === answer.place ? null : regionPath]),
    ],
  ] as const
  return (
    <>
      {tables.map(([title, lines], i) => (
        <Section key={title} title={title} note={i === 0 ? placeName : t('feed.asOf.active')}>
          <Table columns={columns(date)} rows={lines} rowKey={({ key }) => key} dense />
        </Section>
      ))}
    </>
  )
}

/** Rows of one key added up, the largest first. */
function sums(
  rows: AsOf['rows'],
  keyOf: (row: AsOf['rows'][number]) => readonly [key: string, name: string, place: string | null],
): Line[] {
  const lines = new Map<string, Line>()
  for (const row of rows) {
    const [key, name, place] = keyOf(row)
    const line = lines.get(key) ?? { key, name, place, onDay: 0, today: 0 }
    lines.set(key, { ...line, onDay: line.onDay + row.onDay, today: line.today + row.today })
  }
  const sorted = [...lines.values()].sort((a, b) => b.today - a.today || (a.key < b.key ? -1 : 1))
  const total = { key: 'sum', name: t('feed.asOf.sum'), place: null, onDay: sum(sorted, 'onDay'), today: sum(sorted, 'today') }
  return [...sorted, total]
}

const sum = (lines: readonly Line[], key: 'onDay' | 'today'): number => lines.reduce((all, line) => all + line[key], 0)

const columns = (date: string): readonly Column<Line>[] => [
  {
    key: 'name',
    title: '',
    cell: ({ name, place }) =>
      place === null ? (
        name
      ) : (
        <Link to="/feeds/as-of" search={{ date, place }}>
          {name}
        </Link>
      ),
  },
  { key: 'then', title: t('feed.asOf.then', { date }), align: 'right', cell: ({ onDay }) => formatNumber(onDay) },
  { key: 'today', title: t('feed.asOf.today'), align: 'right', cell: ({ today }) => formatNumber(today) },
  {
    key: 'change',
    title: t('feed.asOf.change'),
    align: 'right',
    cell: ({ onDay, today }) => (today === onDay ? '0' : `${today > onDay ? '＋' : '−'}${formatNumber(Math.abs(today - onDay))}`),
  },
]

const yearBegins = (): string => `${new Date().getFullYear()}-01-01`
