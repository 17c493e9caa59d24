/** One person of the register: may they be drawn, for what, when not, and what they already carry. */
import './officers.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Officer } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate, formatNumber } from '#web/ui/format.ts'
import { ActionButton, Columns, type Fact, Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { OfficerDrawer } from './officer-drawer.tsx'
import { Certificates, Leaves, Recusals } from './officer-sections.tsx'
import { type OfficerMove, OfficerStateDialog } from './officer-state-dialog.tsx'
import { StandingTag, StateTag, WordTags } from './officer-words.tsx'

export function OfficerPage(): ReactNode {
  const { officerId } = useParams({ from: '/signed-in/shell/officers/$officerId' })
  const query = useQuery(api.officers.get.queryOptions({ input: { officerId } }))
  return <Loaded query={query}>{(officer) => <OfficerView officer={officer} />}</Loaded>
}

const OfficerView = ({ officer }: { readonly officer: Officer }): ReactNode => (
  <Page
    title={officer.name}
    state={
      <>
        <StateTag state={officer.state} />
        {officer.population === 'experts' ? <Tag>{t('officer.experts')}</Tag> : <StandingTag standing={officer.certificate} />}
        {officer.onLeave && <Tag tone="amber">{t('officer.onLeave')}</Tag>}
      </>
    }
    lead={
      <>
        <span className="mono">{officer.staffNo}</span>
        <span>{officer.orgName}</span>
        <span>{t(`officer.post.${officer.post}`)}</span>
      </>
    }
    actions={<OfficerActions officer={officer} />}
  >
    <Columns
      main={
        <>
          <Section title={t('officer.ability')}>
            <Facts facts={abilityFacts(officer)} />
          </Section>
          {(officer.population === 'officers' || officer.certificates.length > 0) && <Certificates officer={officer} />}
          <Leaves officer={officer} />
          <Recusals officer={officer} />
        </>
      }
      side={<Side officer={officer} />}
    />
  </Page>
)

const Side = ({ officer }: { readonly officer: Officer }): ReactNode => (
  <>
    <Section title={t('officer.load')}>
      <p className="officer-load">
        {formatNumber(officer.loadThisYear)}
        <small>{t('officer.loadUnit')}</small>
      </p>
      <p className="quiet small">{t('officer.loadNote')}</p>
    </Section>
    {officer.population === 'officers' && (
      <Section title={t('officer.inGroups')}>
        {officer.groups.length === 0 ? (
          <p className="quiet small">{t('officer.noGroups')}</p>
        ) : (
          <ul>
            {officer.groups.map((group) => (
              <li key={group.id}>
                {group.name} {group.leader && <Tag>{t('officer.leader')}</Tag>}
              </li>
            ))}
          </ul>
        )}
      </Section>
    )}
    <Section title={t('officer.profile')}>
      <Facts facts={profileFacts(officer)} />
    </Section>
  </>
)

function OfficerActions({ officer }: { readonly officer: Officer }): ReactNode {
  const [editing, setEditing] = useState(false)
  const [moving, setMoving] = useState<OfficerMove | null>(null)
  const { edit } = officer.abilities
  return (
    <>
      {movesOf(officer.state).map((move) => (
        <ActionButton key={move} ability={edit} onClick={() => setMoving(move)}>
          {t(`officer.move.${move}`)}
        </ActionButton>
      ))}
      <ActionButton primary ability={edit} onClick={() => setEditing(true)}>
        {t('officer.edit')}
      </ActionButton>
      {editing && <OfficerDrawer officer={officer} population={officer.population} onClose={() => setEditing(false)} />}
      {moving !== null && <OfficerStateDialog officer={officer} move={moving} onClose={() => setMoving(null)} />}
    </>
  )
}

const movesOf = (state: Officer['state']): readonly OfficerMove[] =>
  state === 'active' ? ['left', 'suspended'] : state === 'suspended' ? ['left', 'active'] : ['active']

const abilityFacts = (officer: Officer): readonly Fact[] => {
  const scope: Fact = { label: t('officer.scope'), value: <WordTags words={officer.itemScope} none={t('officer.scopeAll')} />, wide: true }
  if (officer.population === 'experts')
    return [{ label: t('officer.expertKinds'), value: <WordTags words={officer.expertise} />, wide: true }]
  return [
    { label: t('officer.qualifications'), value: <WordTags words={officer.qualifications} /> },
    { label: t('officer.expertise'), value: <WordTags words={officer.expertise} /> },
    scope,
  ]
}

/** What was never entered is left out: an empty label says nothing. */
const profileFacts = (officer: Officer): readonly Fact[] =>
  [
    { label: t('officer.org'), value: officer.orgName },
    { label: t('officer.gender'), value: officer.gender === null ? null : t(`officer.gender.${officer.gender}`) },
    { label: t('officer.phone'), value: officer.phoneMasked },
    { label: t('officer.idNo'), value: officer.idNoMasked },
    { label: t('officer.education'), value: officer.education },
    { label: t('officer.major'), value: officer.major },
    { label: t('officer.jobCategory'), value: officer.jobCategory },
    { label: t('officer.postSince'), value: officer.postSince === null ? null : formatDate(officer.postSince) },
    { label: t(officer.population === 'experts' ? 'officer.employer' : 'officer.businessOffice'), value: officer.businessOffice },
    { label: t('officer.postLevel'), value: officer.postLevel },
    { label: t('officer.postClass'), value: officer.postClass },
    { label: t('officer.postName'), value: officer.postName },
  ].filter(({ value }) => value !== null && value !== '')
