/** Expected visits by month, by place and by officer: each chart with its figures as a table. */
import { type ReactNode, useMemo } from 'react'
import type { SimulationLine } from '#contract/simulation.ts'
import { t } from '#web/i18n/t.ts'
import { colours, fills } from '#web/theme.ts'
import { Chart, type ChartOption } from '#web/ui/chart.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { useAllLines } from './simulation-lines.ts'

type Line<Part extends SimulationLine['part']> = Extract<SimulationLine, { part: Part }>

export function SimulationCharts({ simulationId }: { readonly simulationId: string }): ReactNode {
  const months = useAllLines(simulationId, 'month')
  const places = useAllLines(simulationId, 'county')
  const offices = useAllLines(simulationId, 'office')
  return (
    <>
      <Section title={t('simulation.months')} note={t('simulation.monthsNote')}>
        <Months lines={months} />
      </Section>
      {places.length > 1 && (
        <Section title={t('simulation.places')}>
          <Places lines={places} />
        </Section>
      )}
      <Section title={t('simulation.offices')} note={t('simulation.officesNote')}>
        <Offices lines={offices} />
      </Section>
    </>
  )
}

const whole = (value: number): string => formatNumber(Math.round(value))
const number = <Row,>(key: string, title: string, value: (row: Row) => number | null): Column<Row> => ({
  key,
  title,
  align: 'right',
  cell: (row) => {
    const found = value(row)
    return found === null ? t('simulation.nobody') : whole(found)
  },
})

function Months({ lines }: { readonly lines: readonly Line<'month'>[] }): ReactNode {
  const option = useMemo(() => upright(lines.map(({ code, figures }) => ({ name: monthName(code), value: figures.visits }))), [lines])
  return (
    <Chart
      label={t('simulation.months')}
      height={220}
      option={option}
      table={
        <Table
          dense
          rows={lines}
          rowKey={({ code }) => code}
          caption={t('simulation.months')}
          columns={[
            { key: 'month', title: t('simulation.month'), cell: ({ code }) => code },
            number<Line<'month'>>('visits', t('simulation.expected'), ({ figures }) => figures.visits),
          ]}
        />
      }
    />
  )
}

function Places({ lines }: { readonly lines: readonly Line<'county'>[] }): ReactNode {
  // A province has ninety counties: the chart shows the thirty with most visits, the table all.
  const shown = useMemo(() => lines.toSorted((a, b) => b.figures.visits - a.figures.visits).slice(0, 30), [lines])
  const option = useMemo(() => sideways(shown.map(({ label, figures }) => ({ name: label, value: figures.visits }))), [shown])
  return (
    <Chart
      label={t('simulation.places')}
      height={40 + 20 * shown.length}
      option={option}
      table={
        <Table
          dense
          rows={lines}
          rowKey={({ code }) => code}
          caption={t('simulation.places')}
          columns={[
            { key: 'place', title: t('simulation.place'), cell: ({ label }) => label },
            number<Line<'county'>>('objects', t('simulation.objects'), ({ figures }) => figures.objects),
            number<Line<'county'>>('visits', t('simulation.expected'), ({ figures }) => figures.visits),
            number<Line<'county'>>('visited', t('simulation.visitedShort'), ({ figures }) => figures.visited),
            number<Line<'county'>>('twice', t('simulation.twiceShort'), ({ figures }) => figures.twice),
            number<Line<'county'>>('officers', t('simulation.officers'), ({ figures }) => figures.officers),
          ]}
        />
      }
    />
  )
}

function Offices({ lines }: { readonly lines: readonly Line<'office'>[] }): ReactNode {
  const name = ({ code, label }: Line<'office'>): string => (code === 'self' ? t('simulation.own', { place: label }) : label)
  return (
    <Table
      dense
      rows={lines}
      rowKey={({ code }) => code}
      caption={t('simulation.offices')}
      columns={[
        { key: 'place', title: t('simulation.place'), cell: name },
        number<Line<'office'>>('officers', t('simulation.officers'), ({ figures }) => figures.officers),
        number<Line<'office'>>('visits', t('simulation.expected'), ({ figures }) => figures.visits),
        number<Line<'office'>>('each', t('simulation.each'), ({ figures }) => figures.each),
        { key: 'busiest', title: t('simulation.busiest'), cell: ({ figures }) => figures.busiest ?? '—' },
        number<Line<'office'>>('most', t('simulation.eachInBusiest'), ({ figures }) => figures.eachInBusiest),
      ]}
    />
  )
}

/** `2027-03` is 3 at the foot of a bar: a plan is of one year, and a phone is narrow. */
const monthName = (code: string): string => t('simulation.monthNo', { n: Number(code.slice(5)) })

type Bar = { readonly name: string; readonly value: number }

const labels = {
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colours.line2 } },
  axisLabel: { color: colours.ink, interval: 0 },
}
const values = { type: 'value' as const, axisLabel: { color: colours.ink3 }, splitLine: { lineStyle: { color: colours.line } } }

const upright = (bars: readonly Bar[]): ChartOption => ({
  grid: { left: 56, right: 8, top: 24, bottom: 28 },
  xAxis: { type: 'category', data: bars.map(({ name }) => name), ...labels },
  yAxis: values,
  series: [
    {
      ...series(bars),
      label: { show: true, position: 'top', color: colours.ink, formatter: ({ dataIndex }) => whole(bars[dataIndex]?.value ?? 0) },
    },
  ],
})

const sideways = (bars: readonly Bar[]): ChartOption => ({
  grid: { left: 128, right: 64, top: 8, bottom: 24 },
  yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name), ...labels },
  xAxis: values,
  series: [
    {
      ...series(bars),
      label: { show: true, position: 'right', color: colours.ink, formatter: ({ dataIndex }) => whole(bars[dataIndex]?.value ?? 0) },
    },
  ],
})

const series = (bars: readonly Bar[]) => ({
  type: 'bar' as const,
  barMaxWidth: 28,
  itemStyle: { color: fills.accent },
  data: bars.map(({ value }) => value),
})
