/** With which days 抽取批次 begin in the form: one after the other, as the rule asks (core/tasks/batch.ts). */
import { addDays, parseDate } from '#core/time.ts'
import type { BatchForm } from './source-form.ts'

/** Batches to begin with: the window in two halves; one more takes what is left after the last. */
export function moreBatches(batches: readonly BatchForm[], window: { readonly from: string; readonly to: string }): readonly BatchForm[] {
  const last = batches.at(-1)
  if (last !== undefined) return [...batches, { percent: '', from: dayAfter(last.to), to: window.to }]
  const [first, end] = [parseDate(window.from), parseDate(window.to)]
  if (first === null || end === null || first >= end)
    return [
      { ...window, percent: '50' },
      { percent: '50', from: '', to: '' },
    ]
  const middle = addDays(first, Math.floor((Date.parse(end) - Date.parse(first)) / 86_400_000 / 2))
  return [
    { percent: '50', from: first, to: middle },
    { percent: '50', from: addDays(middle, 1), to: end },
  ]
}

const dayAfter = (day: string): string => {
  const parsed = parseDate(day)
  return parsed === null ? '' : addDays(parsed, 1)
}
