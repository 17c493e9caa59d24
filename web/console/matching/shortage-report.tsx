/** Which objects lack whom and why, in sentences, and what can be done about each. */
import './matching.css'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Shortage } from '#contract/matching.ts'
import type { Task } from '#contract/tasks.ts'
import { t } from '#web/i18n/t.ts'
import { PathLink } from '#web/ui/path-link.tsx'
import type { Lacking } from './shortages.ts'
import { brokenWords, scopeWords, unitWords } from './words.ts'

export type ShortageReportProps = Lacking & {
  readonly task: Task
  /** The freeze was refused for it: said as something that did not happen. */
  readonly refused?: boolean
}

export const ShortageReport = ({ objects, shortages, task, refused = false }: ShortageReportProps): ReactNode => (
  <div className="mat-short" role="alert">
    <p className="mat-short-title">
      <b>{t(refused ? 'matching.short.title' : 'matching.short.titleNow', { n: objects })}</b>
      {refused && (
        <Link to="/tasks/$taskId/eligibility" params={{ taskId: task.id }}>
          {t('matching.fix.preview')}
        </Link>
      )}
    </p>
    <ul>
      {shortages.map((one) => (
        <li key={`${one.population} ${one.area} ${one.items.join()} ${one.qualifications.join()} ${one.expertise.join()} ${one.because}`}>
          <ShortageLine shortage={one} task={task} />
        </li>
      ))}
    </ul>
    {shortages.length >= 50 && <p className="quiet small">{t('matching.short.cut', { n: shortages.length })}</p>}
  </div>
)

const ShortageLine = ({ shortage, task }: { readonly shortage: Shortage; readonly task: Task }): ReactNode => {
  const { objects, areaName, need, eligible, scope, because, capacity, first } = shortage
  const asks = [...shortage.qualifications, ...shortage.expertise].join('、')
  const names = first.slice(0, 3).map(({ name }) => name)
  const unit = unitWords(task.team.teamUnit, shortage.population)
  const removed = removedWords(shortage, unit)
  return (
    <>
      <p>
        <b>{t('matching.short.head', { n: objects, place: areaName })}</b>
        {shortage.population === 'experts' && `${t('matching.population.experts')}${t('matching.comma')}`}
        {asks !== '' && `${t('matching.short.asks', { words: asks })}${t('matching.semicolon')}`}
        {because === 'load_limit'
          ? t('matching.short.limit', { need, eligible, unit, capacity: capacity ?? 0 })
          : t('matching.short.few', { need, eligible, unit, scope: scopeWords(scope) })}
        {removed !== '' && `${t('matching.stop')}${removed}`}
        {t('matching.stop')}
      </p>
      <p className="quiet small">
        {t('matching.short.first')} {names.join('、')}
        {objects > names.length ? ' …' : ''}
      </p>
      <p className="small">
        {t('matching.short.can')}
        {fixesOf(shortage, task).map(({ words, path }, index) => (
          <span key={words}>
            {index > 0 && t('matching.semicolon')}
            {path === null ? words : <PathLink path={path}>{words}</PathLink>}
          </span>
        ))}
        {t('matching.stop')}
      </p>
    </>
  )
}

/** Those kept away by one rule alone: who would be there without it. Where nobody is, everybody that a rule keeps away. */
function removedWords({ removed }: Shortage, unit: string): string {
  const alone = removed.filter(({ only }) => only > 0)
  const words = (
    alone.length > 0 ? alone.map(({ rule, only }) => ({ rule, n: only })) : removed.map(({ rule, count }) => ({ rule, n: count }))
  )
    .slice(0, 4)
    .map(({ rule, n }) => t('matching.short.ruleN', { rule: brokenWords(rule), n, unit }))
    .join(t('matching.comma'))
  if (words === '') return ''
  return t(alone.length > 0 ? 'matching.short.only' : 'matching.short.all', { words })
}

type Fix = { readonly words: string; readonly path: string | null }

/** What helps, by the rules that keep most away. No rule on recusal is among them: that is no obstacle to be removed. */
function fixesOf(shortage: Shortage, task: Task): readonly Fix[] {
  const people = shortage.population === 'experts' ? 'population=experts' : 'population=officers'
  const list = (more = ''): string => `/officers?${people}${more}`
  const words = shortage.qualifications.join('、')
  const known: Readonly<Record<string, Fix>> = {
    in_area: { words: t('matching.fix.in_area'), path: `/tasks/new?like=${task.id}` },
    qualified: {
      words: t('matching.fix.qualified', { words }),
      path: list(`&qualification=${encodeURIComponent(shortage.qualifications[0] ?? '')}`),
    },
    expertise_matches: { words: t('matching.fix.expertise_matches', { words: shortage.expertise.join('、') }), path: list() },
    scope_covers: { words: t('matching.fix.scope_covers'), path: list() },
    certificate_valid: { words: t('matching.fix.certificate_valid'), path: list('&certificate=expired') },
    authority: { words: t('matching.fix.authority'), path: list() },
    officer_active: { words: t('matching.fix.officer_active'), path: list('&state=suspended') },
    not_on_leave: { words: t('matching.fix.not_on_leave'), path: list() },
  }
  if (shortage.because === 'load_limit') return [{ words: t('matching.fix.limit'), path: `/tasks/new?like=${task.id}` }]
  const fixes = shortage.removed.flatMap(({ rule }) => known[rule] ?? []).slice(0, 4)
  return fixes.length > 0 ? fixes : [{ words: t('matching.fix.people'), path: list() }]
}
