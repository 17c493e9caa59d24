/** 执法人员 and 配合部门 of a task in words. */
import './team.css'
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { t } from '#web/i18n/t.ts'
import { formatRate } from '#web/ui/format.ts'
import { Section, Tag, type Tone } from '#web/ui/page.tsx'
import { scopeWords } from './words.ts'

/** Label and words, line by line: how teams are drawn. */
export function teamLines({ team }: Task): readonly { readonly label: string; readonly words: string }[] {
  return [
    { label: t('team.size'), words: t('matching.why.n', { n: team.officersPerObject }) },
    { label: t('team.unit'), words: t(`team.unit.${team.teamUnit}`) },
    { label: t('team.scope'), words: rangeWords(team.officerScope, team.officerReach) },
    { label: t('matching.how.least'), words: t('matching.why.n', { n: team.leastEligible }) },
    { label: t('matching.how.cap'), words: formatRate(team.pairCapPpm) },
    { label: t('team.most'), words: team.mostPerOfficer === null ? t('team.mostNone') : t('team.mostWords', { n: team.mostPerOfficer }) },
    { label: t('team.balance'), words: t(`team.balance.${team.balance}`) },
  ]
}

export const rangeWords = (scope: string, reach: string): string =>
  scope === reach
    ? t('team.scope.only', { from: scopeWords(scope) })
    : t('team.scope.range', { from: scopeWords(scope), to: scopeWords(reach) })

/** Of a joint task: who leads, who comes along, each with its items. */
export function Participants({ task }: { readonly task: Task }): ReactNode {
  if (task.participants.length === 0) return null
  return (
    <Section title={t('team.partners')} note={t('team.partnersNote')}>
      <ul className="mat-participants">
        {task.participants.map(({ dept, orgName, state, reason, items }) => (
          <li key={dept}>
            <span className="mj-inline">
              <b>{orgName}</b>
              <Tag tone={answers[state]}>{t(`task.participant.${state}`)}</Tag>
              {reason !== '' && <span className="quiet small">{reason}</span>}
            </span>
            <ul>
              {items.map(({ code, name }) => (
                <li key={code}>
                  <span className="mono quiet">{code}</span> {name}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const answers: Readonly<Record<Task['participants'][number]['state'], Tone>> = { invited: 'amber', accepted: 'green', declined: 'red' }

/** The organisation of a department in a task: the one that leads, or a participant. */
export const departmentName = (task: Task, dept: string): string =>
  dept === task.dept ? task.orgName : (task.participants.find((one) => one.dept === dept)?.orgName ?? dept)
