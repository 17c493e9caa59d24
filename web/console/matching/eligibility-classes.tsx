/** Objects of one place with the same demands in one line: how many are eligible, in which scope, and which rule keeps how many away. */
import type { ReactNode } from 'react'
import type { Preview } from '#contract/matching.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { type Column, Table } from '#web/ui/table.tsx'
import { brokenWords, type Removed, scopeWords, unitWords } from './words.ts'

type Class = Preview['classes'][number]

export type EligibilityClassesProps = { readonly classes: readonly Class[]; readonly least: number; readonly unit: 'person' | 'group' }

export const EligibilityClasses = ({ classes, least, unit }: EligibilityClassesProps): ReactNode => (
  <Table
    columns={columns(
      { least, unit },
      classes.some(({ population }) => population === 'experts'),
    )}
    rows={classes}
    rowKey={(one) => `${one.population} ${one.area} ${one.items.join()} ${one.qualifications.join()} ${one.expertise.join()}`}
    caption={t('matching.classes')}
  />
)

const columns = ({ least, unit }: Omit<EligibilityClassesProps, 'classes'>, experts: boolean): Column<Class>[] => [
  { key: 'area', title: t('matching.classes.area'), width: 150, cell: (one) => one.areaName },
  {
    key: 'asks',
    wide: true,
    title: t('matching.classes.asks'),
    cell: (one) => (
      <>
        {experts && one.population === 'experts' && <b>{t('matching.population.experts')}　</b>}
        <span className="mono quiet">{one.items.join(' ')}</span>
        {one.qualifications.length > 0 && (
          <span className="mat-ask">{t('matching.asks.qualification', { words: one.qualifications.join('、') })}</span>
        )}
        {one.expertise.length > 0 && <span className="mat-ask">{t('matching.asks.expertise', { words: one.expertise.join('、') })}</span>}
      </>
    ),
  },
  { key: 'objects', align: 'right', width: 64, title: t('matching.classes.objects'), cell: (one) => formatNumber(one.objects) },
  { key: 'need', align: 'right', width: 64, title: t('matching.classes.need'), cell: (one) => one.need },
  {
    key: 'eligible',
    align: 'right',
    width: 96,
    title: t('matching.classes.eligible'),
    cell: (one) => <EligibleRange one={one} least={least} unit={unitWords(unit, one.population)} />,
  },
  { key: 'scope', width: 96, title: t('matching.classes.scope'), cell: (one) => scopeWords(one.scope) },
  {
    key: 'removed',
    wide: true,
    title: t('matching.classes.removed'),
    cell: (one) => <RemovedList removed={one.removed} unit={unitWords(unit, one.population)} />,
  },
]

function EligibleRange({ one, least, unit }: { readonly one: Class; readonly least: number; readonly unit: string }): ReactNode {
  const { eligibleLeast, eligibleMost, need, population } = one
  const words =
    eligibleLeast === eligibleMost
      ? t('matching.histogram.n', { n: eligibleLeast, unit })
      : t('matching.histogram.range', { from: eligibleLeast, to: eligibleMost, unit })
  if (eligibleLeast < need) return <b className="red">{words}</b>
  return population === 'officers' && eligibleLeast < least ? <b className="amber">{words}</b> : words
}

const shownRules = 3

/** Counts may overlap: one person can break several rules. In brackets those who break no other. */
const RemovedList = ({ removed, unit }: { readonly removed: readonly Removed[]; readonly unit: string }): ReactNode =>
  removed.length === 0 ? (
    <span className="quiet">{t('matching.removed.nobody')}</span>
  ) : (
    <span title={t('matching.classes.removedNote')}>
      {removed.slice(0, shownRules).map(({ rule, count, only }, index) => (
        <span key={rule}>
          {index > 0 && t('matching.semicolon')}
          {t('matching.short.ruleN', { rule: brokenWords(rule), n: count, unit })}
          {only > 0 && <b>（{only}）</b>}
        </span>
      ))}
      {removed.length > shownRules && <span className="quiet">；{t('matching.removed.more', { n: removed.length - shownRules })}</span>}
    </span>
  )
