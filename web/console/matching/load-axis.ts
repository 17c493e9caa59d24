/** People along the bottom in their own order, objects up the side: the frame that both load charts share. */
import { colours } from '#web/theme.ts'
import type { ChartOption } from '#web/ui/chart.tsx'

export const barWidth = 14

/** Bars keep their height however long the names below them are. */
export const loadHeight = (names: readonly string[]): number => 200 + namesHeight(names)

export const byNameAxis = (names: readonly string[]): Pick<ChartOption, 'grid' | 'xAxis' | 'yAxis'> => ({
  grid: { left: 36, right: 4, top: 24, bottom: namesHeight(names) },
  xAxis: {
    type: 'category',
    data: names.map(upright),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line2 } },
    axisLabel: { color: colours.ink, interval: 0, lineHeight: 13, rotate: names.every(isHan) ? 0 : 90 },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: colours.ink3 },
    splitLine: { lineStyle: { color: colours.line } },
  },
})

const isHan = (name: string): boolean => /^[\p{Script=Han}·]+$/u.test(name)

/** Chinese names are written downwards, so that thirty stand side by side; others are turned. */
const upright = (name: string): string => (isHan(name) ? [...name].join('\n') : name)

/** A Chinese character takes 13 px either way, a Latin one half of it. */
const namesHeight = (names: readonly string[]): number =>
  16 + Math.max(0, ...names.map((name) => [...name].reduce((sum, char) => sum + (isHan(char) ? 13 : 8), 0)))
