/** Whom a row means and how many of them: the scope as conditions, the ratio or number, and what that comes to on the register as it stands. */
import '../tasks/tasks.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { type PlanStratum, rowNumbers, targetOf } from '#core/plans/row.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import { api } from '#web/api/client.ts'
import type { ShownProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import { FilterEditor } from '../tasks/filter-editor.tsx'
import { filterOfForm } from '../tasks/filter-form.ts'
import { StrataEditor } from '../tasks/strata-editor.tsx'
import { strataOfForm } from '../tasks/strata-form.ts'
import { useChoices } from '../tasks/use-choices.ts'
import type { TriedFrame } from '../tasks/use-tried-frame.ts'
import { baseOf, type RowForm } from './plan-row-form.ts'

export type PlanRowSamplingProps = Pick<RowForm, 'filter' | 'by' | 'strata' | 'bases'> & {
  readonly wrong: 'filter' | 'strata' | null
  readonly problem: ShownProblem | null
  readonly onChange: (next: Partial<RowForm>) => void
}

export function PlanRowSampling({ filter, by, strata, bases, wrong, problem, onChange }: PlanRowSamplingProps): ReactNode {
  const choices = useChoices()
  const tried = useCounted({ filter, by, strata })
  const asked = filterOfForm(filter)
  const drawn = strataOfForm(by, strata)
  const counts = tried.strata && tried.frame?.strata.length === strata.length ? tried.frame.strata : null
  const take = (): void =>
    onChange({ bases: Object.fromEntries(strata.map(({ key }, index) => [key, String(counts?.[index]?.count ?? '')])) })
  return (
    <div className="mj-plan-sampling">
      <h3>{t('plan.row.filter')}</h3>
      <p className="quiet small">{t('plan.row.filterNote')}</p>
      <FilterEditor
        value={filter}
        choices={choices}
        problems={wrong === 'filter' ? asked.problems : new Map()}
        none={t('plan.row.filterNone')}
        onChange={(next) => onChange({ filter: next })}
      />
      <h3>{t('plan.row.strata')}</h3>
      <ProblemAlert problem={problem} />
      {wrong === 'strata' && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('plan.row.strataWrong')}
        </p>
      )}
      <StrataEditor
        by={by}
        rows={strata}
        problems={drawn.ok ? strata.map(() => null) : drawn.problems}
        choices={choices}
        tried={tried}
        onChange={(nextBy, rows) => onChange({ by: nextBy, strata: rows })}
      />
      <Bases strata={strata} by={by} bases={bases} onChange={(next) => onChange({ bases: next })} />
      <Button size="small" disabled={counts === null} onClick={take}>
        {t('plan.row.takeBases')}
      </Button>{' '}
      <span className="quiet small">{t('plan.row.takeBasesNote')}</span>
    </div>
  )
}

/** 抽查基数 of each stratum, typed or taken from the register, and the target that follows: round-half-up(base × ratio). */
function Bases({
  strata,
  by,
  bases,
  onChange,
}: Pick<RowForm, 'by' | 'strata' | 'bases'> & { readonly onChange: (next: RowForm['bases']) => void }): ReactNode {
  const drawn = strataOfForm(by, strata)
  const withBases = drawn.ok
    ? drawn.strata.map((one, index): PlanStratum => ({ ...one, ...known(baseOf(bases[strata[index]?.key ?? ''])) }))
    : []
  const { base, target } = rowNumbers(withBases)
  return (
    <div className="mj-plan-bases">
      {strata.map(({ key, name }, index) => {
        const typed = bases[key] ?? ''
        const of = withBases[index]
        return (
          <label key={key} htmlFor={`base-${key}`}>
            <span>{strata.length === 1 ? t('plan.row.base') : `${name} ${t('plan.row.base')}`}</span>
            <Input
              id={`base-${key}`}
              value={typed}
              inputMode="numeric"
              status={baseOf(typed) === null ? 'error' : ''}
              placeholder={t('plan.row.baseHint')}
              onChange={(event) => onChange({ ...bases, [key]: event.target.value })}
            />
            <span className="quiet small">{t('plan.row.targetIs', { n: formatNumber(of === undefined ? null : targetOf(of)) })}</span>
          </label>
        )
      })}
      {drawn.ok && strata.length > 1 && (
        <p className="small">{t('plan.row.totals', { base: formatNumber(base), target: formatNumber(target) })}</p>
      )}
    </div>
  )
}

const known = (base: number | null | undefined): { base?: number } => (typeof base === 'number' ? { base } : {})

/** The live count of a scope and its strata, once they rest for a moment. */
function useCounted({ filter, by, strata }: { filter: RowForm['filter']; by: StratifyBy; strata: RowForm['strata'] }): TriedFrame {
  const asked = filterOfForm(filter)
  const drawn = strataOfForm(by, strata)
  const input =
    asked.problems.size === 0 && drawn.ok ? { filter: asked.filter, stratifyBy: by, strata: drawn.strata, excludeOpenVisits: false } : null
  const [rested, setRested] = useState(input)
  const key = JSON.stringify(input)
  // Time is outside React.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input
  useEffect(() => {
    const timer = setTimeout(() => setRested(input), 500)
    return () => clearTimeout(timer)
  }, [key])
  const query = useQuery({
    ...api.tasks.tryFrame.queryOptions({ input: rested ?? nothing }),
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  })
  const settled = JSON.stringify(rested) === key
  return {
    frame: input === null ? null : (query.data ?? null),
    stale: !settled || query.isPlaceholderData || query.isFetching,
    strata: drawn.ok,
    incomplete: input === null,
    error: settled && !query.isFetching ? query.error : null,
    retry: () => void query.refetch(),
  }
}

const nothing = {
  filter: { version: 1 as const, all: [] },
  strata: [{ name: '-', values: [], ratePpm: 0, rounding: 'half-up' as const, allowZero: true }],
}
