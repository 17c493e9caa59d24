/**
 * The one door to Apache ECharts: loaded when the first chart is shown, drawn as SVG so that it prints and enlarges, and always with the same
 * figures as a table below it, which is what a screen reader reads.
 */
import './chart.css'
import type { BarSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption, EChartsType } from 'echarts/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { t } from '../i18n/t.ts'
import { colours } from '../theme.ts'

export type ChartOption = ComposeOption<
  BarSeriesOption | ScatterSeriesOption | GridComponentOption | TooltipComponentOption | MarkLineComponentOption
>

export type ChartProps = {
  /** What the chart says, in a sentence. */
  readonly label: string
  readonly option: ChartOption
  readonly height: number
  /** The same figures as a table. */
  readonly table: ReactNode
}

export function Chart({ label, option, height, table }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType | null>(null)
  const [failed, setFailed] = useState(false)
  // The drawing library is a thing outside React: it is made with the page and let go with it.
  useEffect(() => {
    const box = place.current
    if (box === null) return
    let gone = false
    let made: EChartsType | null = null
    const watch = new ResizeObserver(() => made?.resize())
    engine()
      .then(({ init }) => {
        if (gone) return
        made = init(box, null, { renderer: 'svg' })
        watch.observe(box)
        setChart(made)
      })
      // Offline, or replaced by a newer version: the table below says the same.
      .catch(() => setFailed(true))
    return () => {
      gone = true
      watch.disconnect()
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    chart?.setOption({ ...base, ...option }, { notMerge: true })
  }, [chart, option])
  // The height is known only here; the drawing follows it when it changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: height is read from the box
  useEffect(() => {
    chart?.resize()
  }, [chart, height])
  return (
    <div className="mj-chart">
      {!failed && <div ref={place} role="img" aria-label={label} style={{ height }} />}
      <details open={failed}>
        <summary>{t('kit.asTable')}</summary>
        {table}
      </details>
    </div>
  )
}

/** Only what is used is loaded: bars, points, a grid, a tooltip and a marked line. */
async function engine(): Promise<Pick<typeof import('echarts/core'), 'init'>> {
  const { init, use } = await import('echarts/core')
  const { BarChart, ScatterChart } = await import('echarts/charts')
  const { GridComponent, MarkLineComponent, TooltipComponent } = await import('echarts/components')
  const { SVGRenderer } = await import('echarts/renderers')
  use([BarChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])
  return { init }
}

const base = {
  animation: false,
  textStyle: { fontFamily: 'inherit', fontSize: 12, color: colours.ink2 },
} as const satisfies ChartOption
