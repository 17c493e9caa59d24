/** 结果公示: what the public can read by now. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { VisitRow } from '#contract/inspections.ts'
import { isOutcome, outcomes } from '#core/inspections/outcomes.ts'
import { api } from '#web/api/client.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatDate } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'

export function DisclosurePage(): ReactNode {
  return (
    <Page
      title={t('disclosure.title')}
      lead={t('disclosure.lead')}
      actions={
        <Button href="/results" target="_blank" rel="noopener">
          {t('disclosure.portal')}
        </Button>
      }
    >
      <DataList<VisitRow>
        id="disclosure"
        unit={t('disclosure.unit')}
        columns={columns()}
        rowKey={(row) => row.id}
        source={(page, filter) => api.inspections.list.queryOptions({ input: { ...page, state: 'published', q: filter.q } })}
        filters={[{ key: 'q', label: t('disclosure.q') }]}
        empty={{ title: t('disclosure.empty'), text: t('disclosure.emptyText') }}
        exportAs={t('disclosure.export')}
      />
    </Page>
  )
}

const columns = (): readonly Column<VisitRow>[] => [
  {
    key: 'object',
    title: t('disclosure.object'),
    fixed: true,
    cell: (row) => <TwoLines first={<PathLink path={`/visits/${row.id}`}>{row.name}</PathLink>} second={row.subject} />,
    text: (row) => row.name,
  },
  {
    key: 'subject',
    title: t('register.code'),
    startsHidden: true,
    cell: (row) => <span className="mono">{row.subject}</span>,
    text: (row) => row.subject,
  },
  { key: 'region', width: 128, title: t('register.region'), cell: (row) => row.regionName, text: (row) => row.regionName },
  { key: 'task', title: t('disclosure.task'), cell: (row) => row.taskName, text: (row) => row.taskName },
  {
    key: 'outcome',
    title: t('disclosure.outcome'),
    cell: (row) => <Outcome code={row.outcome} />,
    text: (row) => outcomeText(row.outcome),
  },
  { key: 'due', title: t('disclosure.deadline'), width: 112, cell: (row) => formatDate(row.disclosedBy), text: (row) => row.disclosedBy },
  {
    key: 'at',
    title: t('disclosure.publishedAt'),
    width: 112,
    cell: (row) => formatDate(row.updatedAt),
    text: (row) => formatDate(row.updatedAt),
  },
  {
    key: 'page',
    title: '',
    align: 'right',
    width: 72,
    cell: (row) => (
      <a href={`/results/${row.id}`} target="_blank" rel="noopener">
        {t('disclosure.page')}
      </a>
    ),
  },
]

// A finding is ink, not red: the result is the firm's, not a mistake of ours.
const Outcome = ({ code }: { readonly code: string | null }): ReactNode => (
  <span className={code !== null && isOutcome(code) && outcomes[code].problem ? 'strong' : ''}>{outcomeText(code)}</span>
)

const outcomeText = (code: string | null): string => (code === null ? '—' : isOutcome(code) ? outcomes[code][language()] : code)
