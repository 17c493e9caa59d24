/** A result as it was entered: item by item, its outcome, what follows. */
import type { ReactNode } from 'react'
import type { Visit } from '#contract/inspections.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Section, Tag } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/states.tsx'
import { Outcome } from './visit-words.tsx'

export function ResultView({ visit }: { readonly visit: Visit }): ReactNode {
  const { result } = visit
  if (result === null) return <Empty title={t('visit.resultNone')} />
  const items = new Map(visit.items.map((item) => [item.id, item]))
  return (
    <Section
      title={t('visit.result')}
      note={t('visit.enteredBy', { who: result.enteredBy, at: formatTime(result.enteredAt) })}
      extra={result.demo ? <Tag>{t('visit.demo')}</Tag> : undefined}
    >
      <dl className="mj-result">
        <dt>{t('visit.outcome')}</dt>
        <dd>
          <b>
            <Outcome code={result.outcome} />
          </b>
        </dd>
        <dt>{t('visit.items')}</dt>
        <dd>
          <ul className="mj-result-items">
            {result.items.map(({ itemId, checked, problem }) => (
              <li key={itemId}>
                <span>{items.get(itemId)?.name ?? itemId}</span>
                <span className={problem === null ? 'quiet' : 'red'}>
                  {t(problem !== null ? 'visit.item.problem' : checked ? 'visit.item.clear' : 'visit.item.skipped')}
                </span>
                {problem !== null && <p>{problem}</p>}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t('visit.disposal')}</dt>
        <dd>{result.disposal ?? t('visit.disposal.none')}</dd>
        <dt>{t('visit.date')}</dt>
        <dd>
          {result.date}　{methods[result.method][language()]}
        </dd>
      </dl>
    </Section>
  )
}
