/** 透明日志: where each step of the draw stands in the public, append-only log. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'

export const LogPositions = ({ draw }: { readonly draw: Draw }): ReactNode => (
  <Section title={t('draw.log')} note={t('draw.log.note')} extra={<a href="/log/">{t('draw.log.see')}</a>}>
    {draw.log.length === 0 ? (
      <p className="quiet small">{t('draw.log.none')}</p>
    ) : (
      <ol className="mj-log">
        {draw.log.map((entry, nth) => (
          // Entries of a log are only ever appended: their place is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of an entry
          <li key={nth}>
            <span>
              {tMaybe(`draw.log.${entry.type}`, entry.type)}
              {entry.party !== null && <span className="quiet"> {tMaybe(`draw.party.${entry.party}`, entry.party)}</span>}
            </span>
            <time className="quiet" dateTime={entry.at}>
              {formatTime(entry.at)}
            </time>
            {entry.index === null ? (
              <span className="quiet">{t('draw.log.soon')}</span>
            ) : (
              <span>{t('draw.log.entry', { n: formatNumber(entry.index) })}</span>
            )}
          </li>
        ))}
      </ol>
    )}
  </Section>
)
