/** 为何是这些人: who was drawn with which probability, who could have been, who could not and by which rule. One page, made to be printed. */
import './pair-page.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { ExplainedPair } from '#contract/matching.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { Could } from './pair-could.tsx'
import { CouldNot } from './pair-could-not.tsx'
import { PersonFinder } from './pair-finder.tsx'
import { byRole, formatProbability, roleWords, scopeWhole, scopeWords } from './words.ts'

export type Explained = ExplainedPair['populations'][number]
export type ExplainedPerson = Explained['officers'][number]

export function PairPage(): ReactNode {
  const { drawId, subject } = useParams({ from: '/signed-in/shell/draws/$drawId/pairs/$subject' })
  const query = useQuery(api.matching.explain.queryOptions({ input: { drawId, subject } }))
  const draw = useQuery(api.draws.get.queryOptions({ input: { drawId } }))
  return <Loaded query={query}>{(pair) => <Detail pair={pair} matching={draw.data?.matching ?? null} />}</Loaded>
}

type Sealed = Draw['matching']

function Detail({ pair, matching }: { readonly pair: ExplainedPair; readonly matching: Sealed }): ReactNode {
  const groups = matching?.unit === 'group'
  const { populations } = pair
  return (
    <Page
      title={t('matching.why')}
      lead={
        <>
          <span>
            {t('matching.why.draw')}{' '}
            <Link className="mono" to="/draws/$drawId" params={{ drawId: pair.drawId }}>
              {pair.drawId}
            </Link>
          </span>
          <span>{t('matching.why.window', { days: formatRange(pair.window.from, pair.window.to) })}</span>
        </>
      }
      actions={<ActionButton onClick={() => window.print()}>{t('matching.why.print')}</ActionButton>}
    >
      <h2 className="mat-who">
        <Link to="/register/$subject" params={{ subject: pair.subject }}>
          {pair.name}
        </Link>{' '}
        <span className="mono quiet">{pair.subject}</span> <span className="quiet small">{pair.regionName}</span>
      </h2>
      <p className="mat-items small">
        <span className="quiet">{t('matching.why.items')}</span>　{pair.items.map(({ name }) => name).join('；')}
      </p>
      <Answer pair={pair} matching={matching} />
      {populations.map((one) => (
        <Population key={one.population} one={one} groups={groups && one.population === 'officers'} named={populations.length > 1} />
      ))}
      <Section title={t('matching.why.verify')}>
        <p className="mat-verify">
          {t('matching.why.verifyText')}{' '}
          <Link to="/draws/$drawId" params={{ drawId: pair.drawId }}>
            {pair.drawId}
          </Link>
        </p>
      </Section>
    </Page>
  )
}

function Answer({ pair, matching }: { readonly pair: ExplainedPair; readonly matching: Sealed }): ReactNode {
  const groups = matching?.unit === 'group'
  const drawn = byRole(pair.populations.flatMap(({ officers }) => officers.filter(isDrawn)))
  const names = drawn
    .map(({ name, role, share }) =>
      share === null
        ? t('matching.why.personOnly', { name, role: roleWords(role) })
        : t('matching.why.person', { name, role: roleWords(role), p: formatProbability(share) }),
    )
    .join('、')
  return (
    <Section title={t('matching.why.answer')}>
      <div className="mat-answer">
        <p>
          <b>{t('matching.why.drawn', { names })}</b>
        </p>
        {pair.populations.map(({ population, officers, scope }) => {
          const can = officers.filter(({ broken }) => broken.length === 0).length
          const facts = { all: officers.length, can, cannot: officers.length - can }
          return (
            <p key={population}>
              {groups && population === 'officers'
                ? t('matching.why.countsGroup', facts)
                : t('matching.why.counts', { ...facts, people: t(`matching.population.${population}`) })}
              {population === 'officers' && scopeSaid(scope, matching)}
            </p>
          )
        })}
        <p>{t('matching.why.fixed')}</p>
      </div>
    </Section>
  )
}

/** Where officers were sought, and from where the search was widened. */
function scopeSaid(used: string, matching: Sealed): string {
  const facts = { scope: scopeWords(used), text: scopeWhole(used) }
  const from = matching?.scope ?? null
  const least = matching?.least ?? null
  return from === null || from === used || least === null
    ? t('matching.why.scope', facts)
    : t('matching.why.widened', { ...facts, from: scopeWords(from), least })
}

const isDrawn = (person: ExplainedPerson): person is ExplainedPerson & { role: NonNullable<ExplainedPerson['role']> } =>
  person.role !== null

type PopulationProps = { readonly one: Explained; readonly groups: boolean; readonly named: boolean }

const Population = ({ one, groups, named }: PopulationProps): ReactNode => {
  const of = named ? `：${t(`matching.population.${one.population}`)}` : ''
  return (
    <>
      <Section title={`${t('matching.why.could')}${of}`} note={t('matching.why.couldNote')}>
        <Could one={one} groups={groups} />
      </Section>
      <Section title={`${t('matching.why.no')}${of}`} note={t('matching.why.noNote')}>
        <PersonFinder people={one.officers} />
        <CouldNot people={one.officers} groups={groups} />
      </Section>
    </>
  )
}
