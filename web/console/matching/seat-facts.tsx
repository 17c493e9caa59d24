/** A draw of kind R that fills seats: who leaves and why, who asked and who agreed, and at the end whom the lot named. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Facts, Section } from '#web/ui/page.tsx'
import { Table, TwoLines } from '#web/ui/table.tsx'
import { seatReasonWords } from './seat-words.ts'
import { roleWords } from './words.ts'

export function SeatFacts({ draw }: { readonly draw: Draw }): ReactNode {
  const { seats } = draw
  if (seats === null) return null
  return (
    <Section title={t('seat.of')} note={t('seat.ofNote')}>
      <Facts
        facts={[
          { label: t('seat.leaves'), value: t('seat.leavesN', { name: seats.officerName, n: seats.objects }) },
          {
            label: t('seat.officerDraw'),
            value: (
              <Link className="mono" to="/draws/$drawId" params={{ drawId: seats.officerDraw }}>
                {seats.officerDraw}
              </Link>
            ),
          },
          { label: t('seat.reason'), value: `${seatReasonWords(seats.reason)}。${seats.note}`, wide: true },
          { label: t('replacement.requestedBy'), value: `${seats.requestedBy}　${formatTime(seats.requestedAt)}` },
          { label: t('replacement.approvedBy'), value: seats.approvedBy },
          ...(seats.newcomers.length === 0
            ? [{ label: t('seat.newcomer'), value: <span className="quiet">{t('replacement.notYet')}</span> }]
            : []),
        ]}
      />
      {seats.newcomers.length > 0 && (
        <Table
          dense
          rows={seats.newcomers}
          rowKey={(one) => `${one.subject} ${one.officerId}`}
          caption={t('seat.newcomer')}
          columns={[
            {
              key: 'object',
              wide: true,
              title: t('draw.list.name'),
              cell: ({ objectName, subject }) => <TwoLines first={objectName} second={subject} />,
            },
            { key: 'name', title: t('seat.newcomer'), cell: ({ name }) => <b>{name}</b> },
            { key: 'role', title: t('seat.role'), width: 80, cell: ({ role }) => roleWords(role) },
          ]}
        />
      )}
    </Section>
  )
}
