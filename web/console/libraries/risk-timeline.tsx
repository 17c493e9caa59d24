/** 信用风险: the class now, the classes before, and flags; for whoever may see them. */
import './libraries.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isRiskClass, riskClasses } from '#core/registers/risk.ts'
import { type Answers, api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatDate } from '#web/ui/format.ts'
import { Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'

type Risk = Answers['libraries']['risk']

/** Nothing at all for whoever may not see classes. */
export function RiskTimeline({ subject }: { readonly subject: string }): ReactNode {
  const me = useQuery(meQuery).data
  return me !== undefined && me !== null && may(me, 'risk.read') ? <Timeline subject={subject} /> : null
}

function Timeline({ subject }: { readonly subject: string }): ReactNode {
  const query = useQuery(api.libraries.risk.queryOptions({ input: { subject } }))
  return (
    <Section title={t('risk.title')} note={t('risk.note')}>
      <Loaded query={query}>
        {({ current, history, flags }) => (
          <>
            {current === null && <p className="quiet small">{t('risk.none')}</p>}
            <ol className="risk-line">
              {history.map((one) => (
                <li key={one.recordedAt}>
                  <b className="strong">{classText(one.riskClass)}</b>{' '}
                  <span className="quiet">
                    {formatDate(one.asOf)} · {one.source}
                  </span>
                </li>
              ))}
            </ol>
            {flags.length > 0 && <Flags flags={flags} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const Flags = ({ flags }: { readonly flags: Risk['flags'] }): ReactNode => (
  <ul className="library-list">
    {flags.map((flag) => (
      <li key={`${flag.flag} ${flag.since}`}>
        <Tag tone={flag.until === null ? 'amber' : 'plain'}>{language() === 'en' ? flag.en : flag.zh}</Tag>{' '}
        <span className="quiet small">
          {formatDate(flag.since)} · {flag.until === null ? t('risk.standing') : t('risk.until', { date: formatDate(flag.until) })} ·{' '}
          {flag.source}
        </span>
      </li>
    ))}
  </ul>
)

function classText(code: string): string {
  if (!isRiskClass(code)) return code
  const words = riskClasses[code]
  return `${code} ${language() === 'en' ? words.en : words.zh}`
}
