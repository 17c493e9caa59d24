/** What to do in an empty house, as far as this person may do it. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Permission } from '#core/access/roles.ts'
import type { Answers } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { type PlainKey, t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'

type Figures = Answers['record']['workbench']['figures']
type FirstStep = {
  readonly label: PlainKey
  readonly path: string
  readonly needs: Permission
  readonly open: (figures: Figures) => boolean
}

const firstSteps: readonly FirstStep[] = [
  { label: 'workbench.startAccounts', path: '/accounts', needs: 'account.manage', open: () => true },
  {
    label: 'workbench.startRegister',
    path: '/imports/new?kind=entity',
    needs: 'register.import',
    open: ({ entities }) => entities.value === 0,
  },
  {
    label: 'workbench.startOfficers',
    path: '/imports/new?kind=officer',
    needs: 'officer.import',
    open: ({ officers }) => officers.value === 0,
  },
  { label: 'workbench.startItems', path: '/items', needs: 'item.edit', open: () => true },
  { label: 'workbench.startPlan', path: '/plans', needs: 'plan.edit', open: () => true },
]

export function FirstSteps({ figures }: { readonly figures: Figures }): ReactNode {
  const me = useQuery(meQuery).data
  const started = figures.entities.value > 0 && figures.officers.value > 0
  if (me === undefined || me === null || started) return null
  const mine = firstSteps.filter((step) => may(me, step.needs) && step.open(figures))
  if (mine.length === 0) return null
  return (
    <Section title={t('workbench.start')} note={t('workbench.startNote')}>
      <ol className="bench-start">
        {mine.map((step, index) => (
          <li key={step.label}>
            <em>{index + 1}</em>
            {t(step.label)}
            <PathLink path={step.path}>{t('do.other')}</PathLink>
          </li>
        ))}
      </ol>
    </Section>
  )
}
