/** 抽取情况确认书: who was there, what they say of it, and the paper that carries it. */
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { drawnKind } from './draw-state.tsx'
import { SignDialog } from './sign-dialog.tsx'

export function SignOffs({ draw }: { readonly draw: Draw }): ReactNode {
  const [asked, setAsked] = useState(false)
  return (
    <Section
      title={t(drawnKind(draw) === 'P' ? 'sign.titleP' : 'sign.title')}
      note={t('sign.note')}
      extra={
        <ActionButton size="small" ability={draw.abilities.signOff} onClick={() => setAsked(true)}>
          {t('sign.do')}
        </ActionButton>
      }
    >
      {draw.signOffs.length === 0 ? (
        <p className="quiet small">{t('sign.none')}</p>
      ) : (
        <ul className="mj-signs">
          {draw.signOffs.map((one) => (
            <li key={`${one.at} ${one.name}`}>
              <span className="quiet">{t(`sign.duty.${one.duty}`)}</span>
              <div>
                <b>{one.name}</b>
                {one.unit !== '' && <span className="quiet">　{one.unit}</span>}
                <p>{one.opinion}</p>
                <p className="quiet tiny">
                  {formatTime(one.at)}
                  {one.recordedBy !== one.name && `　${t('sign.recorded', { who: one.recordedBy })}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <a className="mj-paper-link" href={`/api/v1/draws/${encodeURIComponent(draw.id)}/confirmation`} target="_blank" rel="noopener">
        <Icon name="file" size={14} /> {t('sign.pdf')}
      </a>
      {asked && <SignDialog draw={draw} onClose={() => setAsked(false)} />}
    </Section>
  )
}
