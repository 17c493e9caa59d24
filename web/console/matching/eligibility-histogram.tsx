/** How many objects have how many eligible: too few, few and enough are told apart by words and by fill. */
import '#web/ui/figures.css'
import { type ReactNode, useMemo } from 'react'
import { t } from '#web/i18n/t.ts'
import { colours, fills } from '#web/theme.ts'
import { Chart, type ChartOption } from '#web/ui/chart.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { Table } from '#web/ui/table.tsx'
import { type Bar, binned } from './histogram.ts'

export type HistogramProps = {
  readonly bars: readonly { readonly eligible: number; readonly objects: number }[]
  /** Fewer make the matching impossible. */
  readonly need: number
  /** Fewer can be guessed. */
  readonly least: number
  /** 人, 个小组. */
  readonly unit: string
}

export function EligibilityHistogram({ bars, need, least, unit }: HistogramProps): ReactNode {
  const bins = useMemo(() => binned(bars, need, least), [bars, need, least])
  const option = useMemo(() => optionOf(bins, unit), [bins, unit])
  const counts = bars.map(({ eligible }) => eligible)
  return (
    <>
      <p className="mat-legend small">
        {(['fewer', 'below', 'enough'] as const)
          .filter((level) => bins.some((bin) => bin.level === level))
          .map((level) => (
            <span key={level}>
              <i className={levels[level].className} />
              {t(`matching.histogram.${level}`)}
              {level === 'fewer' && `（<${need}）`}
              {level === 'below' && `（<${least}）`}
            </span>
          ))}
      </p>
      <Chart
        height={220}
        label={t('matching.histogram.label', { min: Math.min(...counts), max: Math.max(...counts), unit })}
        option={option}
        table={
          <Table
            dense
            rows={bins}
            rowKey={(bin) => String(bin.from)}
            caption={t('matching.histogram')}
            columns={[
              { key: 'eligible', title: t('matching.histogram.eligible'), cell: (bin) => words(bin, unit) },
              { key: 'objects', align: 'right', title: t('matching.histogram.objects'), cell: (bin) => formatNumber(bin.objects) },
            ]}
          />
        }
      />
    </>
  )
}

const levels = {
  fewer: { className: 'mj-fill-red', colour: fills.red },
  below: { className: 'mj-fill-amber', colour: fills.amber },
  enough: { className: 'mj-fill-accent', colour: fills.accent },
} as const

const words = ({ from, to }: Bar, unit: string): string =>
  from === to ? t('matching.histogram.n', { n: from, unit }) : t('matching.histogram.range', { from, to, unit })

const optionOf = (bins: readonly Bar[], unit: string): ChartOption => ({
  grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
  tooltip: {
    trigger: 'item',
    formatter: (params) => {
      const at = Array.isArray(params) ? params[0] : params
      const bin = at === undefined ? undefined : bins[at.dataIndex]
      return bin === undefined ? '' : `${words(bin, unit)}：${formatNumber(bin.objects)}`
    },
  },
  xAxis: {
    type: 'category',
    data: bins.map((bin) => words(bin, unit)),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.ink3, hideOverlap: true },
  },
  yAxis: { type: 'value', show: false },
  series: [
    {
      type: 'bar',
      barCategoryGap: '20%',
      barMaxWidth: 56,
      data: bins.map(({ objects, level }) => ({ value: objects, itemStyle: { color: levels[level].colour } })),
      label: { show: bins.length <= 32, position: 'top', color: colours.ink, formatter: ({ value }) => formatNumber(Number(value)) },
    },
  ],
})
