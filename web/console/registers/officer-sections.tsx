/** The tables on the page of a person: certificates, leave, recusals; each with what can be done about it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Leave, Officer } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { daysUntil, formatDate, formatRange, today } from '#web/ui/format.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { Table } from '#web/ui/table.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { lengthOf } from './leave-month.ts'
import { lastDay, leftText } from './officer-words.tsx'
import { RecusalDialog } from './recusal-dialog.tsx'
import { RecusalEndDialog } from './recusal-end-dialog.tsx'
import { useCancelLeave } from './use-cancel-leave.ts'

type Certificate = Officer['certificates'][number]
type Recusal = Officer['recusalList'][number]

export function Certificates({ officer }: { readonly officer: Officer }): ReactNode {
  const warnDays = useQuery(api.officers.summary.queryOptions({ input: { population: 'officers' } })).data?.warnDays ?? 0
  return (
    <Section title={t('certificate.list')}>
      {officer.certificates.length === 0 ? (
        <p className="red small">{t('certificate.empty')}</p>
      ) : (
        <Table
          dense
          caption={t('certificate.list')}
          rows={officer.certificates}
          rowKey={({ id }) => id}
          columns={[
            { key: 'no', title: t('certificate.number'), cell: ({ certificateNo }) => <span className="mono">{certificateNo}</span> },
            { key: 'dept', title: t('certificate.dept'), width: 88, cell: ({ dept }) => <span className="mono">{dept}</span> },
            { key: 'issuer', title: t('certificate.issuer'), cell: ({ issuer }) => issuer ?? '—' },
            { key: 'from', title: t('certificate.from'), width: 104, cell: ({ validFrom }) => formatDate(validFrom) },
            { key: 'to', title: t('certificate.to'), width: 104, cell: ({ validTo }) => lastDay(validTo) },
            {
              key: 'left',
              title: t('officer.state'),
              width: 112,
              cell: (row) => <CertificateLeft row={row} warnDays={warnDays} />,
            },
          ]}
        />
      )}
    </Section>
  )
}

function CertificateLeft({ row, warnDays }: { readonly row: Certificate; readonly warnDays: number }): ReactNode {
  if (row.state === 'revoked') return <span className="quiet">{t('certificate.revoked')}</span>
  const days = daysUntil(row.validTo)
  if (days < 0) return <Tag tone="red">{leftText(row.validTo)}</Tag>
  return days <= warnDays ? <Tag tone="amber">{leftText(row.validTo)}</Tag> : leftText(row.validTo)
}

export function Leaves({ officer }: { readonly officer: Officer }): ReactNode {
  const [adding, setAdding] = useState(false)
  const cancel = useCancelLeave()
  const { edit } = officer.abilities
  const add = (
    <ActionButton link size="small" ability={edit} onClick={() => setAdding(true)}>
      {t('leave.add')}
    </ActionButton>
  )
  return (
    <Section title={t('leave.list')} extra={add}>
      {officer.leaves.length === 0 ? (
        <p className="quiet small">{t('leave.empty')}</p>
      ) : (
        <Table
          dense
          caption={t('leave.list')}
          rows={officer.leaves}
          rowKey={({ id }) => id}
          columns={[
            { key: 'window', title: t('leave.window'), cell: (leave) => <LeaveWindow leave={leave} /> },
            { key: 'kind', title: t('leave.kind'), width: 64, cell: ({ kind }) => t(`leave.kind.${kind}`) },
            { key: 'note', title: t('leave.note'), cell: ({ note }) => (note === '' ? '—' : note), wide: true },
            { key: 'by', title: t('leave.by'), width: 104, cell: ({ enteredBy }) => enteredBy },
            {
              key: 'do',
              title: '',
              align: 'right',
              width: 88,
              cell: (leave) =>
                leave.to < today() ? (
                  <span className="quiet">{t('leave.past')}</span>
                ) : (
                  <ActionButton link size="small" ability={edit} onClick={() => cancel(leave)}>
                    {t('leave.cancel')}
                  </ActionButton>
                ),
            },
          ]}
        />
      )}
      {adding && <LeaveDialog officer={officer} onClose={() => setAdding(false)} />}
    </Section>
  )
}

const LeaveWindow = ({ leave }: { readonly leave: Leave }): ReactNode => (
  <>
    <span className="nowrap">{formatRange(leave.from, leave.to)}</span>{' '}
    <span className="quiet nowrap">{t('leave.days', { n: lengthOf(leave.from, leave.to) })}</span>{' '}
    {leave.from <= today() && today() <= leave.to && <Tag tone="amber">{t('leave.now')}</Tag>}
  </>
)

export function Recusals({ officer }: { readonly officer: Officer }): ReactNode {
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Recusal | null>(null)
  const { recuse } = officer.abilities
  const add = (
    <ActionButton link size="small" ability={recuse} onClick={() => setAdding(true)}>
      {t('recusal.add')}
    </ActionButton>
  )
  return (
    <Section title={t('recusal.list')} note={t('recusal.note')} extra={add}>
      {officer.recusalList.length === 0 ? (
        <p className="quiet small">{t('recusal.empty')}</p>
      ) : (
        <Table
          dense
          caption={t('recusal.list')}
          rows={officer.recusalList}
          rowKey={({ id }) => id}
          columns={[
            { key: 'object', title: t('recusal.object'), cell: (recusal) => <RecusedObject recusal={recusal} /> },
            { key: 'relation', title: t('recusal.relation'), width: 120, cell: ({ relation }) => t(`recusal.${relation}`) },
            { key: 'note', title: t('recusal.more'), cell: ({ note }) => (note === '' ? '—' : note), wide: true },
            {
              key: 'by',
              title: t('recusal.by'),
              width: 112,
              cell: ({ declaredBy, declaredAt }) => (
                <>
                  {declaredBy}
                  <br />
                  <span className="quiet tiny">{formatDate(declaredAt)}</span>
                </>
              ),
            },
            {
              key: 'do',
              title: t('officer.state'),
              width: 112,
              cell: (recusal) =>
                recusal.endedOn === null ? (
                  <ActionButton link size="small" ability={recuse} onClick={() => setEnding(recusal)}>
                    {t('recusal.end')}
                  </ActionButton>
                ) : (
                  <span className="quiet">
                    {t(recusal.endedOn > today() ? 'recusal.until' : 'recusal.ended', { date: recusal.endedOn })}
                  </span>
                ),
            },
          ]}
        />
      )}
      {adding && <RecusalDialog officer={officer} onClose={() => setAdding(false)} />}
      {ending !== null && <RecusalEndDialog recusal={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

const RecusedObject = ({ recusal: { subject, name } }: { readonly recusal: Recusal }): ReactNode => (
  <>
    <Link to="/register/$subject" params={{ subject }}>
      {name ?? subject}
    </Link>
    {name !== null && (
      <>
        <br />
        <span className="quiet tiny mono">{subject}</span>
      </>
    )}
  </>
)
