/** 文书与核验包: what a draw leaves behind for others, each with what it is for. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { Ability } from '#core/access/can.ts'
import { dependentRounding } from '#core/draws/matching-documents.ts'
import { factsFileName } from '#core/matching/facts-file.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { BundleLink } from './bundle-link.tsx'
import { isDrawn } from './draw-state.tsx'

export function Papers({ draw }: { readonly draw: Draw }): ReactNode {
  const drawn = isDrawn(draw.state)
  const base = `/api/v1/draws/${encodeURIComponent(draw.id)}`
  return (
    <Section title={t('draw.papers')}>
      <ul className="mj-papers">
        <Paper
          name={t('draw.papers.certificate')}
          note={t('draw.papers.certificateNote')}
          later={draw.commitHash === null ? t('draw.papers.certificateLater') : null}
        >
          <Outside href={`${base}/certificate`}>{t('draw.papers.open')}</Outside>
        </Paper>
        <Paper
          name={t('draw.papers.confirmation')}
          note={t('draw.papers.confirmationNote')}
          later={draw.commitHash === null ? t('draw.papers.certificateLater') : null}
        >
          <Outside href={`${base}/confirmation`}>{t('draw.papers.open')}</Outside>
        </Paper>
        <Paper name={t('draw.papers.bundle')} note={t('draw.papers.bundleNote')} later={drawn ? null : t('draw.papers.later')}>
          <BundleLink draw={draw} text={t('draw.papers.download')} />
        </Paper>
        {draw.mode === 'sealed' && (
          <Paper
            name={t('draw.papers.audit')}
            note={t('draw.papers.auditNote')}
            later={drawn ? refusal(draw.abilities.audit) : t('draw.papers.later')}
          >
            <BundleLink draw={draw} text={t('draw.papers.download')} audit />
          </Paper>
        )}
        {draw.matching?.algorithm === dependentRounding && (
          <Paper
            name={t('draw.papers.facts')}
            note={t('draw.papers.factsNote')}
            later={drawn ? refusal(draw.abilities.audit) : t('draw.papers.later')}
          >
            <a href={`${base}/audit/files/${encodeURIComponent(factsFileName(draw.id))}`} download>
              {t('draw.papers.download')}
            </a>
          </Paper>
        )}
        <Paper
          name={t('draw.papers.page')}
          note={t('draw.papers.pageNote')}
          later={draw.commitHash === null ? t('draw.papers.certificateLater') : null}
        >
          <Outside href={`/draws/${encodeURIComponent(draw.id)}`}>{t('draw.papers.open')}</Outside>
        </Paper>
      </ul>
    </Section>
  )
}

type PaperProps = { readonly name: string; readonly note: string; readonly later: string | null; readonly children: ReactNode }

const Paper = ({ name, note, later, children }: PaperProps): ReactNode => (
  <li>
    <div>
      {name}
      <small>{note}</small>
    </div>
    {later === null ? children : <span className="quiet tiny">{later}</span>}
  </li>
)

/** A paper opens beside the page: whoever prints it does not lose the draw. */
const Outside = ({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode => (
  <a href={href} target="_blank" rel="noopener">
    {children}
  </a>
)

const refusal = (ability: Ability): string | null => (ability.allowed ? null : reasonText(ability.reason))
