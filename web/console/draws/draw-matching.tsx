/** 人员匹配: how evenly the work falls, and, when it could not be done, which objects lack whom and why. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { matchingRules } from '#core/matching/rules.ts'
import type { ShownProblem } from '#web/api/problem.ts'
import { language, t } from '#web/i18n/t.ts'
import { Facts, Section } from '#web/ui/page.tsx'
import { Table, TwoLines } from '#web/ui/table.tsx'

type MatchingFigures = NonNullable<Draw['matching']>

export function Matching({ matching }: { readonly matching: MatchingFigures }): ReactNode {
  const { officers, loadMin, loadMax, infeasible } = matching
  return (
    <Section title={t('draw.matching')} note={t('draw.matchingNote')}>
      <Facts
        facts={[
          { label: t('draw.matching.officers'), value: t('draw.matching.people', { n: officers }) },
          { label: t('draw.matching.load'), value: <LoadRange min={loadMin} max={loadMax} /> },
        ]}
      />
      {infeasible.length > 0 && <Infeasible rows={infeasible} />}
    </Section>
  )
}

/** One bar: where the least and the most loaded officer stand. */
const LoadRange = ({ min, max }: { readonly min: number; readonly max: number }): ReactNode => (
  <>
    {t('draw.matching.loadRange', { min, max })}
    <span className="mj-bar" role="img" aria-label={t('draw.matching.loadRange', { min, max })}>
      <i className="mj-fill-pale" style={{ width: '100%' }} />
      <i className="mj-fill-accent" style={{ width: max === 0 ? '0' : `${(min / max) * 100}%` }} />
    </span>
  </>
)

export function Infeasible({
  rows,
  total = rows.length,
}: {
  readonly rows: MatchingFigures['infeasible']
  readonly total?: number
}): ReactNode {
  return (
    <div className="mj-problem" role="alert">
      <div>
        <b>{t('draw.matching.infeasible', { n: total })}</b>
        <p>{t('draw.matching.infeasibleText')}</p>
        <Table
          dense
          rows={rows}
          rowKey={(row) => row.subject}
          caption={t('draw.matching.infeasible', { n: total })}
          columns={[
            { key: 'name', title: t('draw.matching.object'), cell: (row) => <TwoLines first={row.name} second={row.subject} /> },
            { key: 'removed', title: t('draw.matching.removed'), cell: (row) => removedWords(row.removed) },
          ]}
        />
      </div>
    </div>
  )
}

function removedWords(removed: Readonly<Record<string, number>>): string {
  const words = Object.entries(removed)
    .filter(([, n]) => n > 0)
    .map(([rule, n]) => t('draw.matching.rule', { rule: isRule(rule) ? matchingRules[rule][language()] : rule, n }))
  return words.length === 0 ? t('draw.matching.noVoid') : words.join('；')
}

const isRule = (text: string): text is keyof typeof matchingRules => Object.hasOwn(matchingRules, text)

export type Lacking = { readonly rows: MatchingFigures['infeasible']; readonly total: number }

/** The objects that a refused freeze of officers names; null when it was refused for something else. */
export function lackingOf(problem: ShownProblem | null): Lacking | null {
  if (problem?.code !== 'matching_infeasible' || !Array.isArray(problem.facts.first)) return null
  const rows = problem.facts.first.filter(isLackingRow)
  const total = problem.facts.objects
  return { rows, total: typeof total === 'number' ? total : rows.length }
}

const isLackingRow = (row: unknown): row is MatchingFigures['infeasible'][number] =>
  typeof row === 'object' &&
  row !== null &&
  'subject' in row &&
  typeof row.subject === 'string' &&
  'name' in row &&
  typeof row.name === 'string' &&
  'removed' in row &&
  typeof row.removed === 'object'
