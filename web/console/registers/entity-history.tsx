/** 变更记录: what each version of an object changed, when it took effect, and who said so. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatDate, formatTime } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { entityStateText, kindText } from './entity-words.ts'

type Entity = Answers['registers']['getEntity']
type Change = Entity['versions'][number]['changes'][number]

export function EntityHistory({ versions }: { readonly versions: Entity['versions'] }): ReactNode {
  const regions = useQuery({ ...api.registers.regions.queryOptions({ input: {} }), staleTime: 3_600_000 }).data ?? []
  const places = new Map(regions.map(({ path, name }) => [path, name]))
  return (
    <Section title={t('register.history')} note={t('register.historyNote')}>
      <ol className="mj-record">
        {versions.map((version) => (
          <li key={version.since}>
            <time dateTime={version.since}>{formatTime(version.since)}</time>
            <div>
              <b>{eventText(version.event)}</b>{' '}
              {version.eventOn !== null && <span className="quiet">{t('entityEvent.on', { date: formatDate(version.eventOn) })} </span>}
              <Source version={version} />
              {version.changes.length === 0 ? (
                version.until === null || version.event === 'entered' ? null : (
                  <p className="quiet small">{t('register.noChanges')}</p>
                )
              ) : (
                <ul className="small">
                  {version.changes.map((change) => (
                    <li key={change.field}>{changeText(change, places)}</li>
                  ))}
                </ul>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

export const eventText = (event: string): string => tMaybe(`entityEvent.${event}`, event)

function Source({ version }: { readonly version: Entity['versions'][number] }): ReactNode {
  if (version.importId !== null)
    return (
      <Link className="mj-underlined" to="/imports/$importId" params={{ importId: version.importId }}>
        {t('import.one')}
      </Link>
    )
  const [kind = '', name = ''] = version.source.split(':')
  return (
    <span className="quiet">
      {tMaybe(`entitySource.${kind}`, version.source)}
      {name !== '' && ` ${name}`}
    </span>
  )
}

type Places = ReadonlyMap<string, string>

function changeText({ field, before, after }: Change, places: Places): string {
  const name = tMaybe(`entityField.${field}`, field)
  if (before === null && after === null) return `${name}：${t('register.personalChanged')}`
  return `${name}：${valueText(field, before, places)} → ${valueText(field, after, places)}`
}

function valueText(field: string, value: string | null, places: Places): string {
  if (value === null || value === '') return '—'
  if (field === 'kind') return kindText(value)
  // A place outside the own jurisdiction has no name here: its code.
  if (field === 'region') return places.get(value) ?? value
  if (field === 'state') return entityStateText(value)
  return value.length > 60 ? `${value.slice(0, 60)}…` : value
}
