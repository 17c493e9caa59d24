/** 每人的负荷 in one draw: drawn as a bar, expected as a line, before it in pale; by name, because nobody is ranked. */
import '#web/ui/figures.css'
import './matching.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { Loads } from '#contract/matching.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { colours, fills } from '#web/theme.ts'
import { Chart, type ChartOption } from '#web/ui/chart.tsx'
import { Section } from '#web/ui/page.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { barWidth, byNameAxis, loadHeight } from './load-axis.ts'
import { PeoplePages, usePeoplePages } from './people-pages.tsx'

type Person = Loads['officers'][number]

export function LoadSection({ draw }: { readonly draw: Draw }): ReactNode {
  const query = useQuery({
    ...api.matching.loads.queryOptions({ input: { drawId: draw.id } }),
    enabled: draw.abilities.readLoads.allowed,
  })
  if (!draw.abilities.readLoads.allowed) return null
  return (
    <Section title={t('matching.loads')} note={t('matching.loads.note')}>
      {query.isPending && <Loading />}
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.data !== undefined && <LoadChart loads={query.data} />}
    </Section>
  )
}

function LoadChart({ loads }: { readonly loads: Loads }): ReactNode {
  const pages = usePeoplePages(loads.officers)
  // Members of a group carry what the group carries; without probabilities there is nothing to expect.
  const known = loads.officers.every(({ expected }) => expected !== null)
  const withPrior = loads.balance === 'year'
  const option = useMemo(() => optionOf(pages.shown, { known, withPrior }), [pages.shown, known, withPrior])
  const drawn = loads.officers.filter(({ population }) => population === 'officers').map((one) => one.drawn)
  const gap = Math.max(0, ...loads.officers.map((one) => Math.abs(one.drawn - (one.expected ?? one.drawn))))
  const range = { min: Math.min(...drawn), max: Math.max(...drawn) }
  return (
    <>
      <p className="small">
        {known ? t('matching.loads.sum', { gap: gap.toFixed(2), ...range }) : t('matching.loads.sumDrawn', range)}
        {withPrior && <span className="quiet">。{t('matching.loads.year')}</span>}
      </p>
      <PeoplePages pages={pages} />
      <p className="mat-legend small">
        {withPrior && (
          <span>
            <i className="mj-fill-pale" />
            {t('matching.loads.prior')}
          </span>
        )}
        <span>
          <i className="mj-fill-accent" />
          {t('matching.loads.drawn')}
        </span>
        {known && (
          <span>
            <i className="mat-tick" />
            {t('matching.loads.expected')}
          </span>
        )}
      </p>
      <Chart
        height={loadHeight(pages.shown.map(({ name }) => name))}
        label={t('matching.loads.label', { n: pages.shown.length })}
        option={option}
        table={<LoadTable people={pages.shown} withPrior={withPrior} />}
      />
    </>
  )
}

function optionOf(people: readonly Person[], { known, withPrior }: { known: boolean; withPrior: boolean }): ChartOption {
  const before = (one: Person): number => (withPrior ? one.prior : 0)
  return {
    ...byNameAxis(people.map(({ name }) => name)),
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (params) => {
        const at = Array.isArray(params) ? params[0] : params
        const one = at === undefined ? undefined : people[at.dataIndex]
        return one === undefined ? '' : wordsOf(one, withPrior)
      },
    },
    series: [
      { type: 'bar', stack: 'load', barMaxWidth: barWidth, itemStyle: { color: fills.pale }, data: people.map(before) },
      {
        type: 'bar',
        stack: 'load',
        barMaxWidth: barWidth,
        itemStyle: { color: fills.accent },
        data: people.map(({ drawn }) => drawn),
      },
      ...(known
        ? [
            {
              type: 'scatter' as const,
              symbol: 'rect',
              symbolSize: [barWidth + 6, 2],
              itemStyle: { color: colours.ink },
              data: people.map((one, at) => [at, before(one) + (one.expected ?? 0)]),
              z: 3,
            },
          ]
        : []),
      {
        // The number stands above whatever is higher, so that neither hides the other.
        type: 'scatter',
        symbolSize: 0,
        silent: true,
        data: people.map((one, at) => [at, before(one) + Math.max(one.drawn, one.expected ?? 0)]),
        label: { show: true, position: 'top', color: colours.ink, formatter: ({ dataIndex }) => String(people[dataIndex]?.drawn ?? '') },
      },
    ],
  }
}

// Names come from a register; the tooltip is HTML.
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const wordsOf = (one: Person, withPrior: boolean): string =>
  [
    `<b>${escaped(one.name)}</b> ${escaped(one.orgName)}`,
    ...(withPrior ? [`${t('matching.loads.prior')} ${one.prior}`] : []),
    `${t('matching.loads.drawn')} ${one.drawn}`,
    ...(one.expected === null ? [] : [`${t('matching.loads.expected')} ${one.expected.toFixed(2)}`]),
  ].join('<br>')

const LoadTable = ({ people, withPrior }: { readonly people: readonly Person[]; readonly withPrior: boolean }): ReactNode => (
  <Table
    dense
    rows={people}
    rowKey={({ id }) => id}
    caption={t('matching.loads')}
    columns={[
      { key: 'name', title: t('matching.loads.name'), cell: ({ name }) => name },
      { key: 'org', title: t('matching.loads.org'), cell: ({ orgName }) => orgName },
      ...(withPrior
        ? [{ key: 'prior', align: 'right' as const, title: t('matching.loads.prior'), cell: ({ prior }: Person) => prior }]
        : []),
      {
        key: 'expected',
        align: 'right',
        title: t('matching.loads.expected'),
        cell: ({ expected }) => (expected === null ? '—' : expected.toFixed(2)),
      },
      { key: 'drawn', align: 'right', title: t('matching.loads.drawn'), cell: ({ drawn }) => drawn },
    ]}
  />
)
