/** A draw of kind R: what is replaced and why, who asked and who agreed, and at the end whom the lot named. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Facts, Section } from '#web/ui/page.tsx'
import { replacementWords } from './replacement-words.ts'

export function ReplacementFacts({ draw }: { readonly draw: Draw }): ReactNode {
  const { replacement } = draw
  if (replacement === null) return null
  return (
    <Section title={t('replacement.of')} note={t('replacement.ofNote')}>
      <Facts
        facts={[
          { label: t('replacement.replaces'), value: <Firm subject={replacement.subject} name={replacement.name} /> },
          {
            label: t('replacement.substitute'),
            value:
              replacement.substitute === null ? (
                <span className="quiet">{t('replacement.notYet')}</span>
              ) : (
                <Firm {...replacement.substitute} />
              ),
          },
          { label: t('replacement.reason'), value: `${replacementWords(replacement.reason)}。${replacement.note}`, wide: true },
          { label: t('replacement.requestedBy'), value: `${replacement.requestedBy}　${formatTime(replacement.requestedAt)}` },
          { label: t('replacement.approvedBy'), value: replacement.approvedBy },
          {
            label: t('replacement.objectDraw'),
            value: (
              <Link className="mono" to="/draws/$drawId" params={{ drawId: replacement.objectDraw }}>
                {replacement.objectDraw}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  )
}

const Firm = ({ subject, name }: { readonly subject: string; readonly name: string }): ReactNode => (
  <>
    <Link to="/register/$subject" params={{ subject }}>
      {name}
    </Link>{' '}
    <span className="mono quiet">{subject}</span>
  </>
)
