/** 抽取设置 in words. */
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { teamLines } from '#web/console/matching/team-settings.tsx'
import { t } from '#web/i18n/t.ts'
import { formatRate } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { filterWords, useValueWords } from './filter-words.ts'

export function TaskSettings({ task }: { readonly task: Task }): ReactNode {
  const wordsOf = useValueWords()
  const by = task.stratifyBy
  return (
    <Section title={t('task.settings')} note={task.state === 'draft' ? undefined : t('task.settingsNote')}>
      <dl>
        {task.settingsHidden && <Setting label={t('task.filter')}>{t('task.settingsHidden')}</Setting>}
        {(task.settingsHidden ? [] : filterWords(task.filter, wordsOf)).map(({ field, words }) => (
          <Setting key={`${field} ${words}`} label={field === '' ? t('task.filter') : field}>
            {words}
          </Setting>
        ))}
        {task.strata.map((stratum) => (
          <Setting key={stratum.name} label={by === 'none' ? t('task.strata.rate') : stratum.name}>
            {'count' in stratum
              ? t('task.strata.fixed', { n: stratum.count })
              : `${formatRate(stratum.ratePpm)}，${t(`task.rounding.${stratum.rounding}`)}`}
            <Values words={by === 'none' ? null : valuesOf(stratum.values.map((value) => wordsOf(by, value)))} name={stratum.name} />
          </Setting>
        ))}
        <Setting label={t('draw.frame.open')}>{t(task.excludeOpenVisits ? 'task.openLeft' : 'task.openKept')}</Setting>
        {task.excludeDrawn !== 'none' && <Setting label={t('task.exclude.drawn')}>{t(`task.exclude.drawn.${task.excludeDrawn}`)}</Setting>}
        {task.frequencyCap !== null && (
          <Setting label={t('task.filter.frequencyUsed')}>{t('task.exclude.capWords', { n: task.frequencyCap })}</Setting>
        )}
        {task.excludeWhitelist && <Setting label={t('task.exclude.whitelist')}>{t('task.openLeft')}</Setting>}
        <Setting label={t('task.mode')}>{t(`task.mode.${task.mode}`)}</Setting>
        {teamLines(task).map(({ label, words }) => (
          <Setting key={label} label={label}>
            {words}
          </Setting>
        ))}
        <Setting label={t('task.suite')}>{t(`task.suite.${task.suite}`)}</Setting>
      </dl>
    </Section>
  )
}

/** What a stratum holds, unless its name says the same. */
const Values = ({ words, name }: { readonly words: string | null; readonly name: string }): ReactNode =>
  words === null || words === name ? null : <span className="quiet">（{words}）</span>

const valuesOf = (words: readonly string[]): string => (words.length === 0 ? t('task.strata.rest') : words.join('、'))

const Setting = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode => (
  <div className="mj-setting">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
