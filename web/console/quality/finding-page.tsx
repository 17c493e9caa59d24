/** The list behind a number of the quality desk: why it matters, where it is, which objects, and what is done about them. */
import './quality.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { QualityFinding } from '#contract/quality.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { entityStateText } from '../registers/entity-words.ts'
import { FixDialog } from './fix-dialog.tsx'
import { QualityTabs } from './quality-tabs.tsx'
import { adviceText, ruleText } from './quality-words.ts'

export function FindingPage(): ReactNode {
  const { rule } = useParams({ from: '/signed-in/shell/quality/$rule' })
  const { place } = useSearch({ from: '/signed-in/shell/quality/$rule' })
  const me = useQuery(meQuery).data
  const ability =
    me !== undefined && me !== null && may(me, 'quality.fix')
      ? ({ allowed: true } as const)
      : ({ allowed: false, reason: 'permission_missing' } as const)
  const [asked, setAsked] = useState<readonly string[] | 'all' | null>(null)
  return (
    <Page
      title={ruleText(rule)}
      lead={adviceText(rule)}
      actions={
        <ActionButton primary ability={ability} onClick={() => setAsked('all')}>
          {t('quality.dealAll')}
        </ActionButton>
      }
    >
      <QualityTabs />
      <Places rule={rule} place={place} />
      <DataList<QualityFinding>
        id={`quality-${rule}`}
        unit={t('quality.unit')}
        columns={columns()}
        rowKey={(row) => row.subject}
        hiddenFilters={['place']}
        source={(page, filter) => api.quality.findings.queryOptions({ input: { ...page, rule, place: filter.place } })}
        selection={{
          nameOf: (row) => row.name,
          actions: (chosen) => (
            <ActionButton size="small" ability={ability} onClick={() => setAsked(chosen.map(({ subject }) => subject))}>
              {t('quality.deal')}
            </ActionButton>
          ),
        }}
        exportAs={ruleText(rule)}
        empty={{ title: t('quality.noFindings'), text: t('quality.noFindingsText') }}
      />
      {asked !== null && <FixDialog rule={rule} place={place} subjects={asked === 'all' ? null : asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** Where the findings are, one level below; a place narrows the list. */
function Places({ rule, place }: { readonly rule: string; readonly place: string | undefined }): ReactNode {
  const rows = useQuery(api.quality.places.queryOptions({ input: { rule, place } })).data ?? []
  if (rows.length < 2 && place === undefined) return null
  return (
    <nav className="quality-places" aria-label={t('quality.places')}>
      {place !== undefined && (
        <Link to="/quality/$rule" params={{ rule }} search={{}}>
          {t('quality.allPlaces')}
        </Link>
      )}
      {rows.map(({ regionPath, regionName, open }) => (
        <Link key={regionPath} to="/quality/$rule" params={{ rule }} search={{ place: regionPath }}>
          {regionName} <span className="quiet">{formatNumber(open)}</span>
        </Link>
      ))}
    </nav>
  )
}

const columns = (): readonly Column<QualityFinding>[] => [
  {
    key: 'object',
    title: t('quality.object'),
    fixed: true,
    text: (row) => `${row.name} ${row.subject}`,
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/register/$subject" params={{ subject: row.subject }}>
            {row.name}
          </Link>
        }
        second={row.subject}
      />
    ),
  },
  {
    key: 'saw',
    title: t('quality.saw'),
    wide: true,
    text: (row) => sawText(row),
    cell: (row) => sawText(row),
  },
  { key: 'place', title: t('quality.place'), text: (row) => row.regionName, cell: (row) => row.regionName },
  { key: 'address', title: t('quality.address'), wide: true, text: (row) => row.address ?? '', cell: (row) => row.address ?? '—' },
  { key: 'state', title: t('quality.state'), text: (row) => entityStateText(row.state), cell: (row) => entityStateText(row.state) },
]

const sawText = ({ detail, twins }: QualityFinding): string =>
  twins.length === 0
    ? detail || '—'
    : t('quality.twinsOf', { names: twins.map(({ subject, state }) => `${subject}（${entityStateText(state)}）`).join('、') })
