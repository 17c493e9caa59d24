/** The columns a plan can show: the national template, and the variants of cities (domain.md §14). Which of them are shown is the reader's choice. */
import type { ReactNode } from 'react'
import type { PlanRow, VersionRow } from '#contract/plan-rows.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { type PlanKind, rowChecks, rowLevels } from '#core/plans/row.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber, formatRange, formatRate } from '#web/ui/format.ts'
import { Tag } from '#web/ui/page.tsx'
import { type Column, Days, rowNumber } from '#web/ui/table.tsx'

export type RowMark = 'added' | 'changed' | 'cancelled'

type AnyRow = PlanRow | VersionRow

/** The columns that say what a row is; `mark` says what an adjustment does to it. Who takes part is what a joint plan is about. */
export const planColumns = <Row extends AnyRow>(
  kind: PlanKind,
  mark: (row: Row) => RowMark | null,
  findings: (row: Row) => ReactNode,
): Column<Row>[] => [
  { key: rowNumber, title: t('plan.row.seq'), width: 44, fixed: true, text: (row) => row.seq, cell: (row) => row.seq },
  {
    key: 'name',
    wide: true,
    fixed: true,
    title: t('plan.row.name'),
    width: 240,
    text: (row) => row.name,
    cell: (row) => (
      <>
        <b>{row.name}</b> <Mark mark={mark(row) ?? (row.state === 'cancelled' ? 'cancelled' : null)} /> {findings(row)}
        {row.cancelReason !== null && <small className="quiet"> {t('plan.row.cancelledBecause', { reason: row.cancelReason })}</small>}
      </>
    ),
  },
  plain('type', 64, (row) => t(row.directed ? 'plan.row.directed' : 'plan.row.undirected')),
  { ...plain<Row>('items', 240, (row) => row.itemNames.join('；')), wide: true },
  { ...plain<Row>('scope', 200, (row) => row.objectScope), wide: true },
  { ...plain<Row>('rate', 80, rateWords), align: 'right' },
  { ...plain<Row>('base', 80, (row) => formatNumber(row.base)), align: 'right', text: (row) => row.base, startsHidden: true },
  {
    ...plain<Row>('target', 80, (row) => row.targetText || formatNumber(row.target)),
    align: 'right',
    text: (row) => row.targetText || row.target,
  },
  {
    key: 'window',
    title: t('plan.row.window'),
    width: 116,
    text: (row) => formatRange(row.from, row.to),
    cell: (row) => <Days from={row.from} to={row.to} />,
  },
  plain('office', 104, (row) => row.office),
  { ...plain<Row>('offices', 140, (row) => row.offices.join('、')), startsHidden: true },
  { ...plain<Row>('parties', 160, (row) => row.parties.map(({ orgName }) => orgName).join('、')), startsHidden: kind !== 'joint' },
  { ...plain<Row>('methods', 110, (row) => row.methods.map((one) => methods[one][language()]).join('、')), startsHidden: true },
  { ...plain<Row>('checks', 96, (row) => rowChecks[row.checks][language()]), startsHidden: true },
  { ...plain<Row>('fixed', 76, (row) => t(row.itemsFixed ? 'plan.row.fixed' : 'plan.row.unfixed')), startsHidden: true },
  { ...plain<Row>('level', 110, (row) => rowLevels[row.level][language()]), startsHidden: true },
  { ...plain<Row>('risk', 180, strataWords), startsHidden: true },
  { ...plain<Row>('frequency', 110, (row) => row.frequency), startsHidden: true },
  { ...plain<Row>('remark', 160, (row) => row.remark), startsHidden: true },
]

/** The ratio of the whole row, or how it is split where one number does not say it. */
export const rateWords = (row: AnyRow): string =>
  row.ratePpm === null ? (row.strata.length === 1 ? '—' : t('plan.row.byStrata')) : formatRate(row.ratePpm)

/** `A 类：1%；B 类：3%`, as the template of Chongqing has it. */
export const strataWords = (row: AnyRow): string =>
  row.stratifyBy === 'none' && row.strata.length === 1 && 'ratePpm' in (row.strata[0] ?? {})
    ? ''
    : row.strata
        .map((one) => `${one.name}：${'ratePpm' in one ? formatRate(one.ratePpm) : t('plan.row.countOf', { n: formatNumber(one.count) })}`)
        .join('；')

function Mark({ mark }: { readonly mark: RowMark | null }): ReactNode {
  if (mark === null) return null
  return <Tag tone={mark === 'cancelled' ? 'plain' : 'amber'}>{t(`plan.mark.${mark}`)}</Tag>
}

type Key =
  | 'type'
  | 'items'
  | 'scope'
  | 'rate'
  | 'base'
  | 'target'
  | 'office'
  | 'offices'
  | 'parties'
  | 'methods'
  | 'checks'
  | 'fixed'
  | 'level'
  | 'risk'
  | 'frequency'
  | 'remark'

function plain<Row extends AnyRow>(key: Key, width: number, words: (row: Row) => string): Column<Row> {
  return { key, width, title: t(titles[key]), text: words, cell: words }
}

const titles = {
  type: 'plan.row.type',
  items: 'plan.row.items',
  scope: 'plan.row.scope',
  rate: 'plan.row.rate',
  base: 'plan.row.base',
  target: 'plan.row.target',
  office: 'plan.row.office',
  offices: 'plan.row.offices',
  parties: 'plan.row.parties',
  methods: 'plan.row.methods',
  checks: 'plan.row.checks',
  fixed: 'plan.row.fixedLabel',
  level: 'plan.row.level',
  risk: 'plan.row.risk',
  frequency: 'plan.row.frequency',
  remark: 'plan.row.remark',
} as const satisfies Record<Key, string>
