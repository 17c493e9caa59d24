/** A year of work, person by person: led and assisted as one bar, and the twelve months as figures on a ground as dark as they are large. */
import '#web/ui/figures.css'
import { type ReactNode, useMemo } from 'react'
import type { YearLoads } from '#contract/matching.ts'
import { t } from '#web/i18n/t.ts'
import { colours, fills } from '#web/theme.ts'
import { Chart, type ChartOption } from '#web/ui/chart.tsx'
import { Table } from '#web/ui/table.tsx'
import { barWidth, byNameAxis, loadHeight } from './load-axis.ts'
import { PeoplePages, usePeoplePages } from './people-pages.tsx'

export type Person = YearLoads['officers'][number]

export function YearChart({ people }: { readonly people: readonly Person[] }): ReactNode {
  const pages = usePeoplePages(people)
  const option = useMemo(() => optionOf(pages.shown), [pages.shown])
  return (
    <>
      <PeoplePages pages={pages} />
      <p className="mat-legend small">
        <span>
          <i className="mj-fill-accent" />
          {t('load.led')}
        </span>
        <span>
          <i className="mj-fill-pale" />
          {t('load.assisted')}
        </span>
      </p>
      <Chart
        height={loadHeight(pages.shown.map(({ name }) => name))}
        label={t('load.label', { n: pages.shown.length })}
        option={option}
        table={
          <Table
            dense
            rows={pages.shown}
            rowKey={({ id }) => id}
            caption={t('load.people')}
            columns={[
              { key: 'name', title: t('matching.loads.name'), cell: ({ name }) => name },
              { key: 'org', title: t('matching.loads.org'), cell: ({ orgName }) => orgName },
              { key: 'led', align: 'right', title: t('load.led'), cell: ({ led }) => led },
              { key: 'assisted', align: 'right', title: t('load.assisted'), cell: ({ objects, led }) => objects - led },
              { key: 'objects', align: 'right', title: t('load.objects'), cell: ({ objects }) => objects },
              { key: 'open', align: 'right', title: t('load.open'), cell: ({ open }) => open },
            ]}
          />
        }
      />
    </>
  )
}

const optionOf = (people: readonly Person[]): ChartOption => ({
  ...byNameAxis(people.map(({ name }) => name)),
  series: [
    { type: 'bar', stack: 'load', barMaxWidth: barWidth, itemStyle: { color: fills.accent }, data: people.map(({ led }) => led) },
    {
      type: 'bar',
      stack: 'load',
      barMaxWidth: barWidth,
      itemStyle: { color: fills.pale },
      data: people.map(({ objects, led }) => objects - led),
      label: { show: true, position: 'top', color: colours.ink, formatter: ({ dataIndex }) => String(people[dataIndex]?.objects ?? '') },
    },
  ],
})

/** No stacked rows on a phone here: a calendar is read across, so it is moved sideways. */
export function MonthTable({ people }: { readonly people: readonly Person[] }): ReactNode {
  const pages = usePeoplePages(people)
  const most = Math.max(1, ...people.flatMap(({ months }) => months))
  return (
    <>
      <PeoplePages pages={pages} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard */}
      <section className="mj-table-scroll mat-months" aria-label={t('load.months')} tabIndex={0}>
        <table className="mj-table mj-table-dense">
          <caption className="hidden-text">{t('load.months')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('matching.loads.name')}</th>
              {months.map((month) => (
                <th key={month} scope="col" className="num">
                  {t('load.month', { n: month })}
                </th>
              ))}
              <th scope="col" className="num">
                {t('load.objects')}
              </th>
              <th scope="col" className="num">
                {t('load.open')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pages.shown.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                {months.map((month) => (
                  <td key={month}>
                    <Shaded value={one.months[month - 1] ?? 0} most={most} />
                  </td>
                ))}
                <td className="num">
                  <b>{one.objects}</b>
                </td>
                <td className="num">{one.open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

const months = Array.from({ length: 12 }, (_, at) => at + 1)

/** Five grounds from white to dark; the figure says how much, the ground only helps the eye. */
const Shaded = ({ value, most }: { readonly value: number; readonly most: number }): ReactNode =>
  value === 0 ? (
    <span className="mat-cell quiet">·</span>
  ) : (
    <span className={`mat-cell mat-shade-${Math.ceil((4 * value) / most)}`}>{value}</span>
  )
