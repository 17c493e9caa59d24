/** One object: who it is, which draws it was in, and what was found. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { isOutcome, outcomes } from '#core/inspections/outcomes.ts'
import { type Answers, api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { formatDate, formatMoneyYuan, formatTime } from '#web/ui/format.ts'
import { Columns, Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { ObjectLabels } from '../labels/object-labels.tsx'
import { ObjectEntries } from '../libraries/object-entries.tsx'
import { ObjectItems } from '../libraries/object-items.tsx'
import { RiskTimeline } from '../libraries/risk-timeline.tsx'
import { EntityHistory, eventText } from './entity-history.tsx'
import { entityStateText, kindText } from './entity-words.ts'
import { EntityFamily, EntityYearly } from './entity-yearly.tsx'

type Entity = Answers['registers']['getEntity']

export function EntityPage(): ReactNode {
  const { subject } = useParams({ from: '/signed-in/shell/register/$subject' })
  const query = useQuery(api.registers.getEntity.queryOptions({ input: { subject } }))
  return <Loaded query={query}>{(entity) => <EntityView entity={entity} />}</Loaded>
}

const EntityView = ({ entity }: { readonly entity: Entity }): ReactNode => (
  <Page
    title={entity.name}
    state={
      <>
        <Tag tone={entity.state === 'active' ? 'accent' : 'plain'}>{entityStateText(entity.state)}</Tag>
        {entity.left !== null && <Tag tone="amber">{t('register.left')}</Tag>}
      </>
    }
    lead={
      <>
        <span className="mono">{entity.subject}</span>
        <span>{entity.regionName}</span>
        {(entity.draws.length > 0 || entity.visits.length > 0) && (
          <a href={`/entities/${encodeURIComponent(entity.subject)}`} target="_blank" rel="noopener">
            {t('register.portal')}
          </a>
        )}
      </>
    }
  >
    {entity.left !== null && (
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 16 }}
        message={t('register.leftAt', { at: formatTime(entity.left.at), event: eventText(entity.left.event) })}
      />
    )}
    <Columns
      main={
        <>
          <Section title={t('register.facts')}>
            <Facts
              facts={[
                { label: t('register.kind'), value: kindText(entity.kind) },
                { label: t('register.entityType'), value: entity.entityType ?? '—' },
                { label: t('register.industry'), value: entity.industry ?? '—' },
                { label: t('register.established'), value: formatDate(entity.established) },
                {
                  label: t('register.capital'),
                  value: entity.capitalYuan === null ? (entity.capitalText ?? '—') : formatMoneyYuan(entity.capitalYuan),
                },
                { label: t('register.address'), value: entity.address ?? '—', wide: true },
                { label: t('register.scope'), value: entity.scope ?? '—', wide: true },
              ]}
            />
          </Section>
          <ObjectLabels subject={entity.subject} />
          <ObjectEntries subject={entity.subject} />
          <Visits entity={entity} />
          <EntityHistory versions={entity.versions} />
        </>
      }
      side={
        <>
          <EntityYearly entity={entity} />
          {entity.abilities.readRisk.allowed && <RiskTimeline subject={entity.subject} />}
          <EntityFamily entity={entity} />
          <ObjectItems subject={entity.subject} />
          <Draws entity={entity} />
          <Section title={t('register.source')}>
            <Facts
              facts={[
                {
                  label: t('register.sourceImport'),
                  value:
                    entity.importId === null ? (
                      '—'
                    ) : (
                      <Link to="/imports/$importId" params={{ importId: entity.importId }}>
                        {t('import.one')}
                      </Link>
                    ),
                },
                { label: t('register.event'), value: eventText(entity.event) },
                { label: t('register.updated'), value: formatTime(entity.updatedAt) },
              ]}
            />
          </Section>
        </>
      }
    />
  </Page>
)

/** Published inspections of this year that the reader may not see: that there are some is told, not whose. */
const hiddenVisits = ({ visits, yearly }: Entity): number => {
  const year = String(new Date().getFullYear())
  return Math.max(0, yearly.done - visits.filter(({ state, date }) => state === 'published' && date?.startsWith(year) === true).length)
}

const Visits = ({ entity }: { readonly entity: Entity }): ReactNode => (
  <Section title={t('register.visits')} note={hiddenVisits(entity) === 0 ? '' : t('register.visitsElsewhere', { n: hiddenVisits(entity) })}>
    {entity.visits.length === 0 ? (
      <p className="quiet small">{t('register.noVisits')}</p>
    ) : (
      <Table
        dense
        rows={entity.visits}
        rowKey={(visit) => visit.visitId}
        columns={[
          { key: 'task', title: t('menu.tasks'), cell: (visit) => <PathLink path={`/visits/${visit.visitId}`}>{visit.taskName}</PathLink> },
          { key: 'date', title: t('register.visitDate'), cell: (visit) => formatDate(visit.date), width: 112 },
          { key: 'state', title: t('officer.state'), cell: (visit) => tMaybe(`visit.state.${visit.state}`, visit.state), width: 96 },
          { key: 'outcome', title: t('disclosure.outcome'), cell: (visit) => outcomeText(visit.outcome) },
        ]}
      />
    )}
  </Section>
)

const Draws = ({ entity }: { readonly entity: Entity }): ReactNode => (
  <Section title={t('register.draws')} note={t('register.drawsNote')} extra={<ExplainLink subject={entity.subject} />}>
    {entity.draws.length === 0 ? (
      <p className="quiet small">{t('register.noDraws')}</p>
    ) : (
      <ol className="mj-record">
        {entity.draws.map((draw) => (
          <li key={draw.drawId}>
            <time dateTime={draw.at}>{formatDate(draw.at)}</time>
            <div>
              <PathLink path={`/draws/${draw.drawId}`}>{draw.taskName}</PathLink>{' '}
              {draw.selected ? <Tag tone="accent">{t('register.drawn')}</Tag> : <span className="quiet">{t('register.notDrawn')}</span>}
            </div>
          </li>
        ))}
      </ol>
    )}
  </Section>
)

/** Why it was drawn or not, for those who may explain draws. */
function ExplainLink({ subject }: { readonly subject: string }): ReactNode {
  const { data: me } = useQuery(meQuery)
  return me !== undefined && me !== null && may(me, 'draw.explain') ? (
    <Link to="/explain" search={{ subject }}>
      {t('menu.explain')}
    </Link>
  ) : null
}

const outcomeText = (code: string | null): string => (code === null ? '—' : isOutcome(code) ? outcomes[code][language()] : code)
