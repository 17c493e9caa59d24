/** Two versions of a plan side by side: what came, what changed field by field, what was cancelled and why; and the later one in full. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { VersionRow } from '#contract/plan-rows.ts'
import type { Plan, PlanDifference } from '#contract/plans.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { FilterSpec } from '../tasks/filter-form.ts'
import { filterWords, useValueWords } from '../tasks/filter-words.ts'
import { planColumns } from './plan-columns.tsx'
import { fieldTitle, fieldWords } from './plan-field-words.ts'
import { PlanWindowTable } from './plan-window-table.tsx'

const route = '/signed-in/shell/plans/$planId/versions'

export function PlanComparePage(): ReactNode {
  const { planId } = useParams({ from: route })
  const query = useQuery(api.plans.get.queryOptions({ input: { planId } }))
  return <Loaded query={query}>{(plan) => <Compare plan={plan} />}</Loaded>
}

function Compare({ plan }: { readonly plan: Plan }): ReactNode {
  const navigate = useNavigate()
  const asked = useSearch({ from: route })
  const from = versionIn(asked.from) ?? Math.max(1, plan.version - 1)
  const to = versionIn(asked.to) ?? (plan.state === 'published' ? plan.version : null)
  const go = (next: { from: number; to: number | null }): void =>
    void navigate({
      to: '/plans/$planId/versions',
      params: { planId: plan.id },
      search: { from: String(next.from), ...(next.to === null ? {} : { to: String(next.to) }) },
    })
  const options = plan.versions.map(({ version, publishedAt }) => ({
    value: version,
    label: `${t('plan.versionNth', { n: version })}（${formatTime(publishedAt)}）`,
  }))
  const query = useQuery({
    ...api.plans.compare.queryOptions({ input: { planId: plan.id, from, ...(to !== null && { to }) } }),
    enabled: from !== to,
  })
  return (
    <Page
      title={t('plan.compare.title')}
      lead={
        <>
          <span className="mono">{plan.planNo}</span>
          <span>{plan.name}</span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => window.print()}>{t('plan.print')}</ActionButton>
          <ActionButton onClick={() => void navigate({ to: '/plans/$planId', params: { planId: plan.id } })}>
            {t('plan.compare.back')}
          </ActionButton>
        </>
      }
    >
      <div className="mj-plan-find">
        <Select aria-label={t('plan.compare.before')} value={from} options={options} onChange={(value) => go({ from: value, to })} />
        <span>→</span>
        <Select
          aria-label={t('plan.compare.after')}
          value={to ?? 0}
          options={plan.state === 'published' ? options : [{ value: 0, label: t('plan.compare.now') }, ...options]}
          onChange={(value) => go({ from, to: value === 0 ? null : value })}
        />
      </div>
      {from !== to && <Loaded query={query}>{(difference) => <Difference kind={plan.kind} difference={difference} />}</Loaded>}
      {to !== null && <Whole planId={plan.id} kind={plan.kind} version={to} />}
    </Page>
  )
}

/** A version in the address, null where it is none. */
const versionIn = (text: string | undefined): number | null => (text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)

function Difference({ kind, difference }: { readonly kind: Plan['kind']; readonly difference: PlanDifference }): ReactNode {
  const values = useValueWords()
  const filterText = (filter: unknown): string =>
    filterWords(filter as FilterSpec, values) // the field of a plan row that is compared as `filter` is one
      .map(({ field, words }) => `${field} ${words}`)
      .join('；')
  const { added, cancelled, changed, same, name } = difference
  const counts = { added: added.length, changed: changed.length, cancelled: cancelled.length, same }
  return (
    <>
      <p>{t('plan.compare.counts', counts)}</p>
      {name !== null && <p>{t('plan.compare.renamed', name)}</p>}
      {added.length > 0 && (
        <Section title={t('plan.compare.added')}>
          <Table columns={briefColumns(kind)} rows={added} rowKey={({ id }) => id} caption={t('plan.compare.added')} />
        </Section>
      )}
      {changed.length > 0 && (
        <Section title={t('plan.compare.changed')}>
          <Table
            columns={changeColumns}
            rows={changed.flatMap((one) => linesOf(one, filterText))}
            rowKey={({ key }) => key}
            caption={t('plan.compare.changed')}
          />
        </Section>
      )}
      {cancelled.length > 0 && (
        <Section title={t('plan.compare.cancelled')}>
          <Table columns={cancelColumns} rows={cancelled} rowKey={({ row }) => row.id} caption={t('plan.compare.cancelled')} />
        </Section>
      )}
    </>
  )
}

type Change = { readonly key: string; readonly row: string; readonly field: string; readonly before: string; readonly after: string }

const linesOf = ({ row, fields }: PlanDifference['changed'][number], filterText: (filter: unknown) => string): Change[] =>
  fields.map(({ field, before, after }, index) => ({
    key: `${row.id} ${field}`,
    row: index === 0 ? `${row.seq}　${row.name}` : '',
    field: fieldTitle(field),
    before: fieldWords(field, before, filterText),
    after: fieldWords(field, after, filterText),
  }))

const changeColumns: readonly Column<Change>[] = [
  { key: 'row', title: t('plan.row.name'), width: 240, cell: ({ row }) => <b>{row}</b> },
  { key: 'field', title: t('plan.compare.field'), width: 130, cell: ({ field }) => field },
  { key: 'before', title: t('plan.compare.before'), wide: true, cell: ({ before }) => <del className="quiet">{before || '—'}</del> },
  { key: 'after', title: t('plan.compare.after'), wide: true, cell: ({ after }) => <ins>{after || '—'}</ins> },
]

const briefColumns = (kind: Plan['kind']): readonly Column<VersionRow>[] =>
  planColumns<VersionRow>(
    kind,
    () => null,
    () => null,
  ).filter(({ startsHidden }) => startsHidden !== true)

const cancelColumns: readonly Column<PlanDifference['cancelled'][number]>[] = [
  { key: 'row', title: t('plan.row.name'), wide: true, cell: ({ row }) => <b>{`${row.seq}　${row.name}`}</b> },
  { key: 'office', title: t('plan.row.office'), width: 150, cell: ({ row }) => row.office },
  { key: 'reason', title: t('plan.reason'), wide: true, cell: ({ reason }) => reason || '—' },
]

function Whole({ planId, kind, version }: { readonly planId: string; readonly kind: Plan['kind']; readonly version: number }): ReactNode {
  const query = useQuery(api.plans.version.queryOptions({ input: { planId, version } }))
  return (
    <Loaded query={query}>
      {(one) => (
        <Section
          title={t('plan.compare.whole', { n: version })}
          note={t('plan.compare.signed', { submitted: one.submittedBy, approved: one.approvedBy, published: one.publishedBy })}
        >
          <PlanWindowTable
            columns={briefColumns(kind)}
            rows={one.rows}
            rowKey={({ id }) => id}
            caption={t('plan.compare.whole', { n: version })}
            toneOf={(row) => (row.state === 'cancelled' ? 'mj-plan-gone' : '')}
          />
        </Section>
      )}
    </Loaded>
  )
}
