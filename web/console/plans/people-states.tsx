/** The state of a contribution, of a party and of a filing: its word and its tone. */
import type { ReactNode } from 'react'
import type { Contribution } from '#contract/plan-contributions.ts'
import type { PlanFiling } from '#contract/plan-filings.ts'
import type { Party } from '#contract/plan-parties.ts'
import { t } from '#web/i18n/t.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const contributionStates = ['invited', 'handed_in', 'taken_in', 'declined', 'withdrawn'] as const
export const partyStates = ['invited', 'confirmed', 'declined', 'withdrawn'] as const
export const filingStates = ['filed', 'accepted', 'returned'] as const

const contributionTones: Readonly<Record<Contribution['state'], Tone>> = {
  invited: 'amber',
  handed_in: 'accent',
  taken_in: 'green',
  declined: 'plain',
  withdrawn: 'plain',
}

const partyTones: Readonly<Record<Party['state'], Tone>> = { invited: 'amber', confirmed: 'green', declined: 'red', withdrawn: 'plain' }

const filingTones: Readonly<Record<PlanFiling['state'], Tone>> = { filed: 'amber', accepted: 'green', returned: 'red', registered: 'green' }

export const ContributionTag = ({ state }: Pick<Contribution, 'state'>): ReactNode => (
  <Tag tone={contributionTones[state]}>{t(`contribution.state.${state}`)}</Tag>
)

/** A yes to something else is no yes any more, and says so. */
export const PartyTag = ({ state, outdated }: Pick<Party, 'state' | 'outdated'>): ReactNode =>
  outdated ? <Tag tone="amber">{t('party.outdated')}</Tag> : <Tag tone={partyTones[state]}>{t(`party.state.${state}`)}</Tag>

export const FilingTag = ({ state }: Pick<PlanFiling, 'state'>): ReactNode => (
  <Tag tone={filingTones[state]}>{t(`planFiling.state.${state}`)}</Tag>
)
