/** 抽取设置 in words. */
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { t } from '#web/i18n/t.ts'
import { formatRate } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { filterWords, useRegionNames, valueWords } from './filter-words.ts'

export function TaskSettings({ task }: { readonly task: Task }): ReactNode {
  const regions = useRegionNames()
  const by = task.stratifyBy
  return (
    <Section title={t('task.settings')} note={task.state === 'draft' ? undefined : t('task.settingsNote')}>
      <dl>
        {filterWords(task.filter, regions).map(({ field, words }) => (
          <Setting key={field} label={field === '' ? t('task.filter') : field}>
            {words}
          </Setting>
        ))}
        {task.strata.map((stratum) => (
          <Setting key={stratum.name} label={by === 'none' ? t('task.strata.rate') : stratum.name}>
            {formatRate(stratum.ratePpm)}，{t(`task.rounding.${stratum.rounding}`)}
            <Values
              words={by === 'none' ? null : valuesOf(stratum.values.map((value) => valueWords(by, value, regions)))}
              name={stratum.name}
            />
          </Setting>
        ))}
        <Setting label={t('draw.frame.open')}>{t(task.excludeOpenVisits ? 'task.openLeft' : 'task.openKept')}</Setting>
        <Setting label={t('task.officers')}>{task.officersPerObject}</Setting>
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
