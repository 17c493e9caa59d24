/** The versions of a plan: what was published when, why it was adjusted, and the way to what changed. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Plan, PlanVersionHead } from '#contract/plans.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Section, Tag } from '#web/ui/page.tsx'
import { type Column, Table } from '#web/ui/table.tsx'

export function PlanVersions({ plan }: { readonly plan: Plan }): ReactNode {
  const columns: Column<PlanVersionHead>[] = [
    {
      key: 'version',
      title: t('plan.version'),
      width: 130,
      cell: ({ version }) => (
        <>
          {t('plan.versionNth', { n: version })}{' '}
          {version === plan.version && plan.state !== 'cancelled' && <Tag tone="green">{t('plan.version.rules')}</Tag>}
        </>
      ),
    },
    { key: 'at', title: t('plan.version.at'), width: 150, cell: ({ publishedAt }) => formatTime(publishedAt) },
    { key: 'reason', title: t('plan.reason'), wide: true, cell: ({ reason }) => reason || t('plan.version.first') },
    { key: 'rows', title: t('plan.rows'), width: 90, align: 'right', cell: ({ rows }) => rows },
    { key: 'approved', title: t('plan.version.approved'), width: 120, cell: ({ approvedBy }) => approvedBy },
    {
      key: 'see',
      title: '',
      width: 170,
      cell: ({ version }) => (
        <Link
          to="/plans/$planId/versions"
          params={{ planId: plan.id }}
          search={{ from: String(Math.max(1, version - 1)), to: String(version) }}
        >
          {t(version === 1 ? 'plan.version.show' : 'plan.version.compare')}
        </Link>
      ),
    },
  ]
  const ahead = plan.state === 'adjusting' || plan.state === 'adjust_submitted' || plan.state === 'adjust_approved'
  return (
    <Section
      title={t('plan.versions')}
      note={t('plan.versions.note')}
      extra={
        ahead && (
          <Link to="/plans/$planId/versions" params={{ planId: plan.id }} search={{ from: String(plan.version) }}>
            {t('plan.version.compareNow')}
          </Link>
        )
      }
    >
      <Table columns={columns} rows={plan.versions} rowKey={({ version }) => String(version)} caption={t('plan.versions')} />
    </Section>
  )
}
