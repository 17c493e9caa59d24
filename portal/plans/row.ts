/** One row of a plan for its readers, with the fields of the announcement (domain.md §14). */
import { html } from 'hono/html'
import { methods } from '#core/inspections/outcomes.ts'
import { rowChecks, rowLevels } from '#core/plans/row.ts'
import { facts, rangeText } from '../parts.ts'
import { figure, type Html, percentOfPpm, type View } from '../view.ts'
import type { PlanRow } from './store.ts'

export const rowSection = (view: View, row: PlanRow): Html => {
  const { t } = view
  const told = (text: string): Html | null => (text === '' ? null : view.zh(text))
  return html`<section id="row-${row.seq}"><h2>${row.seq}　${view.zh(row.name)}${
    row.state === 'cancelled' ? html` <span class="tag">${t('planRowCancelled')}</span>` : ''
  }</h2>${facts([
    [t('planCancelReason'), row.cancelReason === null ? null : view.zh(row.cancelReason)],
    [t('type'), `${t(row.directed ? 'directed' : 'undirected')}${row.itemsFixed ? '' : `，${t('planItemsOpen')}`}`],
    [t('planItems'), view.zh(row.itemNames.join('、'))],
    [t('objectScope'), html`${view.zh(row.objectScope)}${row.checks === 'premises' ? html`（${view.word(rowChecks.premises)}）` : ''}`],
    [t('rate'), rateOf(view, row)],
    [t('planTarget'), targetOf(view, row)],
    [t('planFrequency'), told(row.frequency)],
    [t('inspectionTime'), rangeText(view, row.from, row.to)],
    [t('planMethods'), row.methods.length === 0 ? null : row.methods.map((one) => methodWord(view, one)).join('、')],
    [t('office'), view.zh([row.office, ...row.offices].join('、'))],
    [t('planParties'), told(row.parties.join('、'))],
    [t('planLevel'), row.level === 'self' ? null : view.word(rowLevels[row.level])],
    [t('planRemark'), told(row.remark)],
  ])}</section>`
}

/** How many of which class are drawn is not told; that classes shape the draw is. */
export function rateOf(view: View, row: PlanRow): string {
  const whole = row.ratePpm === null ? '' : percentOfPpm(row.ratePpm)
  if (row.byRisk) return [view.t('planByRisk'), whole].filter((one) => one !== '').join('，')
  const strata = row.strata.map(({ name, ratePpm, count }) => `${name} ${ratePpm === null ? figure(count ?? 0) : percentOfPpm(ratePpm)}`)
  return strata.length > 0 ? strata.join('；') : whole
}

function targetOf(view: View, row: PlanRow): string | null {
  if (row.targetText !== '') return row.targetText
  if (row.target === null) return null
  return row.base === null ? figure(row.target) : view.t('planTargetOf', { target: figure(row.target), base: figure(row.base) })
}

const methodWord = (view: View, code: string): string => {
  const word = Object.entries(methods).find(([one]) => one === code)?.[1]
  return word === undefined ? code : view.word(word)
}

/** What a field says in a comparison of two versions. */
export function fieldText(view: View, field: string, value: unknown): string {
  const { t } = view
  if (value === null || value === undefined || value === '') return '—'
  if (field === 'ratePpm' && typeof value === 'number') return percentOfPpm(value)
  if (typeof value === 'number') return figure(value)
  if (field === 'directed') return t(value === true ? 'directed' : 'undirected')
  if (field === 'itemsFixed') return t(value === true ? 'planItemsAll' : 'planItemsOpen')
  if (field === 'byRisk') return t(value === true ? 'planByRisk' : 'planNotByRisk')
  if (field === 'checks' && (value === 'subject' || value === 'premises')) return view.word(rowChecks[value])
  if (field === 'level' && (value === 'self' || value === 'down')) return view.word(rowLevels[value])
  if (!Array.isArray(value)) return String(value)
  return value.map((one: unknown) => memberText(view, field, one)).join('；') || '—'
}

const memberText = (view: View, field: string, one: unknown): string => {
  if (field === 'methods') return methodWord(view, String(one))
  if (typeof one !== 'object' || one === null || !('name' in one)) return String(one)
  const rate = 'ratePpm' in one && typeof one.ratePpm === 'number' ? percentOfPpm(one.ratePpm) : ''
  const count = 'count' in one && typeof one.count === 'number' ? figure(one.count) : ''
  return `${String(one.name)} ${rate}${count}`.trim()
}
