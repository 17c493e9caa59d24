/** The words and tones of officers: state, certificate, leave, and how a list of words is shown. */
import type { ReactNode } from 'react'
import type { OfficerRow } from '#contract/officers.ts'
import { t } from '#web/i18n/t.ts'
import { daysUntil } from '#web/ui/format.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const officerStates = ['active', 'suspended', 'left'] as const
export const standings = ['valid', 'expiring', 'expired', 'none'] as const
export const relations = ['declared', 'kinship', 'shareholding', 'former_employer'] as const
export const leaveKinds = ['leave', 'illness', 'training', 'duty', 'other'] as const

export type Standing = OfficerRow['certificate']

export const stateText = (state: OfficerRow['state']): string => t(`officer.state.${state}`)

/** The last day of a certificate that never ends, as the field writes it into columns of dates. */
const endless = '9999-09-09'
export const lastDay = (date: string): string => (date === endless ? t('certificate.endless') : date)

export const StateTag = ({ state }: { readonly state: OfficerRow['state'] }): ReactNode => (
  <Tag tone={state === 'active' ? 'accent' : 'plain'}>{stateText(state)}</Tag>
)

const standingTones: Readonly<Record<Standing, Tone>> = { valid: 'plain', expiring: 'amber', expired: 'red', none: 'red' }

export const StandingTag = ({ standing }: { readonly standing: Standing }): ReactNode => (
  <Tag tone={standingTones[standing]}>{t('certificate.standingIs', { standing: t(`certificate.${standing}`) })}</Tag>
)

/** The date in the colour of its standing, and what the colour means in words. */
export function ValidTo({ date, standing }: { readonly date: string | null; readonly standing: Standing }): ReactNode {
  if (date === null) return standing === 'none' ? <span className="quiet">—</span> : null
  return (
    <>
      <span className="nowrap">{lastDay(date)}</span>
      {standing !== 'valid' && (
        <>
          <br />
          <span className={standing === 'expiring' ? 'amber tiny' : 'red tiny'}>{leftText(date)}</span>
        </>
      )}
    </>
  )
}

/** 剩 12 天, 今天, 已过期 3 天; more than a year ahead nobody counts days, it is 有效. */
export function leftText(date: string): string {
  const days = daysUntil(date)
  if (days < 0) return t('certificate.daysAgo', { n: -days })
  if (days > 366) return t('certificate.valid')
  return days === 0 ? t('kit.today') : t('kit.daysLeft', { n: days })
}

/** Qualifications, expertise, items: one small tag each; a dash when there are none. */
export const WordTags = ({ words, none = '—' }: { readonly words: readonly string[]; readonly none?: string }): ReactNode =>
  words.length === 0 ? (
    <span className="quiet">{none}</span>
  ) : (
    <span className="officer-tags">
      {words.map((word) => (
        <Tag key={word}>{word}</Tag>
      ))}
    </span>
  )
