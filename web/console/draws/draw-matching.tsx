/** 怎样匹配: algorithm, scope, cap, balance and rules as they were sealed, and what the settings had to give way to. */
import '#web/console/matching/matching.css'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { dependentRounding } from '#core/draws/matching-documents.ts'
import { rangeWords } from '#web/console/matching/team-settings.tsx'
import { ruleOfVersion, ruleWords, scopeWords } from '#web/console/matching/words.ts'
import { t } from '#web/i18n/t.ts'
import { formatRate } from '#web/ui/format.ts'
import { type Fact, Facts, Section } from '#web/ui/page.tsx'

type Figures = NonNullable<Draw['matching']>

export const Matching = ({ matching }: { readonly matching: Figures }): ReactNode => (
  <Section title={t('matching.how')} note={t('matching.how.note')}>
    <Facts facts={[...factsOf(matching), ...settingsOf(matching)]} />
    <details className="mat-rules">
      <summary>{t('matching.how.rules', { n: matching.rules.length })}</summary>
      <p className="quiet small">{t('matching.how.rulesNote')}</p>
      <ul>
        {matching.rules.map((rule) => (
          <li key={rule}>
            {ruleWords(ruleOfVersion(rule))} <span className="mono quiet">{rule}</span>
          </li>
        ))}
      </ul>
    </details>
  </Section>
)

function factsOf({ algorithm, objects, objectDraw, officers, unit, teamSize, loadMin, loadMax }: Figures): Fact[] {
  return [
    {
      label: t('matching.how.algorithm'),
      wide: true,
      value: (
        <>
          {t(algorithm === dependentRounding ? 'matching.how.rounding' : 'matching.how.leastLoaded')}{' '}
          <span className="mono quiet">{algorithm}</span>
        </>
      ),
    },
    {
      label: t('matching.how.objects'),
      value: (
        <>
          {t('matching.how.objectsFrom', { n: objects })}{' '}
          <Link className="mono" to="/draws/$drawId" params={{ drawId: objectDraw }}>
            {objectDraw}
          </Link>
        </>
      ),
    },
    { label: t('matching.how.officers'), value: t(unit === 'group' ? 'matching.how.groups' : 'matching.how.people', { n: officers }) },
    { label: t('matching.how.team'), value: t(unit === 'group' ? 'matching.how.teamGroup' : 'matching.how.teamPerson', { n: teamSize }) },
    ...(loadMin === null || loadMax === null
      ? []
      : [{ label: t('matching.how.load'), value: t('matching.how.loadRange', { min: loadMin, max: loadMax }) }]),
  ]
}

/** What only a matching with probabilities has. */
function settingsOf(matching: Figures): Fact[] {
  const { scope, reach, least, pairCapPpm, mostPerOfficer, balance, widened, belowLeast, capLifted } = matching
  if (scope === null || reach === null || least === null || pairCapPpm === null) return []
  return [
    { label: t('matching.how.scope'), value: rangeWords(scope, reach) },
    {
      label: t('matching.how.widened'),
      value:
        widened.length === 0
          ? t('matching.how.widenedNone')
          : widened.map((one) => t('matching.how.widenedOf', { scope: scopeWords(one.scope), n: one.objects })).join('，'),
    },
    { label: t('matching.how.least'), value: <Amber on={belowLeast > 0}>{t('matching.how.leastOf', { least, n: belowLeast })}</Amber> },
    {
      label: t('matching.how.cap'),
      value: <Amber on={capLifted > 0}>{t('matching.how.capOf', { cap: formatRate(pairCapPpm), n: capLifted })}</Amber>,
    },
    ...(balance === null ? [] : [{ label: t('matching.how.balance'), value: t(`team.balance.${balance}`) }]),
    {
      label: t('matching.how.most'),
      value: mostPerOfficer === null ? t('team.mostNone') : t('team.mostWords', { n: mostPerOfficer }),
    },
  ]
}

const Amber = ({ on, children }: { readonly on: boolean; readonly children: ReactNode }): ReactNode => (
  <span className={on ? 'amber' : ''}>{children}</span>
)
