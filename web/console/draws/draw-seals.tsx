/** 封存与种子, 各方随机数: the fingerprints that two people compare aloud. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatClock } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/page.tsx'
import { eventOf } from './draw-steps.tsx'

export function Seals({ draw }: { readonly draw: Draw }): ReactNode {
  const at = (type: string): string => {
    const event = eventOf(draw, type)
    return event === null ? '' : formatClock(event.at)
  }
  return (
    <Section title={t('draw.seals')}>
      <dl className="mj-seals">
        <Seal label={t('draw.seals.pool')} hex={draw.poolRoot} at={at('freeze')} />
        <Seal label={t('draw.seals.commit')} hex={draw.commitHash} at={at('commit')} />
        <Seal label={t('draw.seals.seed')} hex={draw.seed} at={at('result')} />
      </dl>
    </Section>
  )
}

const Seal = ({ label, hex, at }: { readonly label: string; readonly hex: string | null; readonly at: string }): ReactNode => (
  <>
    <dt>
      {label} <span>{at}</span>
    </dt>
    <dd>{hex === null ? <span className="quiet tiny">{t('draw.seals.none')}</span> : <HashBlocks hex={hex} />}</dd>
  </>
)

export const Parties = ({ draw }: { readonly draw: Draw }): ReactNode => (
  <Section title={t('draw.parties')} note={t('draw.partiesNote')}>
    <ul className="mj-parties">
      {draw.parties.map(({ party, commitment, nonce, by }) => (
        <li key={party} title={by ?? ''}>
          <span className={draw.myParty === party ? 'mj-mine' : ''}>{t(`draw.party.${party}`)}</span>
          {commitment === null ? (
            <span className="quiet tiny">{t('draw.parties.unpledged')}</span>
          ) : (
            <span className="mono quiet" title={commitment}>
              {commitment.slice(0, 8)}
            </span>
          )}
          <span className="quiet">→</span>
          {nonce === null ? (
            <span className="quiet tiny">{commitment === null ? '' : t('draw.parties.unrevealed')}</span>
          ) : (
            <span className="mono" title={nonce}>
              {nonce.slice(0, 8)}
            </span>
          )}
          {nonce === null ? (
            <span />
          ) : (
            <span className="green" title={t('draw.parties.opens')}>
              <Icon name="check" size={14} />
              <span className="hidden-text">{t('draw.parties.opens')}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  </Section>
)
